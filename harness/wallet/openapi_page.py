"""The OpenAPI document as a page for people, and the routes that serve both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from harness.wallet.apis import APIS
from harness.wallet.openapi import openapi
from harness.wallet.result import STATUS

if TYPE_CHECKING:
    from harness.wallet.wallet import Wallet

_PAGES = Path(__file__).parent / "pages"
_CODE = re.compile(r"`([^`]+)`")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One field as the page shows it: ``order.buyer.referenceBuyerId``, ``String(128)``."""

    name: str
    kind: str
    required: bool
    note: str


def document_routes(wallet: Wallet) -> list[Route]:
    """Return the routes of the document and of its page; both speak of the wallet's own profile and origin."""

    async def document(_http: Request) -> Response:
        return JSONResponse(openapi(wallet.profile, wallet.gateway_origin), headers={"Cache-Control": "no-store"})

    async def page(_http: Request) -> Response:
        return HTMLResponse(render_page(openapi(wallet.profile, wallet.gateway_origin)), headers=_HEADERS)

    return [Route("/openapi.json", document, methods=["GET"]), Route("/", page, methods=["GET"])]


def render_page(document: Mapping[str, Any]) -> str:
    """Return the page of an OpenAPI document that ``openapi`` made."""
    return _template().render(
        document=document, apis=APIS, status=STATUS, rows=rows, example=_example, prose=_prose, css=_css()
    )


def rows(schema: Mapping[str, Any], document: Mapping[str, Any], prefix: str = "") -> Iterator[Row]:
    """Yield the fields of an object, each followed by its own fields."""
    schema = _resolved(schema, document)
    for name, field in schema.get("properties", {}).items():
        full = f"{prefix}{name}"
        yield Row(full, _kind(field, document), name in schema.get("required", ()), field.get("description", ""))
        inner = _resolved(field, document)
        if inner.get("type") == "array":
            yield from rows(inner["items"], document, f"{full}[].")
        elif "$ref" not in field:
            yield from rows(inner, document, f"{full}.")


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]  # type: ignore[no-any-return]


def _kind(field: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "anyOf" in field:
        return " or ".join(_kind(option, document) for option in field["anyOf"])
    if field.get("format") == "date-time":
        return "Datetime"
    if "enum" in field and len(field["enum"]) <= 6:
        return " | ".join(json.dumps(value) if value == "" else str(value) for value in field["enum"])
    name = str(field.get("type", "any")).capitalize()
    return f"{name}({field['maxLength']})" if "maxLength" in field else name


def _example(content: Mapping[str, Any]) -> str:
    return json.dumps(content["application/json"]["examples"]["usual"]["value"], indent=2, ensure_ascii=False)


def _prose(text: str) -> list[Markup]:
    """Return the paragraphs of a description, with what stands in backticks as code."""
    return [Markup(_CODE.sub(r"<code>\1</code>", str(escape(part)))) for part in text.strip().split("\n\n")]  # noqa: S704


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("api.html")


@cache
def _css() -> Markup:
    return Markup((_PAGES / "api.css").read_text("utf-8").strip())  # noqa: S704 - our own file

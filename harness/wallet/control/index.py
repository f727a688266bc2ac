"""The index of the control API: what there is, with examples to copy, as JSON and as a page."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from harness.wallet.control.endpoint import Endpoint, Param, Row
from harness.wallet.money import Amount
from harness.wallet.profile import Profile

CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_PAGES = Path(__file__).parent.parent / "pages"


def index(endpoints: Iterable[Endpoint], url: str, facts: Mapping[str, object], profile: Profile) -> Row:
    """Return the index of a control API at ``url``."""
    return {
        "what": f"the control API of {profile.name} (simulated)",
        "merchants": "Each merchant has a world of its own. Add ?clientId=... to speak of another than the first.",
        "errors": "Every error is JSON with fact, field and action, under HTTP 400, 404 or 409.",
        "wallet": dict(facts),
        "openapi": f"{url}openapi.json",
        "endpoints": [_row(endpoint, url, facts, profile) for endpoint in endpoints],
    }


def index_page(rows: Mapping[str, object]) -> str:
    """Return the index as a page."""
    return _template().render(index=rows, css=_css())


def _row(endpoint: Endpoint, url: str, facts: Mapping[str, object], profile: Profile) -> Row:
    takes = {param.name: _words(param) for param in endpoint.takes}
    query = {param.name: _words(param) for param in endpoint.query}
    return {
        "method": endpoint.method,
        "path": endpoint.path,
        "does": endpoint.does,
        **({"query": query} if query else {}),
        **({"takes": takes} if takes else {}),
        "gives": [param.name for param in endpoint.gives],
        "example": _curl(endpoint, url, facts, profile),
    }


def _words(param: Param) -> str:
    sort = f"one of {', '.join(param.choices)}" if param.choices and param.sort == "text" else param.sort
    if param.sort == "texts" and 0 < len(param.choices) <= 5:
        sort = f"texts: {', '.join(param.choices)}"
    return f"{sort}{', required' if param.required else ''}{f': {param.note}' if param.note else ''}"


def _curl(endpoint: Endpoint, url: str, facts: Mapping[str, object], profile: Profile) -> str:
    money = profile.money
    stands_for = {
        "buyer": "Ali",
        "clientId": str(facts.get("clientId", "")),
        "amount": money.words(Amount(5_000 * money.units, money.currency)),
        "scope": (*profile.authorization.silent, *profile.authorization.consent)[0],
    }
    path = endpoint.path
    for name, value in stands_for.items():
        path = path.replace("{" + name + "}", value)
    command = ["curl", "-s"]
    if endpoint.method != "GET" and not (endpoint.method == "POST" and endpoint.example):
        command += ["-X", endpoint.method]
    command.append(f"{url}{path}".replace("{paymentId}", "PAYMENT_ID"))
    if endpoint.example:
        body = json.dumps(endpoint.example)
        for name, value in {**stands_for, "paymentId": "PAYMENT_ID", "authUrl": "AUTH_URL", "publicKey": "PEM"}.items():
            body = body.replace("{" + name + "}", value)
        command += ["-d", body]
    return shlex.join(command)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("control.html")


@cache
def _css() -> Markup:
    # Our own file, never anybody's text.
    return Markup((_PAGES / "api.css").read_text("utf-8").strip())  # noqa: S704

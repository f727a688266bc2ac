"""The catalogue as one page that needs nothing else: to search, to read on a phone, to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from harness.catalogue.sayings import Saying
from harness.dialects import keyword_beside

_TEMPLATE = Path(__file__).with_name("page.html")
_SHOWN = 5


def page(listed: Sequence[Saying]) -> str:
    """Return the page: a section an actor, a card a step; searching needs JavaScript, reading does not."""
    sections = [(actor, list(mine)) for actor, mine in groupby(listed, key=lambda saying: saying.actor)]
    links = "".join(f'<a href="#{_slug(actor)}">{escape(actor)} <b>{len(mine)}</b></a>' for actor, mine in sections)
    unused = sum(1 for saying in listed if not saying.used)
    counts = f"{len(listed)} steps, {unused} of them in no feature yet"
    body = "".join(_section(actor, mine) for actor, mine in sections)
    template = _TEMPLATE.read_text(encoding="utf-8")
    return template.replace("{{counts}}", counts).replace("{{links}}", links).replace("{{steps}}", body)


def _section(actor: str, mine: Sequence[Saying]) -> str:
    cards = "".join(_card(saying) for saying in mine)
    return f'<section id="{_slug(actor)}"><h2>{escape(actor)}</h2>{cards}</section>'


def _card(saying: Saying) -> str:
    keyword = keyword_beside(saying.keyword, saying.text)
    words = escape(
        f"{saying.keyword} {keyword} {saying.text} {saying.example} {saying.about} {saying.place}".casefold()
    )
    copied = escape(f"{keyword.replace('*', 'Given')} {saying.example or saying.text}")
    return "".join(
        (
            f'<article data-words="{words}"{"" if saying.used else " data-unused"}>',
            f'<div class="step"><p dir="auto"><span class="k {escape(saying.keyword.lower())}">{escape(keyword)}</span> ',
            f'<bdi class="text">{_marked(saying.text)}</bdi></p>',
            f'<button type="button" data-copy="{copied}">Copy</button></div>',
            *_details(saying),
            "</article>",
        )
    )


def _details(saying: Saying) -> Iterator[str]:
    if saying.example and saying.example != saying.text:
        yield f'<p class="eg"><span>for example</span> <bdi>{escape(saying.example)}</bdi></p>'
    for paragraph in saying.about.split("\n\n"):
        yield f"<p>{escape(paragraph)}</p>" if paragraph else ""
    yield f'<div class="foot"><code>{escape(saying.place)}</code> '
    if saying.used:
        places = ", ".join(f"<code>{escape(place)}</code>" for place in saying.used[:_SHOWN])
        more = f" and {len(saying.used) - _SHOWN} more" if len(saying.used) > _SHOWN else ""
        yield f"<details><summary>said in {_places(len(saying.used))}</summary>{places}{more}</details></div>"
    else:
        yield "<span>in no feature yet</span></div>"


def _places(number: int) -> str:
    return f"{number} place{'' if number == 1 else 's'}"


def _marked(text: str) -> str:
    """Return a step's text with its ``{values}`` marked."""
    return re.sub(r"\{[^{}]*\}", lambda found: f"<var>{found[0]}</var>", escape(text))


def _slug(actor: str) -> str:
    return re.sub(r"\W+", "-", actor)

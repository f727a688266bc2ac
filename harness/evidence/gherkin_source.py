"""The features of a run as Gherkin's own parser reads them: documents and pickles, each scenario with its pickle.

A journal holds the text of every feature that was played. Where it does not (one made by hand, or by an older run) the
text is written again from the scenarios themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from gherkin.errors import CompositeParserException, ParserError
from gherkin.pickles.compiler import Compiler, GherkinDocumentWithURI
from gherkin.stream.id_generator import IdGenerator

from harness.dialects import gherkin_parser
from harness.evidence.masking import Masks
from harness.evidence.report import RunReport, ScenarioReport
from harness.evidence.words import clean

Json = dict[str, object]

_KEYWORDS = frozenset({"given", "when", "then", "and", "but", "*"})


@dataclass(frozen=True, slots=True)
class Source:
    """One feature: its name, its text, the document and the pickle of every scenario in ``scenarios``, in order."""

    uri: str
    text: str
    document: Json
    scenarios: tuple[tuple[ScenarioReport, Json], ...]


def sources(report: RunReport, masks: Mapping[str, Masks], ids: IdGenerator) -> list[Source]:
    """Return the features of a run; every id in a document or pickle comes from ``ids``."""
    everything = Masks((), others=masks.values())
    files: dict[str, list[ScenarioReport]] = {}
    for scenario in report.scenarios:
        files.setdefault(scenario.file or "features", []).append(scenario)
    return [_source(uri, mine, report.sources.get(uri, ""), everything, ids) for uri, mine in files.items()]


def _source(uri: str, mine: Sequence[ScenarioReport], text: str, masks: Masks, ids: IdGenerator) -> Source:
    text = clean(masks.text(text))
    document = _parsed(text, ids) if text else None
    if document is not None:
        pickles = _compiled(document, uri, ids)
        matched = [_match(scenario, pickles, masks) for scenario in mine]
        if all(found is not None for found in matched):
            pairs = [(s, _own(p, s, ids)) for s, p in zip(mine, matched, strict=True) if p is not None]
            return Source(uri, text, document, tuple(pairs))
    text = clean(masks.text(_written_again(mine)))
    document = _parsed(text, ids)
    if document is None:  # cannot be: every word of it stands where Gherkin wants a word
        raise AssertionError(f"a feature written again is not valid: {uri}")
    pickles = _compiled(document, uri, ids)
    return Source(uri, text, document, tuple((s, _own(p, s, ids)) for s, p in zip(mine, pickles, strict=True)))


def _parsed(text: str, ids: IdGenerator) -> Json | None:
    parser = gherkin_parser()
    parser.ast_builder.id_generator = ids
    try:
        found = cast("Json", parser.parse(text))
    except (ParserError, CompositeParserException):
        return None
    return found if found.get("feature") else None


def _compiled(document: Json, uri: str, ids: IdGenerator) -> list[Json]:
    return cast("list[Json]", Compiler(ids).compile(cast("GherkinDocumentWithURI", {**document, "uri": uri})))


def _match(scenario: ScenarioReport, pickles: Iterable[Json], masks: Masks) -> Json | None:
    """Return the pickle that was played: that with these steps, the one at the scenario's or its row's own line first."""
    texts = [masks.text(step.text) for step in scenario.steps]
    same = [p for p in pickles if [str(step["text"]) for step in _list(p, "steps")] == texts]
    here = [p for p in same if _line(p) == (scenario.row or scenario.line)]
    named = [p for p in same if p["name"] == masks.text(scenario.name)]
    return next(iter(here or named), None)


def _line(pickle: Json) -> int:
    location = pickle.get("location")
    return int(str(location.get("line", 0))) if isinstance(location, Mapping) else 0


def _own(pickle: Json, scenario: ScenarioReport, ids: IdGenerator) -> Json:
    """Return a pickle for this one scenario: one that is played twice, in two variants, is two pickles."""
    steps = [{**step, "id": ids.get_next_id()} for step in _list(pickle, "steps")]
    name = f"{pickle['name']} [{scenario.variant}]" if scenario.variant else pickle["name"]
    return {**pickle, "id": ids.get_next_id(), "name": name, "steps": steps}


def _list(node: Mapping[str, object], key: str) -> list[Json]:
    found = node.get(key)
    return cast("list[Json]", found) if isinstance(found, list) else []


def _written_again(mine: Sequence[ScenarioReport]) -> str:
    """Write a feature from its scenarios, one after the other."""
    first = mine[0]
    lines = [f"Feature: {_word(first.feature) or '…'}", ""]
    rule = ""
    for scenario in mine:
        if scenario.rule and scenario.rule != rule:
            lines += [f"  Rule: {_word(scenario.rule)}", ""]
            rule = scenario.rule
        tags = " ".join(f"@{tag}" for tag in scenario.tags if tag and not any(c.isspace() or c in "@#" for c in tag))
        lines += [f"    {tags}"] if tags else []
        lines.append(f"    Scenario: {_word(scenario.name) or '…'}")
        for step in scenario.steps or (None,):
            if step is None:
                lines.append("      * …")
                continue
            keyword = step.keyword if step.keyword.lower() in _KEYWORDS else "*"
            lines.append(f"      {keyword.capitalize()} {_word(step.text) or '…'}")
            width = max(map(len, step.table), default=0)
            lines += [f"        | {' | '.join(_cell(row, n) for n in range(width))} |" for row in step.table if width]
        lines.append("")
    return "\n".join(lines)


def _word(text: str) -> str:
    return " ".join(text.split())


def _cell(row: Sequence[str], index: int) -> str:
    text = row[index] if index < len(row) else ""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")

"""The list of the pack's cases and what each finds, made from the features themselves (docs/certification.md)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pytest_bdd.parser import Feature, ScenarioTemplate

from harness.evidence import NOTIFICATION_RISK
from harness.suite.capabilities import ACTION_RISKS, NOTIFICATION, POLLING, POLLING_RISK, SCREEN_RISKS
from harness.suite.gherkin import read_feature

_HEAD = """# The certification pack

`harness certify` plays the cases below against your program, without a step written, and ends with a certificate: each
case, its outcome, and what is at risk. This page is made by `harness certify --list`, from the features themselves.

The order comes from your config: the first of `[[goods]]`. What a buyer taps stands under `[actions]`, what the program
shows under `[screens]`. **The goods are handed out where the program shows its `paid` screen**, or the console line that
stands for it. It may do so only when the wallet has told its backend of a final SUCCESS: by a notification, or by the
answer to an inquiry. Whatever the case, a program that shows `paid` on anything else fails.

A refund is made by the program's own action (`refund`, `refund in part`) where there is one, else as `[merchant.refund]`
says: by a request to the backend, or by a command.

With 6001, and with 8000, the phone has its result long before the merchant is notified; so there the timings "before"
and "after" are one.

## What a program cannot do

A screen or an action that the config does not name, or a pay request without `paymentNotifyUrl`, is no failure, and it is
never passed or left out either. Such a case ends with the outcome **cannot**, and the certificate names the risk. A
program that looks at a pending order again only when the buyer taps says so, `cannot = { polling = "why" }`; else it fails:

"""


def page(folder: Path) -> str:
    """Return docs/certification.md."""
    return f"{_HEAD}{risk_list()}\nWithout the `paid` screen nothing is certified.\n\n{case_list(folder)}"


def case_list(folder: Path) -> str:
    """Return the cases as Markdown: each feature, each rule with what it finds, each scenario."""
    return "\n".join(line for file in sorted(folder.glob("*.feature")) for line in _feature(file)).rstrip() + "\n"


def risk_list() -> str:
    """Return what a program may be unable to do, and the risk of each, as Markdown."""
    rows = [("missing", "the risk"), ("---", "---")]
    rows += [(f"screen `{name}`", risk) for name, risk in SCREEN_RISKS.items()]
    rows += [(f"action `{name}`", risk) for name, risk in ACTION_RISKS.items()]
    rows += [(NOTIFICATION, NOTIFICATION_RISK), (POLLING, POLLING_RISK)]
    return "".join(f"| {left} | {right} |\n" for left, right in rows)


def _feature(file: Path) -> Iterator[str]:
    feature = read_feature(file)
    yield f"## {feature.name} (`{file.stem}`)"
    yield ""
    yield from _text(feature.description)
    rules: dict[str, list[ScenarioTemplate]] = {}
    for scenario in feature.scenarios.values():
        rules.setdefault(scenario.rule.name if scenario.rule else "", []).append(scenario)
    for name, mine in rules.items():
        if name:
            yield f"### {name}"
            yield ""
            yield from _text(mine[0].rule.description if mine[0].rule else "")
        for scenario in mine:
            yield from _scenario(feature, scenario)
        yield ""


def _scenario(feature: Feature, scenario: ScenarioTemplate) -> Iterator[str]:
    tags = {*feature.tags, *scenario.tags, *(scenario.rule.tags if scenario.rule else ())}
    twice = ", under both deliveries" if "deliveries" in tags else ""
    if scenario.examples:
        for table in scenario.examples:
            for row in table.as_contexts():
                name = scenario.name
                for key, value in row.items():
                    name = name.replace(f"<{key}>", value)
                yield f"- {name}{twice}"
    else:
        yield f"- {scenario.name}{twice}"


def _text(description: str) -> Iterator[str]:
    lines = [line.strip() for line in description.strip().splitlines()]
    if lines:
        yield " ".join(lines)
        yield ""

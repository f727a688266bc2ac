"""Rules about how a scenario is built: Given, When, Then, and no more of them than are read at one look."""

from __future__ import annotations

from collections.abc import Iterator

from harness.lint.rule import CANCELLED, LEAVES, ORDERED, Rule, Settings, Spot, at, scenario
from harness.lint.tree import Document, Part, Step

_RANK = {"given": 0, "when": 1, "then": 2}


def _pair(document: Document, _settings: Settings) -> Iterator[Spot]:
    for part in document.scenarios:
        highest = -1
        for step in part.steps:
            rank = _RANK.get(step.role, -1)
            if rank >= 0 and rank < highest:
                before = next(role for role, value in _RANK.items() if value == highest)
                yield _spot(step, f'{step.role.capitalize()} stands after {before.capitalize()}: "{step.said.text}"')
                break
            highest = max(highest, rank)


def _checks(document: Document, _settings: Settings) -> Iterator[Spot]:
    for part in document.scenarios:
        roles = {step.role for step in part.steps}
        if part.steps and "then" not in roles:
            yield Spot(part.line, part.column, f'"{part.name.text}" has no Then: it checks nothing')
        elif part.steps and "when" not in roles:
            yield Spot(part.line, part.column, f'"{part.name.text}" has no When: nothing happens in it')


def _backgrounds(document: Document, _settings: Settings) -> Iterator[Spot]:
    for part in document.parts:
        for step in part.steps if part.kind == "background" else ():
            if step.role in ("when", "then"):
                yield _spot(step, f'{step.role.capitalize()} stands in a Background: "{step.said.text}"')
                break


def _keywords(document: Document, _settings: Settings) -> Iterator[Spot]:
    for part in document.parts:
        for before, step in zip((None, *part.steps), part.steps, strict=False):
            if step.keyword == "*":
                yield _spot(step, "* does not say whether this is given, done or seen")
            elif before is not None and not step.joined and step.role == before.role:
                yield _spot(step, f"{step.keyword} stands after {before.keyword}", "write And")


def _many_steps(document: Document, settings: Settings) -> Iterator[Spot]:
    for part in document.scenarios:
        if (count := len(part.steps)) > settings.max_steps:
            yield Spot(part.line, part.column, f'"{part.name.text}" has {count} steps, {settings.max_steps} is a lot')


def _many_scenarios(document: Document, settings: Settings) -> Iterator[Spot]:
    if (count := len(document.scenarios)) > settings.max_scenarios:
        feature = document.feature
        fact = f"the file has {count} scenarios, {settings.max_scenarios} is a lot"
        yield Spot(feature.line, feature.column, fact)


def _names(document: Document, _settings: Settings) -> Iterator[Spot]:
    for part in document.parts:
        if part.kind != "background" and not part.name.text:
            yield Spot(part.line, part.column, f"the {part.kind} has no name")


def _stops(document: Document, _settings: Settings) -> Iterator[Spot]:
    for text in document.sentences:
        if text.text.endswith((".", ";", ",")) and not text.text.endswith("..."):
            yield at(text, len(text.text) - 1, f'"{text.text[-1]}" stands at the end')


def _rules_without(document: Document, _settings: Settings) -> Iterator[Spot]:
    for part in document.parts:
        if part.kind == "rule" and not part.of("scenario"):
            yield Spot(part.line, part.column, f'the rule "{part.name.text}" has no scenario')


def _twice(document: Document, _settings: Settings) -> Iterator[Spot]:
    seen: dict[object, Part] = {}
    for owner in document.parts:
        for part in owner.of("scenario"):
            rows = [[cell.text for cell in row] for table in part.examples for row in table.rows]
            background = [text for one in owner.of("background") for text in _said(one)]
            key = (tuple(_said(part)), tuple(background), str(rows))
            if part.steps and (first := seen.setdefault(key, part)) is not part:
                yield Spot(part.line, part.column, f'"{part.name.text}" does what line {first.line} does, step by step')


def _said(part: Part) -> Iterator[tuple[str, ...]]:
    for step in part.steps:
        yield (step.role, *(text.text for text in step.texts))


def _tags(document: Document, _settings: Settings) -> Iterator[Spot]:
    def below(part: Part, above: frozenset[str]) -> Iterator[Spot]:
        for tag in part.tags:
            if tag.text in above:
                yield at(tag, 0, f"{tag.text} already holds for all of this")
        for child in part.parts:
            yield from below(child, above | {tag.text for tag in part.tags})

    yield from below(document.feature, frozenset())


def _outlines(document: Document, _settings: Settings) -> Iterator[Spot]:
    for part in document.scenarios:
        if part.outline and (rows := sum(len(table.rows) for table in part.examples)) < 2:
            yield Spot(part.line, part.column, f"the outline has {rows} row{'' if rows == 1 else 's'}")


def _columns(document: Document, _settings: Settings) -> Iterator[Spot]:
    for part in document.scenarios:
        said = " ".join([part.name.text, *(text.text for step in part.steps for text in step.texts)])
        for table in part.examples:
            for name in table.head:
                if f"<{name.text}>" not in said:
                    yield at(name, 0, f'no step has "<{name.text}>"')


def _spot(step: Step, fact: str, fix: str = "") -> Spot:
    return Spot(step.line, step.column, fact, fix)


def _outline(*rows: str, keep: str = "<goods>") -> str:
    steps = (f'Given the buyer has ordered "{keep}"', LEAVES, CANCELLED, "", "Examples:", *rows)
    return scenario(*steps).replace("Scenario:", "Scenario Outline:")


STRUCTURE = (
    Rule(
        "one-when-then",
        "A scenario has one When and one Then, in this order: Given, When, Then.",
        "After a Then that does not hold, the rest is not played; two rules in one scenario hide one another.",
        "make a second scenario of the rest, and what went before its Given",
        scenario(ORDERED, LEAVES, CANCELLED, "When the buyer takes up the payment again", "Then the order is paid"),
        scenario(ORDERED, LEAVES, CANCELLED),
        _pair,
    ),
    Rule(
        "when-and-then",
        "Something happens in a scenario, and something is seen.",
        "What checks nothing is green whatever the program does.",
        "say what happens with When and what is then seen with Then",
        scenario(ORDERED, LEAVES),
        scenario(ORDERED, LEAVES, CANCELLED),
        _checks,
    ),
    Rule(
        "background-given",
        "A Background only says what is given.",
        "It is where scenarios begin, not what they are about.",
        "move it to the scenarios, or tell it as given: the buyer has left the cashier",
        "Feature: Paying\n\n  Background:\n    When the buyer leaves the cashier\n\n"
        f"  Scenario: The order is cancelled\n    When 31 minutes pass\n    {CANCELLED}\n",
        "Feature: Paying\n\n  Background:\n    Given the buyer has left the cashier\n\n"
        f"  Scenario: The order is cancelled\n    When 31 minutes pass\n    {CANCELLED}\n",
        _backgrounds,
    ),
    Rule(
        "keywords",
        "Given, When and Then stand once; what follows says And or But; no step begins with *.",
        "One sees at a glance where what happens begins, and where what is seen.",
        "write Given, When, Then or And",
        scenario(ORDERED, "Given the buyer has logged in", LEAVES, CANCELLED),
        scenario(ORDERED, "And the buyer has logged in", LEAVES, CANCELLED),
        _keywords,
    ),
    Rule(
        "brief",
        "A scenario has about five steps, ten at the most (max_steps).",
        "Nobody finds the one line that matters among twenty.",
        "let one step say what several do, move what all share to a Background, or split it",
        scenario(ORDERED, *["And 1 minute has passed"] * 9, LEAVES, CANCELLED),
        scenario(ORDERED, "And 9 minutes have passed", LEAVES, CANCELLED),
        _many_steps,
    ),
    Rule(
        "one-capability",
        "A file is about one capability: it has 25 scenarios at the most (max_scenarios).",
        "A file that is about everything is read by nobody.",
        "split it by capability",
        "Feature: Paying\n"
        + "".join(
            f"\n  Scenario: The buyer leaves after {n} minutes\n    When {n} minutes pass\n    {CANCELLED}\n"
            for n in range(1, 27)
        ),
        scenario(ORDERED, LEAVES, CANCELLED),
        _many_scenarios,
    ),
    Rule(
        "named",
        "Every feature, rule and scenario has a name.",
        "The name is what a report shows; without one nobody knows what failed.",
        "write what is so, as: The buyer leaves the cashier",
        scenario(ORDERED, LEAVES, CANCELLED, name=""),
        scenario(ORDERED, LEAVES, CANCELLED),
        _names,
    ),
    Rule(
        "no-full-stop",
        "Neither names nor steps end with a full stop, a comma or a semicolon.",
        "A step with a full stop is another step than the one without.",
        "leave it out",
        scenario(ORDERED, LEAVES, f"{CANCELLED}."),
        scenario(ORDERED, LEAVES, CANCELLED),
        _stops,
    ),
    Rule(
        "rule-has-scenario",
        "A Rule has a scenario: its example.",
        "A rule without an example is proven by nothing, and looks as if it were.",
        "write an example, or remove the rule",
        scenario(ORDERED, LEAVES, CANCELLED) + "\n  Rule: A payment that was left stays open\n",
        "Feature: Paying\n\n  Rule: A payment that was left stays open\n\n"
        + scenario(ORDERED, LEAVES, CANCELLED).partition("\n\n")[2],
        _rules_without,
    ),
    Rule(
        "no-copies",
        "No two scenarios say the same, step by step.",
        "The copy proves nothing, takes time, and is forgotten when the other is changed.",
        "remove one, or say what is different",
        scenario(ORDERED, LEAVES, CANCELLED)
        + "\n"
        + scenario(ORDERED, LEAVES, CANCELLED, name="The buyer goes away").partition("\n\n")[2],
        scenario(ORDERED, LEAVES, CANCELLED),
        _twice,
    ),
    Rule(
        "tags-once",
        "A tag of a feature or a rule is not written again at what stands below it.",
        "It holds there already; whoever changes one of the two believes that it is changed.",
        "remove it here",
        "@6001\n" + scenario(ORDERED, LEAVES, CANCELLED).replace("  Scenario", "  @6001\n  Scenario"),
        "@6001\n" + scenario(ORDERED, LEAVES, CANCELLED),
        _tags,
    ),
    Rule(
        "outline-rows",
        "An outline has two rows or more: it is for a rule that is a table.",
        "With one row the reader looks in two places for one sentence.",
        "write the values into the steps and make it a Scenario, or add rows",
        _outline("  | goods             |", "  | Barhi dates, 1 kg |"),
        _outline("  | goods             |", "  | Barhi dates, 1 kg |", "  | Zahdi dates, 5 kg |"),
        _outlines,
    ),
    Rule(
        "outline-columns",
        "Every column of Examples is used in a step or in the outline's name.",
        "A column that nothing reads looks as if it were tested.",
        "use it in a step, or remove the column",
        _outline("  | goods             | kept |", "  | Barhi dates, 1 kg | yes  |", "  | Zahdi dates, 5 kg | no   |"),
        _outline("  | goods             |", "  | Barhi dates, 1 kg |", "  | Zahdi dates, 5 kg |"),
        _columns,
    ),
)

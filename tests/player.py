"""Plays one scenario of a feature file in this process, on a stage that many share: a second, where a run of pytest takes ten."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler, GherkinDocumentWithURI
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

import steps.buyer
import steps.certification
import steps.journey
import steps.merchant
import steps.mini_program
import steps.phone
import steps.wallet  # noqa: F401 - importing them defines the steps
from harness import Cannot, HarnessError, Program, Stage, World
from harness.certification.command import FEATURES as PACK
from harness.wallet.profile import Delivery

FEATURES = Path(__file__).parents[1] / "features"
KEYWORDS = {"Context": "given", "Action": "when", "Outcome": "then"}
PATIENCE_MS = 20_000
"""How long what a right program shows may take on a machine under load; it is over as soon as it is shown."""
SHORT_MS = (400, 5000, 20_000)
"""How long a wrong program is looked at before its screen is called wrong: where that was too short, it is played again."""

Pickle = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it: the line that did not hold ("" where all did), what was said of it, or what the program cannot do."""

    line: str
    said: str
    cannot: str = ""

    @property
    def passed(self) -> bool:
        return not self.said and not self.cannot


def scenarios(feature: str) -> dict[str, Pickle]:
    """Return the scenarios of a feature by name; ``certification/trust`` is one of the certification pack."""
    folder, _, name = feature.rpartition("/")
    file = (PACK if folder else FEATURES) / f"{name}.feature"
    document = Parser().parse(file.read_text(encoding="utf-8"))
    found = cast("Sequence[Pickle]", Compiler().compile(cast("GherkinDocumentWithURI", {**document, "uri": file.name})))
    return {str(pickle["name"]): pickle for pickle in found}


def play(
    stage: Stage,
    program: Program,
    feature: str,
    scenario: str,
    delivery: Delivery = "success",
    *,
    patience: int = PATIENCE_MS,
) -> Played:
    """Play a scenario with a program, then hold it against the contract as every run does.

    ``patience`` is how long, in ms, the phone is looked at before what it shows is called wrong.
    """
    pickle = scenarios(feature)[scenario]
    world = stage.world(f"{program.name}: {scenario}", program, delivery=delivery)
    world.certifying = "/" in feature
    line = ""
    try:
        for step in cast("Sequence[Mapping[str, object]]", pickle["steps"]):
            line = str(step["text"])
            _run(world, step, patience)
            if world.certifying:
                world.look()
        world.look_again()
        found = world.verdict(complete=world.complete)
        return Played("" if found.passed else "the contract", world.explain(found))
    except Cannot as error:
        world.look()
        wrong = world.explain(world.verdict())
        return Played(line, wrong, "" if wrong else error.capability)
    except HarnessError as error:
        facts = [str(error), world.explain(world.verdict()), *world.clues()]
        return Played(line, "\n".join(fact for fact in facts if fact))
    finally:
        world.close()


def play_wrong(
    stage: Stage, program: Program, feature: str, scenario: str, delivery: Delivery = "success", *, wanted: str
) -> Played:
    """Play a scenario with a wrong program until it says what is ``wanted`` of it, with more patience each time."""
    found = Played("", "")
    for patience in SHORT_MS:
        found = play(stage, program, feature, scenario, delivery, patience=patience)
        if wanted in found.said:
            break
    return found


def _run(world: World, step: Mapping[str, object], patience: int) -> None:
    text, keyword = str(step["text"]), KEYWORDS[str(step["type"])]
    contexts = [c for c in step_function_context_registry.values() if c.type == keyword and c.parser.is_matching(text)]
    assert len({id(c.step_func) for c in contexts}) == 1, f"{keyword} {text}: {len(contexts)} definitions"
    context = contexts[0]
    arguments = {**_arguments(context, text), "world": world, "datatable": _table(step)}
    wanted = inspect.signature(context.step_func).parameters
    context.step_func(**{name: arguments[name] for name in wanted})
    if world.has_phone:
        world.phone.patience = patience


def _arguments(context: StepFunctionContext, text: str) -> dict[str, object]:
    given = context.parser.parse_arguments(text) or {}
    return {
        name: context.converters.get(name, str)(value) if isinstance(value, str) else value
        for name, value in given.items()
    }


def _table(step: Mapping[str, object]) -> list[list[str]]:
    argument = step.get("argument")
    table = argument.get("dataTable") if isinstance(argument, Mapping) else None
    if not isinstance(table, Mapping):
        return []
    return [[str(cell["value"]) for cell in row["cells"]] for row in table["rows"]]

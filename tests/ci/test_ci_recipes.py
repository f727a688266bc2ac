"""The recipes of docs/ci.md are valid by the schemas of those who read them, and what they type is understood."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from harness.cli import COMMANDS
from harness.suite.options import OPTIONS

PAGE = Path(__file__).parents[2] / "docs" / "ci.md"
TEXT = PAGE.read_text(encoding="utf-8")
RECIPES = {
    part.partition("\n")[0]: part.partition("```yaml\n")[2].partition("```")[0] for part in TEXT.split("\n## ")[1:]
}


def recipe(title: str) -> object:
    found: object = YAML(typ="safe").load(RECIPES[title])
    return found


@pytest.mark.parametrize(("title", "schema"), [("GitHub Actions", "github-workflows"), ("GitLab CI", "gitlab-ci")])
def test_a_recipe_is_valid_by_its_schema(title: str, schema: str) -> None:
    found = files("check_jsonschema") / "builtin_schemas" / "vendor" / f"{schema}.json"
    validator = Draft7Validator(json.loads(found.read_text(encoding="utf-8")))
    text = RECIPES[title]
    assert [error.message for error in validator.iter_errors(YAML(typ="safe").load(text))] == []
    broken = YAML(typ="safe").load(re.sub(r"runs-on|script:", "nothing:", text).replace("::", ":"))
    assert list(validator.iter_errors(broken)), "a schema that takes everything proves nothing"


def test_the_job_of_kubernetes_is_an_indexed_one() -> None:
    job = recipe("Kubernetes")
    assert isinstance(job, dict)
    spec = job["spec"]
    assert (job["kind"], spec["completionMode"]) == ("Job", "Indexed")
    command = spec["template"]["spec"]["containers"][0]["command"][-1]
    assert f"JOB_COMPLETION_INDEX + 1))/{spec['completions']} " in command


def test_what_the_recipes_type_is_understood() -> None:
    typed = re.findall(
        r"harness ([a-z]+)\b([^\n`#]*)",
        "\n".join(re.findall(r"```yaml\n.*?```|^    .*|`harness[^`]*`", TEXT, re.M | re.S)),
    )
    known = {option.name for option in OPTIONS} | {"-n", "--shards", "--out", "--markdown", "--commit"}
    assert {name for name, _ in typed} <= {*COMMANDS}
    assert {word for _, rest in typed for word in re.findall(r"(?<= )--?[a-z][a-z-]*", rest)} <= known
    assert len(typed) >= 10

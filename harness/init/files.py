"""The first files of a project: its config with comments, a feature, a CI job, and a conftest where one is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.config import CONFIG_FILE
from harness.config.detect import is_url
from harness.config.schema import toml_value
from harness.config.words import ACTIONS, SCREENS
from harness.init.answers import REFERENCE, Answers

FEATURE_FILE = "features/first.feature"
CI_FILES = {"github": ".github/workflows/payments.yml", "gitlab": "payments.gitlab-ci.yml"}
_GUESSED = "  # not found in the program: write what is there"
_USUAL = {"log in": {"text": "Log in"}, "buy": {"text": "Buy"}}


def config_text(answers: Answers) -> str:
    """Return ``harness.toml``."""
    return "\n".join(_config(answers)) + "\n"


def _config(answers: Answers) -> Iterator[str]:
    yield "# What is tested here, and how it is used. `harness run` reads it; docs/config.md has every key with an example."
    yield ""
    if answers.partner:
        both = {"h5": answers.program, "native": answers.partner}
        yield f"program = {toml_value(both)}  # one shop in two kinds: each scenario is played with both"
    else:
        yield f"program = {toml_value(answers.program)}  # {_program(answers)}"
    yield f"profile = {toml_value(answers.profile)}  # the wallet"
    yield 'deliveries = ["success", "split"]  # @deliveries scenarios are played under both ways of my.tradePay'
    yield ""
    yield from _merchant(answers)
    yield ""
    yield "[[goods]]  # what a buyer can order; the features call it by its name"
    yield f"name = {toml_value(answers.good)}"
    yield f"price = {toml_value(answers.price)}  # what the cashier shows"
    yield '# description = "..."  # what the backend writes into its order, to have it checked'
    yield ""
    yield "[actions]  # what the buyer taps: text, contains, testId or selector; several taps in a list; [] for none"
    for name in ("log in", "buy"):
        given = answers.actions.get(name)
        yield f"{_key(name)} = {toml_value(dict(given or _USUAL[name]))}{'' if given else _GUESSED}"
    yield from _others("action", answers.actions, [name for name in ACTIONS if name not in _USUAL])
    yield ""
    yield '[screens]  # what the program shows: as above, or { console = "part of a line" }'
    for name in ("paid", "cancelled"):
        if name not in answers.screens:
            yield f"{name} = {toml_value({'contains': name.capitalize()})}{_GUESSED}"
    for name, target in answers.screens.items():
        yield f"{_key(name)} = {toml_value(dict(target))}"
    named = {*answers.screens, "paid", "cancelled", "welcome"}
    yield from _others("screen", answers.screens, [name for name in SCREENS if name not in named])


def _program(answers: Answers) -> str:
    if is_url(answers.program):
        return "served there"
    return {"native": "native: it has an app.json", "h5": "H5: it has an index.html"}[answers.kind]


def _merchant(answers: Answers) -> Iterator[str]:
    if answers.backend == REFERENCE:
        yield 'merchant = "reference"  # or a table [merchant] with command or url: see docs/config.md'
        return
    yield "[merchant]"
    if is_url(answers.backend):
        yield f"url = {toml_value(answers.backend)}"
        yield '# client_id = "..."  # what the backend calls itself'
        yield '# public_key = "merchant_public.pem"  # fits its signatures'
        yield "# [wallet]"
        yield "# port = 4100  # where the backend calls the wallet"
        yield '# private_key = "wallet_private.pem"  # its public half is what the backend has'
        return
    why = f"  # found: {answers.because}" if answers.because else ""
    yield f"command = {toml_value(answers.backend)}{why}"
    if answers.folder != ".":
        yield f"folder = {toml_value(answers.folder)}"
    yield '# ready = "/health"  # a path that answers, or words in the output; without it: an open port'
    yield ""
    yield "[merchant.env]  # what the backend is told of the wallet; PORT is set besides"
    for name, value in answers.env.items():
        yield f"{_key(name)} = {toml_value(value)}"
    for name in answers.unknown:
        yield f'# {_key(name)} = "..."  # the backend reads this as well: write what it needs, or a template'
    if not answers.env:
        yield '# WALLET_URL = "{gateway_url}"'
        yield '# CLIENT_ID = "{client_id}"'
        yield '# PRIVATE_KEY_FILE = "{merchant_private_key_file}"'
        yield '# WALLET_PUBLIC_KEY_FILE = "{wallet_public_key_file}"'
        yield '# NOTIFY_URL = "{notify_base_url}/notify"'
    yield from _refund()


def _refund() -> Iterator[str]:
    yield ""
    yield "# [merchant.refund]  # how a refund is made, where the buyer does not tap for it: a url or a command"
    yield '# url = "/admin/refund"'
    yield """# body = '{"payment": "{payment_request_id}", "amount": {amount}}'"""


def _others(kind: str, given: object, names: Sequence[str]) -> Iterator[str]:
    found = given if isinstance(given, dict) else {}
    for name in names:
        if name in found and kind == "action":
            yield f"{_key(name)} = {toml_value(dict(found[name]))}"
        elif name not in found:
            yield f'# {_key(name)} = {{ text = "..." }}'


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() else f'"{name}"'


def feature_text(answers: Answers) -> str:
    """Return a first feature: a buyer who pays, and one who leaves the cashier."""
    return f"""\
Feature: A buyer orders and pays

  @9000
  Scenario: The buyer pays
    Given a buyer
    And the buyer has logged in
    And the buyer has ordered "{answers.good}"
    When the buyer confirms the payment
    Then the payment ends with 9000 (paid)
    And the Mini Program shows the order as paid
    And the journey is right to its end

  @6001 @deliveries
  Scenario: The buyer leaves the cashier
    Given a buyer
    And the buyer has logged in
    And the buyer has ordered "{answers.good}"
    When the buyer leaves the cashier
    Then the payment ends with 6001 (cancelled by the buyer)
    And the Mini Program shows the order as cancelled
    And the journey is right to its end
"""


def ci_text(ci: str) -> str:
    """Return a job that plays the features and keeps the evidence."""
    if ci == "gitlab":
        return """\
# include this from .gitlab-ci.yml:  include: payments.gitlab-ci.yml
payments:
  image: python:3.12
  script:
    - pip install miniprogram-payment-harness
    - playwright install --with-deps chromium
    - harness run
  artifacts:
    when: always
    paths: [reports]
    reports:
      junit: reports/junit.xml
"""
    return """\
name: payments
on: [push, pull_request]
jobs:
  payments:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install miniprogram-payment-harness
      - run: playwright install --with-deps chromium
      - run: harness run
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: payments
          path: reports
"""


def conftest_text(modules: Sequence[str]) -> str:
    """Return a conftest with which plain ``pytest`` plays the features too, and fixtures of the project's own can stand."""
    named = "".join(f'    "{module}",\n' for module in modules)
    return f'''\
"""The project's features under plain pytest; the program is described in {CONFIG_FILE}."""

pytest_plugins = [
    "harness.suite.plugin",
{named}]
'''

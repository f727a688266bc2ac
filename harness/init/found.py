"""What a program's and a backend's own files tell: buttons that log in and buy, words that say paid, variables' names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from harness.config import Target

_SHOWN = (".html", ".axml", ".vue", ".svelte", ".jsx", ".tsx", ".js", ".mjs")
_CODE = (".js", ".mjs", ".cjs", ".ts", ".py", ".go", ".php", ".rb", ".java")
_SKIPPED = frozenset(("node_modules", "venv", "__pycache__", "vendor", "reports", "tests"))
_MOST, _LARGEST = 200, 300_000
"""How many files are read, and how large they may be, in bytes."""

_BUTTON = re.compile(r"<(button|a)\b([^>]*)>\s*([^<>]{1,60}?)\s*</\1>", re.IGNORECASE)
_TEST_ID = re.compile(r"""data-testid=["']([^"'{}]+)["']""")
_SCREEN = re.compile(r"""data-(?:screen|state)=["']([^"'{}]+)["']""")
_ACTIONS = {
    "log in": re.compile(r"log.?in|sign.?in|دخول", re.IGNORECASE),
    "buy": re.compile(r"\b(?:buy|order|pay|checkout)\b|شراء|ادفع", re.IGNORECASE),
    "try again": re.compile(r"try.?again|retry", re.IGNORECASE),
    "look up": re.compile(r"refresh|check.?(?:again|order|status)", re.IGNORECASE),
}
_VARIABLE = re.compile(
    r"""process\.env\.([A-Z][A-Z0-9_]+)|(?:environ(?:\.get)?|getenv|Getenv|env)[\[(]\s*["']([A-Z][A-Z0-9_]+)["']"""
)
_TAKEN_APART = re.compile(r"\{([^{}]*)\}\s*=\s*process\.env\b")
_TAKEN = re.compile(r"(?:^|,)\s*([A-Z][A-Z0-9_]+)")
"""``const { WALLET_URL, PORT = 8000 } = process.env``, and each name in it."""
_MEANINGS = (
    (re.compile(r"^PORT$|_PORT$"), "port"),
    (re.compile(r"NOTIFY|CALLBACK|WEBHOOK|(?:PUBLIC|SELF|OWN|MY|SERVER)_(?:BASE_)?(?:URL|ORIGIN)$"), "notify_base_url"),
    (re.compile(r"CLIENT_?ID$|MERCHANT_?ID$|APP_?ID$"), "client_id"),
    (
        re.compile(r"WALLET.*PUBLIC_?KEY|PUBLIC_?KEY.*WALLET|(?:ALIPAY|GATEWAY|PLATFORM|QI).*PUBLIC_?KEY|^PUBLIC_KEY"),
        "wallet_public_key",
    ),
    (re.compile(r"PRIVATE_?KEY|(?:MERCHANT|MY|OWN|SIGNING)_KEY"), "merchant_private_key"),
    (
        re.compile(r"(?:GATEWAY|WALLET|QI|ALIPAY)\w*?(?:URL|HOST|ORIGIN|BASE|ENDPOINT)|^(?:GATEWAY|WALLET)$"),
        "gateway_url",
    ),
)
_USUAL = re.compile(r"(?:NODE_ENV|HOME|PATH|PWD|USER|CI|DEBUG|TZ|LANG|TMPDIR|HOST|LOG_LEVEL|PYTHON\w*|npm_\w*)$")
"""What many backends read that has nothing to do with a wallet."""
_AS_FILE = re.compile(r"_(?:FILE|PATH)$")


def actions_of(folder: Path) -> dict[str, Target]:
    """Return what in a program's own pages looks like the buttons that log in, buy, try again and look up."""
    found: dict[str, Target] = {}
    for text in _texts(folder, _SHOWN):
        for _, attributes, words in _BUTTON.findall(text):
            test_id = _TEST_ID.search(attributes)
            if not test_id and "{" in words:
                continue  # words that the program fills in
            for name, looks in _ACTIONS.items():
                if name not in found and looks.search(f"{words} {test_id[1] if test_id else ''}"):
                    found[name] = {"testId": test_id[1]} if test_id else {"text": " ".join(words.split())}
    return found


def screens_of(folder: Path, known: tuple[str, ...]) -> dict[str, Target]:
    """Return the screens that a program's pages name as ours: data-screen="paid"."""
    named = {
        name: found[0].split("=")[0]
        for text in _texts(folder, _SHOWN)
        for found in _SCREEN.finditer(text)
        for name in [found[1]]
    }
    return {name: {"selector": f'[{named[name]}="{name}"]'} for name in known if name in named}


def variables_of(folder: Path) -> dict[str, str]:
    """Return the environment variables by which a backend seems to learn of the wallet, each with its template."""
    return {name: template for name, template in _variables(folder).items() if template}


def unknown_variables_of(folder: Path) -> tuple[str, ...]:
    """Return the other environment variables that a backend reads, of which nothing tells what they are."""
    return tuple(name for name, meant in _variables(folder).items() if not meant and not _USUAL.match(name))


def _variables(folder: Path) -> dict[str, str]:
    names: dict[str, None] = {}
    for example in (".env.example", ".env.sample", ".env.template"):
        if (folder / example).is_file():
            text = (folder / example).read_text("utf-8", "replace")
            names |= dict.fromkeys(re.findall(r"^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=", text, re.MULTILINE))
    for text in _texts(folder, _CODE):
        names |= dict.fromkeys(first or second for first, second in _VARIABLE.findall(text))
        names |= dict.fromkeys(name for inside in _TAKEN_APART.findall(text) for name in _TAKEN.findall(inside))
    found: dict[str, str] = {}
    for name in names:
        plain = _AS_FILE.sub("", name)
        meaning = next((template for looks, template in _MEANINGS if looks.search(plain)), "")
        if meaning and meaning != "port":
            found[name] = "{" + meaning + ("_file" if plain != name and meaning.endswith("key") else "") + "}"
        else:
            found[name] = "{port}" if meaning else ""
    return found


def _texts(folder: Path, endings: tuple[str, ...]) -> Iterator[str]:
    read = 0
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder).parts
        if file.suffix not in endings or any(part in _SKIPPED or part.startswith(".") for part in inside[:-1]):
            continue
        if read >= _MOST or not file.is_file() or file.stat().st_size > _LARGEST:
            continue
        read += 1
        yield file.read_text("utf-8", "replace")

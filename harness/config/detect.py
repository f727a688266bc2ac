"""What lies in a folder: which Mini Program, which backend, and how that is started."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

_OUTPUTS = ("dist", "build", "www", "public", "miniprogram", "client", "mini", "src", "app", "web", "frontend", "h5")
_SKIPPED = frozenset(("node_modules", "venv", "__pycache__", "reports", "features", "tests", "vendor", "target"))


@dataclass(frozen=True, slots=True)
class Backend:
    """A backend that was found: its folder, how it is started, and what told so."""

    folder: Path
    command: str
    because: str


def is_url(text: str) -> bool:
    """Whether a text is meant as a URL."""
    return text.lower().startswith(("http://", "https://"))


def origin_of(url: str) -> str:
    """Return the origin of an http or https URL, "" where it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")


def kind_of(folder: Path) -> Literal["h5", "native", ""]:
    """Return which kind of Mini Program lies in a folder, "" for none."""
    if (folder / "app.json").is_file():
        return "native"
    return "h5" if (folder / "index.html").is_file() else ""


def find_programs(home: Path) -> list[Path]:
    """Return the folders, from ``home`` downwards two levels, that hold a Mini Program: the likeliest first.

    A page that a bundler is yet to build (its script is source text) comes after what it has built.
    """
    found = [folder for folder in (home, *_below(home)) if kind_of(folder)]
    return sorted(found, key=lambda folder: (_unbuilt(folder), _rank(folder), len(folder.parts)))


def likely_programs(home: Path) -> list[Path]:
    """Return those of the programs in ``home`` that can be meant: none that is yet to be built where one is, none inside another."""
    found = find_programs(home)
    built = [folder for folder in found if not _unbuilt(folder)] or found
    return [one for one in built if not any(one != other and one.is_relative_to(other) for other in built)]


def find_backends(home: Path, programs: Sequence[Path] = ()) -> list[Backend]:
    """Return the backends in ``home`` and in its folders, outside of the programs; one in ``home`` itself stands for all."""
    found = []
    for folder in (home, *_below(home)):
        inside = any(program != home and folder.is_relative_to(program) for program in programs)
        if not inside and (backend := _backend_in(folder)) is not None:
            found.append(backend)
            if folder == home:
                break
    return [one for one in found if not any(one is not o and one.folder.is_relative_to(o.folder) for o in found)]


def _backend_in(folder: Path) -> Backend | None:
    for read in (_node, _django, _python, _go, _php):
        if (found := read(folder)) is not None:
            return found
    return None


def _node(folder: Path) -> Backend | None:
    file = folder / "package.json"
    if not file.is_file():
        return None
    try:
        package = json.loads(file.read_text(encoding="utf-8"))
        scripts = package.get("scripts") or {}
        libraries = {**(package.get("dependencies") or {}), **(package.get("devDependencies") or {})}
        main = str(package.get("main") or "")
    except (ValueError, AttributeError, TypeError, OSError):
        return None
    start = str(scripts.get("start", ""))
    if any(name in start for name in ("vite", "webpack", "react-scripts", "next", "ng serve")):
        return None
    if start:
        return Backend(folder, "npm start --silent", f'the script "start" in {file.name}')
    if {"express", "fastify", "koa", "@nestjs/core", "hono"} & libraries.keys() and (folder / main).is_file() and main:
        return Backend(folder, f"node {main}", f'"main" in {file.name}')
    for name in ("server.js", "server.mjs", "app.js", "index.js", "src/server.js", "src/index.js"):
        if (folder / name).is_file() and not (folder / "index.html").is_file():
            return Backend(folder, f"node {name}", name)
    return None


def _django(folder: Path) -> Backend | None:
    if (folder / "manage.py").is_file():
        return Backend(folder, "python manage.py runserver 127.0.0.1:{port} --noreload", "manage.py")
    return None


def _python(folder: Path) -> Backend | None:
    if not any((folder / name).is_file() for name in ("pyproject.toml", "requirements.txt", "app.py", "main.py")):
        return None
    for name in ("app.py", "main.py", "server.py", "wsgi.py", "asgi.py", "app/main.py", "src/main.py"):
        file = folder / name
        if not file.is_file():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        module = name.removesuffix(".py").replace("/", ".")
        if made := re.search(r"^(\w+)\s*(?::[^=]+)?=\s*(?:FastAPI|Starlette|Quart|Litestar)\(", text, re.MULTILINE):
            return Backend(folder, f"uvicorn {module}:{made[1]} --port {{port}}", f"{name}: {made[0].strip()}")
        if made := re.search(r"^(\w+)\s*=\s*Flask\(", text, re.MULTILINE):
            return Backend(folder, f"flask --app {module}:{made[1]} run --port {{port}}", f"{name}: {made[0].strip()}")
        if "__main__" in text or "serve_forever" in text:
            return Backend(folder, f"python {name}", name)
    return None


def _go(folder: Path) -> Backend | None:
    if (folder / "go.mod").is_file() and (folder / "main.go").is_file():
        return Backend(folder, "go run .", "main.go")
    return None


def _php(folder: Path) -> Backend | None:
    if (folder / "artisan").is_file():
        return Backend(folder, "php artisan serve --port={port}", "artisan")
    if (folder / "composer.json").is_file() and (folder / "public" / "index.php").is_file():
        return Backend(folder, "php -S 127.0.0.1:{port} -t public", "public/index.php")
    return None


def _below(home: Path) -> Iterator[Path]:
    first = [folder for folder in _folders(home)]
    yield from first
    for folder in first:
        yield from _folders(folder)


def _folders(home: Path) -> list[Path]:
    try:
        found = [entry for entry in home.iterdir() if entry.is_dir()]
    except OSError:
        return []
    return sorted(entry for entry in found if not entry.name.startswith(".") and entry.name not in _SKIPPED)


def _rank(folder: Path) -> int:
    return _OUTPUTS.index(folder.name) if folder.name in _OUTPUTS else len(_OUTPUTS)


def _unbuilt(folder: Path) -> bool:
    page = folder / "index.html"
    if kind_of(folder) != "h5":
        return False
    return bool(re.search(r"""src=["'][^"']*\.(?:tsx?|jsx|vue|svelte)["']""", page.read_text("utf-8", "replace")))

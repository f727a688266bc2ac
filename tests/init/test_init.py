"""``harness init``: what it finds, what it asks, what it writes, and what it leaves alone."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.cli import main
from harness.config import read_config
from harness.errors import HarnessError
from harness.init.answers import ask, find_out
from harness.init.files import ci_text, config_text, feature_text
from harness.init.found import variables_of

Said = pytest.CaptureFixture[str]
PAGE = '<button data-testid="enter">Log in</button><button>Buy  dates</button><p data-screen="paid">Paid</p>'
FASTAPI = 'app = FastAPI()\nURL = os.environ["WALLET_URL"]\nKEY = os.getenv("PRIVATE_KEY_FILE")\n'
EXPRESS = '{"dependencies": {"express": "5"}, "main": "server.js"}'

FOLDERS: dict[str, tuple[Mapping[str, str], tuple[str, str, str, str]]] = {
    "h5 and node": (
        {"public/index.html": PAGE, "package.json": EXPRESS, "server.js": ""},
        ("public", "h5", "node server.js", "."),
    ),
    "native and python": (
        {"miniprogram/app.json": "{}", "backend/main.py": FASTAPI},
        ("miniprogram", "native", "uvicorn main:app --port {port}", "backend"),
    ),
    "django": (
        {"mini/app.json": "{}", "manage.py": ""},
        ("mini", "native", "python manage.py runserver 127.0.0.1:{port} --noreload", "."),
    ),
    "a page that is built, and its source": (
        {"index.html": '<script src="/src/main.tsx"></script>', "dist/index.html": PAGE},
        ("dist", "h5", "reference", "."),
    ),
    "a script that starts": (
        {"www/index.html": PAGE, "package.json": '{"scripts": {"start": "node ."}}'},
        ("www", "h5", "npm start --silent", "."),
    ),
    "a dev server is no backend": (
        {"dist/index.html": PAGE, "package.json": '{"scripts": {"start": "vite"}}'},
        ("dist", "h5", "reference", "."),
    ),
    "the folder itself": ({"index.html": PAGE}, (".", "h5", "reference", ".")),
}


def folder(home: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    return home


@pytest.mark.parametrize("name", FOLDERS)
def test_what_lies_in_a_folder_is_found_and_written_as_a_config_that_is_right(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, (program, kind, backend, where) = FOLDERS[name]
    for command in ("uvicorn", "npm", "node"):
        folder(tmp_path, {f"bin/{command}": ""})
        (tmp_path / "bin" / command).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    home = folder(tmp_path / "home", files)
    answers = find_out(home)
    assert (answers.program, answers.kind, answers.backend, answers.folder) == (program, kind, backend, where)
    folder(home, {"harness.toml": config_text(answers), "features/first.feature": feature_text(answers)})
    read = read_config(home / "harness.toml")
    assert (read.folder.resolve(), read.kind) == ((home / program).resolve(), kind)
    assert " ".join(read.merchant.command) == ("" if backend == "reference" else backend)
    assert (read.goods[0].name, read.goods[0].price) == ("the first article", "25,000 IQD")
    assert {"log in", "buy"} <= read.actions.keys()
    assert {"paid", "cancelled"} <= read.screens.keys()


def test_buttons_screens_and_variables_are_found(tmp_path: Path) -> None:
    answers = find_out(folder(tmp_path, {"dist/index.html": PAGE, "main.py": FASTAPI, ".env.example": "CLIENT_ID=\n"}))
    assert answers.actions == {"log in": {"testId": "enter"}, "buy": {"text": "Buy dates"}}
    assert answers.screens == {"paid": {"selector": '[data-screen="paid"]'}}
    assert answers.env == {
        "CLIENT_ID": "{client_id}",
        "WALLET_URL": "{gateway_url}",
        "PRIVATE_KEY_FILE": "{merchant_private_key_file}",
    }


def test_variables_that_are_taken_apart_are_found(tmp_path: Path) -> None:
    server = "const {\n  PORT = 8000,\n  GATEWAY_URL: wallet,\n  NOTIFY_URL } = process.env;\n"
    assert variables_of(folder(tmp_path, {"server.js": server})) == {
        "PORT": "{port}",
        "GATEWAY_URL": "{gateway_url}",
        "NOTIFY_URL": "{notify_base_url}",
    }


def test_a_variable_that_nothing_explains_is_named_in_the_config(tmp_path: Path) -> None:
    server = "const base = process.env.QI_BASE_URL, self = process.env.PUBLIC_BASE_URL;\n"
    server += "fs.readFileSync(process.env.QI_MERCHANT_KEY_PATH); log(process.env.NODE_ENV, process.env.SHOP_NUMBER);\n"
    home = folder(tmp_path, {"web/index.html": PAGE, "package.json": EXPRESS, "server.js": server})
    answers = find_out(home)
    assert answers.env == {
        "QI_BASE_URL": "{gateway_url}",
        "PUBLIC_BASE_URL": "{notify_base_url}",
        "QI_MERCHANT_KEY_PATH": "{merchant_private_key_file}",
    }
    assert answers.unknown == ("SHOP_NUMBER",)
    assert '\n# SHOP_NUMBER = "..."' in config_text(answers)


def test_what_a_person_answers_goes_before_what_was_found(tmp_path: Path) -> None:
    home = folder(tmp_path, {"dist/index.html": "", "other/app.json": "{}"})
    assert find_out(home).partner == "other"
    said = {"Mini Program": "other", "can order": "tea", "costs": "1,000 IQD", "log in": "Come in", "paid": "Thank you"}
    asked: list[str] = []

    def question(words: str, found: str) -> str:
        asked.append(words)
        return next((answer for part, answer in said.items() if part in words), found)

    answers = ask(find_out(home), question)
    assert (answers.program, answers.kind, answers.good, answers.price) == ("other", "native", "tea", "1,000 IQD")
    assert answers.actions == {"log in": {"text": "Come in"}}
    assert answers.screens == {"paid": {"contains": "Thank you"}}
    assert len(asked) == len(set(asked)) == 10


TWO = {
    "two H5 programs": (
        {"shop/index.html": PAGE, "admin/index.html": PAGE},
        "there are 2 Mini Programs here: admin, shop",
        "choose one: --program admin or --program shop",
    ),
    "two backends": (
        {"dist/index.html": PAGE, "orders/main.py": FASTAPI, "server/package.json": EXPRESS, "server/server.js": ""},
        "there are 2 backends here: orders, server",
        "choose one: --backend orders or --backend server",
    ),
}


@pytest.mark.parametrize("name", TWO)
def test_of_two_none_is_taken_by_chance(name: str, tmp_path: Path, capsys: Said) -> None:
    files, fact, action = TWO[name]
    home = folder(tmp_path, files)
    assert main(["init", str(home), "--yes"]) == 2
    assert capsys.readouterr().err == f"error: {home}: {fact}\n  next: {action}\n"
    assert not (home / "harness.toml").exists()
    asked: list[str] = []
    ask(find_out(home), lambda words, found: asked.append(words) or found)  # type: ignore[func-returns-value]
    assert any(f"; here are {fact.rpartition(': ')[2]}" in words for words in asked)
    option, chosen = action.split()[-2:]
    assert main(["init", str(home), "--yes", option, chosen]) == 0
    read = read_config(home / "harness.toml")
    assert chosen in (read.folder.name, read.merchant.folder.name)


def test_a_shop_in_both_kinds_is_one_shop(tmp_path: Path) -> None:
    files = {"mini/app.json": "{}", "web/dist/index.html": PAGE, "server/package.json": EXPRESS, "server/server.js": ""}
    home = folder(tmp_path, files)
    assert main(["init", str(home), "--yes"]) == 0
    read = read_config(home / "harness.toml")
    assert (read.kind, read.folder, read.merchant.folder) == ("h5", home / "web" / "dist", home / "server")
    assert read.partner is not None
    assert (read.partner.kind, read.partner.folder) == ("native", home / "mini")
    assert main(["init", str(home), "--yes", "--force", "--program", "mini"]) == 0
    assert read_config(home / "harness.toml").partner is None


def test_init_writes_says_what_is_next_and_overwrites_nothing(tmp_path: Path, capsys: Said) -> None:
    home = folder(tmp_path, {"dist/index.html": PAGE, "features/first.feature": "mine"})
    assert main(["init", str(home), "--yes", "--conftest"]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[:4] == [
        "wrote  harness.toml",
        "kept   features/first.feature, which is there already",
        "wrote  .github/workflows/payments.yml",
        "wrote  conftest.py",
    ]
    assert "next:\n  1. write into harness.toml what the buyer taps and sees: cancelled\n  2. harness run" in said
    assert (home / "features" / "first.feature").read_text(encoding="utf-8") == "mine"
    assert '"steps.buyer",' in (home / "conftest.py").read_text(encoding="utf-8")
    assert main(["init", str(home), "--yes"]) == 2
    assert capsys.readouterr().err.endswith(
        "this project has a config already\n  next: edit it, or write it anew with --force\n"
    )
    assert main(["init", str(home), "--yes", "--force", "--good", "tea", "--price", "1,000 IQD", "--ci", "none"]) == 0
    assert read_config(home / "harness.toml").goods[0].name == "tea"
    assert '"tea"' in (home / "features" / "first.feature").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "fact", "action"),
    [
        (
            [],
            "there is no Mini Program here: no folder with an app.json (native) or an index.html (H5)",
            "--program FOLDER",
        ),
        (
            ["--program", "nowhere"],
            '--program: there is neither an app.json nor an index.html in "nowhere"',
            "name the",
        ),
        (["--program", "http://"], '--program: "http://" is not a URL', 'like "http://localhost:5173/"'),
        (
            ["--program", "http://a", "--profile", "superqi"],
            'there is no profile "superqi"',
            'did you mean "super_qi"?',
        ),
        (
            ["--program", "http://a", "--price", "5 PHP"],
            '"5 PHP" is not in this wallet\'s currency, IQD',
            "write it as",
        ),
        (["--ci", "travis"], "argument --ci: invalid choice: 'travis'", "harness init --help"),
        (["nowhere"], "nowhere: there is no such folder", "name the folder of your project"),
    ],
)
def test_what_cannot_be_is_one_error_and_nothing_is_written(
    arguments: list[str], fact: str, action: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--yes", *arguments]) == 2
    first, *others = capsys.readouterr().err.splitlines()
    assert fact in first
    assert len(others) == 1
    assert others[0].startswith("  next: ")
    assert action in others[0]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path, capsys: Said) -> None:
    home = folder(tmp_path, {"dist/index.html": PAGE, "features": "a file"})
    assert main(["init", str(home), "--yes"]) == 2
    assert "features" in capsys.readouterr().err


def test_it_asks_on_a_terminal_only(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "harness", "init"]
    home = folder(tmp_path / "asked", {"dist/index.html": ""})
    mine, theirs = pty.openpty()
    os.write(mine, b"\n\n\ntea\n1,000 IQD\nCome in\nTake it\nThank you\n\n\n")
    asked = subprocess.run(command, cwd=home, stdin=theirs, stdout=theirs, stderr=theirs, timeout=60)
    os.close(theirs)
    shown = os.read(mine, 65536).decode()
    os.close(mine)
    assert asked.returncode == 0, shown
    assert "what the buyer taps to order tea (the button's words): " in shown
    read = read_config(home / "harness.toml")
    assert (read.goods[0].price, read.actions["log in"], read.screens["paid"]) == (
        "1,000 IQD",
        ({"text": "Come in"},),
        {"contains": "Thank you"},
    )
    other = folder(tmp_path / "quiet", {"dist/index.html": ""})
    quiet = subprocess.run(command, cwd=other, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert (quiet.returncode, quiet.stderr) == (0, "")
    assert "the buyer taps to" not in quiet.stdout


def test_a_ci_job_plays_the_features_and_keeps_the_evidence() -> None:
    for ci in ("github", "gitlab"):
        text = ci_text(ci)
        assert "harness run" in text
        assert "reports" in text
        assert "always" in text


def test_a_wrong_answer_is_told(tmp_path: Path) -> None:
    answers = find_out(folder(tmp_path, {"index.html": ""}))
    with pytest.raises(HarnessError, match="5 PHP"):
        ask(answers, lambda words, found: "5 PHP" if "costs" in words else found)

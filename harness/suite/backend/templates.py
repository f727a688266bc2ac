"""What a backend is told, where its makers wrote ``{name}``: in its command, its variables and its files."""

from __future__ import annotations

import re
from pathlib import Path

from harness.config.words import filled
from harness.serving import LOOPBACK
from harness.suite.program import Credentials
from harness.wallet.keys import load_private_key, public_pem

_VARIABLE = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|[^\n]*)""", re.MULTILINE
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def template_values(credentials: Credentials, folder: Path, port: int) -> dict[str, str]:
    r"""Return what each template stands for; the keys that it names by path are written into ``folder``.

    Each key is there as PEM, as the path of a file with it (``_file``), as bare Base64 (``_base64``) and as PEM on one
    line with ``\n`` for each line end (``_line``): backends read it in one of these four ways.
    """
    own = f"http://{LOOPBACK}:{port}"
    found = {"gateway_url": credentials.gateway_url, "client_id": credentials.client_id}
    found |= {"port": str(port), "notify_base_url": own}
    private = load_private_key(credentials.private_key)
    keys = {
        "merchant_private_key": credentials.private_key,
        "merchant_public_key": public_pem(private.public_key()),
        "wallet_public_key": credentials.wallet_public_key,
    }
    for name, pem in keys.items():
        file = folder / f"{name}.pem"
        file.write_bytes(pem)
        file.chmod(0o600)
        text = pem.decode("ascii")
        found[name] = text
        found[f"{name}_file"] = str(file)
        found[f"{name}_base64"] = _bare(pem)
        found[f"{name}_line"] = text.strip().replace("\n", "\\n")
    return found


def variables(text: str, values: dict[str, str]) -> dict[str, str]:
    """Return the variables of a .env file: comments, ``export``, quotes and values over several lines, as dotenv has them.

    The templates are filled in after the quotes are read, so that a PEM needs none.
    """
    return {name: filled(_unquoted(value), values) for name, value in _VARIABLE.findall(text)}


def _unquoted(value: str) -> str:
    if value[:1] == value[-1:] == '"' and len(value) > 1:
        return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), value[1:-1])
    if value[:1] == value[-1:] == "'" and len(value) > 1:
        return value[1:-1]
    return re.split(r"(?:^|\s)#", value, maxsplit=1)[0].strip()


def _bare(pem: bytes) -> str:
    return "".join(line for line in pem.decode("ascii").splitlines() if not line.startswith("-----"))

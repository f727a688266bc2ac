"""The control API's table in docs/wallet.md: ``python -m harness.wallet.control.page docs/wallet.md`` writes it anew."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from harness.wallet.control.app import ENDPOINTS
from harness.wallet.control.endpoint import Endpoint

_TABLE = re.compile(r"(<!-- begin: control -->\n).*?(<!-- end: control -->)", re.DOTALL)


def filled(page: str) -> str:
    """Return the page with the table as the endpoints are now."""
    rows = "".join(_row(endpoint) for endpoint in ENDPOINTS)
    table = f"| | | takes | does |\n|---|---|---|---|\n{rows}"
    return _TABLE.sub(lambda found: f"{found[1]}{table}{found[2]}", page)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the table of the page that is named anew."""
    (page,) = map(Path, sys.argv[1:] if argv is None else argv)
    page.write_text(filled(page.read_text("utf-8")), "utf-8")
    return 0


def _row(endpoint: Endpoint) -> str:
    fields = [f"**{p.name}**" if p.required else p.name for p in endpoint.takes]
    fields += [f"?{p.name}" for p in endpoint.query]
    return f"| {endpoint.method} | `{endpoint.path}` | {', '.join(fields)} | {endpoint.does} |\n"


if __name__ == "__main__":
    sys.exit(main())

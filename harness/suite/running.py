"""A merchant's backend that runs already: the harness is told where, and which key it signs with."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from harness.errors import HarnessError
from harness.serving import Backstage
from harness.suite.program import Credentials
from harness.wallet.keys import PublicKey

_PORTS = {"http": 80, "https": 443}
_SECONDS = 5.0


@dataclass(slots=True)
class RunningMerchant:
    """A backend at ``url``, which knows its ``client_id``, its key pair and the wallet before the run begins."""

    name: str
    name_arabic: str
    url: str
    client_id: str
    public_key: PublicKey | None
    place: str

    def start(self, _backstage: Backstage, _credentials: Credentials) -> str:
        """Return where it listens; raises HarnessError where nothing does."""
        parts = urlsplit(self.url)
        try:
            socket.create_connection((parts.hostname or "", parts.port or _PORTS[parts.scheme]), _SECONDS).close()
        except OSError as error:
            raise HarnessError(
                f"nothing answers at {self.url}: {error.strerror or error}",
                place=self.place,
                action="start the backend before the run, or give merchant.command instead of merchant.url",
            ) from error
        return self.url

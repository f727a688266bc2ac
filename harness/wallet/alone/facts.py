"""What whoever starts a wallet alone has to know: as JSON for a script, as a block for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.wallet.accounts import Account
from harness.wallet.alone.home import Home
from harness.wallet.money import Amount
from harness.wallet.profile import Profile


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one start. ``private_key`` is None where the merchant gave a public key of its own."""

    profile: Profile
    origin: str
    control_url: str
    home: Home
    key_version: str
    private_key: Path | None
    wallet_key: Path
    data: Path | None
    journal: Path | None
    pid: int

    def to_dict(self) -> dict[str, object]:
        """Return the facts as plain JSON data; balances are those of this moment."""
        money = self.profile.money
        return {
            "wallet": self.profile.name,
            "profile": self.profile.id,
            "gatewayUrl": self.origin,
            "openApiUrl": f"{self.origin}/openapi.json",
            "clientId": self.home.merchant.client_id,
            "keyVersion": self.key_version,
            "merchantPrivateKeyFile": str(self.private_key) if self.private_key else None,
            "walletPublicKeyFile": str(self.wallet_key),
            "controlUrl": self.control_url,
            "currency": money.currency,
            "minorUnits": money.units,
            "paths": dict(self.profile.paths),
            "buyers": [self._buyer(account) for account in self.home.world.accounts.values() if account.name],
            "dataFolder": str(self.data) if self.data else None,
            "journalFile": str(self.journal) if self.journal else None,
            "processId": self.pid,
        }

    def block(self) -> str:
        """Return the facts for a person, with a first command to try."""
        key = self.private_key or "your own; the wallet has its public half"
        rows: Mapping[str, object] = {
            "gateway": f"{self.origin}   (its APIs, for people: {self.origin}/)",
            "client id": self.home.merchant.client_id,
            "sign with": f"{key}   (keyVersion {self.key_version})",
            "check with": self.wallet_key,
            "control": f"{self.control_url}   (for a browser too)",
            "kept in": self.data or "nowhere; --data DIR keeps payments over a restart",
        }
        lines = [f"{self.profile.name} (simulated) is ready.", ""]
        lines += [f"  {name:<11}{value}" for name, value in rows.items()]
        lines += ["", "  buyers     " + "\n             ".join(self._buyer_line(a) for a in self._named())]
        lines += ["", f"  try        curl -s -X POST {self.control_url}buyers/Ali/auth-code", "", "Ctrl-C ends it."]
        return "\n".join(lines)

    def _named(self) -> list[Account]:
        return [account for account in self.home.world.accounts.values() if account.name]

    def _buyer(self, account: Account) -> dict[str, object]:
        balance = Amount(self.home.world.balance(account), self.profile.money.currency)
        return {
            "name": account.name,
            "story": account.story,
            "customerId": account.customer_id,
            "userId": account.user_id,
            "balance": {**balance.to_dict(), "words": self.profile.money.words(balance)},
        }

    def _buyer_line(self, account: Account) -> str:
        return f"{account.name:<9}{account.customer_id}   {account.story}"

"""A wallet alone, opened: a new one, or the one that a folder keeps."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from harness.errors import HarnessError
from harness.journal.journal import Sink
from harness.wallet.alone.committed import write_before_calls
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.alone.restore import restore
from harness.wallet.alone.secrets_on_disk import keep_private
from harness.wallet.keeper import NO_BOOKS
from harness.wallet.keys import load_private_key, load_public_key, new_key, private_pem, public_pem
from harness.wallet.profile import Profile
from harness.wallet.store.store import Store
from harness.wallet.world import Merchant

CLIENT_ID = "M000000000001"
PRIVATE_KEY, WALLET_KEY = "merchant_private_key.pem", "wallet_public_key.pem"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What whoever starts the wallet asks for; ``merchant_key`` and ``client_id`` are "" where nothing is asked for."""

    profile: Profile
    merchant_key: str = ""
    client_id: str = ""
    allowed_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes a wallet the same after a restart: its key, its first merchant, the secret of its control URL.

    ``merchant_private_key`` is "" where the merchant gave a public key of its own.
    """

    profile: str
    currency: str
    wallet_key: str
    merchant_private_key: str
    merchant_public_key: str
    client_id: str
    control: str

    def to_facts(self) -> dict[str, str]:
        """Return the identity as the facts of a store."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def control_prefix(self) -> str:
        """The path of the control API."""
        return f"/control/{self.control}/"


def is_client_id(text: str) -> bool:
    """Say whether a text can be a Client-Id: it goes into a header and into paths."""
    return 0 < len(text) <= 64 and text.isascii() and text.isprintable() and not set(text) & set(" /?#%")


def identity_of(wanted: Wanted, store: Store | None) -> Identity:
    """Return the identity that a store has, or make one and keep it there.

    Raises HarnessError where the store is another wallet's than the one that is wanted.
    """
    if store is None:
        return _new(wanted)
    if store.file.is_new:
        identity = _new(wanted)
        store.file.make(identity.to_facts())
        return identity
    facts, place = store.file.facts(), str(store.file.path)
    try:
        identity = Identity(**facts)
    except TypeError as error:
        raise HarnessError("the file does not say whose it is", place=place, action="give another folder") from error
    for option, given, kept in (
        ("--profile", (wanted.profile.id, wanted.profile.money.currency), (identity.profile, identity.currency)),
        ("--client-id", wanted.client_id or identity.client_id, identity.client_id),
        ("--merchant-key", wanted.merchant_key or identity.merchant_public_key, identity.merchant_public_key),
    ):
        if given != kept:
            shown = kept if option == "--client-id" else kept[0] if option == "--profile" else "another key"
            fact = f"this folder keeps a wallet with {option} {shown}"
            raise HarnessError(
                fact, place=place, action=f"leave {option} out, or give another folder; POST merchants adds merchants"
            )
    return identity


def _new(wanted: Wanted) -> Identity:
    own = None if wanted.merchant_key else new_key()
    return Identity(
        profile=wanted.profile.id,
        currency=wanted.profile.money.currency,
        wallet_key=private_pem(new_key()).decode(),
        merchant_private_key=private_pem(own).decode() if own else "",
        merchant_public_key=public_pem(own.public_key()).decode() if own else wanted.merchant_key,
        client_id=wanted.client_id or CLIENT_ID,
        control=secrets.token_urlsafe(18),
    )


def write_keys(identity: Identity, folder: Path) -> tuple[Path | None, Path]:
    """Write the key files that the merchant needs, readable by their owner only; return private and wallet's public key.

    Raises HarnessError where they cannot be written, or are there with other content.
    """
    private = folder / PRIVATE_KEY if identity.merchant_private_key else None
    if private is not None:
        keep_private(private, identity.merchant_private_key.encode())
    wallet_key = load_private_key(identity.wallet_key.encode())
    keep_private(folder / WALLET_KEY, public_pem(wallet_key.public_key()))
    return private, folder / WALLET_KEY


def open_wallet(
    wanted: Wanted,
    identity: Identity,
    http: httpx.AsyncClient,
    crossings: Mapping[str, tuple[str, ...]],
    origin: str,
    store: Store | None,
    sinks: Iterable[Sink],
    first: int,
) -> LoneWallet:
    """Open the wallet and take up what its store keeps; must be called on the loop. Raises HarnessError."""
    key = load_private_key(identity.wallet_key.encode())
    if not isinstance(key, RSAPrivateKey):
        raise HarnessError("the wallet's key is not an RSA key", action="give another folder")
    books = store or NO_BOOKS
    lone = LoneWallet(
        wanted.profile,
        key,
        http,
        crossings,
        books=books,
        allowed_hosts=wanted.allowed_hosts,
        sinks=sinks,
        first=first,
    )
    lone.wallet.app_origin = lone.wallet.gateway_origin = origin
    write_before_calls(http, books)
    if store is not None:
        restore(lone, store)
    if identity.client_id not in lone.homes:
        lone.add_merchant(_merchant(identity, wanted.profile.signature.key_version))
    books.commit()
    return lone


def _merchant(identity: Identity, key_version: str) -> Merchant:
    key, short = load_public_key(identity.merchant_public_key.encode()), identity.client_id[:32]
    name, arabic = "Dar Al-Tamr", "دار التمر"
    return Merchant(identity.client_id, name, arabic, key, {key_version: key}, partner_id=short, app_id=short)

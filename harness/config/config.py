"""What the user's file says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Target = Mapping[str, str]
"""What is tapped or seen: one of ``text``, ``contains``, ``testId``, ``selector``, ``console``; ``type`` is typed into it."""


@dataclass(frozen=True, slots=True)
class Good:
    """What a buyer can order. ``description`` is what the backend writes into its order, "" where that is not checked."""

    name: str
    price: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class RefundConfig:
    """How a refund is asked for: by a request to ``url`` (a path of the backend, or a URL), or by a ``command``.

    All of it as written, templates not yet filled in. ``partly`` says whether it names the amount: what does not can only
    give all the money back.
    """

    url: str = ""
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    command: tuple[str, ...] = ()
    partly: bool = False


@dataclass(frozen=True, slots=True)
class MerchantConfig:
    """The backend: ``command`` starts one, ``url`` is where one runs already; with neither it is the reference merchant.

    ``env`` and the values of ``files`` (target: template) are as written, templates not yet filled in.
    """

    command: tuple[str, ...] = ()
    url: str = ""
    client_id: str = ""
    public_key: Path | None = None
    folder: Path = Path()
    port: int = 0
    env: Mapping[str, str] = field(default_factory=dict)
    env_file: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    ready: str = ""
    ready_seconds: int = 30
    restart: Literal["run", "scenario"] = "run"
    refund: RefundConfig | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """One project: its program, its backend, and what the ready-made features must know of them.

    ``url`` is "" for a program in a ``folder``. ``routes`` lead an origin or a path to "merchant", "refuse", a file or
    folder (absolute path), or another origin. ``balance`` is in words, "" for one that is enough.
    """

    file: Path
    name: str
    name_arabic: str
    kind: Literal["h5", "native"]
    folder: Path
    url: str
    address: str
    profile: str
    features: Path
    deliveries: tuple[Literal["success", "split"], ...]
    balance: str
    language: Literal["en", "ar"]
    merchant: MerchantConfig
    wallet_port: int
    wallet_key: Path | None
    routes: Mapping[str, str]
    goods: tuple[Good, ...]
    actions: Mapping[str, tuple[Target, ...]]
    screens: Mapping[str, Target]
    partner: Config | None = None
    """The same shop as a native program, where the file names both kinds; its ``name`` is the shop's own as well."""

    cannot: Mapping[str, str] = field(default_factory=dict)
    """What the program knowingly cannot do (a screen, an action, "notification"), each with the reason."""

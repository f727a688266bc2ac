"""What an endpoint of the control API is, as data: what it takes and gives, in words and as fields, and an example."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from harness.wallet.control.ask import Ask

Row = dict[str, object]
Sort = Literal["text", "integer", "boolean", "amount", "texts", "object", "list"]
"""What a field holds.

An ``amount`` is taken as ``"25,000 IQD"`` or as ``{currency, value}`` in minor units, and given as the latter with its
words. ``texts`` is a list of texts, ``list`` one of objects.
"""
MOST = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Param:
    """One field of what is taken or given. ``limit`` is the longest text or the largest number, ``least`` the smallest."""

    name: str
    sort: Sort = "text"
    note: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple[Param, ...] = ()
    limit: int = 0
    least: int = 0
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint. ``path`` is below the prefix, with the names of what stands in it in braces.

    ``takes`` is the JSON body, ``query`` the query string (besides ``clientId``, which every endpoint of one merchant's
    world has). ``example`` is a body to try; ``gives`` are the answer's fields. ``status`` is that of a good answer.
    """

    method: str
    path: str
    does: str
    run: Callable[[Ask], Awaitable[Row]]
    takes: tuple[Param, ...] = ()
    query: tuple[Param, ...] = ()
    gives: tuple[Param, ...] = ()
    example: Mapping[str, object] = field(default_factory=dict)
    status: int = 200
    of_world: bool = True

    @property
    def name(self) -> str:
        """A name for generated clients: ``post_buyers_buyer_top_up``."""
        words = self.path.replace("{", "").replace("}", "").replace("-", "_").split("/")
        return "_".join([self.method.lower(), *words])

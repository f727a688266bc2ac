"""What the wallet keeps as plain JSON data and back, told by the fields of its dataclasses alone.

A field that is added to a payment is kept without a line here; what it holds must be of the sorts below. Things that stand
for themselves (an account within a payment) are written as their names.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from harness.wallet.accounts import Account
from harness.wallet.keys import PublicKey, load_public_key, public_pem
from harness.wallet.payments import Payment
from harness.wallet.world import Merchant, WalletWorld

T = TypeVar("T")
Row = dict[str, object]
Find = Callable[[type, str], object]
"""Finds what a name stands for; raises KeyError where there is no such thing."""
_Reader = Callable[[object, Find], object]

_NAMED: Mapping[type, Callable[[object], str]] = {
    Account: lambda thing: cast("Account", thing).customer_id,
    Payment: lambda thing: cast("Payment", thing).payment_id,
    Merchant: lambda thing: cast("Merchant", thing).client_id,
    WalletWorld: lambda thing: cast("WalletWorld", thing).journal.name,
}


_READERS: dict[type, Mapping[str, _Reader]] = {}


def to_plain(thing: object) -> Row:
    """Return the fields of a dataclass as plain data."""
    return {name: _plain(getattr(thing, name)) for name in _readers(type(thing))}


def from_plain(kind: type[T], row: Mapping[str, object], find: Find) -> T:
    """Make a dataclass of plain data again.

    Raises ValueError, TypeError or KeyError where the data is not that of such a thing.
    """
    readers = _readers(kind)
    if unknown := row.keys() - readers.keys():
        raise ValueError(f"{kind.__name__} has no field {', '.join(sorted(unknown))}")
    return kind(**{name: readers[name](value, find) for name, value in row.items()})


def _readers(kind: type) -> Mapping[str, _Reader]:
    """Return how each field of a kind is read, in order; worked out once."""
    if (known := _READERS.get(kind)) is None:
        hints = get_type_hints(kind)
        known = _READERS[kind] = {f.name: _reader(hints[f.name]) for f in fields(kind) if f.init}
    return known


_AS_IT_IS = frozenset((str, int, bool, types.NoneType))


def _plain(value: object) -> object:
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if (name := _NAMED.get(kind)) is not None:
        return name(value)
    match value:
        case Enum():
            return value.value
        case bytes():
            return value.hex()
        case dict():
            return {str(name): _plain(item) for name, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case set() | frozenset():
            return sorted(str(item) for item in value)
        case RSAPublicKey() | EllipticCurvePublicKey():
            return public_pem(value).decode()
    return to_plain(value)


def _reader(hint: object) -> _Reader:
    origin, inner = get_origin(hint), get_args(hint)
    if hint == PublicKey:
        return lambda value, _find: load_public_key(_checked(str, value).encode())
    if origin in (Union, types.UnionType):
        return _optional(inner)
    if origin is Literal:
        return _choice(inner)
    if origin is tuple and inner[-1] is not ...:
        return _pair(tuple(map(_reader, inner)))
    if origin in (tuple, list, set):
        return _many(cast("type", origin), _reader(inner[0]))
    if origin is dict:
        return _table(_reader(inner[1]))
    return _single(cast("type", hint))


def _single(kind: type) -> _Reader:
    if kind in _NAMED:
        return lambda value, find: find(kind, _checked(str, value))
    if is_dataclass(kind):
        return lambda value, find: from_plain(kind, cast("Row", _checked(dict, value)), find)
    if issubclass(kind, Enum):
        return lambda value, _find: kind(value)
    if kind is bytes:
        return lambda value, _find: bytes.fromhex(_checked(str, value))
    if kind in (str, int, bool):
        return lambda value, _find: _checked(kind, value)
    raise TypeError(f"the wallet's store has no way to keep {kind}")


def _optional(inner: tuple[object, ...]) -> _Reader:
    known = [one for one in inner if one is not types.NoneType]
    if len(known) != 1:
        raise TypeError(f"the wallet's store has no way to keep one of {inner}")
    reader = _reader(known[0])
    return lambda value, find: None if value is None else reader(value, find)


def _choice(choices: tuple[object, ...]) -> _Reader:
    def read(value: object, _find: Find) -> object:
        if value not in choices:
            raise ValueError(f"{value!r} is none of {choices}")
        return value

    return read


def _pair(readers: tuple[_Reader, ...]) -> _Reader:
    return lambda value, find: tuple(
        reader(item, find) for reader, item in zip(readers, _checked(list, value), strict=True)
    )


def _many(kind: type, reader: _Reader) -> _Reader:
    return lambda value, find: kind(reader(item, find) for item in _checked(list, value))


def _table(reader: _Reader) -> _Reader:
    return lambda value, find: {name: reader(item, find) for name, item in _checked(dict, value).items()}


def _checked(kind: type[T], value: object) -> T:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value

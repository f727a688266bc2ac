"""JSON as it leaves the house: the shortest form, in UTF-8."""

from __future__ import annotations

import json
from collections.abc import Mapping

import orjson


def compact(value: object, *, sort: bool = False) -> bytes:
    """Write a value as JSON without spaces; ``sort`` puts the fields of each object in the order of their names.

    What UTF-8 or 64 bits cannot hold (half a surrogate pair, an endless number) is written with escapes or in full.
    """
    try:
        return orjson.dumps(
            value, default=_plain, option=orjson.OPT_NON_STR_KEYS | (orjson.OPT_SORT_KEYS if sort else 0)
        )
    except TypeError:
        return json.dumps(value, default=_plain, sort_keys=sort, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)

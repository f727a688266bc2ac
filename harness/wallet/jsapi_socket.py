"""What crosses between a program and its merchant on a WebSocket (``my.connectSocket``), as the phone tells it.

The page's own socket carries the messages, so that they go by the phone's network; the page tells each one, and hands what
came to the program when it stands in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from harness.excerpts import excerpt
from harness.intake import read_json
from harness.journal import Actor, Kind
from harness.wallet.sessions import PhoneSession

MOST = 200
"""How many messages one telling may hold."""

_LONGEST_PATH = 200


def record_frames(phone: PhoneSession, frames: object) -> None:
    """Enter messages into the journal in their order, as ``WS /path``: to the merchant, or from it.

    What came is caused by what the program had sent on the same socket, if it had; JSON stands as what it says.
    """
    causes = phone.world.journal.causes
    for frame in frames[:MOST] if isinstance(frames, list) else []:
        if not isinstance(frame, Mapping):
            continue
        came, url = frame.get("way") == "in", str(frame.get("url"))
        socket = f"socket {phone.id} {frame.get('socket')}"
        body = _body(frame)
        fields = body if isinstance(body, Mapping) else {}
        values = [value for value in fields.values() if isinstance(value, str)]
        message = phone.world.journal.record(
            Actor.MERCHANT if came else Actor.MINI_PROGRAM,
            Actor.MINI_PROGRAM if came else Actor.MERCHANT,
            f"WS {_path(url)}",
            {"url": excerpt(url), "isBuffer": frame.get("isBuffer") is True, "body": excerpt(body)},
            kind=Kind.EVENT,
            cause=causes.behind(socket) if came else causes.behind(*values, "last login answer"),
            secrets=("body.authCode",) if "authCode" in fields else (),
        )
        if came:
            causes.carries(message, *(value for value in values if value.startswith(("http://", "https://"))))
        else:
            causes.carries(message, socket)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path[:_LONGEST_PATH] or "/"
    except ValueError:  # what stands where a host should is none
        return "/"


def _body(frame: Mapping[str, object]) -> object:
    data = frame.get("data")
    if not isinstance(data, str) or frame.get("isBuffer") is True:
        return data
    try:
        return read_json(data)
    except ValueError:
        return data

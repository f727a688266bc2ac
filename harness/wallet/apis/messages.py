"""A merchant's messages to its customers: sendInbox, sendPush (openapi.md 2.10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harness.journal import Actor
from harness.wallet.apis.api import FROZEN, TIME, Api, Cause, Field, Sort
from harness.wallet.apis.fields import ACCESS_TOKEN, EXTEND_INFO, RESULT
from harness.wallet.apis.request import Request
from harness.wallet.apis.users import holder
from harness.wallet.payments import digest, new_payment_id
from harness.wallet.result import SUCCESS, Refusal
from harness.wallet.world import Sent

_TEXTS = tuple(Field(name) for name in ("Title", "Content", "Url"))


def _send(channel: str, scope: str) -> Callable[[Request], dict[str, object]]:
    def send(request: Request) -> dict[str, object]:
        account = holder(request, scope).account
        if account.frozen:
            raise Refusal("USER_STATUS_ERROR")
        key = (request.merchant.client_id, channel, request.text("requestId"))
        content = digest(request.body)
        known = request.world.sent.get(key)
        if known is not None and known.content != content:
            raise Refusal("VERIFY_REQUEST_ID_INVALID")
        if known is None:
            known = request.world.mark_sent(Sent(*key, content, new_payment_id(request.now)))
            for words in _templates(request):
                request.world.journal.record(
                    Actor.WALLET_BACKEND,
                    Actor.BUYER,
                    f"merchant's {channel}",
                    {"channel": channel, "to": account.customer_id, "messageId": known.message_id, **words},
                    cause=request.message,
                )
        return {"result": SUCCESS, "messageId": known.message_id}

    return send


def _templates(request: Request) -> list[dict[str, str]]:
    templates, names = request.body.get("templates"), [field.name for field in _TEXTS]
    rows = []
    for template in templates if isinstance(templates, list) else []:
        words = template.get("templateParameters") if isinstance(template, Mapping) else None
        if isinstance(words, Mapping):
            rows.append({key.lower(): str(words.get(key) or "") for key in names})
    return rows


def _api(name: str, channel: str, scope: str, template: str) -> Api:
    return Api(
        name,
        f"write to the customer ({channel})",
        "openapi.md 2.10",
        request=(
            ACCESS_TOKEN,
            Field("requestId", required=True, limit=128, note="the same id with the same content is the same message"),
            Field("templateCode", required=True, choices=(template,)),
            Field(
                "templates",
                Sort.LIST,
                required=True,
                fields=(Field("templateParameters", Sort.OBJECT, required=True, fields=_TEXTS),),
            ),
            EXTEND_INFO,
        ),
        response=(RESULT, Field("messageId", limit=64)),
        causes=(
            Cause("SUCCESS", f"the customer granted {scope}; the message is delivered"),
            Cause("ACCESS_DENIED", f"{scope} was not granted, or the merchant has no contract for this API"),
            Cause("INVALID_ACCESS_TOKEN", "the token is not known, another merchant's, or was cancelled"),
            Cause("EXPIRED_ACCESS_TOKEN", "the token is too old", TIME),
            Cause("USER_STATUS_ERROR", "the customer's account is frozen", FROZEN),
            Cause("VERIFY_REQUEST_ID_INVALID", "the requestId was used before with other content"),
        ),
        run=_send(channel, scope),
        secrets=("accessToken",),
        open="when the documents' ACCEPT is answered is not said; what VERIFY_REQUEST_ID_INVALID means is read from its name",
        unknown_client="INVALID_AUTH_CLIENT",
        suspended="INVALID_AUTH_CLIENT_STATUS",
    )


SEND_INBOX = _api("sendInbox", "inbox", "NOTIFICATION_INBOX", "MINI_APP_COMMON_INBOX")
SEND_PUSH = _api("sendPush", "push", "NOTIFICATION_PUSH", "MINI_APP_COMMON_PUSH")

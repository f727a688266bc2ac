"""JSAPIs of message subscriptions: the buyer agrees to kinds of messages, by the ids of their templates, and takes it back.

Parameters and results are those of the base library's types [D], also that a refusal is a success with ``behavior`` "cancel";
what stands in ``result`` and what my.unsubscribeMessage answers is [I]. A subscription lets nobody send anything here: the
wallet's messages to buyers go by its sendInbox and sendPush.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from harness.wallet.jsapi_call import Answer, Call, Sheet, failure, success
from harness.wallet.jsapi_user import program_name
from harness.wallet.words import words


async def request_subscribe_message(call: Call) -> Answer | Sheet:
    """my.requestSubscribeMessage: asks for what the buyer has not agreed to yet; ``show`` is false where that is nothing."""
    asked = list(dict.fromkeys(call.texts("entityIds")))
    if not asked:
        return failure(2, "invalid parameter!")
    new = [entity for entity in asked if entity not in call.senses.subscriptions]
    if not new:
        return success(_result(call, asked, "", shown=False))
    text, name = words(call.language), program_name(call)
    sheet = {
        "kind": "consent",
        "title": text["subscribe_title"].format(program=name),
        "text": text["subscribe_text"],
        "program": name,
        "scopes": [{"scope": entity, "label": entity} for entity in new],
        "allow": text["allow"],
        "deny": text["deny"],
        "language": call.language,
        "dir": text["dir"],
    }

    async def chosen(choice: Mapping[str, object]) -> Answer:
        agreed = choice.get("allowed") is True
        if agreed:
            call.senses.subscriptions.update(dict.fromkeys(new))
        call.fact("subscription", entityIds=new, agreed=agreed)
        return success(_result(call, asked, "subscribe" if agreed else "cancel", shown=True))

    return Sheet(sheet, chosen)


def _result(call: Call, asked: list[str], behavior: str, *, shown: bool) -> dict[str, object]:
    have = [entity for entity in asked if entity in call.senses.subscriptions]
    lacking = [entity for entity in asked if entity not in call.senses.subscriptions]
    lists = {
        "subscribeEntityIds": asked,
        "subscribedEntityIds": have,
        "unsubscribedEntityIds": lacking,
        "currentSubscribedEntityIds": have if behavior == "subscribe" else [],
    }
    return {"behavior": behavior, "show": shown, "keep": False, "refuse": False, "result": lists}


async def unsubscribe_message(call: Call) -> Answer:
    """my.unsubscribeMessage: takes back what the buyer had agreed to; error 2 without ``entityIds``."""
    asked = call.texts("entityIds")
    if not asked:
        return failure(2, "invalid parameter!")
    ended = [entity for entity in dict.fromkeys(asked) if entity in call.senses.subscriptions]
    for entity in ended:
        del call.senses.subscriptions[entity]
    call.fact("subscription ended", entityIds=ended)
    return success({"success": True})


SUBSCRIPTIONS: dict[str, Callable[[Call], Awaitable[Answer | Sheet]]] = {
    "requestSubscribeMessage": request_subscribe_message,
    "unsubscribeMessage": unsubscribe_message,
}

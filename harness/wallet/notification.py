"""The body of notifyPayment, in the shape of the wallet's profile (notify.md 4.1)."""

from __future__ import annotations

import json

from harness.wallet.dates import iso
from harness.wallet.payments import Payment, State
from harness.wallet.profile import Profile
from harness.wallet.result import MESSAGES, SUCCESS, result
from harness.wallet.world import Merchant


def final_status(state: State) -> str:
    """Return a state as notifications speak of it; a closed payment has failed."""
    return "FAIL" if state is State.CLOSED else state.value


def is_notified(profile: Profile, state: State) -> bool:
    """Say whether this wallet notifies merchants of payments that have come to this state."""
    return final_status(state) in profile.notification.on


def is_due(profile: Profile, payment: Payment) -> bool:
    """Say whether the merchant asked to be notified and the payment has come to an end that this wallet notifies."""
    return bool(payment.notify_url) and is_notified(profile, payment.state)


def notification_body(profile: Profile, payment: Payment, merchant: Merchant | None) -> dict[str, object]:
    """Return the body of a final payment's notification.

    The outcome is ``paymentResult`` or ``result`` with a result object, or ``paymentStatus`` with ``paymentFailReason``.
    ``partnerId`` and ``notifyType`` are there where the profile says so; its ``names`` of notifyPayment name the others.
    """
    rules = profile.notification
    paid = payment.state is State.SUCCESS
    reason = payment.reason or "PROCESS_FAIL"
    body: dict[str, object] = {"notifyType": rules.notify_type} if rules.notify_type else {}
    if rules.partner_id:
        body["partnerId"] = (merchant.partner_id if merchant else "") or payment.client_id
    body |= {"paymentId": payment.payment_id, "paymentRequestId": payment.request_id}
    if rules.result_field == "paymentStatus":
        body["paymentStatus"] = "SUCCESS" if paid else "FAIL"
        if not paid:
            body["paymentFailReason"] = reason
    else:
        failure = result("F", reason, MESSAGES.get(reason, "The payment failed."))
        body[rules.result_field] = SUCCESS if paid else failure
    body["paymentCreateTime"] = iso(payment.created_at)
    body["paymentAmount"] = payment.amount.to_dict()
    if payment.paid_at:
        body["paymentTime"] = iso(payment.paid_at)
    body["extendInfo"] = json.dumps({"sourcePlatform": "MINI_APP"})
    return profile.named("notifyPayment", body)

"""The wallet's APIs for merchants. A new one is one `Api` in the module of its noun, its name here, its path in the profile."""

from harness.wallet.apis.api import ELSEWHERE, Api, Cause, Field, Sort
from harness.wallet.apis.captures import CAPTURE, CONFIRM, MERCHANT_ACCEPT
from harness.wallet.apis.inquiries import INQUIRY_PAYMENT, INQUIRY_REFUND
from harness.wallet.apis.messages import SEND_INBOX, SEND_PUSH
from harness.wallet.apis.pay import PAY
from harness.wallet.apis.request import Request, check_fields
from harness.wallet.apis.reversals import CANCEL, REFUND, VOID
from harness.wallet.apis.tokens import APPLY_TOKEN, CANCEL_TOKEN, PREPARE
from harness.wallet.apis.users import INQUIRY_MERCHANT_INFO, INQUIRY_USER_CARD_LIST, INQUIRY_USER_INFO

APIS: dict[str, Api] = {
    api.name: api
    for api in (
        APPLY_TOKEN,
        CANCEL_TOKEN,
        PREPARE,
        INQUIRY_USER_INFO,
        INQUIRY_USER_CARD_LIST,
        INQUIRY_MERCHANT_INFO,
        PAY,
        INQUIRY_PAYMENT,
        CANCEL,
        VOID,
        CAPTURE,
        REFUND,
        INQUIRY_REFUND,
        MERCHANT_ACCEPT,
        CONFIRM,
        SEND_INBOX,
        SEND_PUSH,
    )
}
"""Every API by its name, which is also its name in a profile's ``paths``."""

__all__ = ["APIS", "ELSEWHERE", "Api", "Cause", "Field", "Request", "Sort", "check_fields"]

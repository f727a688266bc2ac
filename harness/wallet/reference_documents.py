"""Which result codes the documents name for which API, and what they name besides that is not here: rows of docs/api.md.

Names are those of generic v1 and of Super Qi, as the documents spell them (openapi.md 2.2 to 2.10).
"""

from __future__ import annotations

from dataclasses import dataclass

_U = ("UNKNOWN_EXCEPTION", "REQUEST_TRAFFIC_EXCEED_LIMIT")
_F = ("PROCESS_FAIL", "PARAM_ILLEGAL", "ACCESS_DENIED", "INVALID_API")
_AGENT = ("EXPIRED_AGENT_TOKEN", "INVALID_AGENT_TOKEN")
_CLIENT = ("INVALID_AUTH_CLIENT", "INVALID_AUTH_CLIENT_STATUS")
_MESSAGES = (
    "SUCCESS",
    *_U,
    "INVALID_ACCESS_TOKEN",
    "INVALID_AUTH_CLIENT",
    "USER_STATUS_ERROR",
    "VERIFY_REQUEST_ID_INVALID",
)

DOCUMENTED: dict[str, tuple[str, ...]] = {
    "applyToken": (
        "SUCCESS",
        *_U,
        *_F,
        "AUTH_CLIENT_UNSUPPORTED_GRANT_TYPE",
        *_CLIENT,
        "INVALID_REFRESH_TOKEN",
        "EXPIRED_REFRESH_TOKEN",
        "USED_REFRESH_TOKEN",
        "INVALID_CODE",
        "USED_CODE",
        "EXPIRED_CODE",
        "REFERENCE_CLIENT_ID_NOT_MATCH",
        *_AGENT,
    ),
    "cancelToken": ("SUCCESS", *_U, *_F, *_CLIENT, "INVALID_ACCESS_TOKEN", "EXPIRED_ACCESS_TOKEN", *_AGENT),
    "prepare": ("SUCCESS", "PARAM_ILLEGAL", *_CLIENT, "INVALID_SCOPE", "UNKNOWN_EXCEPTION"),
    "inquiryUserInfo": ("INVALID_ACCESS_TOKEN",),
    "pay": (
        "SUCCESS",
        "ACCEPT",
        *_U,
        "PAYMENT_IN_PROCESS",
        "REPEAT_REQ_INCONSISTENT",
        *_F,
        "PAYMENT_AMOUNT_EXCEED_LIMIT",
        "USER_NOT_EXIST",
        "USER_STATUS_ABNORMAL",
        "USER_BALANCE_NOT_ENOUGH",
        "PARTNER_NOT_EXIST",
        "PARTNER_STATUS_ABNORMAL",
        "RISK_REJECT",
        "CURRENCY_NOT_SUPPORT",
        "ORDER_STATUS_INVALID",
        "INVALID_ACCESS_TOKEN",
        "USER_AMOUNT_EXCEED_LIMIT",
        "EXPIRED_ACCESS_TOKEN",
        "AUTH_CODE_ALREADY_USED",
        "INVALID_CODE",
        *_AGENT,
    ),
    "inquiryPayment": (
        "SUCCESS",
        *_U,
        "ORDER_NOT_EXIST",
        *_F,
        *_AGENT,
        "INVALID_CLIENT",
        "INVALID_SIGNATURE",
        "INVALID_CLIENT_STATUS",
    ),
    "cancel": (
        "SUCCESS",
        "CANCEL_WINDOW_EXCEED",
        "ORDER_NOT_EXIST",
        "KEY_NOT_FOUND",
        "CLIENT_INVALID",
        "INVALID_SIGNATURE",
        "METHOD_NOT_SUPPORTED",
        "MERCHANT_BALANCE_NOT_ENOUGH",
        "UNKNOWN_EXCEPTION",
    ),
    "refund": (
        "SUCCESS",
        *_U,
        "REFUND_IN_PROCESS",
        "REPEAT_REQ_INCONSISTENT",
        *_F,
        "PARTNER_STATUS_ABNORMAL",
        "ORDER_NOT_EXIST",
        "ORDER_STATUS_INVALID",
        "REFUND_WINDOW_EXCEED",
        "REFUND_AMOUNT_EXCEED",
        "PARTNER_BALANCE_NOT_ENOUGH",
        "CURRENCY_NOT_SUPPORT",
        *_AGENT,
    ),
    "inquiryRefund": ("REFUND_NOT_EXIST",),
    "sendInbox": _MESSAGES,
    "sendPush": _MESSAGES,
}


@dataclass(frozen=True, slots=True)
class Open:
    """What the documents name and this wallet does not have: an API ("" in ``part``), a code or a field of one, and why."""

    api: str
    part: str
    why: str


OPEN: tuple[Open, ...] = (
    Open("inquiryPayment", "NO_INTERFACE_DEF", "Rebell's and AMS's name for INVALID_API: works with their profiles"),
    Open("inquiryPayment", "MSG_PARSE_ERROR", "Rebell only, named and not explained; such a body is PARAM_ILLEGAL"),
    Open("inquiryPayment", "FUNCTION_NOT_MATCH", "Rebell only, named and not explained"),
    Open("sendInbox", "ACCEPT", "named with a question mark: when a message is accepted and not sent is not said"),
    Open("sendPush", "ACCEPT", "named with a question mark: when a message is accepted and not sent is not said"),
    Open("/v1/users/inquiryUserAccountList", "", "one client names the path; neither request nor answer is known"),
    Open(
        "/v2/miniprogram/message/send", "", "generic v2's successor of sendInbox; Super Qi has sendInbox and sendPush"
    ),
    Open("/v2/miniprogram/transaction/notify", "", "generic v2 only: a merchant reports a payment of its own"),
    Open("sendSMS", "", "no document describes it"),
    Open("pay", "voidNotifyUrl", "a field that is taken; what is sent there is not documented, so nothing is"),
    Open(
        "inquiryPayment",
        "transactions[]",
        "Super Qi's list of partial payments: only the names of its fields are known",
    ),
)

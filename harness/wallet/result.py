"""The wallet's ``result`` object, every result code with its status, and refusals that carry one (openapi.md 2.1)."""

from __future__ import annotations

from typing import Literal

ResultStatus = Literal["S", "F", "U", "A"]


def result(status: ResultStatus, code: str, message: str) -> dict[str, str]:
    """Return the documented envelope's ``result``."""
    return {"resultStatus": status, "resultCode": code, "resultMessage": message}


SUCCESS = result("S", "SUCCESS", "Success.")

_UNKNOWN: dict[str, str] = {
    "UNKNOWN_EXCEPTION": "An unknown error occurred; inquire before anything else.",
    "REQUEST_TRAFFIC_EXCEED_LIMIT": "Too many requests; try again later.",
    "PAYMENT_IN_PROCESS": "The payment is being processed.",
    "REFUND_IN_PROCESS": "The refund is being processed.",
}

_FAILED: dict[str, str] = {
    "ACCESS_DENIED": "The merchant may not use this API.",
    "AUTH_NOT_FOUND": "The authorization does not exist.",
    "AUTH_CLIENT_UNSUPPORTED_GRANT_TYPE": "The grant type is not supported.",
    "AUTH_CODE_ALREADY_USED": "The authorization code has been used.",
    "CANCEL_WINDOW_EXCEED": "The payment can no longer be cancelled.",
    "CAPTURE_AMOUNT_EXCEED_AUTH_LIMIT": "The capture is above the authorized amount.",
    "CLIENT_INVALID": "The client is not known.",
    "CURRENCY_NOT_SUPPORT": "The currency is not supported.",
    "EXPIRED_ACCESS_TOKEN": "The access token has expired.",
    "EXPIRED_AGENT_TOKEN": "The agent token has expired.",
    "EXPIRED_AUTHCODE": "The authorization code has expired.",
    "EXPIRED_CODE": "The authorization code has expired.",
    "EXPIRED_REFRESH_TOKEN": "The refresh token has expired.",
    "INVALID_ACCESS_TOKEN": "The access token is invalid.",
    "INVALID_AGENT_TOKEN": "The agent token is invalid.",
    "INVALID_API": "The called API is invalid or not active.",
    "INVALID_AUTHCODE": "The authorization code is invalid.",
    "INVALID_AUTH_CLIENT": "The client is not known.",
    "INVALID_AUTH_CLIENT_STATUS": "The client is suspended.",
    "INVALID_CLIENT": "The client is not known.",
    "INVALID_CLIENT_STATUS": "The client is suspended.",
    "INVALID_CODE": "The authorization code is invalid.",
    "INVALID_REFRESH_TOKEN": "The refresh token is invalid.",
    "INVALID_SCOPE": "The scope is invalid.",
    "INVALID_SIGNATURE": "The signature is invalid.",
    "KEY_NOT_FOUND": "The key version is not known.",
    "MERCHANT_BALANCE_NOT_ENOUGH": "The merchant's balance is not enough.",
    "METHOD_NOT_SUPPORTED": "Only POST is supported.",
    "NO_INTERFACE_DEF": "The called API does not exist.",
    "ORDER_IS_CLOSED": "The order is closed.",
    "ORDER_NOT_EXIST": "The order does not exist.",
    "ORDER_STATUS_INVALID": "The order's status does not allow this.",
    "PARAM_ILLEGAL": "A parameter is illegal.",
    "PARTNER_BALANCE_NOT_ENOUGH": "The merchant's balance is not enough.",
    "PARTNER_NOT_EXIST": "The partner does not exist.",
    "PARTNER_STATUS_ABNORMAL": "The partner is suspended.",
    "PAYMENT_AMOUNT_EXCEED_LIMIT": "The amount is above the limit for one payment.",
    "PROCESS_FAIL": "The request could not be processed.",
    "REFERENCE_CLIENT_ID_NOT_MATCH": "The referenceClientId does not match.",
    "REFUND_AMOUNT_EXCEED": "The refunds are above the payment.",
    "REFUND_NOT_ALLOWED": "The payment cannot be refunded.",
    "REFUND_NOT_EXIST": "The refund does not exist.",
    "REFUND_WINDOW_EXCEED": "The payment can no longer be refunded.",
    "REPEAT_REQ_INCONSISTENT": "The same request id was used with other content.",
    "RISK_REJECT": "The risk check refused the payment.",
    "SIGNATURE_INVALID": "The signature is invalid.",
    "TIMESTAMP_INVALID": "The Request-Time is too far from the wallet's time.",
    "USED_AUTHCODE": "The authorization code has been used.",
    "USED_CODE": "The authorization code has been used.",
    "USED_REFRESH_TOKEN": "The refresh token has been used.",
    "USER_AMOUNT_EXCEED_LIMIT": "The amount is above the user's limit.",
    "USER_BALANCE_NOT_ENOUGH": "The user's balance is not enough.",
    "USER_NOT_EXIST": "The user does not exist.",
    "USER_STATUS_ABNORMAL": "The user's account is not active.",
    "USER_STATUS_ERROR": "The user's account is not active.",
    "VERIFY_REQUEST_ID_INVALID": "The requestId was used with other content.",
}

STATUS: dict[str, ResultStatus] = {
    "SUCCESS": "S",
    "ACCEPT": "A",
    **dict.fromkeys(_UNKNOWN, "U"),
    **dict.fromkeys(_FAILED, "F"),
}
"""Every result code this wallet can answer with, and its resultStatus."""

MESSAGES: dict[str, str] = {"SUCCESS": "Success.", "ACCEPT": "Accepted.", **_UNKNOWN, **_FAILED}
"""The resultMessage of each code, where the wallet has nothing more exact to say."""


def result_of(code: str, message: str = "") -> dict[str, str]:
    """Return the ``result`` of a known code."""
    return result(STATUS[code], code, message or MESSAGES[code])


class Refusal(Exception):
    """The wallet refuses a request: a business answer with HTTP 200, not a failure of the program."""

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        self.result = result_of(code, message[:256])
        super().__init__(f"{code}: {self.result['resultMessage']}")

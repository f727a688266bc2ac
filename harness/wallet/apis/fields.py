"""Fields that several APIs share (openapi.md 2.1, 2.6.4)."""

from __future__ import annotations

from harness.wallet.apis.api import Field, Sort

RESULT = Field(
    "result",
    Sort.OBJECT,
    required=True,
    fields=(
        Field("resultStatus", required=True, choices=("S", "F", "U", "A")),
        Field("resultCode", required=True, limit=64),
        Field("resultMessage", required=True, limit=256),
    ),
)
EXTEND_INFO = Field("extendInfo", Sort.ANY_JSON, limit=4096, note="a String holding JSON; an object is accepted too")
ACCESS_TOKEN = Field("accessToken", required=True, limit=128)
PAYMENT_ID = Field("paymentId", limit=64, note="wins over paymentRequestId; one of both is needed")
PAYMENT_REQUEST_ID = Field("paymentRequestId", limit=64)
PARTNER_ID = Field("partnerId", limit=32, note="generic v1 only")


def amount(name: str, *, required: bool = False) -> Field:
    """Return an Amount field: ``value`` is a String of digits in the currency's smallest unit."""
    return Field(
        name,
        Sort.AMOUNT,
        required=required,
        fields=(Field("currency", required=True, limit=3), Field("value", required=True, limit=16)),
    )


def date(name: str) -> Field:
    """Return an optional ISO 8601 date."""
    return Field(name, Sort.DATETIME)

"""The notification that the wallet sends to merchants, as an OpenAPI webhook (notify.md)."""

from __future__ import annotations

from harness.wallet.apis import Field, Sort
from harness.wallet.apis.api import renamed
from harness.wallet.apis.fields import RESULT, amount, date
from harness.wallet.openapi_samples import sample
from harness.wallet.openapi_schema import Schema, field_schema
from harness.wallet.profile import Profile

_TEXT = """\
Sent to paymentNotifyUrl when a payment has come to its end, signed by the wallet. It comes again until the merchant
answers with resultStatus S, so the same notification may come twice.
"""


def notification_fields(profile: Profile) -> tuple[Field, ...]:
    """Return the fields of a notification, as this wallet names them."""
    rules = profile.notification
    status = Field("paymentStatus", required=True, choices=tuple(rules.on))
    outcome = Field(rules.result_field, Sort.OBJECT, required=True, fields=RESULT.fields)
    fields = (
        *((Field("notifyType", required=True, choices=(rules.notify_type,)),) if rules.notify_type else ()),
        *((Field("partnerId", required=True, limit=32),) if rules.partner_id else ()),
        Field("paymentId", required=True, limit=64),
        Field("paymentRequestId", required=True, limit=64),
        status if rules.result_field == "paymentStatus" else outcome,
        amount("paymentAmount", required=True),
        date("paymentTime"),
        date("paymentCreateTime"),
        Field("paymentFailReason", limit=256),
        Field("extendInfo", limit=4096, note="a String holding JSON"),
    )
    return renamed(fields, profile.names.get("notifyPayment", {}))


def webhooks(profile: Profile) -> Schema:
    """Return the document's webhooks: notifyPayment, and how a merchant acknowledges it."""
    fields = notification_fields(profile)
    example = {field.name: sample(field, profile) for field in fields if field.name != "paymentFailReason"}
    acknowledged = {"resultStatus": "S", "resultCode": "SUCCESS", "resultMessage": "success"}
    return {
        "notifyPayment": {
            "post": {
                "operationId": "notifyPayment",
                "summary": "Tell the merchant how a payment ended.",
                "description": _TEXT,
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": [field.name for field in fields if field.required],
                                "properties": {f.name: field_schema(f, profile, given=False) for f in fields},
                            },
                            "examples": {"usual": {"value": {k: v for k, v in example.items() if v is not None}}},
                        }
                    },
                },
                "responses": {
                    "200": {
                        "description": "S ends the deliveries; after U, anything else or no answer it comes again.",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["result"],
                                    "properties": {"result": field_schema(RESULT, profile, given=False)},
                                },
                                "examples": {"usual": {"value": {"result": acknowledged}}},
                            }
                        },
                    }
                },
            }
        }
    }

"""The words that a config may use in values: what templates stand for, what screens and actions are called."""

from __future__ import annotations

import re

TEMPLATES = {
    "gateway_url": "the origin of the wallet's gateway, as http://127.0.0.1:4100",
    "client_id": "the merchant's Client-Id",
    "port": "the port on which the backend must listen",
    "notify_base_url": "the origin at which the wallet reaches the backend",
    "merchant_private_key": "the merchant's private key, PKCS#8 PEM",
    "merchant_private_key_file": "the path of a file with it",
    "merchant_private_key_base64": "the same key without head, foot and line ends",
    "merchant_private_key_line": "its PEM on one line, each line end written as \\n",
    "merchant_public_key": "the merchant's public key, PEM",
    "merchant_public_key_file": "the path of a file with it",
    "merchant_public_key_base64": "the same key without head, foot and line ends",
    "merchant_public_key_line": "its PEM on one line, each line end written as \\n",
    "wallet_public_key": "the wallet's public key, PEM",
    "wallet_public_key_file": "the path of a file with it",
    "wallet_public_key_base64": "the same key without head, foot and line ends",
    "wallet_public_key_line": "its PEM on one line, each line end written as \\n",
}
"""What ``{name}`` stands for in the command, its variables and its files."""

REFUND_TEMPLATES = {
    "order_id": "the order's id, as the backend's answers to the program call it (orderId)",
    "payment_request_id": "the paymentRequestId that the backend paid with",
    "payment_id": "the wallet's paymentId",
    "amount": "how much is to go back, in the wallet's minor units, as 25000000",
    "amount_major": "the same as people write it, without separators, as 25000",
    "currency": "its currency, as IQD",
}
"""What ``{name}`` stands for, besides, where a refund is asked for."""
AMOUNTS = ("amount", "amount_major")

ACTIONS = ("log in", "log in by name", "buy", "try again", "resume", "look up", "refund", "refund in part")
SCREENS = ("welcome", "catalogue", "paid", "pending", "failed", "cancelled", "refused", "error")
"""The names by which the ready-made steps ask for actions and screens; a project's own steps may have others."""

MEANT = {
    "login": "log in",
    "sign in": "log in",
    "order": "buy",
    "pay": "buy",
    "retry": "try again",
    "success": "paid",
    "succeeded": "paid",
    "payed": "paid",
    "processing": "pending",
    "failure": "failed",
    "canceled": "cancelled",
    "denied": "refused",
    "catalog": "catalogue",
    "home": "catalogue",
}
"""What people write instead."""

LOCATORS = ("text", "contains", "testId", "selector")
PLACE = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")
"""A template in a text."""


def filled(text: str, values: dict[str, str]) -> str:
    """Return a text with its templates filled in; what is not the name of one stays as it is."""
    return PLACE.sub(lambda found: values.get(found[1], found[0]), text)

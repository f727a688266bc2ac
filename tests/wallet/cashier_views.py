"""A payment as its cashier shows it, in either language."""

from __future__ import annotations

from dataclasses import replace

from harness.wallet.cashier_page import CashierView

NONCE = "c2VjcmV0LW5vbmNl"
OPEN = CashierView(
    language="en",
    wallet_name="Super Qi",
    merchant_name="Dar Al-Tamr",
    description="Khistawi dates, 1 kg",
    amount_text="25,000 IQD",
    order_number="20261123-0012",
    balance_text="150,000 IQD",
    state="open",
    reason="",
    expires_at=1_800_000_900_000,
    now=1_800_000_000_000,
    session="token-1",
)
ARABIC = replace(
    OPEN,
    language="ar",
    merchant_name="دار التمر",
    description="تمر خستاوي",
    amount_text="25,000 د.ع",
    balance_text="150,000 د.ع",
)

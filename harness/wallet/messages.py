"""What the wallet tells the buyer after a payment: SMS, e-mail or inbox (journey.md step 20)."""

from __future__ import annotations

from dataclasses import replace

from harness.journal import Actor, Message
from harness.wallet.accounts import Account
from harness.wallet.payments import Payment, State
from harness.wallet.profile import Profile
from harness.wallet.refunds import Refund
from harness.wallet.world import Merchant, WalletWorld

_TEXTS = {
    ("en", True): "{wallet}: you paid {amount} to {merchant}. Payment {id}.",
    ("en", False): "{wallet}: your payment of {amount} to {merchant} failed. No money was taken. Payment {id}.",
    ("ar", True): "{wallet}: دفعت {amount} إلى {merchant}. رقم العملية {id}.",
    ("ar", False): "{wallet}: لم تنجح عملية دفع {amount} إلى {merchant}. لم يُخصم أي مبلغ. رقم العملية {id}.",
}


_REFUNDED = {
    "en": "{wallet}: {merchant} refunded {amount}. Refund {id}.",
    "ar": "{wallet}: أعاد إليك {merchant} مبلغ {amount}. رقم الاسترداد {id}.",
}


def tell_refund(world: WalletWorld, profile: Profile, merchant: Merchant, refund: Refund, cause: Message) -> None:
    """Send the buyer one message on each of their channels about a refund that has arrived."""
    account = refund.payment.account
    if account is None:
        return
    language = "ar" if account.person.language == "ar" else "en"
    text = _REFUNDED[language].format(
        wallet=profile.wallet_name(language),
        amount=profile.money.words(refund.amount, language),
        merchant=merchant.name_arabic if language == "ar" else merchant.name,
        id=refund.refund_id,
    )
    for channel in account.channels:
        fact = {"channel": channel, "to": _address(account, channel), "text": text, "amount": refund.amount.to_dict()}
        world.journal.record(
            Actor.WALLET_BACKEND, Actor.BUYER, "refund message", {**fact, "refundId": refund.refund_id}, cause=cause
        )


def _address(account: Account, channel: str) -> str:
    return {"sms": account.person.phone, "email": account.person.email}.get(channel, account.customer_id)


def tell_buyer(world: WalletWorld, profile: Profile, merchant: Merchant, payment: Payment, cause: Message) -> None:
    """Send the buyer one message on each of their channels, in their language; a closed payment needs none."""
    account = payment.account
    if payment.state not in (State.SUCCESS, State.FAIL) or account is None:
        return
    language = "ar" if account.person.language == "ar" else "en"
    paid = payment.state is State.SUCCESS
    amount = (
        replace(payment.amount, value=payment.captured) if paid else payment.amount
    )  # less, where a part was captured
    text = _TEXTS[language, paid].format(
        wallet=profile.wallet_name(language),
        amount=profile.money.words(amount, language),
        merchant=merchant.name_arabic if language == "ar" else merchant.name,
        id=payment.payment_id,
    )
    for channel in account.channels:
        world.journal.record(
            Actor.WALLET_BACKEND,
            Actor.BUYER,
            "message",
            {
                "channel": channel,
                "to": _address(account, channel),
                "text": text,
                "amount": amount.to_dict(),
                "merchant": merchant.name,
                "outcome": payment.state.value,
                "paymentId": payment.payment_id,
            },
            cause=cause,
        )

"""How the wallet's things look in the control API: their fields, and each thing as JSON."""

from __future__ import annotations

from harness.wallet.accounts import Account
from harness.wallet.alone.home import Home
from harness.wallet.alone.lone import LoneWallet
from harness.wallet.alone.told import BuyerMessage
from harness.wallet.control.endpoint import Param, Row
from harness.wallet.dates import iso
from harness.wallet.deliveries import Delivery
from harness.wallet.money import Amount
from harness.wallet.payments import Payment
from harness.wallet.refunds import Refund

CARDS = (
    Param("maskedCardNo", required=True, limit=32),
    Param("accountNumber", required=True, limit=64),
)
BUYER = (
    Param("name", required=True, note="what to call this buyer here and on the page that asks who pays"),
    Param("story", required=True, note="what to expect of this buyer's payments"),
    Param("customerId", required=True),
    Param("userId", required=True),
    Param("fullName", required=True),
    Param("fullNameArabic", required=True),
    Param("phone", required=True),
    Param("email", required=True),
    Param("language", required=True, choices=("en", "ar")),
    Param("balance", "amount", required=True),
    Param("frozen", "boolean", required=True),
    Param("riskRefused", "boolean", required=True),
    Param("limit", "amount", required=True, nullable=True, note="the most for one payment; null: no limit"),
    Param("channels", "texts", required=True),
    Param("grantedScopes", "texts", required=True),
    Param("cards", "list", required=True, fields=CARDS),
)
PAYMENT = (
    Param("paymentId", required=True),
    Param("paymentRequestId", required=True),
    Param("clientId", required=True),
    Param("customerId", required=True, nullable=True, note="null until the cashier knows who pays"),
    Param("buyer", required=True, nullable=True, note="the buyer's name"),
    Param("state", required=True, note="CREATED, PROCESSING, AUTH_SUCCESS, SUCCESS, FAIL, CLOSED or CANCELLED"),
    Param("reason", required=True, note="why it failed"),
    Param("amount", "amount", required=True),
    Param("description", required=True),
    Param("flow", required=True, choices=("cashier", "agreement", "authorize", "escrow")),
    Param("paymentUrl", required=True, note="the redirect URL"),
    Param("paymentNotifyUrl", required=True),
    Param("paymentRedirectUrl", required=True),
    Param("createdAt", required=True),
    Param("expiresAt", required=True),
    Param("paidAt", required=True, nullable=True),
    Param("captured", "amount", required=True, note="what the merchant got"),
    Param("refunded", "amount", required=True, note="what of that went back"),
    Param("nextNotificationAt", required=True, nullable=True),
)
REFUND = (
    Param("refundId", required=True),
    Param("refundRequestId", required=True),
    Param("paymentId", required=True),
    Param("state", required=True, choices=("PROCESSING", "SUCCESS", "FAIL")),
    Param("amount", "amount", required=True),
    Param("reason", required=True),
    Param("createdAt", required=True),
    Param("doneAt", required=True, nullable=True),
)
MESSAGE = (
    Param("at", required=True),
    Param("channel", required=True, note="sms, email, inbox or push"),
    Param("to", required=True),
    Param("buyer", required=True, nullable=True),
    Param("text", required=True),
    Param("about", required=True, note="the payment or refund it speaks of"),
)
ATTEMPT = (
    Param("attempt", "integer", required=True),
    Param("at", required=True),
    Param("url", required=True),
    Param("status", "integer", required=True, note="the HTTP status, 0 where nothing came"),
    Param("outcome", required=True, note="acknowledged, failed, not acknowledged, no answer or refused"),
    Param("answer", required=True),
    Param("resend", "boolean", required=True),
)
MERCHANT = (
    Param("clientId", required=True),
    Param("name", required=True),
    Param("nameArabic", required=True),
    Param("keyVersions", "texts", required=True),
    Param("suspended", "boolean", required=True),
    Param("deniedApis", "texts", required=True),
    Param(
        "agentTokens", "list", required=True, fields=(Param("token", required=True), Param("expiresAt", required=True))
    ),
    Param("balance", "amount", required=True),
    Param("partnerId", required=True),
    Param("appId", required=True),
)


def amount_view(lone: LoneWallet, value: int) -> Row:
    """Return minor units of the wallet's currency with their words."""
    amount = Amount(value, lone.profile.money.currency)
    return {**amount.to_dict(), "words": lone.profile.money.words(amount)}


def buyer_view(lone: LoneWallet, home: Home, account: Account) -> Row:
    """Return a buyer as the control API shows them; what they granted is what this merchant may have."""
    person, client_id = account.person, home.merchant.client_id
    rules = lone.profile.authorization
    return {
        "name": account.name,
        "story": account.story,
        "customerId": account.customer_id,
        "userId": account.user_id,
        "fullName": person.full_name,
        "fullNameArabic": person.full_name_arabic,
        "phone": person.phone,
        "email": person.email,
        "language": person.language,
        "balance": amount_view(lone, home.world.balance(account)),
        "frozen": account.frozen,
        "riskRefused": account.risk_refused,
        "limit": amount_view(lone, account.limit) if account.limit else None,
        "channels": list(account.channels),
        "grantedScopes": [scope for scope in rules.consent if account.has_granted(client_id, scope)],
        "cards": [{"maskedCardNo": c.masked_card_no, "accountNumber": c.account_number} for c in account.cards],
    }


def payment_view(lone: LoneWallet, payment: Payment) -> Row:
    """Return a payment as the control API shows it."""
    account = payment.account
    return {
        "paymentId": payment.payment_id,
        "paymentRequestId": payment.request_id,
        "clientId": payment.client_id,
        "customerId": account.customer_id if account else None,
        "buyer": account.name if account else None,
        "state": payment.state.value,
        "reason": payment.reason,
        "amount": amount_view(lone, payment.amount.value),
        "description": payment.description,
        "flow": payment.flow,
        "paymentUrl": payment.url,
        "paymentNotifyUrl": payment.notify_url,
        "paymentRedirectUrl": payment.redirect_url,
        "createdAt": iso(payment.created_at),
        "expiresAt": iso(payment.expires_at),
        "paidAt": iso(payment.paid_at) if payment.paid_at else None,
        "captured": amount_view(lone, payment.captured),
        "refunded": amount_view(lone, payment.refunded),
        "nextNotificationAt": iso(payment.next_notice[1]) if payment.next_notice else None,
    }


def refund_view(lone: LoneWallet, refund: Refund) -> Row:
    """Return a refund as the control API shows it."""
    return {
        "refundId": refund.refund_id,
        "refundRequestId": refund.request_id,
        "paymentId": refund.payment.payment_id,
        "state": refund.state.value,
        "amount": amount_view(lone, refund.amount.value),
        "reason": refund.reason,
        "createdAt": iso(refund.created_at),
        "doneAt": iso(refund.done_at) if refund.done_at else None,
    }


def message_view(home: Home, told: BuyerMessage) -> Row:
    """Return a message to a buyer as the control API shows it."""
    owner = (
        account
        for account in home.world.accounts.values()
        if told.to in (account.customer_id, account.person.phone, account.person.email)
    )
    account = next(owner, None)
    return {
        "at": iso(told.at),
        "channel": told.channel,
        "to": told.to,
        "buyer": account.name if account else None,
        "text": told.text,
        "about": told.about,
    }


def attempt_view(delivery: Delivery) -> Row:
    """Return one attempt to notify a merchant as the control API shows it."""
    return {
        "attempt": delivery.number,
        "at": iso(delivery.at),
        "url": delivery.url,
        "status": delivery.status,
        "outcome": delivery.outcome,
        "answer": delivery.answer,
        "resend": delivery.resend,
    }


def merchant_view(lone: LoneWallet, home: Home) -> Row:
    """Return a merchant as the control API shows it."""
    merchant = home.merchant
    return {
        "clientId": merchant.client_id,
        "name": merchant.name,
        "nameArabic": merchant.name_arabic,
        "keyVersions": list(merchant.keys),
        "suspended": merchant.suspended,
        "deniedApis": sorted(merchant.denied),
        "agentTokens": [{"token": token, "expiresAt": iso(at)} for token, at in merchant.agent_tokens.items()],
        "balance": amount_view(lone, home.world.ledger.balance(merchant.ledger_account)),
        "partnerId": merchant.partner_id,
        "appId": merchant.app_id,
    }

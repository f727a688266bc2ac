"""Buyers by name: list, make, change, top up; log in and sign contracts for them."""

from __future__ import annotations

from dataclasses import replace

from harness.wallet.accounts import Account, Card, Person
from harness.wallet.alone.people import new_buyer
from harness.wallet.control.ask import Ask, Refused
from harness.wallet.control.endpoint import Endpoint, Param, Row
from harness.wallet.control.views import BUYER, CARDS, amount_view, buyer_view
from harness.wallet.ledger import BANK

CHANNELS = ("sms", "email", "inbox")
_STATE = (
    Param("frozen", "boolean", note="a frozen account can neither pay nor be asked to"),
    Param("riskRefused", "boolean", note="the risk check refuses this buyer's payments"),
    Param("limit", "amount", nullable=True, note="the most for one payment; null: no limit"),
    Param("channels", "texts", choices=CHANNELS, note="how the wallet tells this buyer about payments"),
    Param("language", choices=("en", "ar")),
    Param("grantedScopes", "texts", note="what the buyer agreed to before, for this merchant"),
    Param("cards", "list", fields=CARDS),
)
_WHO = (
    Param("customerId", limit=64, note="made up where it is not given"),
    Param("userId", limit=64, note="the customerId where it is not given"),
    Param("fullName", limit=128),
    Param("fullNameArabic", limit=128),
    Param("phone", limit=32),
    Param("email", limit=128),
)


async def list_buyers(ask: Ask) -> Row:
    """List the buyers of a merchant's world."""
    return {"buyers": [buyer_view(ask.lone, ask.home, a) for a in ask.home.world.accounts.values()]}


async def make_buyer(ask: Ask) -> Row:
    """Make one more buyer."""
    world, name = ask.home.world, ask.text("name").strip()
    if "/" in name:
        raise Refused(400, "a name stands in a path", "name", "write it without a slash")
    customer_id = ask.text("customerId") or ask.lone.new_customer_id(ask.home)
    for field, given in (("name", name), ("customerId", customer_id), ("userId", ask.text("userId"))):
        if given and ask.home.buyer(given) is not None:
            raise Refused(409, f'there is a buyer "{given}" already', field, "choose another, or PATCH buyers/{buyer}")
    person = Person(
        ask.text("fullName") or name,
        ask.text("fullNameArabic") or name,
        ask.text("phone") or f"+964770{customer_id[-7:]}",
        ask.text("email") or f"{customer_id}@example.iq",
        ask.text("language") or "en",
    )
    account = new_buyer(
        name,
        customer_id,
        ask.amount("balance") or 0,
        person=person,
        user_id=ask.text("userId"),
        story=ask.text("story"),
    )
    _change(ask, account)
    world.add_account(account)
    return buyer_view(ask.lone, ask.home, account)


async def show_buyer(ask: Ask) -> Row:
    """Show one buyer."""
    return buyer_view(ask.lone, ask.home, ask.buyer())


async def change_buyer(ask: Ask) -> Row:
    """Change what stands in a buyer's way, and how they are told."""
    account = ask.buyer()
    _change(ask, account)
    return buyer_view(ask.lone, ask.home, account)


async def top_up(ask: Ask) -> Row:
    """Put money into a buyer's wallet."""
    account = ask.buyer()
    ask.home.world.ledger.move("top-up", BANK, account.ledger_account, ask.amount("amount") or 0)
    return {"balance": amount_view(ask.lone, ask.home.world.balance(account))}


async def auth_code(ask: Ask) -> Row:
    """Log in: what my.getAuthCode gives to the program of a buyer who agrees."""
    known = (*ask.lone.profile.authorization.silent, *ask.lone.profile.authorization.consent)
    scopes = ask.texts("scopes") or (known[0],)
    if unknown := [scope for scope in scopes if scope not in known]:
        fact = f"this wallet has no scope {', '.join(unknown)}"
        raise Refused(400, fact, "scopes", f"choose some of: {', '.join(known)}")
    answer = await ask.lone.stand_in.call(ask.home, ask.buyer(), "getAuthCode", {"scopes": list(scopes)}, "control API")
    result = answer["result"]
    if answer["outcome"] != "success" or not isinstance(result, dict):
        raise Refused(409, f"my.getAuthCode fails with {result}", "scopes", "ask for other scopes")
    return {"authCode": result["authCode"], "authSuccessScopes": result["authSuccessScopes"]}


async def sign_contract(ask: Ask) -> Row:
    """Sign a contract for agreement payments as the buyer; the authCode is exchanged like any other."""
    url = ask.text("authUrl")
    contract = ask.lone.wallet.contracts.get(url)
    if contract is None or contract.merchant is not ask.home.merchant:
        action = "give the authUrl that the API prepare answered to this merchant"
        raise Refused(404, "there is no such contract", "authUrl", action)
    answer = await ask.lone.stand_in.call(ask.home, ask.buyer(), "signContract", {"authUrl": url}, "control API")
    result = answer["result"]
    if answer["outcome"] != "success" or not isinstance(result, dict):
        raise Refused(409, f"the contract cannot be signed: {result}", "authUrl", "prepare another one")
    return {"authCode": result["authCode"]}


def _change(ask: Ask, account: Account) -> None:
    given, client_id = ask.given, ask.home.merchant.client_id
    scopes = ask.texts("grantedScopes")
    known = ask.lone.profile.authorization.consent
    if unknown := [scope for scope in scopes if scope not in known]:
        fact = f"this wallet asks for no consent to {', '.join(unknown)}"
        raise Refused(400, fact, "grantedScopes", f"choose some of: {', '.join(known)}")
    if "frozen" in given:
        account.frozen = ask.flag("frozen")
    if "riskRefused" in given:
        account.risk_refused = ask.flag("riskRefused")
    if "limit" in given:
        account.limit = ask.amount("limit") or 0
    if "channels" in given:
        account.channels = ask.texts("channels")
    if "language" in given:
        account.person = replace(account.person, language=ask.text("language"))
    if "grantedScopes" in given:
        account.granted = {name for name in account.granted if not name.startswith(f"{client_id} ")}
        account.grant(client_id, scopes)
    if "cards" in given:
        account.cards = tuple(Card(row["maskedCardNo"], row["accountNumber"]) for row in ask.rows("cards"))


_CODE = Param("authCode", required=True, note="for applyToken; used once")

ENDPOINTS = (
    Endpoint(
        "GET", "buyers", "list the buyers", list_buyers, gives=(Param("buyers", "list", required=True, fields=BUYER),)
    ),
    Endpoint(
        "POST",
        "buyers",
        "make one more buyer",
        make_buyer,
        takes=(
            Param("name", required=True, limit=64),
            Param("balance", "amount", note="nothing where it is not given"),
            Param("story"),
            *_WHO,
            *_STATE,
        ),
        gives=BUYER,
        example={"name": "Sara", "language": "ar", "userId": "u-1"},
        status=201,
    ),
    Endpoint("GET", "buyers/{buyer}", "show one buyer", show_buyer, gives=BUYER),
    Endpoint(
        "PATCH",
        "buyers/{buyer}",
        "freeze, limit or otherwise change a buyer",
        change_buyer,
        takes=_STATE,
        gives=BUYER,
        example={"frozen": False},
    ),
    Endpoint(
        "POST",
        "buyers/{buyer}/top-up",
        "put money into the buyer's wallet",
        top_up,
        takes=(Param("amount", "amount", required=True, least=1),),
        gives=(Param("balance", "amount", required=True),),
        example={"amount": "{amount}"},
    ),
    Endpoint(
        "POST",
        "buyers/{buyer}/auth-code",
        "log in as the buyer: what my.getAuthCode gives, with every consent given",
        auth_code,
        takes=(Param("scopes", "texts", note="the wallet's first scope where none are given"),),
        gives=(_CODE, Param("authSuccessScopes", "texts", required=True)),
        example={"scopes": ["{scope}"]},
    ),
    Endpoint(
        "POST",
        "buyers/{buyer}/sign-contract",
        "sign a contract for agreement payments as the buyer",
        sign_contract,
        takes=(Param("authUrl", required=True, limit=1024, note="what the API prepare answered"),),
        gives=(_CODE,),
        example={"authUrl": "{authUrl}"},
    ),
)

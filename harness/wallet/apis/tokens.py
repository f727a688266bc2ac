"""Tokens and contracts: applyToken, cancelToken, prepare (openapi.md 2.2 to 2.4)."""

from __future__ import annotations

from harness.wallet.apis.api import TIME, Api, Cause, Field
from harness.wallet.apis.fields import ACCESS_TOKEN, EXTEND_INFO, RESULT, date
from harness.wallet.apis.request import Request
from harness.wallet.dates import iso
from harness.wallet.result import SUCCESS, Refusal


def apply_token(request: Request) -> dict[str, object]:
    """Exchange an authCode or a refresh token for an access token."""
    grant, client = request.text("grantType"), request.merchant.client_id
    reference = request.text("referenceClientId")
    if reference and reference not in (client, request.merchant.app_id, request.merchant.partner_id):
        raise Refusal("REFERENCE_CLIENT_ID_NOT_MATCH")
    service = request.wallet.authorization
    if grant == "AUTHORIZATION_CODE":
        token = service.exchange(_needed(request, "authCode"), client, request.now)
    elif grant == "REFRESH_TOKEN":
        token = service.refresh(_needed(request, "refreshToken"), client, request.now)
    else:
        raise Refusal("AUTH_CLIENT_UNSUPPORTED_GRANT_TYPE", f"The grant type {grant} is not supported.")
    return {
        "result": SUCCESS,
        "accessToken": token.access_token,
        "accessTokenExpiryTime": iso(token.expires_at),
        "refreshToken": token.refresh_token,
        "refreshTokenExpiryTime": iso(token.refresh_expires_at),
        "customerId": token.account.customer_id,
    }


def cancel_token(request: Request) -> dict[str, object]:
    """End an access token and its refresh token."""
    request.wallet.authorization.cancel(request.text("accessToken"), request.merchant.client_id, request.now)
    return {"result": SUCCESS}


def prepare(request: Request) -> dict[str, object]:
    """Prepare a contract that the buyer signs with the sign-contract JSAPI."""
    scope = request.text("scopes")
    if scope != "AGREEMENT_PAY":
        raise Refusal("INVALID_SCOPE", f"The scope {scope} is not AGREEMENT_PAY.")
    info = request.inner("extendInfo")
    words = str(info.get("contractDesc") or info.get("contractTitle") or "")
    return {"result": SUCCESS, "authUrl": request.wallet.prepare_contract(request.world, request.merchant, words)}


def _needed(request: Request, name: str) -> str:
    if not request.text(name):
        raise Refusal("PARAM_ILLEGAL", f"{name} is missing.")
    return request.text(name)


APPLY_TOKEN = Api(
    "applyToken",
    "exchange an authCode or a refresh token for an access token",
    "openapi.md 2.2",
    request=(
        Field("grantType", required=True, limit=64, note="AUTHORIZATION_CODE or REFRESH_TOKEN"),
        Field("authCode", limit=64, note="needed for AUTHORIZATION_CODE"),
        Field("refreshToken", limit=128, note="needed for REFRESH_TOKEN"),
        Field("referenceClientId", limit=128),
        Field("appId", limit=128),
        Field("authClientId", limit=128),
        Field("customerBelongsTo", note="the wallet that the customer uses, where one API serves several"),
        EXTEND_INFO,
    ),
    response=(
        RESULT,
        Field("accessToken", limit=128),
        date("accessTokenExpiryTime"),
        Field("refreshToken", limit=128),
        date("refreshTokenExpiryTime"),
        Field("customerId", limit=64),
    ),
    causes=(
        Cause("SUCCESS", "the code or refresh token is the merchant's, fresh and in time"),
        Cause("AUTH_CLIENT_UNSUPPORTED_GRANT_TYPE", "the grantType is another one"),
        Cause("INVALID_CODE", "the authCode is not known, or another merchant's"),
        Cause("USED_CODE", "the authCode was exchanged before"),
        Cause("EXPIRED_CODE", "the authCode is too old", TIME),
        Cause("INVALID_REFRESH_TOKEN", "the refresh token is not known, another merchant's, or was cancelled"),
        Cause("USED_REFRESH_TOKEN", "the refresh token was exchanged before"),
        Cause("EXPIRED_REFRESH_TOKEN", "the refresh token is too old", TIME),
        Cause("REFERENCE_CLIENT_ID_NOT_MATCH", "the referenceClientId is not the merchant's"),
    ),
    run=apply_token,
    secrets=("authCode", "refreshToken", "accessToken"),
    open="token life is documented only for the old Super Qi API (10 years)",
    unknown_client="INVALID_AUTH_CLIENT",
    suspended="INVALID_AUTH_CLIENT_STATUS",
)

CANCEL_TOKEN = Api(
    "cancelToken",
    "end an access token and its refresh token",
    "openapi.md 2.3",
    request=(ACCESS_TOKEN, EXTEND_INFO),
    response=(RESULT,),
    causes=(
        Cause("SUCCESS", "the token was valid and is so no longer"),
        Cause("INVALID_ACCESS_TOKEN", "the token is not known, another merchant's, or was cancelled"),
        Cause("EXPIRED_ACCESS_TOKEN", "the token is too old", TIME),
    ),
    run=cancel_token,
    secrets=("accessToken",),
    unknown_client="INVALID_AUTH_CLIENT",
    suspended="INVALID_AUTH_CLIENT_STATUS",
)

PREPARE = Api(
    "prepare",
    "prepare a contract for agreement payments",
    "openapi.md 2.4",
    request=(
        Field("scopes", required=True, limit=16, note="AGREEMENT_PAY"),
        Field("referenceClientId", limit=16),
        EXTEND_INFO,
    ),
    response=(RESULT, Field("authUrl", limit=256)),
    causes=(
        Cause("SUCCESS", "the contract can be shown to the buyer"),
        Cause("INVALID_SCOPE", "the scope is not AGREEMENT_PAY"),
    ),
    run=prepare,
    unknown_client="INVALID_AUTH_CLIENT",
    suspended="INVALID_AUTH_CLIENT_STATUS",
)

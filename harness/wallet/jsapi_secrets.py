"""my.rsa: encrypts with a public key, decrypts with a private one, as the data security page has it (jsapi.md)."""

from __future__ import annotations

import base64
import re
from collections.abc import Awaitable, Callable

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

from harness.wallet.jsapi_call import Answer, Call, failure, success

_ARMOUR = re.compile(r"-----[^-]+-----|\s")


async def rsa(call: Call) -> Answer:
    """my.rsa: error 10 for parameters that are none, 11 for a key that is none [D]; the text crosses as base64.

    A text that is too long for the key, or was encrypted by another, is 11 too [I].
    """
    action, text = call.text("action"), call.text("text")
    if action not in ("encrypt", "decrypt") or not text:
        return failure(10, "invalid parameter!")
    try:
        key = base64.b64decode(_ARMOUR.sub("", call.text("key")), validate=True)
        if action == "encrypt":
            public = load_der_public_key(key)
            if not isinstance(public, RSAPublicKey):
                return failure(11, "The key is no RSA key.")
            return success({"text": base64.b64encode(public.encrypt(text.encode(), PKCS1v15())).decode()})
        private = load_der_private_key(key, None)
        if not isinstance(private, RSAPrivateKey):
            return failure(11, "The key is no RSA key.")
        return success({"text": private.decrypt(base64.b64decode(text, validate=True), PKCS1v15()).decode()})
    except (ValueError, TypeError):
        return failure(11, "The key or the text is wrong.")


SECRETS: dict[str, Callable[[Call], Awaitable[Answer]]] = {"rsa": rsa}

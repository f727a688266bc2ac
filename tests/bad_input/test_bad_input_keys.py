"""Merchants with a wrong key: the failure says whose signature was refused, at which step, and which key to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session, sessionmaker

from fixtures.buyers import buyer
from fixtures.merchant import Merchant
from fixtures.programs import SHOP, ReferenceMerchant
from harness import Credentials, Stage, World
from harness.wallet.keys import new_key, private_pem, public_pem


class SignsWrong(Merchant):
    """Signs with a key that the wallet does not know."""

    def __init__(self, credentials: Credentials, base_url: str, store: sessionmaker[Session]) -> None:
        super().__init__(replace(credentials, private_key=private_pem(new_key())), base_url, store)


class SignsPayWrong(Merchant):
    """Signs the call of pay, and nothing else, with a key that the wallet does not know."""

    async def call(self, name: str, body: Mapping[str, object]) -> dict[str, object]:
        if name == "pay":
            credentials = replace(self.credentials, private_key=private_pem(new_key()))
            self.signer = Merchant(credentials, self.base_url, self.store).signer
        return await super().call(name, body)


class TrustsAnother(Merchant):
    """Holds the public key of another wallet."""

    def __init__(self, credentials: Credentials, base_url: str, store: sessionmaker[Session]) -> None:
        other = public_pem(new_key().public_key())
        super().__init__(replace(credentials, wallet_public_key=other), base_url, store)


@pytest.fixture
def world(request: pytest.FixtureRequest, scratch_stage: Stage) -> Iterator[World]:
    kind: type[Merchant] = request.param
    program = replace(SHOP, name=kind.__name__, merchant=lambda: ReferenceMerchant(kind))
    made = scratch_stage.world(kind.__name__, program)
    made.enter_buyer(buyer(1), "100,000 IQD")
    made.open_program()
    yield made
    made.close()


@pytest.mark.parametrize("world", [SignsWrong], indirect=True)
def test_a_merchant_that_signs_with_another_key_fails_at_step_6(world: World) -> None:
    world.act("log in")
    world.expect_screen("error")
    first = world.clues()[0]
    assert first.startswith("step 6 (applyToken): the wallet refused it with INVALID_SIGNATURE")
    assert first.endswith("next: let the merchant sign with Credentials.private_key")
    assert [f.step for f in world.verdict().findings][:1] == [6]
    assert "signature is not valid" in world.explain(world.verdict())


@pytest.mark.parametrize("world", [SignsPayWrong], indirect=True)
def test_a_merchant_that_signs_pay_with_another_key_fails_at_step_10(world: World) -> None:
    world.act("log in")
    world.expect_screen("catalogue")
    world.act("buy Barhi dates, 1 kg")
    world.expect_screen("error")
    assert world.clues()[0].startswith("step 10 (pay): the wallet refused it with INVALID_SIGNATURE")
    assert [f.step for f in world.verdict().findings][:1] == [10]


@pytest.mark.parametrize("world", [TrustsAnother], indirect=True)
def test_a_merchant_that_holds_another_wallets_key_is_told_so(world: World) -> None:
    world.act("log in")
    world.expect_screen("error")
    (clue,) = world.clues()
    assert clue.startswith("step 8 (POST /api/login): the merchant answered with HTTP 502: ")
    assert "WALLET_NOT_TRUSTED" in clue
    assert "the wallet had answered step 6 (applyToken) with S; if the merchant refused its signature:" in clue
    assert clue.endswith("next: let the merchant verify with Credentials.wallet_public_key")

"""A harness that tests payments in e-wallet Mini Programs end to end.

What is exported here is what steps and fixtures may use; the rooms behind it may change.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.errors import HarnessError
    from harness.journal import Actor, Kind, Message
    from harness.journey import RESULT_CODES, STEPS, Status, judge
    from harness.people import IraqiProvider, buyer
    from harness.phone import ApiError, Element, MiniProgram, ProgramError, ProgramPage
    from harness.serving import Backstage
    from harness.suite.backend import CommandMerchant
    from harness.suite.capabilities import Cannot
    from harness.suite.case import Case, not_acknowledged
    from harness.suite.errors import Mismatch
    from harness.suite.program import Credentials, Good, MerchantUnderTest, Program
    from harness.suite.stage import Stage
    from harness.suite.world import World
    from harness.wallet.accounts import Account, Person
    from harness.wallet.world import Timing

__all__ = [
    "RESULT_CODES",
    "STEPS",
    "Account",
    "Actor",
    "ApiError",
    "Backstage",
    "Cannot",
    "Case",
    "CommandMerchant",
    "Credentials",
    "Element",
    "Good",
    "HarnessError",
    "IraqiProvider",
    "Kind",
    "MerchantUnderTest",
    "Message",
    "MiniProgram",
    "Mismatch",
    "Person",
    "Program",
    "ProgramError",
    "ProgramPage",
    "Stage",
    "Status",
    "Timing",
    "World",
    "buyer",
    "judge",
    "not_acknowledged",
]

_HOMES = {
    "Account": "harness.wallet.accounts",
    "Actor": "harness.journal",
    "ApiError": "harness.phone",
    "Backstage": "harness.serving",
    "Cannot": "harness.suite.capabilities",
    "Case": "harness.suite.case",
    "not_acknowledged": "harness.suite.case",
    "CommandMerchant": "harness.suite.backend",
    "Credentials": "harness.suite.program",
    "Element": "harness.phone",
    "Good": "harness.suite.program",
    "HarnessError": "harness.errors",
    "IraqiProvider": "harness.people",
    "Kind": "harness.journal",
    "MerchantUnderTest": "harness.suite.program",
    "Message": "harness.journal",
    "MiniProgram": "harness.phone",
    "Mismatch": "harness.suite.errors",
    "Person": "harness.wallet.accounts",
    "Program": "harness.suite.program",
    "ProgramError": "harness.phone",
    "ProgramPage": "harness.phone",
    "RESULT_CODES": "harness.journey",
    "STEPS": "harness.journey",
    "Stage": "harness.suite.stage",
    "Status": "harness.journey",
    "Timing": "harness.wallet.world",
    "World": "harness.suite.world",
    "buyer": "harness.people",
    "judge": "harness.journey",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for: a command that needs no browser and no wallet starts without either."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value

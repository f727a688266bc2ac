"""A harness that tests payments in e-wallet Mini Programs end to end.

What is exported here is what steps and fixtures may use; the rooms behind it may change.
"""

from harness.errors import HarnessError
from harness.journal import Actor, Kind, Message
from harness.journey import RESULT_CODES, STEPS, Status, judge
from harness.people import IraqiProvider, buyer
from harness.phone import ApiError, Element, MiniProgram, ProgramError, ProgramPage
from harness.serving import Backstage
from harness.suite.backend import CommandMerchant
from harness.suite.capabilities import Cannot
from harness.suite.case import Case
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
]

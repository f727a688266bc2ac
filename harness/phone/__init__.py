"""The buyer's phone on Playwright: opens a program, taps, reads the screen, uses the cashier."""

from harness.phone.admission import Admission
from harness.phone.browser import LAUNCH_ARGS, find_browser
from harness.phone.launch import BrowserHolder
from harness.phone.native_site import native_site
from harness.phone.network import REFUSED, Network
from harness.phone.phone import Phone
from harness.phone.program import ApiError, Element, MiniProgram, ProgramError, ProgramPage
from harness.phone.routes import Routes
from harness.phone.screen import PageEnded, ScreenError
from harness.phone.site import site
from harness.phone.stuck import no_longer_than
from harness.phone.switch import PhoneSetup, switch_on

__all__ = [
    "Admission",
    "ApiError",
    "BrowserHolder",
    "Element",
    "LAUNCH_ARGS",
    "MiniProgram",
    "Network",
    "PageEnded",
    "Phone",
    "PhoneSetup",
    "ProgramError",
    "ProgramPage",
    "REFUSED",
    "Routes",
    "ScreenError",
    "find_browser",
    "native_site",
    "no_longer_than",
    "site",
    "switch_on",
]

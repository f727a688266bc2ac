"""The buyer's phone on Playwright: opens a program, taps, reads the screen, uses the cashier."""

from harness.phone.browser import LAUNCH_ARGS, find_browser
from harness.phone.launch import BrowserHolder
from harness.phone.native_site import native_site
from harness.phone.phone import Phone, PhoneSetup, ScreenError, switch_on
from harness.phone.program import ApiError, Element, MiniProgram, ProgramError, ProgramPage
from harness.phone.site import names_bridge, site

__all__ = [
    "ApiError",
    "BrowserHolder",
    "Element",
    "LAUNCH_ARGS",
    "MiniProgram",
    "Phone",
    "PhoneSetup",
    "ProgramError",
    "ProgramPage",
    "ScreenError",
    "find_browser",
    "names_bridge",
    "native_site",
    "site",
    "switch_on",
]

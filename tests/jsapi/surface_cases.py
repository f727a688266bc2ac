"""What each JSAPI is asked, and what it must answer. Cases run in this order in one page: the later build on the earlier."""

from __future__ import annotations

from surface_buyer_cases import BUYER_CASES
from surface_phone_cases import PHONE_CASES
from surface_radio_cases import FILE_CASES, RADIO_CASES, SOCKET_CASES
from surface_screen_cases import SCREEN_CASES
from surface_type_cases import TYPE_CASES

CASES = (*PHONE_CASES, *FILE_CASES, *SOCKET_CASES, *RADIO_CASES, *BUYER_CASES, *TYPE_CASES, *SCREEN_CASES)
ELSEWHERE = {
    "tests/runtime/test_page_calls.py": ("request", "tradePay"),
    "tests/runtime/test_page_navigation.py": ("navigateTo", "redirectTo", "reLaunch", "navigateBack", "switchTab"),
    "tests/native/conformance/pages/web_view/h5/index.html": ("getEnv", "postMessage", "onMessage"),
    "tests/jsapi/test_jsapi_surface.py": (
        "watchShake",
        "startAccelerometer",
        "stopAccelerometer",
        "startCompass",
        "stopCompass",
        "startGyroscope",
        "stopGyroscope",
    ),
    "tests/jsapi/test_new_in_the_types.py": (
        "enableAlertBeforeUnload",
        "disableAlertBeforeUnload",
        "createWorker",
        "onComponentError",
        "offComponentError",
    ),
    "tests/attacks/test_browser_attacks.py": ("getAuthCode",),
}
"""APIs with tests of their own, by the file that has them."""

"""The page bundle as an init script: what a browser runs in every document to be the buyer's phone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harness.errors import HarnessError

BUNDLE = Path(__file__).parent / "dist" / "page.js"
"""The bundle that ``harness.runtime.build`` makes."""

WORKER = "worker.js"
"""The name of what it makes for the service workers of programs."""

LOCAL_APIS = (
    "arrayBufferToBase64",
    "base64ToArrayBuffer",
    "canIUse",
    "canvasToTempFilePath",
    "clearStorage",
    "clearStorageSync",
    "closeSocket",
    "compressImage",
    "connectSocket",
    "disableAlertBeforeUnload",
    "enableAlertBeforeUnload",
    "generateImageFromCode",
    "getAccountInfoSync",
    "getAppAuthorizeSetting",
    "getAppBaseInfo",
    "getAppIdSync",
    "getBatteryInfoSync",
    "getEnterOptionsSync",
    "getImageInfo",
    "getLaunchOptionsSync",
    "getRunScene",
    "getSiteInfo",
    "getStorage",
    "getStorageInfo",
    "getStorageInfoSync",
    "getStorageSync",
    "getSystemInfo",
    "getSystemInfoSync",
    "getSystemSetting",
    "getWindowInfo",
    "hideBackHome",
    "hideKeyboard",
    "loadFontFace",
    "navigateBack",
    "navigateTo",
    "pageScrollTo",
    "reLaunch",
    "redirectTo",
    "removeStorage",
    "removeStorageSync",
    "sendSocketMessage",
    "setNavigationBar",
    "setNavigationBarTitle",
    "setStorage",
    "setStorageSync",
    "startAccelerometer",
    "startCompass",
    "startGyroscope",
    "stopAccelerometer",
    "stopCompass",
    "stopGyroscope",
    "switchTab",
    "watchShake",
)
"""The APIs the runtime answers inside the page. A wallet offers them by naming them in ``PhoneConfig.apis``."""

MEMBERS = (
    "SDKVersion",
    "createAnimation",
    "createCanvasContext",
    "createInnerAudioContext",
    "createIntersectionObserver",
    "createOffscreenCanvas",
    "createSelectorQuery",
    "env",
    "getBackgroundAudioManager",
    "getFileSystemManager",
    "getUpdateManager",
    "isIDE",
    "off",
    "on",
)
"""What ``my`` has that is no call: constants, and functions that make objects."""

EVENTS = (
    "offAccelerometerChange",
    "offAppHide",
    "offAppShow",
    "offBLECharacteristicValueChange",
    "offBLEConnectionStateChanged",
    "offBluetoothAdapterStateChange",
    "offBluetoothDeviceFound",
    "offCompassChange",
    "offDeviceMotionChange",
    "offError",
    "offGetWifiList",
    "offGyroscopeChange",
    "offMemoryWarning",
    "offNetworkStatusChange",
    "offPageNotFound",
    "offSocketClose",
    "offSocketError",
    "offSocketMessage",
    "offSocketOpen",
    "offUnhandledRejection",
    "offUserCaptureScreen",
    "offWifiConnected",
    "onAccelerometerChange",
    "onAppHide",
    "onAppShow",
    "onBLECharacteristicValueChange",
    "onBLEConnectionStateChanged",
    "onBluetoothAdapterStateChange",
    "onBluetoothDeviceFound",
    "onCompassChange",
    "onDeviceMotionChange",
    "onError",
    "onGetWifiList",
    "onGyroscopeChange",
    "onMemoryWarning",
    "onNetworkStatusChange",
    "onPageNotFound",
    "onSocketClose",
    "onSocketError",
    "onSocketMessage",
    "onSocketOpen",
    "onUnhandledRejection",
    "onUserCaptureScreen",
    "onWifiConnected",
)
"""The listeners that something in this house feeds: the page, or the phone."""

NATIVE_APIS = (
    "createCanvasContext",
    "createIntersectionObserver",
    "createSelectorQuery",
    "createWebViewContext",
    "createWorker",
    "disableAlertBeforeUnload",
    "enableAlertBeforeUnload",
    "getEnterOptionsSync",
    "getExtConfig",
    "getExtConfigSync",
    "getLaunchOptionsSync",
    "getLeftButtonsBoundingClientRect",
    "getMenuButtonBoundingClientRect",
    "getTitleColor",
    "hideNavigationBarLoading",
    "hideShareMenu",
    "hideTabBar",
    "hideTabBarRedDot",
    "navigateBack",
    "navigateTo",
    "offComponentError",
    "onComponentError",
    "pageScrollTo",
    "reLaunch",
    "redirectTo",
    "removeTabBarBadge",
    "setBackgroundColor",
    "setBackgroundTextStyle",
    "setCanPullDown",
    "setNavigationBar",
    "setNavigationBarBottomLineColor",
    "setNavigationBarColor",
    "setNavigationBarTitle",
    "setTabBarBadge",
    "setTabBarItem",
    "setTabBarStyle",
    "showNavigationBarLoading",
    "showShareMenu",
    "showSharePanel",
    "showTabBar",
    "showTabBarRedDot",
    "startPullDownRefresh",
    "stopPullDownRefresh",
    "switchTab",
)
"""What the runtime of native programs answers by itself, on the program's own pages, whatever the wallet offers."""

BRIDGE_URLS = (
    "https://cdn.marmot-cloud.com/npm/hylid-bridge/*/index.js",
    "https://appx/web-view.min.js",
)
"""Globs of the bridge scripts that H5 programs load; the runtime answers them with ``BRIDGE_SCRIPT`` (findings 15)."""

BRIDGE_SCRIPT = "/* The wallet has put `my` and `AlipayJSBridge` into this page already. */\n"
"""The text for ``BRIDGE_URLS``: a script that leaves the wallet's own objects as they are."""

_TEXTS = ("host", "phone", "key", "engine")


@dataclass(frozen=True, slots=True)
class PhoneConfig:
    """What the runtime must know about one phone session (the JSAPI host protocol).

    ``host`` is the base URL of the JSAPI host, ``key`` the secret of this session, ``apis`` every name the wallet
    offers (add ``LOCAL_APIS``; ``on*``/``off*`` events and ``WindVane`` count too), ``system_info`` what
    ``my.getSystemInfo`` returns, ``engine`` the name of the window property that holds the test engine, ``native``
    whether the program is a native one (its runtime comes with its page, see ``harness.runtime.native``).
    """

    host: str
    phone: str
    key: str
    apis: tuple[str, ...]
    app_id: str
    system_info: Mapping[str, object]
    engine: str
    native: bool = False

    def to_json(self) -> str:
        """Return the configuration as JSON that is safe inside a script; raises HarnessError where a text is empty."""
        for name in _TEXTS:
            if not getattr(self, name):
                raise HarnessError(
                    f"the phone's configuration has no {name}",
                    action=f"give PhoneConfig a {name}",
                )
        text = json.dumps(
            {
                "host": self.host.rstrip("/"),
                "phone": self.phone,
                "key": self.key,
                "apis": list(self.apis),
                "appId": self.app_id,
                "systemInfo": dict(self.system_info),
                "engine": self.engine,
                **({"native": True} if self.native else {}),
            },
            separators=(",", ":"),
        )
        # ASCII only by json.dumps; no "<" either, so that no "</script>" or "<!--" can end a script early.
        return text.replace("<", "\\u003c")


def init_script(config: PhoneConfig) -> str:
    """Return the text for Playwright's ``add_init_script``; raises HarnessError when the bundle is not built."""
    return f"(() => {{{_bundle(BUNDLE)}; HarnessRuntime.install({config.to_json()}); }})();"


def worker_script(wallet: str) -> str:
    """Return what stands before a service worker's own script; ``wallet`` is the origin of the wallet app.

    One line, so that the places in what follows keep theirs. Raises HarnessError when the bundle is not built.
    """
    text = " ".join(_bundle(BUNDLE.with_name(WORKER)).splitlines())
    return f"(() => {{{text}; HarnessWorker.install({json.dumps(wallet)}); }})();"


@cache
def _bundle(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise HarnessError(
            "the page runtime is not built",
            place=str(file),
            action="run `make setup`",
        ) from error

"""Every JSAPI that the types of the overseas platform name is answered: by the wallet, the page, or the native runtime.

The names are those of the interface ``MiniprogramApi`` in the types "miniprogram" of DefinitelyTyped, which were written after
the platform's own documents.
"""

from __future__ import annotations

from harness.suite.jsapi_page import answered_by
from harness.wallet.profile import load_profile

NAMES = """
showNavigationBarLoading hideNavigationBarLoading setNavigationBar hideBackHome hideTabBar setTabBarStyle switchTab navigateTo
navigateBack redirectTo reLaunch alert confirm prompt showLoading hideLoading showToast hideToast showActionSheet
startPullDownRefresh stopPullDownRefresh setCanPullDown choosePhoneContact addPhoneContact createAnimation createCanvasContext
hideKeyboard pageScrollTo createSelectorQuery multiLevelSelect datePicker setBackgroundColor chooseImage previewImage saveImage
getImageInfo getStorage getStorageSync setStorage setStorageSync removeStorage removeStorageSync clearStorage clearStorageSync
saveFile getFileInfo getSavedFileInfo getSavedFileList removeSavedFile openDocument getLocation openLocation chooseLocation
request uploadFile downloadFile connectSocket sendSocketMessage closeSocket onSocketOpen offSocketOpen onSocketError
offSocketError onSocketMessage offSocketMessage onSocketClose offSocketClose canIUse SDKVersion getSystemInfo getSystemInfoSync
getNetworkType getClipboard setClipboard vibrate watchShake makePhoneCall getServerTime onUserCaptureScreen offUserCaptureScreen
setKeepScreenOn getScreenBrightness setScreenBrightness getBatteryInfo getBatteryInfoSync showAuthGuide getSetting openSetting
onMemoryWarning offMemoryWarning onAccelerometerChange offAccelerometerChange onCompassChange offCompassChange scan
createWebViewContext getSiteInfo navigateToMiniProgram navigateBackMiniProgram getAppIdSync getAuthCode getOpenUserInfo tradePay
signContract openBluetoothAdapter closeBluetoothAdapter getBluetoothAdapterState getBluetoothDevices
getConnectedBluetoothDevices onBluetoothDeviceFound offBluetoothDeviceFound onBluetoothAdapterStateChange
offBluetoothAdapterStateChange startBluetoothDevicesDiscovery stopBluetoothDevicesDiscovery connectBLEDevice
disconnectBLEDevice getBLEDeviceCharacteristics getBLEDeviceServices notifyBLECharacteristicValueChange
onBLECharacteristicValueChange offBLECharacteristicValueChange onBLEConnectionStateChanged offBLEConnectionStateChanged
readBLECharacteristicValue writeBLECharacteristicValue
""".split()


def test_every_name_is_answered() -> None:
    offered = load_profile("generic_v1").jsapi.apis
    lacking = {name: answer for name in NAMES if (answer := answered_by(name, offered)).startswith("lacks")}
    assert len(NAMES) > 100
    assert lacking == {}

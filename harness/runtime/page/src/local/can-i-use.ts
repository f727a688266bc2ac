/** `my.canIUse("tradePay")`, `my.canIUse("tradePay.object.paymentUrl")`: true to what this wallet offers. */

import { success } from "../config.ts";
import type { LocalApi } from "./index.ts";

/** Parameters (`object`) and result keys (`return`) of the APIs whose surface jsapi.md documents. */
const SURFACE: Readonly<Record<string, readonly [object: string, result: string]>> = {
  getAuthCode: ["scopes", "authCode authSuccessScopes authErrorScopes"],
  tradePay: ["paymentUrl tradeNO orderStr", "resultCode"],
  request: ["url method headers data dataType timeout enableCookie", "data status headers"],
  alert: ["title content buttonText", ""],
  confirm: ["title content confirmButtonText cancelButtonText", "confirm"],
  prompt: ["title message placeholder align okButtonText cancelButtonText", "ok inputValue"],
  showToast: ["content type duration", ""],
  showLoading: ["content delay", ""],
  hideLoading: ["page", ""],
  showActionSheet: ["title items cancelButtonText destructiveBtnIndex badges", "index"],
  navigateTo: ["url", ""],
  redirectTo: ["url", ""],
  reLaunch: ["url", ""],
  switchTab: ["url", ""],
  navigateBack: ["delta", ""],
  getStorage: ["key", "data"],
  setStorage: ["key data", ""],
  removeStorage: ["key", ""],
  getAppIdSync: ["", "appId"],
  getNetworkType: ["", "networkAvailable networkType"],
  showModal: ["title content showCancel confirmText cancelText", "confirm cancel"],
  scan: ["type scanType hideAlbum", "code qrCode barCode"],
  chooseImage: ["count sizeType sourceType", "apFilePaths tempFilePaths tempFiles"],
  previewImage: ["current urls", ""],
  saveImage: ["url", ""],
  getImageInfo: ["src", "width height path orientation type"],
  getLocation: ["type cacheTimeout", "longitude latitude accuracy horizontalAccuracy country province city"],
  openLocation: ["longitude latitude name address scale", ""],
  chooseLocation: ["title", "name address longitude latitude"],
  chooseCity: ["cities customCities", "city adCode"],
  uploadFile: ["url filePath fileName name fileType header headers formData timeout", "data statusCode header"],
  downloadFile: ["url header headers timeout", "apFilePath tempFilePath"],
  saveFile: ["apFilePath filePath", "apFilePath savedFilePath"],
  getFileInfo: ["apFilePath filePath digestAlgorithm", "size digest"],
  getSavedFileInfo: ["apFilePath filePath", "size createTime"],
  getSavedFileList: ["", "fileList"],
  removeSavedFile: ["apFilePath filePath", ""],
  openDocument: ["filePath fileType", ""],
  setClipboard: ["text", ""],
  getClipboard: ["", "text"],
  makePhoneCall: ["number", ""],
  choosePhoneContact: ["", "name mobile"],
  addPhoneContact: ["firstName lastName nickName mobilePhoneNumber", ""],
  getBatteryInfo: ["", "level isCharging"],
  getScreenBrightness: ["", "brightness"],
  setScreenBrightness: ["brightness", ""],
  setKeepScreenOn: ["keepScreenOn", ""],
  getServerTime: ["", "time"],
  datePicker: ["format currentDate startDate endDate", "date"],
  optionsSelect: ["title optionsOne optionsTwo", "selectedOneIndex selectedOneOption selectedTwoIndex selectedTwoOption"],
  multiLevelSelect: ["title list", "success result"],
  getOpenUserInfo: ["", "response"],
  getAuthUserInfo: ["", "nickName avatar"],
  getSetting: ["", "authSetting"],
  openSetting: ["", "authSetting"],
  pageScrollTo: ["scrollTop selector duration", ""],
  enableAlertBeforeUnload: ["message", "success"],
  disableAlertBeforeUnload: ["", "success"],
  getSystemSetting: ["", "bluetoothEnabled locationEnabled wifiEnabled"],
  getAppAuthorizeSetting: ["", "albumAuthorized bluetoothAuthorized cameraAuthorized locationAuthorized microphoneAuthorized notificationAuthorized"],
  getExtConfig: ["", "data extConfig"],
  getMenuButtonBoundingClientRect: ["", "width height top right bottom left"],
  getLeftButtonsBoundingClientRect: ["", "backButtonIcon backButtonInteractive homeButtonIcon"],
  setNavigationBarTitle: ["title", ""],
  setNavigationBarColor: ["backgroundColor frontColor", ""],
  setNavigationBarBottomLineColor: ["color", ""],
  generateImageFromCode: ["code format width correctLevel", "image"],
  loadFontFace: ["family source desc", "status"],
  isScreenReaderEnabled: ["", "screenReaderEnabled"],
  chooseContact: ["chooseType includeMe includeMobileContactMode multiChooseMax", "contactsDicArray"],
  regionPicker: ["title customItem", "data code"],
  chooseDistrict: ["mode mainTitle mainHeadList mainNormalList mainMergeOptions seniorPageList", "name adCode ext"],
  requestSubscribeMessage: ["entityIds", "behavior show keep refuse result"],
  unsubscribeMessage: ["entityIds", "success"],
  detectFileType: ["filePath", "type extension"],
  saveFileToDisk: ["apFilePath filePath", "success"],
  setNavigationBar: ["title image backgroundColor frontColor borderBottomColor reset", ""],
};
/** Attributes of built-in components that programs ask about, as `button.open-type.getAuthorize`, with their values. */
const COMPONENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  button: { "open-type": "getAuthorize", openType: "getAuthorize", "form-type": "submit reset", type: "default primary ghost warn", size: "default mini" },
  input: { type: "text number idcard digit", password: "", maxlength: "", controlled: "" },
  image: { mode: "scaleToFill aspectFit aspectFill widthFix", "lazy-load": "" },
  picker: { mode: "" },
  "scroll-view": { "scroll-top": "", "scroll-into-view": "" },
  view: { animation: "", "disable-scroll": "" },
};
const CALLBACKS = "success fail complete";

export function canIUse(offered: ReadonlySet<string>): Record<string, LocalApi> {
  return { canIUse: (question) => success(typeof question === "string" && answer(question, offered)) };
}

/** Answers one question of the form `api[.object|.return|.callback[.name]]`. */
export function answer(question: string, offered: ReadonlySet<string>): boolean {
  const [api = "", part, name] = question.split(".");
  if (!offered.has(api) && api !== "call") return false;
  if (part === undefined) return true;
  const attributes = COMPONENTS[api];
  if (attributes !== undefined) return part in attributes && (name === undefined || (attributes[part] ?? "").split(" ").includes(name));
  const [parameters, results] = SURFACE[api] ?? SURFACE[api.replace(/Sync$/, "")] ?? ["", ""];
  const known =
    part === "object" ? `${parameters} ${CALLBACKS}` : part === "return" || part === "callback" ? results : undefined;
  if (known === undefined) return false;
  return name === undefined || known.split(" ").includes(name);
}

"""JSAPIs of pictures and files: choosing, showing, saving, uploading, downloading (jsapi.md)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Awaitable, Callable, Mapping

import httpx

from harness.wallet.file_types import file_type
from harness.wallet.jsapi_call import Answer, Call, Sheet, failure, success
from harness.wallet.my_request import reach
from harness.wallet.phone_files import PhoneFile, PhoneFullError
from harness.wallet.senses import Picture

TRANSFER_MILLISECONDS = 60_000
"""How long an upload or a download may take, in ms, unless the program says less."""


def _keep(call: Call, name: str, content: bytes, media_type: str = "") -> PhoneFile:
    base = f"{call.wallet.app_origin}/file/{call.phone.id}"
    return call.senses.files.add(base, name, content, media_type)


def _path(call: Call) -> str:
    return call.text("apFilePath") or call.text("filePath") or call.text("tempFilePath")


async def choose_image(call: Call) -> Answer:
    """my.chooseImage: the next pictures that the scenario chose, ``count`` at most; error 11 where the buyer chose none.

    Error 2001 where the wallet may use neither the album nor the camera.
    """
    if not (call.senses.permits("album") or call.senses.permits("camera")):
        return failure(2001, "The wallet may not use the album or the camera.")
    count = max(1, int(call.number("count") or 1))
    taken, call.senses.pictures[:] = call.senses.pictures[:count], call.senses.pictures[count:]
    if not taken:
        return failure(11, "The user cancelled.")
    try:
        files = [_keep(call, picture.name, picture.content) for picture in taken]
    except PhoneFullError:
        return failure(3, "The phone has no room for another file.")
    paths = [file.path for file in files]
    sizes = [{"path": file.path, "size": len(file.content)} for file in files]
    return success({"apFilePaths": paths, "tempFilePaths": paths, "filePaths": paths, "tempFiles": sizes})


async def preview_image(call: Call) -> Answer:
    """my.previewImage: shows the pictures, the one at ``current`` first."""
    urls = call.texts("urls")
    if not urls:
        return failure(2, "invalid parameter!")
    current = call.params.get("current", 0)
    at = urls.index(current) if isinstance(current, str) and current in urls else int(call.number("current") or 0)
    images = [*urls[at:], *urls[:at]] if 0 <= at < len(urls) else urls
    call.fact("pictures shown", urls=images)
    return success(draw={"kind": "viewer", "title": "", "images": images})


async def save_image(call: Call) -> Answer:
    """my.saveImage, my.saveImageToPhotosAlbum: puts a picture into the phone's album; error 16 where there is none.

    Error 15 where the wallet may not use the album.
    """
    if not call.senses.permits("album"):
        return failure(15, "The wallet may not use the album.")
    path = call.text("url") or _path(call)
    file = call.senses.files.get(path)
    if file is None:
        answer = await _get(call, path)
        if isinstance(answer, dict):
            return failure(16, "The picture cannot be saved.")
        file = PhoneFile(path, path.rpartition("/")[2], answer[1], answer[0].headers.get("content-type", ""))
    if not file.media_type.startswith("image/"):
        return failure(16, "The picture cannot be saved.")
    call.senses.album.append(Picture(file.name, file.content))
    call.fact("picture saved", name=file.name, size=len(file.content))
    return success()


async def _get(call: Call, url: str) -> tuple[httpx.Response, bytes] | dict[str, object]:
    if call.offline:
        return {"error": 12, "errorMessage": "network error"}
    headers = call.params.get("headers") or call.params.get("header") or {}
    sent = {str(k): str(v) for k, v in headers.items()} if isinstance(headers, Mapping) else {}
    sent["user-agent"] = call.user_agent
    http = call.http
    timeout = call.params.get("timeout", TRANSFER_MILLISECONDS)
    return await reach(
        http, lambda: http.build_request("GET", url, headers=sent), timeout=timeout, closed=call.wallet.own_origins
    )


async def download_file(call: Call) -> Answer:
    """my.downloadFile: a temporary file; error 12 where it does not come, 20 for a url that is none."""
    url = call.text("url")
    if not url.startswith(("http://", "https://")):
        return failure(20, "unsupported url")
    answer = await _get(call, url)
    if isinstance(answer, dict):
        return {"outcome": "fail", "result": answer}
    response, content = answer
    if not response.is_success:
        return failure(12, "download failed", statusCode=response.status_code)
    try:
        file = _keep(call, httpx.URL(url).path.rpartition("/")[2], content, response.headers.get("content-type", ""))
    except PhoneFullError:
        return failure(12, "The phone has no room for another file.")
    headers = dict(response.headers)
    return success({"apFilePath": file.path, "tempFilePath": file.path, "headers": headers, "header": headers})


async def upload_file(call: Call) -> Answer:
    """my.uploadFile: a form with the file and ``formData``; error 11 where there is no file, 12 where it does not arrive."""
    file = call.senses.files.get(_path(call))
    field = call.text("fileName") or call.text("name")
    if not call.text("url") or not field:
        return failure(2, "invalid parameter!")
    if file is None:
        return failure(11, "The file does not exist.")
    if call.offline:
        return failure(12, "network error")
    form, headers = call.params.get("formData"), call.params.get("headers") or call.params.get("header") or {}
    data = {str(k): str(v) for k, v in form.items()} if isinstance(form, Mapping) else {}
    sent = {str(k).lower(): str(v) for k, v in headers.items()} if isinstance(headers, Mapping) else {}
    sent = {name: value for name, value in sent.items() if name not in ("content-type", "content-length", "host")}
    sent["user-agent"] = call.user_agent
    http, part = call.http, {field: (file.name, file.content, file.media_type)}
    answer = await reach(
        http,
        lambda: http.build_request("POST", call.text("url"), data=data, files=part, headers=sent),
        timeout=call.params.get("timeout", TRANSFER_MILLISECONDS),
        closed=call.wallet.own_origins,
    )
    if isinstance(answer, dict):
        return {"outcome": "fail", "result": answer}
    response, raw = answer
    text = raw.decode(response.encoding or "utf-8", "replace")
    return success({"data": text, "statusCode": response.status_code, "header": dict(response.headers)})


async def save_file(call: Call) -> Answer:
    """my.saveFile: makes a temporary file a lasting one; error 12 where there is none."""
    file = call.senses.files.save(_path(call), call.phone.world.clock.now())
    if file is None:
        return failure(12, "The file does not exist.")
    return success({"success": True, "apFilePath": file.path, "savedFilePath": file.path})


async def save_file_to_disk(call: Call) -> Answer:
    """my.saveFileToDisk: puts a copy where the buyer finds it outside of the program; error 12 [I] where there is no file."""
    file = call.senses.files.get(_path(call))
    if file is None:
        return failure(12, "The file does not exist.")
    call.senses.downloads.append(Picture(file.name, file.content))
    call.fact("file saved to disk", name=file.name, size=len(file.content))
    return success({"success": True})


async def detect_file_type(call: Call) -> Answer:
    """my.detectFileType: ``{type, extension}`` by what is in the file; error 11 [I] where there is none."""
    path = call.text("filePath")
    if not path:
        return failure(2, "invalid parameter!")
    file = call.senses.files.get(path)
    if file is None:
        return failure(11, "The file does not exist.")
    media_type, extension = file_type(file.content)
    return success({"type": media_type, "extension": extension})


async def get_saved_file_list(call: Call) -> Answer:
    """my.getSavedFileList."""
    saved = call.senses.files.saved()
    rows = [{"apFilePath": f.path, "filePath": f.path, "size": len(f.content), "createTime": f.saved_at} for f in saved]
    return success({"success": True, "fileList": rows})


async def get_saved_file_info(call: Call) -> Answer:
    """my.getSavedFileInfo: error 11 where no such file was saved."""
    file = call.senses.files.get(_path(call))
    if file is None or not file.saved_at:
        return failure(11, "The file does not exist.")
    return success({"success": True, "size": len(file.content), "createTime": file.saved_at})


async def remove_saved_file(call: Call) -> Answer:
    """my.removeSavedFile: error 11 where no such file was saved."""
    if not call.senses.files.remove_saved(_path(call)):
        return failure(11, "The file does not exist.")
    return success({"success": True})


async def get_file_info(call: Call) -> Answer:
    """my.getFileInfo: size in bytes and digest, md5 unless sha1 is asked for; error 11 where there is no file."""
    algorithm = call.text("digestAlgorithm", "md5")
    if algorithm not in ("md5", "sha1"):
        return failure(2, "invalid parameter!")
    file = call.senses.files.get(_path(call))
    if file is None:
        return failure(11, "The file does not exist.")
    digest = hashlib.new(algorithm, file.content, usedforsecurity=False).hexdigest()
    return success({"size": len(file.content), "digest": digest})


async def open_document(call: Call) -> Answer:
    """my.openDocument: shows a downloaded PDF; error 11 where there is no file."""
    file = call.senses.files.get(_path(call))
    if file is None:
        return failure(11, "The file does not exist.")
    call.fact("document opened", name=file.name, size=len(file.content))
    return success(
        draw={"kind": "viewer", "title": file.name, "text": f"{file.media_type}, {len(file.content):,} bytes"}
    )


async def keep_picture(call: Call) -> Answer:
    """What the page has drawn becomes a temporary file: what my.canvasToTempFilePath and others end with."""
    try:
        content = base64.b64decode(call.text("content"), validate=True)
        return success({"path": _keep(call, call.text("name", "picture.png"), content).path})
    except binascii.Error:
        return failure(2, "invalid parameter!")
    except PhoneFullError:
        return failure(3, "The phone has no room for another file.")


FILES: dict[str, Callable[[Call], Awaitable[Answer | Sheet]]] = {
    "chooseImage": choose_image,
    "previewImage": preview_image,
    "saveImage": save_image,
    "saveImageToPhotosAlbum": save_image,
    "uploadFile": upload_file,
    "downloadFile": download_file,
    "saveFile": save_file,
    "saveFileToDisk": save_file_to_disk,
    "detectFileType": detect_file_type,
    "getSavedFileList": get_saved_file_list,
    "getSavedFileInfo": get_saved_file_info,
    "removeSavedFile": remove_saved_file,
    "getFileInfo": get_file_info,
    "openDocument": open_document,
    "canvasToTempFilePath.keep": keep_picture,
    "compressImage.keep": keep_picture,
    "createOffscreenCanvas.keep": keep_picture,
}

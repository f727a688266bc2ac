"""``my.getFileSystemManager()``: what it does to the files that the phone keeps for a program.

Contents cross as base64 in ``content``; the page says only how many ``bytes`` there are where a file is larger than a phone
may hold. Error numbers [D] by the manager's own documents: 10022 there is no such file or folder, 10024 no permission for the
path, 10028 a file of more than 10 MiB, or a folder of more than 50 MiB; [I] by their neighbours: 10023 a folder where a file is
needed or the other way round, 10025 it is there already, 10026 the folder is not empty.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import PurePath

from harness.wallet.jsapi_call import Answer, Call, failure, success
from harness.wallet.phone_files import LARGEST, USER_DATA, PhoneFile, PhoneFullError

NOT_THERE, OTHER_KIND, NO_PERMISSION, THERE_ALREADY, NOT_EMPTY, NO_ROOM = 10022, 10023, 10024, 10025, 10026, 10028
_SAYS = {
    NOT_THERE: "no such file or directory",
    OTHER_KIND: "a file is needed, or a directory, and this is the other",
    NO_PERMISSION: "permission denied",
    THERE_ALREADY: "the file or directory exists already",
    NOT_EMPTY: "the directory is not empty",
    NO_ROOM: "the phone has no room for another file",
}


class _Refused(Exception):
    """An operation ends with an error number."""

    def __init__(self, error: int) -> None:
        self.error = error
        super().__init__(_SAYS[error])


def _path(call: Call, name: str) -> str:
    return call.text(name).rstrip("/")


def _file(call: Call, name: str) -> PhoneFile:
    path = _path(call, name)
    if path in call.senses.files.folders:
        raise _Refused(OTHER_KIND)
    file = call.senses.files.get(path)
    if file is None:
        raise _Refused(NOT_THERE)
    return file


def _own(call: Call, name: str) -> str:
    """Return a path that the program may write to."""
    path = _path(call, name)
    if not path.startswith(f"{USER_DATA}/") or ".." in PurePath(path).parts:
        raise _Refused(NO_PERMISSION)
    return path


def _new(call: Call, name: str) -> str:
    """Return a path for a file of the program: its folder is there, and it is none itself."""
    path, files = _own(call, name), call.senses.files
    if path in files.folders:
        raise _Refused(OTHER_KIND)
    if path.rpartition("/")[0] not in files.folders:
        raise _Refused(NOT_THERE)
    return path


def _folder(call: Call, name: str) -> str:
    path = _path(call, name)
    if path not in call.senses.files.folders:
        raise _Refused(OTHER_KIND if call.senses.files.get(path) else NOT_THERE)
    return path


def _content(call: Call) -> bytes:
    if (call.number("bytes") or 0) > LARGEST:
        raise _Refused(NO_ROOM)
    return base64.b64decode(call.text("content"), validate=True)


def _put(call: Call, path: str, content: bytes, media_type: str = "") -> None:
    call.senses.files.put(path, content, call.phone.world.clock.now(), media_type)


def _access(call: Call) -> Answer:
    path = _path(call, "path")
    if path not in call.senses.files.folders and call.senses.files.get(path) is None:
        raise _Refused(NOT_THERE)
    return success()


def _read_file(call: Call) -> Answer:
    return success({"content": base64.b64encode(_file(call, "filePath").content).decode()})


def _write_file(call: Call) -> Answer:
    _put(call, _new(call, "filePath"), _content(call))
    return success()


def _append_file(call: Call) -> Answer:
    _put(call, _own(call, "filePath"), _file(call, "filePath").content + _content(call))
    return success()


def _copy_file(call: Call) -> Answer:
    file = _file(call, "srcPath")
    _put(call, _new(call, "destPath"), file.content, file.media_type)
    return success()


def _save_file(call: Call) -> Answer:
    file = _file(call, "tempFilePath")
    if not call.text("filePath"):
        call.senses.files.save(file.path, call.phone.world.clock.now())
        return success({"savedFilePath": file.path})
    path = _new(call, "filePath")
    _put(call, path, file.content, file.media_type)
    call.senses.files.remove(file.path)
    return success({"savedFilePath": path})


def _rename(call: Call) -> Answer:
    old, new, files = _own(call, "oldPath"), _new(call, "newPath"), call.senses.files
    moved = [old, *files.below(old)] if old in files.folders else [_file(call, "oldPath").path]
    for path in moved:
        target = f"{new}{path.removeprefix(old)}"
        if path in files.folders:
            files.folders.remove(path)
            files.folders.add(target)
        elif (file := files.get(path)) is not None:
            files.remove(path)
            _put(call, target, file.content, file.media_type)
    return success()


def _unlink(call: Call) -> Answer:
    path = _own(call, "filePath")
    _file(call, "filePath")
    call.senses.files.remove(path)
    return success()


def _mkdir(call: Call) -> Answer:
    path, files = _own(call, "dirPath"), call.senses.files
    if path in files.folders or files.get(path) is not None:
        raise _Refused(THERE_ALREADY)
    above = path.rpartition("/")[0]
    if above not in files.folders and call.params.get("recursive") is not True:
        raise _Refused(NOT_THERE)
    while path not in files.folders:
        files.folders.add(path)
        path = path.rpartition("/")[0]
    return success()


def _rmdir(call: Call) -> Answer:
    path, files = _own(call, "dirPath"), call.senses.files
    _folder(call, "dirPath")
    inside = files.below(path)
    if inside and call.params.get("recursive") is not True:
        raise _Refused(NOT_EMPTY)
    for each in (*inside, path):
        files.folders.discard(each)
        files.remove(each)
    return success()


def _readdir(call: Call) -> Answer:
    folder = _folder(call, "dirPath")
    inside = {path.removeprefix(f"{folder}/").partition("/")[0] for path in call.senses.files.below(folder)}
    return success({"files": sorted(inside)})


def _stat(call: Call) -> Answer:
    path = _path(call, "path")
    if path in call.senses.files.folders:
        return success({"stats": {"size": 0, "lastModifiedTime": 0, "folder": True}})
    file = _file(call, "path")
    return success({"stats": {"size": len(file.content), "lastModifiedTime": file.saved_at, "folder": False}})


def _get_file_info(call: Call) -> Answer:
    file = _file(call, "filePath")
    sha = call.text("digestAlgorithm") == "sha1"
    digest = (
        hashlib.sha1(file.content, usedforsecurity=False) if sha else hashlib.md5(file.content, usedforsecurity=False)
    )
    return success({"size": len(file.content), "digest": digest.hexdigest()})


def _get_saved_file_list(call: Call) -> Answer:
    saved = [
        {"apFilePath": file.path, "filePath": file.path, "size": len(file.content), "createTime": file.saved_at}
        for file in call.senses.files.saved()
    ]
    return success({"fileList": saved})


def _remove_saved_file(call: Call) -> Answer:
    if not call.senses.files.remove_saved(_file(call, "filePath").path):
        raise _Refused(NOT_THERE)
    return success()


def _operation(act: Callable[[Call], Answer]) -> Callable[[Call], Awaitable[Answer]]:
    async def answer(call: Call) -> Answer:
        try:
            return act(call)
        except _Refused as refused:
            return failure(refused.error, str(refused))
        except PhoneFullError:
            return failure(NO_ROOM, _SAYS[NO_ROOM])
        except binascii.Error:
            return failure(2, "invalid parameter!")

    return answer


FILE_SYSTEM: dict[str, Callable[[Call], Awaitable[Answer]]] = {
    f"getFileSystemManager.{name}": _operation(act)
    for name, act in (
        ("access", _access),
        ("appendFile", _append_file),
        ("copyFile", _copy_file),
        ("getFileInfo", _get_file_info),
        ("getSavedFileList", _get_saved_file_list),
        ("mkdir", _mkdir),
        ("readFile", _read_file),
        ("readdir", _readdir),
        ("removeSavedFile", _remove_saved_file),
        ("rename", _rename),
        ("rmdir", _rmdir),
        ("saveFile", _save_file),
        ("stat", _stat),
        ("unlink", _unlink),
        ("writeFile", _write_file),
    )
}
"""By the name under which the page asks: the API that a wallet must offer, a dot, the operation."""

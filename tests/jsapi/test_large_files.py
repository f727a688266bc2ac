"""Files of ten mebibytes, the documented limit, go every way; the journal keeps what they were, not what is in them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from surface_program import surface_program

from fixtures.buyers import buyer
from harness import Stage, World
from harness.excerpts import LONGEST, excerpt, file_excerpt
from harness.journal import line_of
from harness.runtime.build import build
from harness.wallet.phone_files import LARGEST

EVERY_WAY = """async (largest) => {
  const size = async (apFilePath) => (await my.getFileInfo({ apFilePath })).size;
  const { apFilePaths: [chosen] } = await my.chooseImage();
  const { data } = await my.uploadFile({ url: `${location.origin}/upload`, filePath: chosen, fileName: 'bill' });
  const { apFilePath: loaded } = await my.downloadFile({ url: `${location.origin}/bills.pdf` });
  const { savedFilePath: saved } = await my.saveFile({ apFilePath: loaded });
  const fs = my.getFileSystemManager(), filePath = `${my.env.USER_DATA_PATH}/a`, bytes = new Uint8Array(largest).fill(7);
  await fs.writeFile({ filePath, data: bytes.buffer });
  const { data: read } = await fs.readFile({ filePath });
  const more = await fs.appendFile({ filePath, data: 'b' }).catch(({ error }) => error);
  const beyond = fs.writeFileSync(filePath, new ArrayBuffer(largest + 1)).error;
  const same = new Uint8Array(read).every((byte) => byte === 7);
  return [await size(chosen), JSON.parse(data).large, await size(saved), read.byteLength, same, more, beyond];
}"""


@pytest.fixture
def world(scratch_stage: Stage, tmp_path: Path) -> Iterator[World]:
    """An H5 program; native ones have the same page side, and the same cases of small files (surface_phone_cases.py)."""
    build()
    world = scratch_stage.world("large files", surface_program("h5", tmp_path / "program"))
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(bytes(LARGEST))
    world.senses.chooses_file(photo)
    world.enter_buyer(buyer(3), "1,000 IQD")
    world.open_program()
    world.mini_program.page_stack()
    yield world
    world.close()


def test_ten_mebibytes_go_every_way(world: World) -> None:
    told = world.phone.page.evaluate(EVERY_WAY, LARGEST)
    assert told == [LARGEST, True, LARGEST, LARGEST, True, 10028, 10028]
    assert max(len(line_of(message)) for message in world.journal.messages) < 2 * LONGEST
    kept = {"shortened": True, "bytes": LARGEST, "sha256": sha256(b"\7" * LARGEST).hexdigest(), "begins": "07" * 16}
    wrote = world.journal.find(lambda m: m.name == "my.getFileSystemManager.writeFile" and "content" in m.payload)
    read = world.journal.find(lambda m: m.name == "my.getFileSystemManager.readFile" and "content" in m.payload)
    assert wrote is not None
    assert read is not None
    assert wrote.get("content") == read.get("content") == kept


def test_what_is_long_is_shortened_and_says_so() -> None:
    long = "ت" * (LONGEST + 1)
    digest = sha256(long.encode()).hexdigest()
    marked = {"shortened": True, "characters": LONGEST + 1, "sha256": digest, "begins": "ت" * 200}
    assert excerpt({"a": [long, 1, None], "b": "ت" * LONGEST}) == {"a": [marked, 1, None], "b": "ت" * LONGEST}
    few = base64.b64encode(b"few").decode()
    assert file_excerpt(few) == {
        "shortened": True,
        "bytes": 3,
        "sha256": sha256(b"few").hexdigest(),
        "begins": b"few".hex(),
    }
    assert file_excerpt("no base64")["characters"] == 9

"""The frames of a program's page: a shop may stand in a frame of another page, and a tap has to go there.

Each frame has an engine of its own, which knows its own viewport and what covers it there. What a frame's place in the
page is, and whether the page covers it, is asked of the frames around it.
"""

from __future__ import annotations

from playwright.sync_api import Frame, Page

SLICE_MS = 100
"""How long one frame is looked at before it is the next one's turn."""
ALONE_MS = 1000
"""How often a page without frames is asked whether it has some by now."""

_PLACE = """(frame, point) => {
  const place = () => {
    const box = frame.getBoundingClientRect();
    return { x: box.x + frame.clientLeft + point.x, y: box.y + frame.clientTop + point.y };
  };
  let { x, y } = place();
  if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) {
    scrollBy({ left: x - innerWidth / 2, top: y - innerHeight / 2, behavior: "instant" });
    ({ x, y } = place());
  }
  return frame.getRootNode().elementFromPoint(x, y) === frame ? { x, y } : null;
}"""


def inner_frames(page: Page, wallet: str) -> list[Frame]:
    """Return the frames in a program's page; the wallet's own, at the origin ``wallet``, are none of them."""
    inner = [frame for frame in page.frames if frame is not page.main_frame and not frame.is_detached()]
    return [frame for frame in inner if not frame.url.startswith(f"{wallet}/")]


def place_in_page(frame: Frame, point: dict[str, float]) -> dict[str, float] | None:
    """Return where a point of a frame's viewport is in the page's, None where something covers the frame there."""
    parent = frame.parent_frame
    while parent is not None:
        found: object = frame.frame_element().evaluate(_PLACE, point)
        if not isinstance(found, dict):
            return None
        point, frame, parent = found, parent, parent.parent_frame
    return point

"""Coordinates of a PDF page: as the file has them, as it is displayed, as it is read. All in points, from the upper left corner.

The page as read differs from the page as displayed where its text runs up or down the sheet.
"""

from dataclasses import dataclass
from typing import Any

from tracker.plans.reading.model import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page is turned for reading: quarters against the clock that its text runs from upright."""

    turn: int
    width: float  # as displayed
    height: float

    def to_reading(self, x: float, y: float) -> tuple[float, float]:
        """A displayed point as it is read."""
        if self.turn == 1:
            return self.height - y, x
        if self.turn == 2:
            return self.width - x, self.height - y
        return (y, self.width - x) if self.turn == 3 else (x, y)

    def to_display(self, u: float, v: float) -> tuple[float, float]:
        """A point of the reading as it is displayed."""
        if self.turn == 1:
            return v, self.height - u
        if self.turn == 2:
            return self.width - u, self.height - v
        return (self.width - v, u) if self.turn == 3 else (u, v)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The displayed box of a rectangle of the reading."""
        (a, b), (c, d) = self.to_display(left, top), self.to_display(right, bottom)
        return Box(round(min(a, c), 1), round(min(b, d), 1), round(max(a, c), 1), round(max(b, d), 1))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as read."""
        return (self.height, self.width) if self.turn % 2 else (self.width, self.height)


class Display:
    """The page's own coordinates -> the displayed ones: its visible box, turned as the file says."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_bbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        self.quarters = page.get_rotation() // 90
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if self.quarters % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        if self.quarters == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def to_reading(self, turn: int) -> tuple[float, float, float, float, float, float]:
        """a, b, c, d, e, f: (x, y) of the file is read at (a x + b y + c, d x + e y + f) where the text runs `turn` quarters."""
        frame = Frame(turn, self.width, self.height)
        (c, f), (ac, df), (bc, ef) = (frame.to_reading(*self.point(*point)) for point in ((0, 0), (1, 0), (0, 1)))
        return ac - c, bc - c, c, df - f, ef - f, f

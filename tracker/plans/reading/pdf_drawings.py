"""What is drawn on a PDF page: straight rules, pictures. Curves, fillings and letters are none of it."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

from tracker.plans.reading.pdf_frame import Display, Frame

_THIN: Final = 4.0  # points: a filled rectangle that is a rule
_SHORTEST: Final = 1.0
_SKEW: Final = 0.8
_MOST_OBJECTS: Final = 30_000
_MOST_DEPTH: Final = 6


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight drawn line: across at height `at` from `start` to `end`, or down at distance `at`."""

    is_across: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


Matrix = tuple[float, float, float, float, float, float]


def drawings(page: Any, display: Display, frame: Frame) -> tuple[list[Rule], bool, int]:
    """Rules among the drawn paths, forms opened; whether there are pictures; how many objects the page has."""
    rules: list[Rule] = []
    has_pictures = False
    total = 0
    for item, matrix in _objects(page.raw, None, (1, 0, 0, 1, 0, 0), 0):
        total += 1
        if total > _MOST_OBJECTS:
            break
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            has_pictures = True
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            for a, b in _strokes(item, matrix):
                one = frame.to_reading(*display.point(*a))
                two = frame.to_reading(*display.point(*b))
                rules += _rule(one, two)
    return rules, has_pictures, total


def _objects(parent: Any, form: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    count = pdfium.FPDFFormObj_CountObjects(form) if form else pdfium.FPDFPage_CountObjects(parent)
    for index in range(max(count, 0)):
        item = pdfium.FPDFFormObj_GetObject(form, index) if form else pdfium.FPDFPage_GetObject(parent, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
            yield from _objects(parent, item, _times(_matrix(item), matrix), depth + 1)
        else:
            yield item, matrix


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return (1, 0, 0, 1, 0, 0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


Point = tuple[float, float]


def _strokes(item: Any, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """The straight lines a path draws: its stroked sides, or the middle of a thin filled rectangle."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    total = _times(_matrix(item), matrix)
    for points in _subpaths(item, total):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        if min(right - left, high - low) <= _THIN:
            if right - left >= high - low:
                yield (left, (low + high) / 2), (right, (low + high) / 2)
            else:
                yield ((left + right) / 2, low), ((left + right) / 2, high)
        elif stroke.value:
            yield from pairwise(points)


def _subpaths(item: Any, matrix: Matrix) -> Iterator[list[Point]]:
    a, b, c, d, e, f = matrix
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            points = []  # a curve is no rule
            continue
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _rule(one: Point, two: Point) -> list[Rule]:
    (a, b), (c, d) = one, two
    if abs(b - d) <= _SKEW and abs(a - c) >= _SHORTEST:
        return [Rule(True, (b + d) / 2, min(a, c), max(a, c))]
    if abs(a - c) <= _SKEW and abs(b - d) >= _SHORTEST:
        return [Rule(False, (a + c) / 2, min(b, d), max(b, d))]
    return []

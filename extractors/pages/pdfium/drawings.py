"""Rules and fills of a page through pdfium: the paths that it draws, those inside forms too."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import chain, pairwise, repeat
from typing import TypeAlias

from extractors.pages.drawings import DrawnShapes, is_thin, white
from extractors.pages.model import Box
from extractors.pages.pdfium import calls as call
from extractors.pages.pdfium.frames import Edges, Frame

_SAME = 0.01  # points; coordinates closer than this are equal
_DEEPEST = 16  # forms inside forms; a file that goes deeper is malicious or broken

_Point: TypeAlias = "tuple[float, float]"
_Matrix: TypeAlias = "tuple[float, float, float, float, float, float]"
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def drawn_on(page: call.Handle, frame: Frame) -> DrawnShapes:
    """The rules, fills and pictures of a page, a handle of pdfium, with their boxes in `frame`."""
    drawn = DrawnShapes()
    handles = list(map(call.page_object, repeat(page), range(call.count_objects(page))))
    _draw(handles, _IDENTITY, 0, frame, drawn)
    return drawn


def _draw(handles: Sequence[call.Handle], outer: _Matrix, depth: int, frame: Frame, drawn: DrawnShapes) -> None:
    """Draw the paths among page objects; `outer` is the matrix of the form that holds them."""
    types = list(map(call.object_type, handles))
    _draw_paths([h for h, kind in zip(handles, types, strict=True) if kind == call.OBJECT_PATH], outer, frame, drawn)
    if call.OBJECT_IMAGE in types:
        _place_pictures([h for h, k in zip(handles, types, strict=True) if k == call.OBJECT_IMAGE], outer, frame, drawn)
    if call.OBJECT_FORM not in types or depth == _DEEPEST:
        return
    for form in [h for h, kind in zip(handles, types, strict=True) if kind == call.OBJECT_FORM]:
        inside = list(map(call.form_object, repeat(form), range(max(0, call.count_form_objects(form)))))
        a, b, c, d, e, f = call.floats(call.object_matrix, 1, 6, [form])
        _draw(inside, _concatenate_matrices((a, b, c, d, e, f), outer), depth + 1, frame, drawn)


def _place_pictures(pictures: Sequence[call.Handle], outer: _Matrix, frame: Frame, drawn: DrawnShapes) -> None:
    """Note where pictures stand: each is the unit square, placed by its matrix."""
    matrices = call.floats(call.object_matrix, len(pictures), 6, pictures)
    for index in range(len(pictures)):
        a, b, c, d, e, f = matrices[6 * index : 6 * index + 6]
        a, b, c, d, e, f = _concatenate_matrices((a, b, c, d, e, f), outer)
        xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        drawn.pictures.append(Box(*frame.box(min(xs), min(ys), max(xs), max(ys))))


def _draw_paths(paths: Sequence[call.Handle], outer: _Matrix, frame: Frame, drawn: DrawnShapes) -> None:
    """Draw paths; all that is asked of every path is asked for many at a time."""
    counts = list(map(call.count_segments, paths))
    _draw_lines([path for path, count in zip(paths, counts, strict=True) if count == 2], outer, frame, drawn)
    others = [(path, count) for path, count in zip(paths, counts, strict=True) if count != 2]
    handles = chain.from_iterable(map(repeat, *zip(*others, strict=True))) if others else ()
    numbers = chain.from_iterable(range(count) for _, count in others)
    segments = list(map(call.path_segment, handles, numbers))
    points = call.pairs(call.segment_point, segments)
    start = 0
    for (path, count), matrix in zip(others, _matrices_of([path for path, _ in others], outer), strict=True):
        a, b, c, d, e, f = matrix
        end = start + count
        xs, ys = points[2 * start : 2 * end : 2], points[2 * start + 1 : 2 * end : 2]
        placed = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)]
        _draw_path(path, placed, segments[start:end], frame, drawn)
        start = end


def _draw_lines(paths: Sequence[call.Handle], outer: _Matrix, frame: Frame, drawn: DrawnShapes) -> None:
    """Draw the paths that are one line each, as nearly all of a ruled table are."""
    begins, ends = (list(map(call.path_segment, paths, repeat(end))) for end in (0, 1))
    first, last = (call.pairs(call.segment_point, segments) for segments in (begins, ends))
    placed: list[Edges] = []
    for (a, b, c, d, e, f), x0, y0, x1, y1 in zip(
        _matrices_of(paths, outer), first[::2], first[1::2], last[::2], last[1::2], strict=True
    ):
        placed.append(
            _box_around((a * x0 + c * y0 + e, b * x0 + d * y0 + f), (a * x1 + c * y1 + e, b * x1 + d * y1 + f))
        )
    if placed:
        for edges in zip(*frame.boxes(*map(list, zip(*placed, strict=True))), strict=True):
            drawn.add_line(Box(*edges))


def _matrices_of(paths: Sequence[call.Handle], outer: _Matrix) -> list[_Matrix]:
    """By which matrix each of the paths is placed on the page."""
    numbers = iter(call.floats(call.object_matrix, len(paths), 6, paths))
    found: list[_Matrix] = list(zip(*[numbers] * 6, strict=True))
    return found if outer is _IDENTITY else [_concatenate_matrices(inner, outer) for inner in found]


def _draw_path(
    path: call.Handle, points: Sequence[_Point], segments: Sequence[call.Handle], frame: Frame, drawn: DrawnShapes
) -> None:
    """Draw the lines and rectangles of one path, whose `segments` end at `points` of the page."""
    for part in _split_subpaths(points, list(map(call.segment_type, segments))):
        if edges := _line_box(part):
            drawn.add_line(Box(*frame.box(*edges)))
        elif edges := _rectangle_box(part):
            box = Box(*frame.box(*edges))
            if is_thin(box):
                drawn.add_line(box)
                continue
            fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
            call.draw_mode(path, ctypes.addressof(fill_mode), ctypes.addressof(stroked))
            seen = fill_mode.value != 0 and not _is_white(path)
            drawn.add_rectangle(box, stroked=stroked.value != 0, filled=seen)


def _concatenate_matrices(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """The matrix that does what `inner` does, then what `outer` does."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _split_subpaths(points: Sequence[_Point], types: Sequence[int]) -> list[Sequence[_Point]]:
    """The points of each part of a path that is drawn in one stroke, without those that have curves."""
    if types.count(call.SEGMENT_MOVE) == 1:
        return [] if call.SEGMENT_CURVE in types else [points]
    starts = [i for i, kind in enumerate(types) if kind == call.SEGMENT_MOVE]
    return [points[a:b] for a, b in pairwise([*starts, len(types)]) if call.SEGMENT_CURVE not in types[a:b]]


def _line_box(points: Sequence[_Point]) -> Edges | None:
    """The box of a path that is one straight line, there or there and back."""
    if len(points) == 2 or (len(points) == 3 and _is_equal(points[0], points[2])):
        return _box_around(points[0], points[1])
    return None


def _box_around(one: _Point, other: _Point) -> Edges:
    (x0, y0), (x1, y1) = one, other
    if x1 < x0:
        x0, x1 = x1, x0
    return (x0, y0, x1, y1) if y0 <= y1 else (x0, y1, x1, y0)


def _rectangle_box(points: Sequence[_Point]) -> Edges | None:
    """The box of a path that is a rectangle with sides along the page's, closed or left to be closed."""
    if len(points) == 6 and _is_equal(points[4], points[5]):
        points = points[:5]
    if len(points) == 5 and not _is_equal(points[0], points[4]):
        return None
    if len(points) not in (4, 5):
        return None
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]
    if abs(x0 - x1) < _SAME and abs(y1 - y2) < _SAME and abs(x2 - x3) < _SAME and abs(y3 - y0) < _SAME:
        return _box_around(points[0], points[2])
    if abs(y0 - y1) < _SAME and abs(x1 - x2) < _SAME and abs(y2 - y3) < _SAME and abs(x3 - x0) < _SAME:
        return _box_around(points[0], points[2])
    return None


def _is_equal(one: _Point, other: _Point) -> bool:
    return abs(one[0] - other[0]) < _SAME and abs(one[1] - other[1]) < _SAME


def _is_white(path: call.Handle) -> bool:
    """Whether the path's fill cannot be seen on paper."""
    color = (ctypes.c_uint * 4)()
    base = ctypes.addressof(color)
    if not call.fill_color(path, base, base + 4, base + 8, base + 12):
        return False
    return color[3] == 0 or white(part / 255 for part in color[:3])

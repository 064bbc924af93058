"""The calls into pdfium that reading needs, bound so that they are cheap when made for thousands of characters.

Handles are plain addresses and results go to buffers that the caller owns, so that a whole page can be asked for with
`map`, without a line of Python for each character. pdfium is not safe for threads: one process reads one document at
a time, which is also why the calls need not give up Python's lock.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pypdfium2.raw as pdfium

Call = Callable[..., Any]

_HANDLE = ctypes.c_void_p
_BUFFER = ctypes.c_void_p
_INT = ctypes.c_int
_UINT = ctypes.c_uint


def _bind(name: str, result: Any, *arguments: Any) -> Call:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


close_text_page = _bind("FPDFText_ClosePage", None, _HANDLE)
load_text_page = _bind("FPDFText_LoadPage", _HANDLE, _HANDLE)
count_chars = _bind("FPDFText_CountChars", _INT, _HANDLE)
page_text = _bind("FPDFText_GetText", _INT, _HANDLE, _INT, _INT, _BUFFER)
char_code = _bind("FPDFText_GetUnicode", _UINT, _HANDLE, _INT)
char_box = _bind("FPDFText_GetLooseCharBox", _INT, _HANDLE, _INT, _BUFFER)
char_object = _bind("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)
char_angle = _bind("FPDFText_GetCharAngle", ctypes.c_float, _HANDLE, _INT)
char_size = _bind("FPDFText_GetFontSize", ctypes.c_double, _HANDLE, _INT)
char_matrix = _bind("FPDFText_GetMatrix", _INT, _HANDLE, _INT, _BUFFER)
char_unmapped = _bind("FPDFText_HasUnicodeMapError", _INT, _HANDLE, _INT)

text_font = _bind("FPDFTextObj_GetFont", _HANDLE, _HANDLE)
text_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)
font_name = _bind("FPDFFont_GetBaseFontName", ctypes.c_size_t, _HANDLE, _BUFFER, ctypes.c_size_t)
font_ascent = _bind("FPDFFont_GetAscent", _INT, _HANDLE, ctypes.c_float, _BUFFER)
font_descent = _bind("FPDFFont_GetDescent", _INT, _HANDLE, ctypes.c_float, _BUFFER)

page_box = _bind("FPDF_GetPageBoundingBox", _INT, _HANDLE, _BUFFER)
page_rotation = _bind("FPDFPage_GetRotation", _INT, _HANDLE)
count_objects = _bind("FPDFPage_CountObjects", _INT, _HANDLE)
page_object = _bind("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
count_form_objects = _bind("FPDFFormObj_CountObjects", _INT, _HANDLE)
form_object = _bind("FPDFFormObj_GetObject", _HANDLE, _HANDLE, ctypes.c_ulong)
object_type = _bind("FPDFPageObj_GetType", _INT, _HANDLE)
object_matrix = _bind("FPDFPageObj_GetMatrix", _INT, _HANDLE, _BUFFER)
fill_color = _bind("FPDFPageObj_GetFillColor", _INT, _HANDLE, _BUFFER, _BUFFER, _BUFFER, _BUFFER)
count_segments = _bind("FPDFPath_CountSegments", _INT, _HANDLE)
path_segment = _bind("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
draw_mode = _bind("FPDFPath_GetDrawMode", _INT, _HANDLE, _BUFFER, _BUFFER)
segment_point = _bind("FPDFPathSegment_GetPoint", _INT, _HANDLE, _BUFFER, _BUFFER)
segment_type = _bind("FPDFPathSegment_GetType", _INT, _HANDLE)

OBJECT_PATH = int(pdfium.FPDF_PAGEOBJ_PATH)
OBJECT_FORM = int(pdfium.FPDF_PAGEOBJ_FORM)
SEGMENT_MOVE = int(pdfium.FPDF_SEGMENT_MOVETO)
SEGMENT_CURVE = int(pdfium.FPDF_SEGMENT_BEZIERTO)


def floats(call: Call, count: int, width: int, *handles: Iterable[Any]) -> list[float]:
    """Call `call` `count` times, each time with the next of `handles` and a place for `width` floats; all floats."""
    buffer = (ctypes.c_float * (width * count))()
    base = ctypes.addressof(buffer)
    step = 4 * width
    deque(map(call, *handles, range(base, base + step * count, step)), maxlen=0)
    return buffer[:]


def pairs(call: Call, kind: type[ctypes.c_float | ctypes.c_int], handles: Sequence[int]) -> list[Any]:
    """Call `call` for each of `handles` with two places of `kind`; all results, two for each handle."""
    buffer = (kind * (2 * len(handles)))()
    base = ctypes.addressof(buffer)
    end = base + 8 * len(handles)
    deque(map(call, handles, range(base, end, 8), range(base + 4, end + 4, 8)), maxlen=0)
    return buffer[:]


def address(pointer: Any) -> int:
    """The address that a pointer of pypdfium2 holds."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0

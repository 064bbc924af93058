"""The calls into pdfium that reading needs, bound so that they are cheap when made for thousands of characters.

Results go to buffers, so that a whole page can be asked for with `map`, without a line of Python for each character.
The calls that are made by the hundred for a page convert no arguments, which halves what they cost: handles and
addresses must be given them as `Handle`, a plain number is taken for a C int. pdfium is not safe for threads: one
process reads one document at a time, which is also why the calls need not give up Python's lock.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

Call = Callable[..., Any]


class Handle(ctypes.c_void_p):
    """A handle of pdfium, or the address of a place to write to; false where it is null."""


_HANDLE = ctypes.c_void_p
_BUFFER = ctypes.c_void_p
_INT = ctypes.c_int
_UINT = ctypes.c_uint


def _bind_call(name: str, result: Any, *arguments: Any) -> Call:
    """The function `name`, which takes numbers for handles too."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def _bind_bare(name: str, result: Any) -> Call:
    """The function `name`, called as its arguments are: `Handle` and int."""
    return _bind_call(name, result)


close_text_page = _bind_call("FPDFText_ClosePage", None, _HANDLE)
load_text_page = _bind_call("FPDFText_LoadPage", Handle, _HANDLE)
count_chars = _bind_call("FPDFText_CountChars", _INT, _HANDLE)
page_text = _bind_call("FPDFText_GetText", _INT, _HANDLE, _INT, _INT, _BUFFER)
char_code = _bind_call("FPDFText_GetUnicode", _UINT, _HANDLE, _INT)
char_box = _bind_bare("FPDFText_GetLooseCharBox", None)
char_object = _bind_bare("FPDFText_GetTextObject", _HANDLE)
char_angle = _bind_bare("FPDFText_GetCharAngle", ctypes.c_float)
char_size = _bind_call("FPDFText_GetFontSize", ctypes.c_double, _HANDLE, _INT)
char_matrix = _bind_call("FPDFText_GetMatrix", _INT, _HANDLE, _INT, _BUFFER)
char_origin = _bind_call("FPDFText_GetCharOrigin", _INT, _HANDLE, _INT, _BUFFER, _BUFFER)
char_unmapped = _bind_bare("FPDFText_HasUnicodeMapError", _INT)

text_font = _bind_bare("FPDFTextObj_GetFont", _HANDLE)
text_render_mode = _bind_bare("FPDFTextObj_GetTextRenderMode", _INT)
font_name = _bind_call("FPDFFont_GetBaseFontName", ctypes.c_size_t, _HANDLE, _BUFFER, ctypes.c_size_t)
font_ascent = _bind_call("FPDFFont_GetAscent", _INT, _HANDLE, ctypes.c_float, _BUFFER)
font_descent = _bind_call("FPDFFont_GetDescent", _INT, _HANDLE, ctypes.c_float, _BUFFER)

page_box = _bind_call("FPDF_GetPageBoundingBox", _INT, _HANDLE, _BUFFER)
page_rotation = _bind_call("FPDFPage_GetRotation", _INT, _HANDLE)
count_objects = _bind_call("FPDFPage_CountObjects", _INT, _HANDLE)
page_object = _bind_bare("FPDFPage_GetObject", Handle)
count_form_objects = _bind_call("FPDFFormObj_CountObjects", _INT, _HANDLE)
form_object = _bind_call("FPDFFormObj_GetObject", Handle, _HANDLE, ctypes.c_ulong)
object_type = _bind_bare("FPDFPageObj_GetType", _INT)
object_matrix = _bind_bare("FPDFPageObj_GetMatrix", None)
fill_color = _bind_call("FPDFPageObj_GetFillColor", _INT, _HANDLE, _BUFFER, _BUFFER, _BUFFER, _BUFFER)
count_segments = _bind_bare("FPDFPath_CountSegments", _INT)
path_segment = _bind_bare("FPDFPath_GetPathSegment", Handle)
draw_mode = _bind_call("FPDFPath_GetDrawMode", _INT, _HANDLE, _BUFFER, _BUFFER)
segment_point = _bind_bare("FPDFPathSegment_GetPoint", None)
segment_type = _bind_bare("FPDFPathSegment_GetType", _INT)

object_content = _bind_bare("FPDFPageObj_GetMarkedContentID", _INT)
struct_tree = _bind_call("FPDF_StructTree_GetForPage", Handle, _HANDLE)
close_struct_tree = _bind_call("FPDF_StructTree_Close", None, _HANDLE)
count_roots = _bind_call("FPDF_StructTree_CountChildren", _INT, _HANDLE)
root_element = _bind_call("FPDF_StructTree_GetChildAtIndex", Handle, _HANDLE, _INT)
element_type = _bind_bare("FPDF_StructElement_GetType", ctypes.c_ulong)
element_text = _bind_call("FPDF_StructElement_GetActualText", ctypes.c_ulong, _HANDLE, _BUFFER, ctypes.c_ulong)
count_children = _bind_bare("FPDF_StructElement_CountChildren", _INT)
child_element = _bind_bare("FPDF_StructElement_GetChildAtIndex", Handle)
child_content = _bind_bare("FPDF_StructElement_GetChildMarkedContentID", _INT)
count_attributes = _bind_bare("FPDF_StructElement_GetAttributeCount", _INT)
element_attribute = _bind_bare("FPDF_StructElement_GetAttributeAtIndex", Handle)
attribute_value = _bind_bare("FPDF_StructElement_Attr_GetValue", Handle)
attribute_number = _bind_bare("FPDF_StructElement_Attr_GetNumberValue", _INT)

OBJECT_PATH = int(pdfium.FPDF_PAGEOBJ_PATH)
OBJECT_IMAGE = int(pdfium.FPDF_PAGEOBJ_IMAGE)
OBJECT_FORM = int(pdfium.FPDF_PAGEOBJ_FORM)
SEGMENT_MOVE = int(pdfium.FPDF_SEGMENT_MOVETO)
SEGMENT_CURVE = int(pdfium.FPDF_SEGMENT_BEZIERTO)


_MOST = 1 << 13  # floats that are asked for at once: those of all but the fullest pages
_ROOM = (ctypes.c_float * _MOST)()
_PLACES = [Handle(ctypes.addressof(_ROOM) + 4 * i) for i in range(_MOST)]  # made once, as each costs half a call


def floats(call: Call, count: int, width: int, *handles: Iterable[Any]) -> list[float]:
    """Call `call` `count` times, each time with the next of `handles` and a place for `width` floats; all floats."""
    return _call_into(call, count, width, handles, range(1))


def pairs(call: Call, handles: Sequence[Handle]) -> list[float]:
    """Call `call` for each of `handles` with two places for a float; all floats, two for each handle."""
    return _call_into(call, len(handles), 2, [handles], range(2))


def _call_into(
    call: Call, count: int, width: int, handles: Iterable[Iterable[Any]], places: Iterable[int]
) -> list[float]:
    """What `call` writes into rooms of `width` floats, when it is given the `places` in each."""
    found: list[float] = []
    given = [iter(each) for each in handles]
    for start in range(0, count, _MOST // width):
        asked = min(count - start, _MOST // width)
        ctypes.memset(_ROOM, 0, 4 * width * asked)  # a call that fails writes nothing
        addresses = [_PLACES[place : width * asked : width] for place in places]
        deque(map(call, *(islice(each, asked) for each in given), *addresses), maxlen=0)
        found += _ROOM[: width * asked]
    return found


def handle(pointer: Any) -> Handle:
    """The handle that a pointer of pypdfium2 is."""
    return ctypes.cast(pointer, Handle)

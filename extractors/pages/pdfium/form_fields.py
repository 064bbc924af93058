"""What is written into the fields of a form (AcroForm): made a part of its page, where all else is printed.

A field keeps its text in an annotation, of which the text of a page knows nothing. pdfium draws annotations into the
page (`FPDFPage_Flatten`), in memory alone. Those that are no text of a field are taken out before: comments are not
what a plan states, and the mark of a box is a letter of a font of signs, which would be read as a figure.
"""

from __future__ import annotations

from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

_TEXTS: Final = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)


class FormFields:
    """The fields of an open PDF, of which no page was loaded yet."""

    def __init__(self, pdf: pypdfium2.PdfDocument) -> None:
        self._pdf = pdf
        if pdf.get_formtype() in (pdfium.FORMTYPE_ACRO_FORM, pdfium.FORMTYPE_XFA_FOREGROUND):
            pdf.init_forms()

    def print_into(self, page: pdfium.FPDF_PAGE, number: int) -> pdfium.FPDF_PAGE:
        """The handle of page `number`, from 1, with its fields as a part of it; `page` is its handle and is closed
        where another is given."""
        if self._pdf.formenv is None or pdfium.FPDFPage_GetAnnotCount(page) == 0:
            return page
        form = self._pdf.formenv.raw
        pdfium.FORM_OnAfterLoadPage(page, form)  # fields that say no more than their text get an appearance
        for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
            if not _is_text(page, index, form):
                pdfium.FPDFPage_RemoveAnnot(page, index)
        pdfium.FORM_OnBeforeClosePage(page, form)
        if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
            return page
        pdfium.FPDF_ClosePage(page)
        return pdfium.FPDF_LoadPage(self._pdf.raw, number - 1)


def _is_text(page: pdfium.FPDF_PAGE, index: int, form: pdfium.FPDF_FORMHANDLE) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return False
    try:
        return pdfium.FPDFAnnot_GetFormFieldType(form, annotation) in _TEXTS
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)

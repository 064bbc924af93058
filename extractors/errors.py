"""Why a document could not be read, each with a stable short name and a remedy in one sentence."""

from __future__ import annotations


class DocumentError(Exception):
    """A document that cannot be read; `cause` says what is wrong with it, `remedy` what to do."""

    code = "document-unreadable"
    remedy = "Open the file in a viewer; if it opens there, save it again as PDF and retry."

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str]]:
        # Exceptions cross process borders pickled; the default would lose nothing, but say it plainly.
        return type(self), (self.cause,)


class UnreadableFile(DocumentError):
    """The file system does not give the file's content."""

    code = "file-unreadable"
    remedy = "Check that the file exists and that you may read it."


class EmptyFile(DocumentError):
    """The file has no content."""

    code = "file-empty"
    remedy = "Download the plan again: the file has no content."


class NotAPdf(DocumentError):
    """The name says PDF, the content does not."""

    code = "not-a-pdf"
    remedy = "Save the document as PDF, or give it the extension .txt if it is the text form of a plan."


class BrokenPdf(NotAPdf):
    """The file begins as a PDF does, and its structure cannot be read."""

    code = "pdf-broken"
    remedy = "Download it again; if a viewer opens it, print it there into a new PDF and extract that."


class PdfWithoutPages(DocumentError):
    """A PDF that holds no page."""

    code = "pdf-without-pages"
    remedy = "Download it again: the file has lost its pages, or never had any."


class EncryptedPdf(DocumentError):
    """The PDF asks for a password."""

    code = "pdf-encrypted"
    remedy = "Save a copy without password protection and extract that."


class NoTextLayer(DocumentError):
    """The PDF has pages but no characters: a scan."""

    code = "pdf-without-text"
    remedy = (
        "Leave out `--ocr off` where it was given, install OCR where `cruscotto doctor` says that it is missing; else "
        "look whether the pages are blank."
    )


class NoPages(DocumentError):
    """A file without pages, where a picture of one is asked for."""

    code = "file-without-pages"
    remedy = "Open the file in its own program; the report names sheet and cell of each row that was read."


class NotAnOfficeFile(DocumentError):
    """The name says a document or workbook, the content does not, or is damaged."""

    code = "not-an-office-file"
    remedy = "Download the file again, or open it in LibreOffice and save it anew in the same format."


class MisnamedFile(DocumentError):
    """The content is of another kind than the name says."""

    code = "file-misnamed"
    remedy = "Give the file the extension of what it is."


class OldOfficeFile(DocumentError):
    """A .doc or .xls file, of Word or Excel 97 to 2003."""

    code = "office-file-old"
    remedy = "Open it in Word, Excel or LibreOffice, save it as .docx or .xlsx, and extract that."


class MarkdownFile(DocumentError):
    """A Markdown file: a converter's, whose tables have lost merged cells and places."""

    code = "markdown-file"
    remedy = "Give the document that it was made from; without it, turn it into .html or .docx (pandoc does) first."


class EncryptedOffice(DocumentError):
    """A document or workbook that asks for a password."""

    code = "office-file-encrypted"
    remedy = "Save a copy without password and extract that."


class WrongEncoding(DocumentError):
    """A text file that is not UTF-8."""

    code = "text-encoding"
    remedy = "Convert the text to UTF-8 (for instance with iconv) and retry."


class UnsupportedFile(DocumentError):
    """A file of a kind that is not read."""

    code = "file-unsupported"
    remedy = "Give a .pdf, .docx, .odt, .xlsx, .ods, .html or .txt file."


class DocumentTooLarge(DocumentError):
    """A file larger than any plan: reading it would take what the other documents need."""

    code = "document-too-large"
    remedy = "Look at the file: if it is a plan, cut it into parts; the largest plan known has a tenth of this."


class NoIndicatorTable(DocumentError):
    """The document holds no table or card that states an indicator."""

    code = "no-indicator-table"
    remedy = "Check that this is a performance plan; if it is, describe its tables in a layout file."


class UnknownLayout(DocumentError):
    """The layout that was asked for does not exist, or its file breaks the model."""

    code = "layout-unknown"
    remedy = "Give --layout a known id (`cruscotto layout list`) or a file that `cruscotto layout check` finds right."

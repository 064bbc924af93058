"""The signals of a doubtful reading: their names, as `indicators.signs` publishes them, and what each says.

What a signal weighs is measured (`extractors/quality/weights.tsv`). Its prior stands here: the change in log-odds
that it is taken for as long as few rows show it. Fitting starts from it, so that a signal which no drawn plan shows
still counts for what its author thought of it.
"""

from __future__ import annotations

from enum import StrEnum

_HINT = -0.3  # most rows that show it are right
_INFERRED = -0.7  # what is read without a description is wrong about twice as often
_DOUBT = -1.5  # about one row in five that is otherwise read well is wrong
_UNKNOWN_HEADING = (
    "A text stands under a heading that no rule knows; in a plan that no layout describes, one with a number, or words "
    "that may be an objective, a formula or an office which the table lacks."
)
_STRONG = -5.0  # more rows that show it are wrong than right
_AGREES = 1.5
_UNSOUND = -8.0  # under `REVIEW` whatever else agrees: what agrees has read the same characters


class Signal(StrEnum):
    """Something on the page or in the reading that rows read right rarely show."""

    prior: float
    meaning: str

    def __new__(cls, name: str, prior: float = _HINT, meaning: str = "") -> Signal:
        """A signal with its prior and meaning."""
        member = str.__new__(cls, name)
        member._value_ = name
        member.prior = prior
        member.meaning = meaning
        return member

    # How the table was found.
    GRID_INFERRED = "grid-inferred", _HINT, "The grid was inferred: no rules part its columns."
    GRID_TAGGED = "grid-tagged", _HINT, "The file's own tags tell the grid, and the page does not contradict them."
    TAGS_AGREE = "tags-agree", _AGREES, "The file's own tags tell the same cells as its rules."
    ROWS_SOLID = (
        "rows-solid",
        _DOUBT,
        "Nothing parts the row from the next one, not even room: only where lines end tells them apart.",
    )
    ROW_BORDERS_UNSURE = (
        "row-borders-unsure",
        _DOUBT,
        "Other borders between the rows are nearly as likely as those that the row was read with.",
    )
    ROW_BORDERS_CLOSE = "row-borders-close", _HINT, "Other borders between rows are less likely, but not out of reach."
    ROW_OVER_PAGES = "row-over-pages", _HINT, "The two halves of a row were joined over a page break."
    CLOSED_HALVES = (
        "closed-halves",
        _DOUBT,
        "The two halves joined over a page break are closed by rules: their texts alone say that they are one row.",
    )
    TEXT_SOURCE = "text-source", _HINT, "The row was read from the text form of a plan, where cells have no places."
    # How words stand in cells.
    TEXT_OVER_BORDER = (
        "text-over-border",
        _STRONG,
        "A word sticks out of its cell: the border between two columns may stand at a wrong place.",
    )
    TEXT_OVERPRINTED = (
        "text-overprinted",
        _STRONG,
        "Two texts of a cell are printed over each other: one of them may be of the next cell.",
    )
    LINES_APART = "lines-apart", _STRONG, "Two lines of one cell stand as far apart as two rows do."
    TEXTS_BESIDE = "texts-beside", _STRONG, "Two texts stand on one line of a cell as far apart as in two columns."
    LINES_BESIDE = "lines-beside", _STRONG, "Two lines of one cell stand wholly beside each other, as in two columns."
    TEXT_LOST = (
        "text-lost",
        _STRONG,
        "A text stands in the place of the row, or of the heading above it, and in none of its cells.",
    )
    MERGED_FIGURE = "merged-figure", _STRONG, "A name, formula or figure stands in a cell merged over several rows."
    CELL_OVER_COLUMNS = "cell-over-columns", _STRONG, "A cell covers the columns of several headings."
    CARD_APART = (
        "card-apart",
        _STRONG,
        "Parts of a card stood apart from each other, so that where it belongs is uncertain.",
    )
    # What was inferred.
    HEADING_CARRIED = (
        "heading-carried",
        _HINT,
        "The table has no heading of its own: that of the table before is taken, whose columns it shares.",
    )
    HEADING_FUZZY = "heading-fuzzy", _DOUBT, "A heading was matched by likeness, not exactly."
    COLUMN_UNKNOWN = (
        "column-unknown",
        _STRONG,
        "The row has a text under no heading of its own: a figure may have lost it.",
    )
    HEADING_UNKNOWN = "heading-unknown", _DOUBT, _UNKNOWN_HEADING
    YEAR_UNKNOWN = (
        "year-unknown",
        _STRONG,
        "A figure is of the plan's year or a survey's, and the document states that year nowhere.",
    )
    YEAR_BY_DEFAULT = (
        "year-by-default",
        _HINT,
        "Neither heading nor layout says of which year a figure is: the plan's is taken.",
    )
    YEAR_INFERRED = (
        "year-inferred",
        _DOUBT,
        "No heading names the year of a target, in a plan of several years: it is taken for the plan's first.",
    )
    ROLE_BY_YEAR = (
        "role-by-year",
        _DOUBT,
        "A year alone heads a column, and is before the plan's: its figures are taken for results.",
    )
    ROLE_UNKNOWN = (
        "role-unknown",
        _STRONG,
        "A year alone heads a column, and the document does not say of which years it is: its figures may be results.",
    )
    CARD_IN_PROSE = (
        "card-in-prose",
        _HINT,
        "The indicator's card is no table: lines of running text that begin with its keys.",
    )
    NODE_UNREAD = "node-unread", _STRONG, "A row or title that may have named the node of this one could not be read."
    LAYOUT_GENERIC = (
        "layout-generic",
        _INFERRED,
        "No layout describes this plan and its tree: the vocabulary of the field has read it.",
    )
    # What the texts say.
    TEXT_DOUBTFUL = (
        "text-doubtful",
        _UNSOUND,
        "A word holds a character that cannot be what is printed: the file's text layer is broken there.",
    )
    TEXT_MENDED = "text-mended", _HINT, "Letters that the file gives wrongly were put right in a word."
    CELLS_EMPTY = "cells-empty", _STRONG, "A cell is empty that nearly all rows of the table fill."
    TEXT_CUT = "text-cut", _DOUBT, "A cell's text begins or ends as half of one does; some are printed so."
    TEXT_TWICE = "text-twice", _STRONG, "A cell says the same text twice."
    TWO_FIGURES = "two-figures", _STRONG, "A figure follows another one in a cell without a word between."
    HEADING_IN_CELL = "heading-in-cell", _STRONG, "A cell holds the heading of its column beside its own text."
    LETTER_MISSING = (
        "letter-missing",
        _STRONG,
        "A word lacks a letter of one that the plan prints often, and is printed nowhere else.",
    )
    WORD_CUT_OFF = (
        "word-cut-off",
        _STRONG,
        "A word alone on its line, at the right edge of the page's text, begins a longer one: its end may be cut off.",
    )
    NAME_BEGINS_SMALL = "name-begins-small", _DOUBT, "The name begins with a small letter, unlike the plan's others."
    NAME_LONG = "name-long", _HINT, "The name is far longer than the plan's others: it may be two."
    NAME_WITHOUT_WORD = "name-without-word", _STRONG, "The name has no letter."
    CONNECTIVES_BESIDE = (
        "connectives-beside",
        _DOUBT,
        "Two connectives follow each other (`di per`), as where a word between them was lost.",
    )
    FIGURE_WORDY = "figure-wordy", _HINT, "A figure says far more words than others of its role."
    FIGURES_ALIKE = (
        "figures-alike",
        _STRONG,
        "Two cells of the row state different figures of one role and year: one of them may be something else.",
    )
    FIGURE_SCALED = (
        "figure-scaled",
        _STRONG,
        "A heading or a line above the table says that figures are in thousands or millions: they stand as printed.",
    )
    FIGURES_NONE = (
        "figures-none",
        _STRONG,
        "The row states no figure at all: its targets may stand where none was read.",
    )
    FIGURES_FEW = "figures-few", _HINT, "The row states fewer figures than most of its page."
    # What OCR says.
    READ_BY_OCR = "read-by-ocr", _HINT, "OCR has read the row from a picture of its page."
    OCR_FIGURE_DOUBTFUL = (
        "ocr-figure-doubtful",
        _UNSOUND,
        "OCR is not sure of a figure: its two readings differ, or it gives them a low confidence.",
    )
    OCR_TEXT_DOUBTFUL = "ocr-text-doubtful", _DOUBT, "OCR is not sure of a word of the row that is no figure."
    # What other rows show.
    NODE_NONE = "node-none", _DOUBT, "The row stands under no node, and nearly all others of the plan do."
    NODE_NEXT_MISSING = (
        "node-next-missing",
        _DOUBT,
        "The numbering leaves out the node after this row's: the row may be the lost node's.",
    )
    NODE_OF_OTHER_NUMBER = (
        "node-of-other-number",
        _STRONG,
        "The number in its code is not that of its node, unlike most codes of the plan: its own node may be lost.",
    )
    WEIGHTS_NOT_WHOLE = (
        "weights-not-whole",
        _DOUBT,
        "The weights of the indicators of its node do not add to 100 %, those of other nodes do.",
    )
    NEIGHBOUR_DOUBTED = "neighbour-doubted", _DOUBT, "The row before or after it shows a strong signal."
    NEIGHBOUR_REJECTED = "neighbour-rejected", _DOUBT, "A row next to it could not be read."
    PAGE_DOUBTED = "page-doubted", _HINT, "From a tenth of the page's other rows is in strong doubt or rejected."
    PAGE_DOUBTED_MUCH = "page-doubted-much", _DOUBT, "The same of 40 % of the page's other rows."
    PLAN_DOUBTED = "plan-doubted", _HINT, "From a tenth of the plan's rows is in strong doubt or rejected."
    PLAN_DOUBTED_MUCH = "plan-doubted-much", _DOUBT, "The same of 40 % of the plan's rows."
    # What a second reader says.
    SECOND_READING_DIFFERS = "second-reading-differs", _DOUBT, "A second reader read the row otherwise."
    SECOND_READING_AGREES = "second-reading-agrees", _AGREES, "A second reader read the row the same."

    @property
    def is_strong(self) -> bool:
        """Whether one such row is reason to doubt those around it."""
        return self.prior <= _STRONG

    @property
    def reassures(self) -> bool:
        """Whether the signal takes doubt away; all others add to it, and fitting keeps them so."""
        return self.prior > 0

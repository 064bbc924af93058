"""How sure a row's reading is: a number between 0 and 1 made from documented signs.

Each sign that a reading shows takes the share given here from what is left of 1, so that the order of signs does not
matter and no number of them makes it zero. Rows under `REVIEW` are worth a look.
"""

from __future__ import annotations

from collections.abc import Iterable

REVIEW = 0.7

WEIGHTS: dict[str, float] = {
    # The two halves of a row were joined over a page break.
    "row-over-pages": 0.05,
    # The two halves joined over a page break are closed by rules: their texts alone say that they are one row.
    "closed-halves": 0.15,
    # The table has no heading of its own: that of the table before is taken, whose columns it shares.
    "heading-carried": 0.05,
    # A heading was matched by likeness, not exactly.
    "heading-fuzzy": 0.2,
    # A name, formula or figure stands in a cell that is merged over several rows.
    "merged-figure": 0.35,
    # A cell covers the columns of several headings.
    "cell-over-columns": 0.35,
    # A figure is of the plan's year or a survey's, and the document states that year nowhere.
    "year-unknown": 0.35,
    # The row was read from the text form of a plan, where cells have lost their places.
    "text-source": 0.05,
    # Parts of a card stood apart from each other, so that where it belongs is uncertain.
    "card-apart": 0.35,
    # The grid was inferred: no rules part its columns.
    "grid-inferred": 0.1,
    # The row has a text under no heading at all: a figure may have lost it.
    "column-unknown": 0.35,
    # Each line of text was taken for a row: no rules part the rows, and the engine knows no other way.
    "rows-by-lines": 0.35,
    # A row that may have named the node of this one could not be read.
    "node-unread": 0.35,
    # No layout describes this plan: the vocabulary of the field has read it.
    "layout-generic": 0.1,
    # A cell is empty that nearly all rows of the table fill.
    "cells-empty": 0.35,
    # A word sticks out of its cell: the border between two columns may stand at a wrong place.
    "text-over-border": 0.35,
    # Two lines of one cell stand as far apart as two rows do.
    "lines-apart": 0.35,
    # Nothing parts the row from the next one, not even room: only where lines end tells them apart.
    "rows-solid": 0.25,
    # Two texts stand on one line of a cell as far apart as in two columns.
    "texts-beside": 0.35,
    # A cell's text begins or ends as half of one does; some are printed so.
    "text-cut": 0.3,
    # A figure follows another one in a cell without a word between.
    "two-figures": 0.35,
    # A word lacks a letter of one that the plan prints often, and is printed nowhere else.
    "letter-missing": 0.35,
    # A cell says the same text twice.
    "text-twice": 0.35,
    # A cell holds the heading of its column beside its own text.
    "heading-in-cell": 0.35,
    # A second reader read the row otherwise.
    "second-reading-differs": 0.25,
}


RAISES: dict[str, float] = {
    # A second reader read the row the same: so much of the doubt is taken away.
    "second-reading-agrees": 0.5,
}


def confidence(signs: Iterable[str]) -> float:
    """The confidence of a reading with these signs, rounded to three places.

    Raises:
        KeyError: a sign is not documented here.
    """
    left, doubt = 1.0, 1.0
    for sign in sorted(set(signs)):
        if sign in RAISES:
            doubt *= 1 - RAISES[sign]
        else:
            left *= 1 - WEIGHTS[sign]
    return round(1 - (1 - left) * doubt, 3)

"""What one figure of a cell means: the model that the reader of target expressions fills."""

from __future__ import annotations

import datetime
from typing import NamedTuple


class Clause(NamedTuple):
    """One figure (clause) that a cell states, in the vocabularies of the published `values` table.

    `kind` is `quantity`, `date`, `boolean`, `relative`, `baseline_year`, `qualitative`, `missing` or `invalid`.
    `comparator` is `>=`, `>`, `<=`, `<`, `=`, `between` or None; `comparator_source` says where it stands
    (`cell`, `formula`, `implicit`). `number_high` is the upper end of a `between`, both ends included. `unit` is one
    of `normalizers.quantities.units.UNITS`, None where the cell itself states none. `reference` is what the figure is
    compared with (`t-1`, `media cluster`) or the event from which days are counted. `text` is what is left over as
    words. `status` is `ok`, `review`, `unparsed` or `invalid`; `reason` is one sentence why it is not `ok`, else None.
    """

    kind: str
    comparator: str | None = None
    comparator_source: str | None = None
    number: float | None = None
    number_high: float | None = None
    unit: str | None = None
    date: datetime.date | None = None
    boolean: bool | None = None
    reference: str | None = None
    text: str | None = None
    status: str = "ok"
    reason: str | None = None

"""Tables without a full grid: headings, columns and rows found by evidence weighed together.

In: `PageContent` and the headings that a layout knows. Out: `Grid`. Public: `reader.infer_grids`.
"""

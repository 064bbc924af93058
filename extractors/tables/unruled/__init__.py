"""Tables without a full grid: columns and rows inferred from words, fills and what ruling lines there are.

Public: `extractors.tables.unruled.inference.infer_grids`.
"""

"""Cells of figures: the years that they are of, and the scale of their numbers.

In: a cell with its heading, where the reader stands. Out: `ValueCell`s in the draft of a record. Public:
`cells.fill_figure`.
"""

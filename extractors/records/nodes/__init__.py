"""What opens a node of the plan's tree, and what belongs to one: rows, cells, titles and labels.

In: rows and lines that are no heading, where the reader stands. Out: open nodes with their offices and weights.
Public: the functions and classes of its modules, for `table_reader` and `indicators`.
"""

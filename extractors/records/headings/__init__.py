"""Which row of a table is its heading, and which rows and lines stand under the heading in force.

In: rows and lines in reading order, where the reader stands. Out: the heading in force, the rule that takes a row.
Public: `rows.HeadingRows`; `scope` says which table's rows a heading is of.
"""

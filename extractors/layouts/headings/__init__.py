"""Which column of the dataset a printed heading names, and of which year its figures are.

In: the cells of a row that may be headings, a layout's vocabulary. Out: the headings of a table (`heading_map`).
Public: `matching.Headings`.
"""

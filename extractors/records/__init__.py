"""From rows to records: nodes of the plan's tree, and the rows that state indicators, by a layout's rules.

In: rows and lines in reading order, a layout. Out: `Record`s, nodes, and an account of every other row.
Public: `extractors.records.table_reader.read_tables`.
"""

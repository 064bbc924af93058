"""From a row or card under its heading to the records of the indicators that it states.

In: rows with their headings, where the reader stands. Out: `Record`s in the reader's result. Public:
`rows.IndicatorRows`.
"""

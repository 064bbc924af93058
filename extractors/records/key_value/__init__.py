"""Tables that stand upright, each row a heading and its text, as cards of one indicator or several.

In: rows and lines in reading order. Out: the same, with `Card`s in place of upright tables. Public:
`tables.cards_among`.
"""

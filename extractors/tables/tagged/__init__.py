"""Tables that the file itself tags. In: page contents and the tagged cells of their words. Out: grids among those that
rules draw, and what was set aside. Tags are evidence, not truth: a table that contradicts the page is not used.
Public: `extractors.tables.tagged.placing.place_tagged_tables`.
"""

"""Where the columns of a table part that no rules draw, and which words stand in which.

In: headings and the words below them. Out: `Columns`, and lines of one column each. Public: `parting.Columns`,
`placement`; `borders` weighs the evidence by which columns part.
"""

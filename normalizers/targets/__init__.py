"""What a cell of a target, result, baseline or benchmark column means.

In: a cell's text and what its row says. Out: clauses. Public: `normalizers.targets.reader.read_cell`.
"""

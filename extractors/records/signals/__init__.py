"""What shows that a row may be read wrongly: in its texts, its cells, its neighbours and its whole document.

In: rows and records. Out: signals of doubt on them, rows that no table holds, findings about how pages were read.
Public: the functions of its modules; what the signals are worth, `extractors/quality` says.
"""

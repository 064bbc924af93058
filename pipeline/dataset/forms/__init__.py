"""Rows in the forms that they take on their way: values of Python, columns, Arrow, frames.

In: rows of a table. Out: the same rows in another form, of the types that the table's model says. Public: the functions
of its modules.
"""

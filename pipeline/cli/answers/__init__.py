"""What commands other than a run work out before they print it.

In: a published dataset, a document or a text. Out: findings, differences, a picture, JSON. Public: the functions of its
modules, for `pipeline.cli.commands`.
"""

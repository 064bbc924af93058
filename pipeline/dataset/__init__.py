"""The dataset's schema: tables, columns, vocabularies, ids, issues.

In: rows. Out: checked data frames and Arrow tables. Public: `pipeline.dataset.tables.ALL_TABLES`.
"""

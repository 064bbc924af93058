"""The tables of the dataset, a module each: the one definition of their columns, types, vocabularies and rules.

In: nothing. Out: row types (`PlanRow`, `ValueRow`, ...) and their `Table`. Public: `pipeline.dataset.tables`.
"""

"""A chamber's printed habits as data: the schema of layout files, the files, and which one a document asks for.

In: a document's printed lines, or an id. Out: a `Layout`. Public: `extractors.layouts.registry.choose_layout`.
"""

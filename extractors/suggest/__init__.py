"""A draft of a layout for a plan that nobody has described.

In: a document. Out: a layout file as YAML. Public: `extractors.suggest.draft`, `extractors.suggest.layout_yaml`.
"""

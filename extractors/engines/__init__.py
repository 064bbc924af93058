"""The engines that read pages of a PDF, and those that find tables themselves.

In: an engine's name and a path. Out: open pages. Public: `extractors.engines.registry.open_with`.
"""

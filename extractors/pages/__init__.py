"""From a file to its pages: words with boxes, ruling lines and fills, the same model for every engine.

In: a path. Out: `extractors.pages.model.Page`, one at a time (`extractors.pages.source.Pages`).
Coordinates are PDF points, origin top left.
"""

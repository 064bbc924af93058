"""From a page to its tables: cells with boxes, drawn by ruling lines and fills or inferred, joined over pages.

In: `Page`. Out: rows and lines in reading order. Public: `page_content.content_of`, `stitching.stitch_pages`.
"""

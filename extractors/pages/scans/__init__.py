"""Pages that are pictures: scans, and pages whose text layer is not what is printed.

In: a page of a PDF. Out: `extractors.pages.model.Page` with the words that OCR reads, their confidence, and the ruling
lines and fills that the picture shows; the page as it stands upright and straight. Coordinates are points, origin top
left. Public: `extractors.pages.scans.source.ScannedPages`.
"""

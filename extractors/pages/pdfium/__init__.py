"""Pages of a PDF through pdfium. Public: `extractors.pages.pdfium.source.open_pages`."""

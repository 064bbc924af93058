"""The text form of a plan, as a converter made it. Public: `extractors.pages.text_form.source.read_document`."""

"""Plans that are no PDF: documents of text processors, workbooks and web pages, as what they hold.

In: a path to a .docx, .odt, .xlsx, .ods, .html or .htm file. Out: `model.OfficeDocument`, by
`reader.read_office_document`: sections with paragraphs and tables, whose cells know their spans. Nothing here has a
position on a page; where each thing stands in its file is its `Origin`.
"""

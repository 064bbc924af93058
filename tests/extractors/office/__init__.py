"""Plans as documents of text, workbooks and web pages: drawn here in several forms, read, and held against gold."""

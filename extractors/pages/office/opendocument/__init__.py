"""Documents and workbooks of OpenDocument (.odt, .ods). In: bytes. Out: `OfficeDocument`."""

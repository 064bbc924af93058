"""Documents of Word (.docx), read from the XML of their package. In: bytes. Out: `OfficeDocument`."""

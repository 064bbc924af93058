"""Workbooks of Excel (.xlsx), each cell as it is shown. In: bytes. Out: `OfficeDocument`."""

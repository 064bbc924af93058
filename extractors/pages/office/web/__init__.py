"""Pages of the web (.html), with what their style sheets hide and set off. In: bytes. Out: `OfficeDocument`."""

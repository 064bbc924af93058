"""Names of indicators: which printed names are one, and how alike two are."""

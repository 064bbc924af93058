"""How fast the plans are read and how many of their rows are found, beside other tools: `make bench`."""

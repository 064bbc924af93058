"""The words that decide how a cell is read, by language."""

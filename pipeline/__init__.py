"""The run: from raw files to published tables."""

"""What a printed text means: pure functions, no files, no PDF."""

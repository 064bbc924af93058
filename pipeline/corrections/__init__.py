"""What people corrected: files of `data/corrections/`, found again among what was read and applied."""

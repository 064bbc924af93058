"""The report: pages for people, opened from disk, that show what was read beside what is printed."""

"""Checks of rows and tables; rows that fail are quarantined in `issues`."""

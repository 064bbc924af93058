"""Processes of a run and the limits they are held to."""

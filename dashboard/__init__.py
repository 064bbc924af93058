"""A small dashboard on the published dataset: `make dashboard`."""

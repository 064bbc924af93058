"""The commands, each a function of its options that loads what it needs when it runs.

In: options. Out: what is printed, and the exit code. Public: the functions that `pipeline.cli.app` registers.
"""

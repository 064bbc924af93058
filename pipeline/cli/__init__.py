"""The command line: what is typed, what is told of a run, and what commands answer.

In: the words of a command. Out: text, or JSON, and an exit code. Public: `pipeline.cli.app.main`.
"""

"""What is told of a run while it goes on and when it has ended: on the screen, in a log, as figures, as a page.

In: a run's events and its result. Out: lines and files. Public: `log.run_with_log`, the functions of `console`.
"""

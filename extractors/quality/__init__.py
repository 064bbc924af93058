"""How sure a reading is: the signals of doubt, and the confidence that they leave.

In: signals. Out: a number from 0 to 1. Public: `extractors.quality.confidence.confidence`.
"""

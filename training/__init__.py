"""Learns the weights by which rows of text are parted, from printings whose cells are known.

In: printings drawn by `../shared/printings/draw.py`, and their gold. Out: `extractors/tables/inferred/weights.tsv`.
"""

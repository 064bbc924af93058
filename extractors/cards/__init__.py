"""Key/value cards, in panels that stand side by side: a name, then rows such as `Peso`, `Stato`, `Target 2017`.

In: pages or text items. Out: records. Public: `extractors.cards.reader.read_cards`.
"""

"""Key/value cards, such as Modena's: what other modules use of `extractors/card_*.py`.

`lanes_of_text` (or, for a PDF, geometry) says in which panel each item stands, `read_cards` makes records.
"""

from extractors.card_lanes import lanes_of_text
from extractors.card_reader import CardsResult, Laned, read_cards
from extractors.card_rules import CardKey, CardLabel, CardRules

__all__ = ["CardKey", "CardLabel", "CardRules", "CardsResult", "Laned", "lanes_of_text", "read_cards"]

"""The words that decide how a cell is read, one YAML file a language -> `italian`, checked on loading."""

from normalizers.vocabulary.model import italian
from normalizers.vocabulary.tokens import tokens

__all__ = ["italian", "tokens"]

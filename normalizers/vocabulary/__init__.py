"""The words that decide how a cell is read, one YAML file a language -> `italian`, checked on loading."""

from normalizers.vocabulary.model import Vocabulary, load_vocabulary
from normalizers.vocabulary.tokens import tokens

italian = load_vocabulary("it")

__all__ = ["Vocabulary", "italian", "load_vocabulary", "tokens"]

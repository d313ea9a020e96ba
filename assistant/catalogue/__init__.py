"""The knowledge folder as one checked Catalogue, and what is read from it beside."""

from assistant.catalogue.hands import load_hands
from assistant.catalogue.loading import (
    KnowledgeError,
    load,
    load_asked,
    load_lexicon,
)
from assistant.catalogue.parsing import parse_yaml
from assistant.packaged import default_folder

__all__ = [
    "KnowledgeError",
    "default_folder",
    "load",
    "load_asked",
    "load_hands",
    "load_lexicon",
    "parse_yaml",
]

"""The words of general English, as a package brings them: what is one of them was not mistyped."""

from functools import cache
from importlib.resources import files

_LIST = "frequency_dictionary_en_82_765.txt"


@cache
def english() -> frozenset[str]:
    """Return some 80,000 words in lower case, inflected forms among them."""
    text = (files("symspellpy") / _LIST).read_text(encoding="utf-8-sig")
    return frozenset(line.split()[0] for line in text.splitlines() if line)

"""The one way to tell that two words are forms of the same: by how they begin."""

LETTERS = 6
"""Letters kept of a word, so that validate, validated and validation meet."""


def stem(word: str) -> str:
    """Return what a word, in lower case, shares with its other forms."""
    return word[:LETTERS]

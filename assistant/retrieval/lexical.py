"""BM25 with the part of each word kept, so that a question costs one addition for each word."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

Scores = npt.NDArray[np.float64]

HALF = 10.0
"""BM25 has no upper end, so a score x counts as x / (x + HALF)."""


class Lexical:
    """Texts as lists of words, scored against the words of a question."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._index = BM25Okapi([list(one) for one in texts])
        self.rarity: Mapping[str, float] = self._index.idf
        self.rarest = max(self.rarity.values(), default=1.0)
        self._nothing: Scores = np.zeros(len(texts), dtype=np.float64)
        self._parts: dict[str, Scores] = {}

    def raw(self, asked: Sequence[str]) -> Scores:
        """Return the BM25 score of every text, 0 at least."""
        total = self._nothing.copy()
        for word in asked:
            total += self._part(word)
        scores: Scores = np.maximum(total, 0.0)
        return scores

    def _part(self, word: str) -> Scores:
        if word not in self.rarity:
            return self._nothing
        if word not in self._parts:
            # Worked out twice at worst when two threads ask at once, with the same outcome.
            self._parts[word] = np.asarray(self._index.get_scores([word]), dtype=np.float64)
        return self._parts[word]


def bounded(raw: Scores) -> Scores:
    """Return scores between 0 and 1."""
    found: Scores = raw / (raw + HALF)
    return found

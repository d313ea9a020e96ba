"""BM25 with the part of each word reckoned once: a question costs an addition for each word."""

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
        index = BM25Okapi([list(one) for one in texts])
        self.rarity: Mapping[str, float] = index.idf
        self.rarest = max(self.rarity.values(), default=1.0)
        self._size = len(texts)
        lengths = np.asarray(index.doc_len, dtype=np.float64)
        damp = index.k1 * (1 - index.b + index.b * lengths / index.avgdl)
        found: dict[str, list[tuple[int, int]]] = {}
        for at, counts in enumerate(index.doc_freqs):
            for word, n in counts.items():
                found.setdefault(word, []).append((at, n))
        # For each word the texts that hold it, and what it adds there: what rank_bm25 reckons for
        # all texts at every question.
        self._parts: dict[str, tuple[npt.NDArray[np.intp], Scores]] = {}
        for word, pairs in found.items():
            places, counts = (np.array(one, dtype=np.intp) for one in zip(*pairs, strict=True))
            parts = counts * (index.k1 + 1) / (counts + damp[places])
            self._parts[word] = places, self.rarity[word] * parts

    def raw(self, asked: Sequence[str]) -> Scores:
        """Return the BM25 score of every text, 0 at least."""
        total = np.zeros(self._size, dtype=np.float64)
        for word in asked:
            if word in self._parts:
                places, parts = self._parts[word]
                total[places] += parts
        scores: Scores = np.maximum(total, 0.0)
        return scores


def bounded(raw: Scores) -> Scores:
    """Return scores between 0 and 1."""
    found: Scores = raw / (raw + HALF)
    return found

"""Plain ways to search the passages, to measure ours against: BM25, vectors alone, TF-IDF."""

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.domain.knowledge import Catalogue
from assistant.retrieval import Encode

Search = Callable[[str, int], tuple[bool, tuple[str, ...]]]
"""Returns whether the library covers a query, and the ids of at most k passages, best first."""

Score = Callable[[str], npt.NDArray[np.floating]]

KEPT = 0.95
"""Share of our own titles that must stay answerable from the other passages."""


def bm25(catalogue: Catalogue) -> Search:
    """Search by BM25 over title and text."""
    index = BM25Okapi([_words(text) for text in _texts(catalogue)])
    return _search(catalogue, lambda query: np.asarray(index.get_scores(_words(query))))


def vectors(catalogue: Catalogue, encode: Encode) -> Search:
    """Search by the inner product of whole vectors, as a flat FAISS index would rank."""
    matrix = encode(_texts(catalogue))
    return _search(catalogue, lambda query: matrix @ encode([query])[0])


def tfidf(catalogue: Catalogue) -> Search:
    """Search by the cosine of TF-IDF vectors over words and pairs of words."""
    model = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english")
    matrix = model.fit_transform(_texts(catalogue))
    return _search(catalogue, lambda query: (matrix @ model.transform([query]).T).toarray()[:, 0])


def _search(catalogue: Catalogue, score: Score) -> Search:
    names = tuple(catalogue.passages)
    limit = _limit(catalogue, score)

    def search(query: str, k: int) -> tuple[bool, tuple[str, ...]]:
        scores = score(query)
        order = np.argsort(-scores, kind="stable")[:k]
        covered = bool(len(order)) and bool(scores[order[0]] >= limit)
        return covered, tuple(names[place] for place in order)

    return search


def _limit(catalogue: Catalogue, score: Score) -> float:
    """Return the lowest score taken for an answer: titles are asked, their own passage left out."""
    best = []
    for place, passage in enumerate(catalogue.passages.values()):
        scores = np.array(score(passage.title), dtype=np.float64)
        scores[place] = -np.inf
        best.append(scores.max())
    return float(np.quantile(best, 1 - KEPT))


def _texts(catalogue: Catalogue) -> list[str]:
    return [f"{one.title}. {one.text}" for one in catalogue.passages.values()]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())

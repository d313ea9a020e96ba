"""The searchable passages: a FAISS index of their vectors, BM25 over their words, and the fusion.

A passage is found by three signals:
dense    mean of its whole text's similarity and its best line's (its title or one sentence)
lexical  BM25 of its words
talk     BM25 of how people talk of the activities it is on: their question and example sentences
BM25 has no upper end, so a score x counts as x / (x + HALF). Weights and the line between covered
and not covered were fitted on `tests/evaluation/questions.yaml`, which says how.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import faiss
import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from assistant.domain.findings import Found, Hit
from assistant.domain.knowledge import Activity, Passage
from assistant.domain.sentences import Sentence
from assistant.retrieval.outside import OUTSIDE
from assistant.retrieval.words import sentences, words

Vectors = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]
Encode = Callable[[Sequence[str]], Vectors]
"""Texts to float32 vectors of length 1, shape (number of texts, dimension)."""

HALF = 10.0
SHARED = 0.3
FIRST = 0.25
"""What a sentence gains by sharing all words with the question, and by being of the first hit."""
SAME = 0.95
"""Two passages with vectors this similar say the same; only the better one is a hit."""
DECIMALS = 6
"""Scores are rounded, so that ties are ties on every machine."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """Weights of the signals in a passage's score, and of the best of each in `answerable`."""

    lexical: float = 0.3
    talk: float = 0.7
    covered_dense: float = 14.5
    covered_lexical: float = 7.0
    covered_talk: float = 11.0
    covered_outside: float = -13.0
    covered_bias: float = -7.4


SCORING = Scoring()


@dataclass(frozen=True, slots=True)
class Row:
    """One text with a vector: a passage, one line of it, or a question outside (no passage)."""

    kind: Literal["passage", "line", "outside"]
    passage: str
    text: str


def rows(passages: Mapping[str, Passage]) -> tuple[Row, ...]:
    """Return all texts to encode, in the order of their vectors: passages by id, then the rest."""
    ordered = [passages[key] for key in sorted(passages)]
    whole = [Row("passage", one.id, f"{one.title}. {one.text}") for one in ordered]
    lines = [
        Row("line", one.id, line) for one in ordered for line in (one.title, *sentences(one.text))
    ]
    return (*whole, *lines, *(Row("outside", "", text) for text in OUTSIDE))


class Library:
    """Passages that can be searched. Immutable, and safe to share between threads."""

    def __init__(
        self,
        passages: Mapping[str, Passage],
        activities: Mapping[str, Activity],
        vectors: Vectors,
        scoring: Scoring = SCORING,
    ) -> None:
        """Index `passages` with `vectors`, one of length 1 for each of `rows(passages)`.

        Raises ValueError when there are no passages or the vectors do not match them.
        """
        if not passages:
            raise ValueError("a library needs at least one passage")
        self.rows = rows(passages)
        self.vectors = checked(vectors, len(self.rows))
        self.passages = {key: passages[key] for key in sorted(passages)}
        self._ids = list(self.passages)
        self._scoring = scoring
        number = {key: at for at, key in enumerate(self._ids)}
        count = len(self._ids)
        self._line_rows = [at for at, row in enumerate(self.rows) if row.kind == "line"]
        self._line_owners = np.array([number[self.rows[at].passage] for at in self._line_rows])
        self._outside_from = len(self.rows) - len(OUTSIDE)
        self._index = faiss.IndexFlatIP(self.vectors.shape[1])
        self._index.add(self.vectors)
        self._lexical = BM25Okapi([_passage_words(one) for one in self.passages.values()])
        self._activities = {key: at for at, key in enumerate(sorted(activities))}
        self._talk = BM25Okapi(
            [_talk_words(activities[key]) for key in self._activities] or [["-"]]
        )
        self._on = np.zeros((count, max(len(self._activities), 1)), dtype=bool)
        for at, passage in enumerate(self.passages.values()):
            for activity in passage.activities:
                if activity in self._activities:
                    self._on[at, self._activities[activity]] = True

    @classmethod
    def build(
        cls, passages: Mapping[str, Passage], activities: Mapping[str, Activity], encode: Encode
    ) -> "Library":
        """Encode all texts and index them; takes seconds."""
        return cls(passages, activities, encode([row.text for row in rows(passages)]))

    def search(self, text: str, vector: Vectors, k: int = 5) -> Found:
        """Return the `k` best passages for a question and its vector (length 1), best first.

        Ties are ordered by passage id. Hits are given even when `answerable` is false.
        """
        if k < 1:
            raise ValueError("k must be at least 1")
        similar = self._similar(vector)
        dense = self._dense(similar)
        lexical = _bounded(self._lexical, words(text))
        talk = _bounded(self._talk, words(text))
        # A passage on no activity gets what an average one would, so as not to fall behind.
        on = np.where(self._on, talk, -1.0).max(axis=1)
        on = np.where(on < 0, talk.mean(), on)
        weights = self._scoring
        scores = np.round(dense + weights.lexical * lexical + weights.talk * on, DECIMALS)
        covered = (
            weights.covered_dense * dense.max()
            + weights.covered_lexical * lexical.max()
            + weights.covered_talk * talk.max()
            + weights.covered_outside * similar[self._outside_from :].max()
            + weights.covered_bias
        )
        return Found(bool(covered >= 0), self._best(scores, k))

    def sentences(
        self, found: Found, text: str, vector: Vectors
    ) -> tuple[tuple[Sentence, ...], Vectors]:
        """Return all sentences of the hits, weighed against the question, and their vectors.

        They come in the order of the hits and of the text; vectors have shape (n, dimension).
        """
        similar = self._similar(vector)
        asked = {word: self._lexical.idf[word] for word in words(text) if word in self._lexical.idf}
        total = sum(asked.values()) or 1.0
        chosen: list[Sentence] = []
        places: list[int] = []
        for rank, hit in enumerate(found.hits):
            own = [at for at in self._line_rows if self.rows[at].passage == hit.passage]
            for number, at in enumerate(own[1:]):  # the first line is the title
                line = self.rows[at].text
                shared = sum(asked[word] for word in asked.keys() & set(words(line))) / total
                # The whole passage speaks for its sentences: search judged it by more than these.
                score = float(similar[at]) + SHARED * shared + FIRST / (rank + 1)
                chosen.append(Sentence(hit.passage, number, line, round(score, DECIMALS)))
                places.append(at)
        return tuple(chosen), self.vectors[places]

    def _similar(self, vector: Vectors) -> Scores:
        """Return the similarity of the question to every row."""
        query = checked(np.reshape(vector, (1, -1)), 1)
        if query.shape[1] != self.vectors.shape[1]:
            raise ValueError(f"vector has {query.shape[1]} numbers, not {self.vectors.shape[1]}")
        # A setting of the calling thread: one question is too little work to be shared out.
        faiss.omp_set_num_threads(1)
        scores, found = self._index.search(query, len(self.rows))
        similar = np.empty(len(self.rows), dtype=np.float64)
        similar[found[0]] = scores[0]
        return similar

    def _dense(self, similar: Scores) -> Scores:
        best = np.full(len(self._ids), -1.0)
        np.maximum.at(best, self._line_owners, similar[self._line_rows])
        mean: Scores = (similar[: len(self._ids)] + best) / 2
        return mean

    def _best(self, scores: Scores, k: int) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        taken: list[int] = []
        for at in sorted(range(len(self._ids)), key=lambda one: (-scores[one], self._ids[one])):
            if taken and (self.vectors[taken] @ self.vectors[at]).max() >= SAME:
                continue
            taken.append(at)
            hits.append(Hit(self._ids[at], float(scores[at])))
            if len(hits) == k:
                break
        return tuple(hits)


def checked(vectors: Vectors, count: int) -> Vectors:
    """Return the vectors as one float32 block; raises ValueError unless `count` of length 1."""
    block = np.ascontiguousarray(vectors, dtype=np.float32)
    if block.ndim != 2 or block.shape[0] != count or block.shape[1] < 1:  # noqa: PLR2004
        raise ValueError(f"vectors have shape {block.shape}, not ({count}, dimension)")
    if not np.allclose(np.linalg.norm(block, axis=1), 1.0, atol=1e-3):
        raise ValueError("vectors must have length 1")
    return block


def _bounded(index: BM25Okapi, asked: list[str]) -> Scores:
    scores = np.maximum(np.asarray(index.get_scores(asked), dtype=np.float64), 0.0)
    bounded: Scores = scores / (scores + HALF)
    return bounded


def _passage_words(passage: Passage) -> list[str]:
    # The title says what it is about, so it counts twice.
    return words(" ".join((passage.title, passage.title, *passage.activities, passage.text)))


def _talk_words(activity: Activity) -> list[str]:
    said = (line for lines in activity.examples.by_level() for line in lines)
    return words(" ".join((activity.id, activity.name, activity.question, activity.summary, *said)))

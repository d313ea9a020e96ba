"""Finds the entries of passages that answer a question, above all by their asks."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from assistant.domain.entry import Entry
from assistant.domain.knowledge import Passage
from assistant.retrieval.forms import FORMS, form_of
from assistant.retrieval.index import Vectors
from assistant.retrieval.lexical import Lexical, Scores, bounded
from assistant.retrieval.ranker import KINDS, Ranker
from assistant.retrieval.rows import entry_rows
from assistant.retrieval.words import words

DECIMALS = 5
"""Scores are rounded, so that ties are ties on every machine."""
FAVOURED = 0.01
"""What an entry gains by being on an activity the asker is busy with: enough to break a tie."""
NEIGHBOURS = 0.3
"""How much the nearest ask of the whole passage counts beside the fitted signals. Chosen with HOME
on half of `tests/evaluation/asked.jsonl`: our asks are never as short and plain as what people ask,
so that nothing fitted on them alone finds these."""
HOME = {"-next": 0.5, "-in-short": 0.25}
"""What the passages that tell how to begin with an activity, and what it is, gain by a question
of no words; with each word it is less. Who asks shortly asks for the general case."""


@dataclass(frozen=True, slots=True)
class EntryHit:
    """Entry `number` of a passage found for a question; scores compare within one question."""

    passage: str
    number: int
    score: float


def ranker_hash(passages: Mapping[str, Passage], encoder: str) -> str:
    """Return the sha256 of all that a ranker is fitted on."""
    told = [[row.kind, row.passage, row.text] for row in entry_rows(passages)]
    return hashlib.sha256(json.dumps([encoder, told]).encode()).hexdigest()


class Entries:
    """Entries that can be searched. Immutable, and safe to share between threads."""

    def __init__(
        self,
        passages: Mapping[str, Passage],
        vectors: Vectors,
        told: tuple[Vectors, Vectors],
        ranker: Ranker,
    ) -> None:
        """`vectors` are those of `entry_rows`; `told` (p, d) of titles and texts of passages."""
        every = _entries(passages)
        place = {key: at for at, key in enumerate(sorted(passages))}
        self.passages = [key for key, _ in every]
        self.entries = [entry for _, entry in every]
        self.owners = np.array(
            [at for at, (_, entry) in enumerate(every) for _ in entry.asks], dtype=np.int64
        )
        self.home = np.array([place[key] for key in self.passages], dtype=np.int64)
        first: dict[str, int] = {}
        self._numbers = [at - first.setdefault(key, at) for at, key in enumerate(self.passages)]
        self._starts = np.flatnonzero(np.diff(self.owners, prepend=-1))
        self.kinds = np.array([KINDS.index(one.kind) for one in self.entries], dtype=np.int64)
        self.lexical = Lexical(
            [words(f"{passages[key].title} {one.whole}") for key, one in every] or [["-"]]
        )
        self._opens = np.flatnonzero(np.diff(self.home, prepend=-1))
        self._passage = np.cumsum(np.diff(self.home, prepend=-1) != 0) - 1
        self._general = np.array([_general(passages[key]) for key in self.passages])
        self.ranker = ranker
        asks, size = len(self.owners), len(every)
        self._asks = ranker.asked(vectors[:asks])
        self._told = [ranker.told(vectors[at : at + size]) for at in (asks, asks + size)]
        self._homes = [ranker.told(one) for one in told]

    def rank(
        self,
        text: str,
        vector: Vectors,
        of_passages: Scores,
        k: int,
        favoured: Collection[str] = (),
    ) -> tuple[EntryHit, ...]:
        """Return the `k` entries that answer a question best, best first; ties by passage.

        `vector` (length 1) is the question's, `of_passages` (p,) BM25 of its words in passages.
        Of equal entries those of `favoured` passages come first.
        """
        if not self.entries:
            return ()
        score, asks = self._scores(text, vector, of_passages)
        score = score + NEIGHBOURS * np.maximum.reduceat(asks, self._opens)[self._passage]
        score = score + self._general / (1 + len(words(text)))
        ahead = np.array([key in favoured for key in self.passages]) if favoured else 0
        score = np.round(score + FAVOURED * ahead, DECIMALS)
        best = np.argsort(-score, kind="stable")[:k]
        return tuple(
            EntryHit(self.passages[at], self._numbers[at], float(score[at])) for at in best
        )

    def nearest(self, text: str, vector: Vectors, of_passages: Scores) -> tuple[float, float]:
        """Return how near the nearest ask is (-1 to 1), and the score of the best entry."""
        if not self.entries:
            return -1.0, 0.0
        score, asks = self._scores(text, vector, of_passages)
        return float(asks.max()), float(score.max())

    def _scores(self, text: str, vector: Vectors, of_passages: Scores) -> tuple[Scores, Scores]:
        """Return the score of each entry, and how near its nearest ask is."""
        asked = self.ranker.asked(vector[None])[0]
        weights = self.ranker.weights
        asks = np.maximum.reduceat(self._asks @ asked, self._starts)
        score = weights[0] * asks
        for weight, told in zip(weights[1:3], self._told, strict=True):
            score = score + weight * (told @ asked)
        for weight, told in zip(weights[3:5], self._homes, strict=True):
            score = score + weight * (told @ asked)[self.home]
        score = score + weights[5] * bounded(self.lexical.raw(words(text)))
        score = score + weights[6] * bounded(of_passages)[self.home]
        score = score + self.ranker.forms[FORMS.index(form_of(text))][self.kinds]
        return np.asarray(score, dtype=np.float64), np.asarray(asks, dtype=np.float64)


def _general(passage: Passage) -> float:
    """Return what a passage gains by telling of one of its activities in general."""
    own = {f"{key}{end}": gain for key in passage.activities for end, gain in HOME.items()}
    return own.get(passage.id, 0.0)


def _entries(passages: Mapping[str, Passage]) -> list[tuple[str, Entry]]:
    return [(key, one) for key in sorted(passages) for one in passages[key].answers]

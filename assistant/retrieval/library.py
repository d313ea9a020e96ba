"""The searchable passages: a FAISS index of their vectors, BM25 over their words, and the fusion.

A passage is found by four signals:
dense    mean of its whole text's similarity and its best line's (its title or one sentence)
lexical  BM25 of its words
talk     BM25 of how people talk of the activities it is on: question, example sentences, tools
asked    how many of the nearest questions we know it answers, see `votes`
The hits are then ordered so that a few reach all activities a question touches, see `breadth`.
Whether the library covers a question at all is decided apart, see `covering`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from assistant.domain.asked import Asked
from assistant.domain.coverage import Coverage, plain
from assistant.domain.findings import Found, Hit
from assistant.domain.knowledge import Activity, Passage
from assistant.retrieval import breadth, covering
from assistant.retrieval.entries import Entries, EntryHit
from assistant.retrieval.index import Index, Look, Vectors
from assistant.retrieval.lexical import Lexical, Scores, bounded
from assistant.retrieval.ranker import Ranker
from assistant.retrieval.ranker import plain as plain_ranker
from assistant.retrieval.rows import rows
from assistant.retrieval.votes import spoken_for, votes
from assistant.retrieval.words import words

Encode = Callable[[Sequence[str]], Vectors]
"""Texts to float32 vectors of length 1, shape (number of texts, dimension)."""
Topics = Callable[[str], Sequence[float]]
"""What a reader of practice makes of a text: the last four of SIGNALS."""

SAME = 0.85
"""Two passages with vectors this similar say the same; only the better one is a hit."""
DECIMALS = 6
"""Scores are rounded, so that ties are ties on every machine."""
NOT_FITTED = plain(0.45)
NOTHING_ASKED = Asked()


def unread(_text: str) -> Sequence[float]:
    """Return the topics where nobody reads."""
    return 0.0, 0.0, 0.0, 0.0


@dataclass(frozen=True, slots=True)
class Scoring:
    """Weights of the signals in a passage's score, beside the dense one, which counts once.

    Chosen on the questions of `knowledge/asked/`, each left out in turn. `favoured` is what a
    passage gains by being on an activity the asker is busy with: enough to break a tie. `breadth`
    is what one would gain by being alone on all activities the question touches, see `breadth`.
    """

    lexical: float = 0.4
    talk: float = 0.7
    asked: float = 0.8
    favoured: float = 0.02
    breadth: float = 2.0


SCORING = Scoring()


class EntryVectors(NamedTuple):
    """Vectors as the encoder made them: (n, d) of asks, entries twice, and passages twice."""

    asks: Vectors
    verdicts: Vectors
    wholes: Vectors
    titles: Vectors
    passages: Vectors


class Library:
    """Passages that can be searched. Immutable, and safe to share between threads."""

    def __init__(
        self,
        passages: Mapping[str, Passage],
        activities: Mapping[str, Activity],
        vectors: Vectors,
        asked: Asked = NOTHING_ASKED,
        coverage: Coverage = NOT_FITTED,
        scoring: Scoring = SCORING,
        topics: Topics = unread,
        ranker: Ranker | None = None,
    ) -> None:
        """Index `passages` with `vectors`, one of length 1 for each of `rows(passages, asked)`.

        Raises ValueError when there are no passages or the vectors do not match them.
        """
        if not passages:
            raise ValueError("a library needs at least one passage")
        self.passages = {key: passages[key] for key in sorted(passages)}
        ordered = {key: activities[key] for key in sorted(activities)}
        self._index = Index(self.passages, ordered, vectors, asked)
        self.rows, self.vectors = self._index.rows, self._index.vectors
        self.asked = asked
        self.coverage = coverage
        self._activities = ordered
        self._ids = list(self.passages)
        self._scoring = scoring
        self._topics = topics
        on = [[key in one.activities for key in ordered] for one in self.passages.values()]
        self._on = np.array(on, dtype=bool).reshape(len(self._ids), len(ordered))
        titles = [at for at in self._index.lines if self._opens(at)]
        told = self.vectors[titles], self.vectors[: len(self._ids)]
        chosen = ranker or plain_ranker(self.vectors.shape[1])
        self.entries = Entries(self.passages, self._index.entries, told, chosen)
        self._votes = votes(asked, self.passages, tuple(ordered), self._on)

    @classmethod
    def build(
        cls,
        passages: Mapping[str, Passage],
        activities: Mapping[str, Activity],
        encode: Encode,
        asked: Asked = NOTHING_ASKED,
        coverage: Coverage = NOT_FITTED,
    ) -> "Library":
        """Encode all texts and index them; takes seconds."""
        vectors = encode([row.text for row in rows(passages, asked)])
        return cls(passages, activities, vectors, asked, coverage)

    def covering(self, coverage: Coverage, topics: Topics = unread) -> "Library":
        """Return the same library with another line between covered and not.

        `topics` must be what the coverage was fitted with.
        """
        return Library(
            self.passages, self._activities, self.vectors, self.asked, coverage, self._scoring,
            topics, self.entries.ranker,
        )  # fmt: skip

    def ranking(self, ranker: Ranker) -> "Library":
        """Return the same library with another ranker of what passages answer."""
        return Library(
            self.passages, self._activities, self.vectors, self.asked, self.coverage,
            self._scoring, self._topics, ranker,
        )  # fmt: skip

    @property
    def lexical(self) -> Lexical:
        """The words of the passages, by id."""
        return self._index.lexical

    def entry_vectors(self) -> EntryVectors:
        """Return the vectors of what passages answer, and of passages, as they were made."""
        rows, size = self._index.entries, len(self.entries.entries)
        asks = len(rows) - 2 * size
        titles = [at for at in self._index.lines if self._opens(at)]
        return EntryVectors(
            rows[:asks], rows[asks : asks + size], rows[asks + size :],
            self.vectors[titles], self.vectors[: len(self._ids)],
        )  # fmt: skip

    def answers(
        self, text: str, vector: Vectors, k: int, favoured: Collection[str] = ()
    ) -> tuple[EntryHit, ...]:
        """Return the `k` entries that answer a question best, best first.

        `vector` (length 1) is the question's; ties go to passages on a `favoured` activity.
        """
        on = {key for key, one in self.passages.items() if set(one.activities) & set(favoured)}
        raw = self._index.lexical.raw(words(text))
        return self.entries.rank(text, vector, raw, k, on)

    def search(
        self,
        text: str,
        vector: Vectors,
        k: int = 5,
        favoured: Collection[str] = (),
        *,
        broad: bool = True,
    ) -> Found:
        """Return the `k` best passages for a question and its vector (length 1), best first.

        Ties are ordered by passage id, after those on a `favoured` activity. Hits are given even
        when `answerable` is false. With `broad` those that add an activity come forward: for a
        list to choose from. An answer is made of what tells of little else.
        """
        if k < 1:
            raise ValueError("k must be at least 1")
        look = self._index.look(words(text), vector)
        weights = self._scoring
        shares = self._votes.answers if broad else self._votes.tells
        scores = (
            look.dense
            + weights.lexical * bounded(look.lexical)
            + weights.talk * self._spread(bounded(look.talk))
            + weights.asked * spoken_for(shares, look.inside)
        )
        if favoured:
            busy = np.array([key in favoured for key in self._activities], dtype=bool)
            scores = scores + weights.favoured * self._on[:, busy].any(axis=1)
        measured = self._measured(text, vector, look, self._topics(text))
        score = covering.covered(self.coverage, measured, vector, text)
        told = covering.decided(
            score, look.inside, look.outside, lambda: self._index.nearest_ask(vector)
        )
        gain = weights.breadth if broad else 0.0
        return Found(told, self._best(np.round(scores, DECIMALS), k, gain))

    def lessons(self, topics: Topics = unread) -> tuple[Scores, Scores, Scores, Scores]:
        """Return what a coverage is fitted on, one row for each known question.

        Signals with the question itself left out, vectors, form, and 1 for those inside or 0.
        """
        start, end = self._index.inside, self._index.end
        signals, forms = [], []
        for at in range(start, end):
            text = self.rows[at].text
            look = self._index.look(words(text), self.vectors[at])
            place = at - start if at < self._index.outside else at - self._index.outside
            (look.inside if at < self._index.outside else look.outside)[place] = -1.0
            signals.append(self._measured(text, self.vectors[at], look, topics(text)))
            forms.append(covering.form(text))
        inside = [float(row.kind == "inside") for row in self.rows[start:end]]
        return (
            np.array(signals),
            self.vectors[start:end].astype(np.float64),
            np.array(forms),
            np.array(inside),
        )

    def told(self, passage: str) -> tuple[tuple[str, ...], Vectors]:
        """Return all sentences of a passage, then its verdicts and entries, and their vectors.

        The vectors have shape (n, dimension); raises KeyError for a passage that is not there.
        """
        kinds = {"line", "verdict", "entry"}
        at = [
            number
            for number, row in enumerate(self.rows)
            if row.passage == passage and row.kind in kinds
        ][1:]  # the first line is the title
        if not at:
            raise KeyError(passage)
        return tuple(self.rows[one].text for one in at), self.vectors[at]

    def _opens(self, at: int) -> bool:
        """Tell whether a line is the first of its passage: the title."""
        before = self.rows[at - 1]
        return before.kind != "line" or before.passage != self.rows[at].passage

    def _measured(self, text: str, vector: Vectors, look: Look, topics: Sequence[float]) -> Scores:
        lines = look.similar[self._index.lines]
        answers = self.entries.nearest(text, vector, look.lexical)
        return covering.signals(
            look.dense, lines, look.lexical, look.talk, look.inside, look.outside, words(text),
            self._index.lexical, answers, topics,
        )  # fmt: skip

    def _spread(self, talk: Scores) -> Scores:
        """Return for each passage what the best of its activities has."""
        on = np.where(self._on, talk[: len(self._activities)], -1.0).max(axis=1, initial=-1.0)
        # A passage on no activity gets what an average one would, so as not to fall behind.
        spread: Scores = np.where(on < 0, talk.mean(), on)
        return spread

    def _best(self, scores: Scores, k: int, gain: float) -> tuple[Hit, ...]:
        """Return the hits: of near-equal passages the best, and those that add activities first."""
        apart: list[int] = []
        for at in np.argsort(-scores, kind="stable"):  # passages are in the order of their ids
            if not apart or (self.vectors[apart] @ self.vectors[at]).max() < SAME:
                apart.append(int(at))
            if len(apart) == max(k, breadth.CHOICE):
                break
        touched = np.round(breadth.touched(scores, self._on), DECIMALS)
        chosen = breadth.broadened(scores[apart], self._on[apart], touched, gain, k)
        return tuple(Hit(self._ids[apart[at]], round(score, DECIMALS)) for at, score in chosen)

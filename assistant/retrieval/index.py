"""What one question looks like to a library: similarity to every row, and BM25 of its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt

from assistant.domain.asked import Asked
from assistant.domain.knowledge import Activity, Passage
from assistant.retrieval.lexical import Lexical, Scores
from assistant.retrieval.rows import Row, entry_rows, rows
from assistant.retrieval.words import words

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Look:
    """All scores for one question; `inside` and `outside` are its similarity to known ones."""

    similar: Scores
    dense: Scores
    lexical: Scores
    talk: Scores
    inside: Scores
    outside: Scores


class Index:
    """Vectors and words of passages, activities and known questions. Immutable."""

    def __init__(
        self,
        passages: Mapping[str, Passage],
        activities: Mapping[str, Activity],
        vectors: Vectors,
        asked: Asked,
    ) -> None:
        """Index everything; raises ValueError when the vectors do not match the rows."""
        self.rows: tuple[Row, ...] = rows(passages, asked)
        self.vectors = halved(checked(vectors, len(self.rows)))
        answered = entry_rows(passages)
        searched = len(self.rows) - len(answered)
        self._asks = sum(row.kind == "ask" for row in answered)
        self.entries = self.vectors[searched:]
        """Vectors of what passages answer, see `Entries`."""
        self.lines = [at for at, row in enumerate(self.rows) if row.kind == "line"]
        number = {key: at for at, key in enumerate(passages)}
        self._owners = np.array([number[self.rows[at].passage] for at in self.lines])
        self._passages = len(passages)
        self.inside = searched - len(asked.inside) - len(asked.outside)
        self.outside = searched - len(asked.outside)
        self.end = searched
        self._flat = faiss.IndexFlatIP(self.vectors.shape[1])
        self._flat.add(self.vectors[:searched])
        self._every = np.arange(searched, dtype=np.int64)
        self.lexical = Lexical([_passage_words(one) for one in passages.values()])
        talk = [_talk_words(one, asked.tools.get(key, ())) for key, one in activities.items()]
        self._talk = Lexical(talk or [["-"]])

    def look(self, asked: Sequence[str], vector: Vectors) -> Look:
        """Return all scores for a question, given as its words and its vector (length 1)."""
        similar = self.similar(vector)
        best = np.full(self._passages, -1.0)
        np.maximum.at(best, self._owners, similar[self.lines])
        return Look(
            similar,
            (similar[: self._passages] + best) / 2,
            self.lexical.raw(asked),
            self._talk.raw(asked),
            similar[self.inside : self.outside],
            similar[self.outside :],
        )

    def nearest_ask(self, vector: Vectors) -> float:
        """Return how near the nearest ask of an entry is to the question, -1 without any."""
        asks = self.entries[: self._asks]
        return float((asks @ vector).max()) if len(asks) else -1.0

    def similar(self, vector: Vectors) -> Scores:
        """Return the similarity of the question to every row but those of entries."""
        query = checked(np.reshape(vector, (1, -1)), 1)
        if query.shape[1] != self.vectors.shape[1]:
            raise ValueError(f"vector has {query.shape[1]} numbers, not {self.vectors.shape[1]}")
        # A setting of the calling thread: one question is too little work to be shared out.
        faiss.omp_set_num_threads(1)
        # Asked for row by row, because a search for all of them would sort what nobody reads.
        scores = np.empty((1, self.end), dtype=np.float32)
        self._flat.compute_distance_subset(  # type: ignore[attr-defined]
            1, faiss.swig_ptr(query), self.end, faiss.swig_ptr(scores),
            faiss.swig_ptr(self._every),
        )  # fmt: skip
        similar: Scores = scores[0].astype(np.float64)
        return similar


def checked(vectors: Vectors, count: int) -> Vectors:
    """Return the vectors as one float32 block; raises ValueError unless `count` of length 1."""
    block = np.ascontiguousarray(vectors, dtype=np.float32)
    if block.ndim != 2 or block.shape[0] != count or block.shape[1] < 1:  # noqa: PLR2004
        raise ValueError(f"vectors have shape {block.shape}, not ({count}, dimension)")
    if not np.allclose(np.linalg.norm(block, axis=1), 1.0, atol=1e-3):
        raise ValueError("vectors must have length 1")
    return block


def halved(vectors: Vectors) -> Vectors:
    """Return the vectors as they are once kept in 16 bits, so that kept and fresh ones agree."""
    return np.ascontiguousarray(vectors.astype(np.float16).astype(np.float32))


def _passage_words(passage: Passage) -> list[str]:
    # The title says what it is about, so it counts twice.
    return words(" ".join((passage.title, passage.title, *passage.activities, passage.text)))


def _talk_words(activity: Activity, tools: Sequence[str]) -> list[str]:
    said = (line for lines in activity.examples.by_level() for line in lines)
    named = (activity.id, activity.name, activity.question, activity.summary)
    return words(" ".join((*named, *said, *tools)))

"""The slow part of the service: encoder, trained head and index, loaded together and used as one.

Reading, searching and answering of texts need it; levels, stages and questions do not.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, Self, TypeVar

import numpy as np
import numpy.typing as npt

from assistant import answering, encoder, grounding, reading, retrieval, training
from assistant.catalogue import default_folder, load_lexicon
from assistant.domain.entry import Entry
from assistant.domain.findings import Answer, Found, Hit, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.session import READ_AT_MOST
from assistant.retrieval import Library
from assistant.service import shelving
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.retrieval.retriever import PassageRetriever

T = TypeVar("T")
Vector = npt.NDArray[np.float32]

KEPT = 1024
"""Vectors and readings kept in memory, by a hash of the text; the text itself is not kept."""
PROBE = "Is the encoder there?"
TOLERANCE = 1e-3
CONSIDERED = 5
"""Passages a search for an answer looks for."""
RANKED = 20
"""Entries ranked for an answer: enough for a few of different passages."""


class Engine:
    """Encoder, reader and library. Safe to share between threads."""

    def __init__(
        self, prepared: reading.Prepared, model: encoder.Encoder, library: "Later[Library]"
    ) -> None:
        self.encoder = model
        self._prepared = prepared
        self._library = library
        self._retriever = Later(self._retrieving)
        self._vectors: Kept[Vector] = Kept(KEPT)
        self._readings: Kept[Reading] = Kept(KEPT)

    @classmethod
    def load(cls, settings: Settings, catalogue: Catalogue) -> Self:
        """Load encoder and head; the library follows when it is first needed.

        Raises EncoderError when the encoder cannot be used.
        """
        model = encoder.load(settings.encoder)
        folder = settings.knowledge or default_folder()
        lexicon = load_lexicon(folder, catalogue)
        head = training.load_or_train(
            folder / "reading", settings.data, catalogue.activities, lexicon,
        )  # fmt: skip
        second = training.load_second(folder / "reading", model, head)
        if second is not None:  # a text is read more than once, and its statements come again
            second = replace(second, listen=_remembering(second.listen))
        prepared = reading.prepare(lexicon, head, catalogue.items, second)
        library = Later(
            lambda: shelving.compared(
                settings, shelving.opened(settings, catalogue, model, prepared)
            )
        )
        return cls(prepared, model, library)

    def open_library(self) -> None:
        """Load the library now, so that the first question need not wait for it."""
        self._retriever()

    @property
    def searchable(self) -> bool:
        """Whether the library is there, so that a search need not wait for it."""
        return self._retriever.made

    def check_reading(self) -> None:
        """Encode a sentence of ours anew. Raises ValueError where no good vector comes of it."""
        vector = self.encoder.vector(PROBE)  # not `self.vector`, which may remember it
        if not np.isfinite(vector).all() or abs(float(np.linalg.norm(vector)) - 1.0) > TOLERANCE:
            raise ValueError("the encoder gives no vectors of length 1")

    def check_search(self) -> None:
        """Look a passage up by its own title. Raises ValueError where the index finds nothing."""
        library = self._library()
        passage = next(iter(library.passages.values()))
        if not self._retriever().find(passage.title, CONSIDERED).hits:
            raise ValueError("the index finds nothing")

    def read(self, text: str, question: str | None = None) -> Reading:
        """Read the first 8,000 characters of a text, with the activity just asked about."""
        head = text[:READ_AT_MOST]
        return self._readings.get(
            (head, question or ""),
            lambda: reading.read(self._prepared, head, question),
        )

    def heard(self, text: str) -> tuple[dict[str, float], frozenset[str]]:
        """Return the score of each activity for a text, and the activities that a cue names."""
        scores, _, named = reading.heard(self._prepared, text)
        return scores, named

    def find(self, text: str, k: int = CONSIDERED) -> Found:
        """Return the passages for a query, at most `k`, and whether the library covers it."""
        return self._retriever().find(self._meant(text), k)

    def answer(self, text: str, favoured: Collection[str] = ()) -> Answer:
        """Answer a question by what passages say they answer, or by nothing when not covered."""
        short = self._meant(text)
        found = self._retriever().find(short, CONSIDERED, favoured, broad=False)
        if not found.answerable:
            return Answer(text)
        library = self._library()
        hits = library.answers(short, self.vector(short), RANKED, favoured)
        entries = [(one.passage, library.passages[one.passage].answers[one.number]) for one in hits]
        return answering.compose(text, entries or [_opening(library, found.hits[0])])

    def answering(self, text: str, k: int) -> tuple[str, ...]:
        """Return the passages whose entries answer a question best, best first, at most `k`."""
        short = self._meant(text)
        hits = self._library().answers(short, self.vector(short), k * CONSIDERED)
        return tuple(dict.fromkeys(one.passage for one in hits))[:k]

    def _meant(self, question: str) -> str:
        """Return the first 8,000 characters of a question, with what was mistyped put right."""
        return reading.meant_text(self._prepared, question[:READ_AT_MOST])

    def sources(self, passages: Sequence[str]) -> tuple[grounding.Source, ...]:
        """Return passages as what carries an answer: their sentences and pieces, with vectors."""
        return tuple(self._source(one) for one in passages)

    def _source(self, key: str) -> grounding.Source:
        library = self._library()
        passage = library.passages[key]
        lines, vectors = library.told(key)
        parts = [part for entry in passage.answers for part in entry.parts]
        said = [one.whole for one in parts]
        every = np.vstack([vectors, *(self.vector(one)[None] for one in said)])
        return grounding.Source(key, passage.title, (*lines, *said), every)

    def _retrieving(self) -> "PassageRetriever":
        # Imported here: LangChain takes a second that the reading of texts need not wait for.
        from assistant.retrieval.retriever import PassageRetriever

        return PassageRetriever(library=self._library(), encode=self.vector, refuses=False)

    def vector(self, text: str) -> Vector:
        """Return the vector of a text, from memory when it was made before."""
        return self._vectors.get((text, ""), lambda: self.encoder.vector(text))


def _remembering(listen: reading.Listen) -> reading.Listen:
    kept: Kept[Sequence[tuple[reading.Listened, reading.Listened]]] = Kept(KEPT)
    return lambda asked: kept.get((repr(asked), ""), lambda: listen(asked))


class Kept(Generic[T]):
    """A bounded memory of what was computed for a text; keys are hashes, oldest go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[bytes, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str], make: Callable[[], T]) -> T:
        """Return the value for a key, making it when it is not kept."""
        digest = hashlib.sha256("\0".join(key).encode("utf-8", "replace")).digest()
        with self._lock:
            if digest in self._values:
                self._values.move_to_end(digest)
                return self._values[digest]
        value = make()
        with self._lock:
            self._values[digest] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


class Later(Generic[T]):
    """A value made when it is first asked for, once, whoever asks."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._lock = threading.Lock()

    @property
    def made(self) -> bool:
        """Whether the value is there."""
        return bool(self._made)

    def __call__(self) -> T:
        """Return the value, making it or waiting for it."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


def _opening(library: Library, hit: Hit) -> tuple[str, Entry]:
    passage = library.passages[hit.passage]
    return hit.passage, answering.opening(retrieval.sentences(passage.text), passage.title)

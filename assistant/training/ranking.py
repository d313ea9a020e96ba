"""Fits the ranker of what passages answer, on the questions that their entries are written for."""

from collections.abc import Callable

import numpy as np

from assistant.encoder.adapting import Lesson, adapt
from assistant.retrieval import FORMS, KINDS, Library, Ranker, bounded, form_of, plain_ranker
from assistant.retrieval.words import words


def fit_ranker(library: Library, made_for: str, told: Callable[[float], None]) -> Ranker:
    """Return the ranker fitted on a library's entries; `told` hears the share done, 0 to 1.

    Raises ValueError when the library's passages answer nothing.
    """
    entries = library.entries
    if not entries.entries:
        raise ValueError("no passage says what it answers")
    asks = [ask for one in entries.entries for ask in one.asks]
    start = plain_ranker(library.vectors.shape[1])
    every = np.arange(len(entries.entries))
    of_entries = [bounded(entries.lexical.raw(words(ask))) for ask in asks]
    of_passages = [bounded(library.lexical.raw(words(ask)))[entries.home] for ask in asks]
    vectors = library.entry_vectors()
    learnt = adapt(
        Lesson(
            asks=vectors.asks,
            owners=entries.owners,
            told=(vectors.verdicts, vectors.wholes, vectors.titles, vectors.passages),
            home=(every, every, entries.home, entries.home),
            given=(_stacked(of_entries), _stacked(of_passages)),
            forms=np.array([FORMS.index(form_of(ask)) for ask in asks], dtype=np.int64),
            kinds=entries.kinds,
            sizes=(len(FORMS), len(KINDS)),
        ),
        start.weights,
        told,
    )
    return Ranker(*learnt.asks, *learnt.text, learnt.weights, learnt.forms, made_for)


def _stacked(rows: list[np.ndarray]) -> np.ndarray:
    return np.stack(rows).astype(np.float32)

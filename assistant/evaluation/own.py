"""The project's own sentences: what baselines learn from and set their thresholds on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import PredefinedSplit

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import level_word
from assistant.domain.lexicon import Lexicon

FOLDS = 5
LONG_ENOUGH = 5
"""Words from which a text found inside another one counts as a copy, not as a coincidence."""

RUN = 8
"""Words in a row that two texts have in common only when one was written after the other."""


@dataclass(frozen=True, slots=True)
class Own:
    """A sentence of ours with the level of each activity it speaks of; none when of none."""

    text: str
    levels: Mapping[str, str]


def sentences(catalogue: Catalogue, lexicon: Lexicon) -> tuple[Own, ...]:
    """Return the labelled sentences of the knowledge: examples, told ones, those on nothing."""
    found = [
        Own(text, {item.id: level_word(level)})
        for item in catalogue.activities.values()
        for level, texts in enumerate(item.examples.by_level())
        for text in texts
    ]
    found.extend(Own(one.text, one.labels) for one in lexicon.told)
    found.extend(Own(text, {}) for text in lexicon.none)
    return tuple(found)


def labelled(owns: Iterable[Own], names: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Return which of the names each sentence speaks of, shape (sentences, names)."""
    order = tuple(names)
    return np.array([[name in own.levels for name in order] for own in owns], dtype=np.bool_)


def only_level(own: Own) -> str:
    """Return the level of a sentence that speaks of one activity."""
    return next(iter(own.levels.values()))


def folds(n: int) -> PredefinedSplit:
    """Return a split that leaves each out once. Neighbours go to different folds."""
    return PredefinedSplit(np.arange(n) % FOLDS)


def best_threshold(scores: npt.NDArray[np.floating], truth: npt.NDArray[np.bool_]) -> float:
    """Return the score from which saying yes gives the best micro F1; both of one shape."""
    order = np.argsort(-scores, axis=None, kind="stable")
    right = np.cumsum(truth.ravel()[order])
    said = np.arange(1, len(order) + 1)
    best = int(np.argmax(2 * right / (said + truth.sum())))
    return float(scores.ravel()[order[best]])


def copies(catalogue: Catalogue, lexicon: Lexicon, texts: Iterable[str]) -> list[str]:
    """Return the texts that repeat a sentence of ours: all of it, all of a long one, or a long run.

    Case, punctuation and spacing do not matter.
    """
    ours = {_plain(text) for text in _examples(catalogue, lexicon)}
    long = tuple(f" {one} " for one in ours if _is_long(one))
    runs = frozenset(run for one in ours for run in _runs(one))
    return [text for text in texts if _is_copy(_plain(text), ours, long, runs)]


def _is_copy(text: str, ours: set[str], long: tuple[str, ...], runs: frozenset[str]) -> bool:
    padded = f" {text} "
    return (
        text in ours
        or not runs.isdisjoint(_runs(text))
        or any(one in padded or (_is_long(text) and padded in one) for one in long)
    )


def _runs(text: str) -> Iterator[str]:
    """Yield every run of RUN words of a plain text."""
    words = text.split()
    for start in range(len(words) - RUN + 1):
        yield " ".join(words[start : start + RUN])


def _examples(catalogue: Catalogue, lexicon: Lexicon) -> Iterator[str]:
    for item in catalogue.items.values():
        for texts in item.examples.by_level():
            yield from texts
    for cues in lexicon.cues.values():
        yield from (*cues.fires, *cues.silent)
    yield from (one.text for one in lexicon.told)
    yield from lexicon.none
    yield from (one.text for one in catalogue.openings.values())
    yield from (one.question for one in catalogue.items.values())
    yield from (one.title for one in catalogue.passages.values())


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _is_long(text: str) -> bool:
    return text.count(" ") >= LONG_ENOUGH - 1

"""Fits the head of the reader on our own sentences by kernel ridge regression.

One kernel, one linear system for all activities and the gate, a second one for the levels; no
random numbers, so the same sentences give the same head.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon
from assistant.reading import gather
from assistant.reading.clauses import sentences
from assistant.reading.prepared import Prepared, prepare
from assistant.reading.scoring import LEVELS, OF_ACTIVITY, WORD_SCALE, Head
from assistant.training.choosing import choose, passes, report, shares
from assistant.training.looking import Seen, look, runs_matrix, vocabulary
from assistant.training.samples import Sample, samples, training_hash

Numbers = npt.NDArray[np.float64]
FOLDS = 5
STRENGTH = 1.0


def train(
    items: Mapping[str, Activity],
    lexicon: Lexicon,
) -> Head:
    """Fit the head; thresholds and shares come from scores out of fold of told texts."""
    given = samples(items, lexicon)
    names = tuple(sorted(items))
    prepared = prepare(lexicon, None, items)
    seen = [look(prepared, one, names) for one in given]
    truth = np.asarray([[name in one.levels for name in names] for one in given])
    targets = np.column_stack([truth, truth.any(axis=1)]) * 2.0 - 1.0
    known, rarity = vocabulary([one.text for one in seen])
    runs = runs_matrix([one.text for one in seen], known, rarity)
    kernel = _kernel(seen, runs)
    scores = _out_of_fold(kernel, targets, _folds([one.told for one in given]))
    alpha = _solve(kernel, targets, np.ones(len(given)))
    head = _activities(names, seen, runs, alpha, known, rarity)
    head = _levels(head, prepared, given, seen)
    asked = np.asarray([one.told or not one.levels for one in given])
    cued = np.asarray([[name in one.strong for name in names] for one in seen])[asked]
    named = np.asarray([bool(one.strong) and not one.general for one in seen])[asked]
    low, high, gate = choose(scores[asked], truth[asked], cued, named)
    passed = passes(scores[asked], named, gate)
    return replace(
        head,
        low=low,
        high=high,
        gate=gate,
        right=shares(scores[asked], truth[asked], cued, passed, low, high),
        manifest={
            "training_sha256": training_hash(items, lexicon),
            "sentences": str(len(given)),
            "low": f"{low:.3f}",
            "high": f"{high:.3f}",
            "gate": f"{gate:.3f}",
            "out_of_fold": report(scores[asked], truth[asked], cued, passed, low, high),
        },
    )


def _kernel(seen: Sequence[Seen], runs: Any) -> Numbers:
    """Return how alike every two sentences are, in runs, cues and marks."""
    marks = np.vstack([one.marks for one in seen]).astype(np.float64)
    return np.asarray((runs @ runs.T).toarray() + marks @ marks.T + 1.0)


def _solve(kernel: Numbers, targets: Numbers, weights: Numbers) -> Numbers:
    """Return the weight of each sentence in each output, by least squares with a penalty."""
    from scipy.linalg import cho_factor, cho_solve

    roots = np.sqrt(weights)[:, None]
    system = kernel * (roots @ roots.T)
    system[np.diag_indices(len(system))] += STRENGTH
    return np.asarray(cho_solve(cho_factor(system), targets * roots) * roots)


def _folds(told: Sequence[bool]) -> npt.NDArray[np.int_]:
    """Return the fold of each sentence; told texts go by blocks, so that a voice stays together.

    What is learnt from others of the same voice would flatter the scores.
    """
    flags = np.asarray(told)
    blocks = (np.cumsum(flags) - 1) * FOLDS // max(1, int(flags.sum()))
    return np.where(flags, blocks, np.arange(len(flags)) % FOLDS)


def _out_of_fold(kernel: Numbers, targets: Numbers, fold_of: npt.NDArray[np.int_]) -> Numbers:
    """Return the scores of each sentence from heads that were fitted without it."""
    scores = np.zeros_like(targets)
    for number in range(FOLDS):
        learn, left = np.flatnonzero(fold_of != number), np.flatnonzero(fold_of == number)
        alpha = _solve(kernel[np.ix_(learn, learn)], targets[learn], np.ones(len(learn)))
        scores[left] = kernel[np.ix_(left, learn)] @ alpha
    return scores


def _activities(
    names: tuple[str, ...],
    seen: Sequence[Seen],
    runs: Any,
    alpha: Numbers,
    known: Mapping[str, int],
    rarity: npt.NDArray[np.float32],
) -> Head:
    marks = np.vstack([one.marks for one in seen]).astype(np.float64)
    none = np.zeros((0, len(LEVELS)), dtype=np.float32)
    return Head(
        activities=names,
        vocabulary=known,
        words={},
        rarity=rarity,
        runs=_halved(runs.T @ alpha),
        marks=(marks.T @ alpha).astype(np.float32),
        bias=alpha.sum(axis=0).astype(np.float32),
        level_runs=none,
        level_words=none,
        level_own=none,
        level_bias=np.zeros(len(LEVELS), dtype=np.float32),
        low=0.0,
        high=0.0,
        gate=0.0,
        right=np.zeros((3, 2), dtype=np.float32),
    )


def _levels(head: Head, prepared: Prepared, given: Sequence[Sample], seen: Sequence[Seen]) -> Head:
    """Return the head with its part for levels, fitted on every level that is labelled."""
    rows: list[int] = []
    about: list[int] = []
    wanted: list[int] = []
    clauses: list[str] = []
    words: list[frozenset[str]] = []
    for row, (one, looked) in enumerate(zip(given, seen, strict=True)):
        labelled = sorted(name for name, level in one.levels.items() if level)
        if not labelled:
            continue
        parts = sentences(looked.text)
        told = tuple(part for part in parts if not part.asks) or parts
        found = gather(prepared, head, looked.text, told, looked.hits, labelled)
        for name, evidence in found.items():
            rows.append(row)
            about.append(head.activities.index(name))
            wanted.append(LEVELS.index(one.levels[name]))
            clauses.append(evidence.clauses)
            words.append(evidence.seen)
    known = {word: at for at, word in enumerate(sorted(frozenset().union(*words)))}
    saw = np.asarray([[float(word in one) for word in known] for one in words])
    runs = runs_matrix(clauses, head.vocabulary, head.rarity)
    own = np.eye(len(head.activities))[about]
    kernel = OF_ACTIVITY * (own @ own.T) + 1.0
    kernel = kernel + (runs @ runs.T).toarray() + WORD_SCALE**2 * (saw @ saw.T)
    targets = np.eye(len(LEVELS))[wanted] * 2.0 - 1.0
    alpha = _solve(kernel, targets, np.asarray([given[row].weight for row in rows]))
    return replace(
        head,
        words=known,
        level_runs=_halved(runs.T @ alpha),
        level_words=(WORD_SCALE * (saw.T @ alpha)).astype(np.float32),
        level_own=(OF_ACTIVITY * (own.T @ alpha)).astype(np.float32),
        level_bias=alpha.sum(axis=0).astype(np.float32),
    )


def _halved(array: Numbers) -> npt.NDArray[np.float32]:
    """Return an array in the digits in which the file keeps it."""
    return np.asarray(array.astype(np.float16), dtype=np.float32)

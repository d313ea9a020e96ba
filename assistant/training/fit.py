"""Fits the head of the reader on our own sentences; the same ones give the same head."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon
from assistant.reading.cues import Hit, counts
from assistant.reading.folding import fold
from assistant.reading.prepared import Prepared, gate_input, prepare
from assistant.reading.scoring import (
    CUE_SCALE,
    Head,
    character_runs,
    practice,
    score,
    weigh_runs,
)

Floats = npt.NDArray[np.float32]
Encode = Callable[[str], Floats]

FOLDS = 5
RARE = 4
LARGEST_VOCABULARY = 16000
STRENGTH = 1.0
GATE_STRENGTH = 0.3
EXAMPLE_STEPS = 400.0
"""Example vectors are kept in steps of 1/400, one byte a number."""
PAIRS = 600
"""Sentences made by putting two of different activities together: people rarely say one thing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A training sentence with its activities; none when it states no own practice."""

    text: str
    activities: frozenset[str]
    paired: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    text: str
    hits: tuple[Hit, ...]
    vector: Floats
    gate: Floats


def samples(items: Mapping[str, Activity], lexicon: Lexicon) -> tuple[Sample, ...]:
    """Return all training sentences in a fixed order, then the paired ones."""
    said = [
        Sample(line, frozenset({item.id}))
        for _, item in sorted(items.items())
        for lines in item.examples.by_level()
        for line in lines
    ]
    described = [
        Sample(line, frozenset({item.id}))
        for _, item in sorted(items.items())
        for line in (*item.rubric, *(reply.label for reply in item.replies), item.summary)
    ]
    cued = [
        Sample(line, frozenset({cues.id}))
        for _, cues in sorted(lexicon.cues.items())
        for line in cues.fires
        if cues.id in items
    ]
    told = [Sample(one.text, frozenset(one.labels)) for one in lexicon.told]
    none = [Sample(line, frozenset()) for line in lexicon.none]
    order = sorted(said, key=lambda one: hashlib.sha256(one.text.encode()).hexdigest())
    pairs = [
        Sample(f"{one.text} {other.text}", one.activities | other.activities, paired=True)
        for one, other in zip(order, order[len(order) // 2 :], strict=False)
        if one.activities != other.activities
    ]
    return (*said, *described, *cued, *told, *none, *pairs[:PAIRS])


def training_hash(items: Mapping[str, Activity], lexicon: Lexicon) -> str:
    """Return the sha256 of everything the head is fitted on: sentences, labels and cues."""
    cues = {
        key: [[one.pattern for one in group] for group in (value.strong, value.weak, value.mask)]
        for key, value in sorted(lexicon.cues.items())
    }
    told = {
        "samples": [[one.text, sorted(one.activities)] for one in samples(items, lexicon)],
        "cues": cues,
        "strong": {key: sorted(value) for key, value in sorted(lexicon.tools.strong.items())},
        "weak": {key: sorted(value) for key, value in sorted(lexicon.tools.weak.items())},
        "gate": [
            [one.pattern for one in group]
            for group in (lexicon.intents.first_person, lexicon.intents.general)
        ],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def train(
    items: Mapping[str, Activity], lexicon: Lexicon, encode: Encode, encoder_sha256: str
) -> Head:
    """Fit the head; thresholds and shares come from scores out of fold."""
    given = samples(items, lexicon)
    names = tuple(sorted(items))
    prepared = prepare(lexicon, None, items)
    seen = [_look(prepared, one.text, encode) for one in given]
    truth = np.asarray([[name in one.activities for name in names] for one in given])
    own = np.asarray([bool(one.activities) for one in given])
    alone = np.asarray([not one.paired for one in given])
    whole = _fit(names, seen, truth, own, alone)
    scores, chances = _out_of_fold(names, seen, truth, own, alone)
    cued = np.asarray([_cued(names, one) for one in seen])
    low, high, gate = _thresholds(scores[alone], chances[alone], truth[alone], cued[alone])
    right = _shares(scores[alone], truth[alone], cued[alone], low, high)
    manifest = {
        "training_sha256": training_hash(items, lexicon),
        "encoder_sha256": encoder_sha256,
        "sentences": str(int(alone.sum())),
        "low": f"{low:.3f}",
        "high": f"{high:.3f}",
        "gate": f"{gate:.3f}",
        "out_of_fold": _report(
            scores[alone], chances[alone], truth[alone], cued[alone], low, high, gate
        ),
    }
    return replace(whole, low=low, high=high, gate=gate, right=right, manifest=manifest)


def _look(prepared: Prepared, text: str, encode: Encode) -> _Seen:
    folded = fold(text)
    hits = prepared.finder.find(folded.text)
    return _Seen(folded.text, hits, encode(text), gate_input(prepared, folded.text, hits))


def _cued(names: tuple[str, ...], seen: _Seen) -> list[bool]:
    strong = {hit.activity for hit in seen.hits if hit.strong}
    return [name in strong for name in names]


def _fit(
    names: tuple[str, ...],
    seen: Sequence[_Seen],
    truth: npt.NDArray[np.bool_],
    own: npt.NDArray[np.bool_],
    alone: npt.NDArray[np.bool_],
) -> Head:
    vocabulary, rarity = _vocabulary([one.text for one in seen])
    matrix = _matrix(names, seen, vocabulary, rarity)
    size = len(seen[0].vector)
    weights = np.zeros((matrix.shape[1], len(names)), dtype=np.float64)
    bias = np.zeros(len(names))
    for place in range(len(names)):
        model = _regression(STRENGTH).fit(matrix, truth[:, place])
        weights[:, place], bias[place] = model.coef_[0], model.intercept_[0]
    gate = _regression(GATE_STRENGTH).fit(_gate_matrix(seen)[alone], own[alone])
    kept = alone & own
    vectors = np.vstack([one.vector for one in seen])[kept]
    runs_end = size + len(vocabulary)
    return Head(
        activities=names,
        vocabulary=vocabulary,
        rarity=rarity,
        vector=weights[:size].astype(np.float32),
        runs=weights[size:runs_end].astype(np.float16).astype(np.float32),
        cues=weights[runs_end:].astype(np.float32),
        bias=bias.astype(np.float32),
        examples=(np.round(vectors * EXAMPLE_STEPS) / EXAMPLE_STEPS).astype(np.float32),
        labels=truth[kept],
        gate_vector=gate.coef_[0][:size].astype(np.float32),
        gate_other=gate.coef_[0][size:].astype(np.float32),
        gate_bias=float(np.float32(gate.intercept_[0])),
        low=0.0,
        high=0.0,
        gate=0.5,
        right=np.zeros((3, 2), dtype=np.float32),
    )


def _regression(strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(
        C=strength, solver="liblinear", max_iter=1000, random_state=0, class_weight="balanced"
    )


def _vocabulary(texts: Sequence[str]) -> tuple[dict[str, int], Floats]:
    holding: Counter[str] = Counter()
    for text in texts:
        holding.update(character_runs(text).keys())
    frequent = [(n, run) for run, n in holding.items() if n >= RARE]
    frequent.sort(key=lambda one: (-one[0], one[1]))
    runs = sorted(run for _, run in frequent[:LARGEST_VOCABULARY])
    rarity = np.asarray([1 + np.log((1 + len(texts)) / (1 + holding[run])) for run in runs])
    return {run: place for place, run in enumerate(runs)}, rarity.astype(np.float32)


def _matrix(
    names: tuple[str, ...], seen: Sequence[_Seen], vocabulary: Mapping[str, int], rarity: Floats
) -> Any:
    from scipy.sparse import csr_matrix, hstack

    starts, places, weights = [0], [], []
    for one in seen:
        where, how_much = weigh_runs(character_runs(one.text), vocabulary, rarity)
        places.append(where)
        weights.append(how_much)
        starts.append(starts[-1] + len(where))
    runs = csr_matrix(
        (np.concatenate(weights), np.concatenate(places), np.asarray(starts)),
        shape=(len(seen), len(vocabulary)),
    )
    cued = np.asarray([counts(one.hits, names) for one in seen]) * CUE_SCALE
    vectors = np.vstack([one.vector for one in seen])
    return hstack([csr_matrix(vectors), runs, csr_matrix(cued)]).tocsr()


def _gate_matrix(seen: Sequence[_Seen]) -> Floats:
    return np.hstack(
        [np.vstack([one.vector for one in seen]), np.vstack([one.gate for one in seen])]
    )


def _out_of_fold(
    names: tuple[str, ...],
    seen: Sequence[_Seen],
    truth: npt.NDArray[np.bool_],
    own: npt.NDArray[np.bool_],
    alone: npt.NDArray[np.bool_],
) -> tuple[Floats, Floats]:
    """Return scores and chances of each sentence from heads that were fitted without it."""
    scores = np.zeros((len(seen), len(names)), dtype=np.float32)
    chances = np.zeros(len(seen), dtype=np.float32)
    fold_of = np.arange(len(seen)) % FOLDS
    for number in range(FOLDS):
        # A pair holds sentences of other folds, so pairs stay out here.
        learn = [int(at) for at in np.flatnonzero((fold_of != number) & alone)]
        head = _fit(names, [seen[at] for at in learn], truth[learn], own[learn], alone[learn])
        for at in (int(at) for at in np.flatnonzero((fold_of == number) & alone)):
            one = seen[at]
            scores[at] = score(head, one.text, one.hits, one.vector)
            chances[at] = practice(head, one.vector, one.gate)
    return scores, chances


def _thresholds(
    scores: Floats, chances: Floats, truth: npt.NDArray[np.bool_], cued: npt.NDArray[np.bool_]
) -> tuple[float, float, float]:
    gate = 0.5
    passed = (chances >= gate)[:, None]
    best = (-1.0, 0.0, 0.0)
    for low in np.arange(-4.0, 6.01, 0.1):
        for high in np.arange(max(low, 0.0), 8.01, 0.1):
            found = np.where(cued, scores >= low, scores >= high) & passed
            best = max(best, (_f1(found, truth), float(-low), float(high)))
    return round(-best[1], 3), round(best[2], 3), gate


def _f1(found: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> float:
    both = float((found & truth).sum())
    return 2 * both / max(1.0, float(found.sum() + truth.sum()))


def _shares(
    scores: Floats,
    truth: npt.NDArray[np.bool_],
    cued: npt.NDArray[np.bool_],
    low: float,
    high: float,
) -> Floats:
    """Return margins and, for findings without and with a cue, the share that is right."""
    edges = np.asarray([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0])
    rows = [edges]
    for kind, threshold in ((False, high), (True, low)):
        at = cued == kind
        margin, right = scores[at] - threshold, truth[at]
        shares = []
        for edge in edges:
            near = (margin >= max(0.0, edge - 0.5)) & (margin <= edge + 0.5)
            shares.append((float(right[near].sum()) + 1.0) / (float(near.sum()) + 2.0))
        rows.append(np.maximum.accumulate(np.asarray(shares)))
    return np.asarray(rows, dtype=np.float32)


def _report(
    scores: Floats,
    chances: Floats,
    truth: npt.NDArray[np.bool_],
    cued: npt.NDArray[np.bool_],
    low: float,
    high: float,
    gate: float,
) -> str:
    found = np.where(cued, scores >= low, scores >= high) & (chances >= gate)[:, None]
    both = float((found & truth).sum())
    none = ~truth.any(axis=1)
    return json.dumps(
        {
            "precision": round(both / max(1.0, float(found.sum())), 3),
            "recall": round(both / max(1.0, float(truth.sum())), 3),
            "f1": round(_f1(found, truth), 3),
            "off_topic": round(float(found[none].any(axis=1).mean()) if none.any() else 0.0, 3),
        },
        sort_keys=True,
    )

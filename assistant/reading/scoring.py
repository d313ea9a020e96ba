"""Scores activities by a linear head over vector, character runs and cues, and by nearness."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assistant.reading.cues import Hit, counts

Floats = npt.NDArray[np.float32]
CUE_SCALE = 0.5
RUNS = (3, 4, 5)
NEAREST = 5
NEARNESS = 8.0
"""Weight of the mean likeness to the nearest examples, beside the linear part's logit."""


@dataclass(frozen=True, slots=True)
class Head:
    """Fitted arrays. Columns are activities; `low` holds with a strong cue, `high` without.

    `vector` (d, a), `runs` (v, a), `cues` (2a, a) and `bias` (a,) give the score of each
    activity, `examples` (n, d) and `labels` (n, a) our sentences; `gate_vector` (d,),
    `gate_other` and `gate_bias` give how likely the text tells of the speaker's own practice.
    `right` maps a score's margin to the share of findings that hold.
    """

    activities: tuple[str, ...]
    vocabulary: Mapping[str, int]
    rarity: Floats
    vector: Floats
    runs: Floats
    cues: Floats
    bias: Floats
    examples: Floats
    labels: npt.NDArray[np.bool_]
    gate_vector: Floats
    gate_other: Floats
    gate_bias: float
    low: float
    high: float
    gate: float
    right: Floats
    manifest: Mapping[str, str] = field(default_factory=dict)


def character_runs(text: str) -> Counter[str]:
    """Count the runs of 3 to 5 characters of a folded text, words apart."""
    found: Counter[str] = Counter()
    padded = " " + " ".join(text.split()) + " "
    size = len(padded)
    for length in RUNS:
        found.update([padded[at : at + length] for at in range(size - length + 1)])
    return found


def weigh_runs(
    found: Counter[str], vocabulary: Mapping[str, int], rarity: Floats
) -> tuple[npt.NDArray[np.intp], Floats]:
    """Return places and weights (length 1 together) of the known runs of a text."""
    known = [(place, n) for run, n in found.items() if (place := vocabulary.get(run)) is not None]
    if not known:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
    known.sort()
    places = np.fromiter((place for place, _ in known), dtype=np.intp, count=len(known))
    weights = np.fromiter((1.0 + math.log(n) for _, n in known), np.float32, count=len(known))
    weights *= rarity[places]
    return places, (weights / np.sqrt(np.square(weights).sum())).astype(np.float32)


def score(head: Head, text: str, hits: tuple[Hit, ...], vector: Floats) -> Floats:
    """Return the score (a logit) of each activity for a folded text, in the head's order."""
    places, weights = weigh_runs(character_runs(text), head.vocabulary, head.rarity)
    cued = np.asarray(counts(hits, head.activities), dtype=np.float32) * CUE_SCALE
    total = head.bias + vector @ head.vector + cued @ head.cues
    if len(places):
        total = total + weights @ head.runs[places]
    return np.asarray(total + NEARNESS * nearness(head, vector), dtype=np.float32)


def nearness(head: Head, vector: Floats) -> Floats:
    """Return the mean likeness of a vector to the nearest examples of each activity."""
    likeness = head.examples @ vector
    found = np.zeros(len(head.activities), dtype=np.float32)
    for place in range(len(head.activities)):
        own = likeness[head.labels[:, place]]
        if len(own) > NEAREST:
            own = np.partition(own, -NEAREST)[-NEAREST:]
        found[place] = own.mean() if len(own) else 0.0
    return found


def run_scores(head: Head, text: str) -> Floats:
    """Return what the character runs alone say of a stretch of folded text."""
    places, weights = weigh_runs(character_runs(text), head.vocabulary, head.rarity)
    return np.asarray(weights @ head.runs[places], dtype=np.float32)


def gate_features(
    text: str, *, first_person: int, general: int, asks: bool, strong: int, weak: int
) -> Floats:
    """Return what the gate sees besides the vector, each between 0 and about 1."""
    words = max(1, text.count(" ") + 1)
    return np.asarray(
        [
            min(first_person, 4) / 4,
            min(general, 4) / 4,
            float(asks),
            min(words, 60) / 60,
            min(strong, 4) / 4,
            min(weak, 4) / 4,
            float(first_person > 0 and general == 0),
            float(general > 0 and first_person == 0),
        ],
        dtype=np.float32,
    )


def practice(head: Head, vector: Floats, other: Floats) -> float:
    """Return how likely (0 to 1) a text tells of the speaker's own practice."""
    logit = float(vector @ head.gate_vector + other @ head.gate_other) + head.gate_bias
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def share_right(head: Head, margin: float, cued: bool) -> float:
    """Return the share of findings with such a margin over the threshold that are right."""
    edges, plain, with_cue = head.right
    return round(float(np.interp(margin, edges, with_cue if cued else plain)), 3)

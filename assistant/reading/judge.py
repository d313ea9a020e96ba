"""Weighs what the tuned encoder, cues and runs of characters say of a statement into one share.

What a reader of cues knows, the encoder does not, and the other way round; how much either counts
is fitted on texts by hands that neither has learnt from.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.reading.cues import Hit
from assistant.reading.gathered import Span
from assistant.reading.scoring import Floats

FEATURES = (
    "odds", "behind", "own", "strong", "strong twice", "weak", "general", "few words",
    "odds, strong", "own, strong", "marks", "runs", "runs behind",
)  # fmt: skip
"""What is weighed of each activity. Behind: how far it lies below what speaks loudest."""
LOWEST, HIGHEST, MOST = -8.0, 6.0, 6.0
"""Log odds beyond which an activity is just out of the question, or sure, and own practice."""
FEW = 9
"""Words up to which a statement gives little to judge by."""
HEARD, HEARD_CUED = 0.45, 0.06
"""Share from which an activity counts as told, without and with a cue: our hands avoid the usual
terms, so that a judge fitted on them trusts a cue too little."""
TOLD = -1.0
"""Log odds of own practice that a statement needs for what no cue names."""
LEVEL_COUNTS = 0.4
"""How much the encoder's level counts beside that of rules and words: in full it is better on our
own texts and worse on real ones, which leave more open."""

Stated = tuple[str, tuple[Span, ...]]
"""A statement, and the stretches [start, end) of it that are heard apart as well."""
Listened = tuple[Floats, Floats, Floats]
"""What s stretches tell: log odds (s, a + 1) of the activities and of own practice, first among the
other statements of their text and then within their statement alone, and logarithms (s, a, 6) of
how likely each level is."""
Listen = Callable[[Sequence[tuple[Stated, ...]]], Sequence[tuple[Listened, Listened]]]
"""Hears the statements of each text, and then the stretches of them; see assistant.encoder."""


@dataclass(frozen=True, slots=True)
class Judge:
    """The weight of each of FEATURES, and the bias, of a logistic regression."""

    weights: tuple[float, ...]
    bias: float

    def shares(self, features: npt.NDArray[np.floating]) -> Floats:
        """Return how likely each activity (a, f) is told, 0 to 1."""
        score = features @ np.asarray(self.weights, dtype=np.float64) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-score)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Second:
    """The second reader: what hears, and what weighs it together with the first."""

    listen: Listen
    judge: Judge


def features(
    activities: Sequence[str],
    odds: Floats,
    hits: Iterable[Hit],
    spoken: tuple[Floats, Floats],
    *,
    general: int,
    words: int,
) -> Floats:
    """Return what is weighed of each activity (a, f) of one statement.

    `odds` (a + 1,) are the encoder's; `spoken` what cues and marks, and runs, add to a score.
    """
    place = {name: at for at, name in enumerate(activities)}
    strong, weak = np.zeros(len(place)), np.zeros(len(place))
    for hit in hits:
        if hit.activity in place:
            (strong if hit.strong else weak)[place[hit.activity]] += 1
    size = len(place)
    found = np.clip(odds[:size], LOWEST, HIGHEST)
    own = np.full(size, np.clip(odds[size], -MOST, MOST))
    named = (strong > 0).astype(float)
    marks, runs = spoken[0][:size], spoken[1][:size]
    columns = (
        found, found - found.max(), own, named, strong > 1, weak > 0,
        np.full(size, min(general, 2)), np.full(size, words <= FEW), found * named, own * named,
        marks, runs, runs - runs.max(),
    )  # fmt: skip
    return np.stack([np.asarray(one, dtype=np.float32) for one in columns], axis=1)

"""Whether a score means a rate: findings by score, with the share of them that is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.domain.findings import Finding
from assistant.evaluation import metrics as m
from assistant.evaluation.items import AnswerItem
from assistant.evaluation.metrics import Figure, Numbers

BINS = 10
COUNT, SCORES, ACTIVITY, LEVEL = range(4)
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Bin:
    """Findings whose score lies in [low, high): how many, their mean score, and what is right.

    `right` is the share with the activity right, `level` the share with activity and level right.
    """

    low: float
    high: float
    n: int
    score: float
    right: float
    level: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bins that hold a finding, lowest first, and the calibration errors with intervals."""

    bins: tuple[Bin, ...] = ()
    errors: Mapping[str, Figure] = field(default_factory=dict)


def reliability(items: Sequence[AnswerItem], findings: Sequence[Sequence[Finding]]) -> Reliability:
    """Return how far the scores of all findings, off-topic texts included, are from the rates."""
    table = np.zeros((len(items), BINS, COLUMNS))
    for row, (item, found) in enumerate(zip(items, findings, strict=True)):
        for one in found:
            right = one.activity in item.levels
            level = right and one.word in item.accepted[one.activity]
            place = min(int(one.score * BINS), BINS - 1)
            table[row, place] += (1, one.score, right, level)
    flat = table.reshape(len(items), BINS * COLUMNS)
    return Reliability(
        tuple(_bin(place, sums) for place, sums in enumerate(table.sum(axis=0)) if sums[COUNT]),
        {
            "activity right": m.figure(flat, lambda sums: _error(sums, ACTIVITY)),
            "activity and level right": m.figure(flat, lambda sums: _error(sums, LEVEL)),
        },
    )


def _bin(place: int, sums: Numbers) -> Bin:
    n = sums[COUNT]
    score, right, level = (float(sums[one] / n) for one in (SCORES, ACTIVITY, LEVEL))
    return Bin(place / BINS, (place + 1) / BINS, int(n), score, right, level)


def _error(sums: Numbers, column: int) -> Numbers:
    """Return the expected calibration error: the mean gap of score and rate, over findings."""
    bins = sums.reshape(*sums.shape[:-1], BINS, COLUMNS)
    gap = np.abs(bins[..., column] - bins[..., SCORES]).sum(axis=-1)
    return m.ratio(gap, bins[..., COUNT].sum(axis=-1))

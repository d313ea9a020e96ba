"""Figures over items: every one is a function of sums over items, so all share one bootstrap.

A table has one row for each item and one column for each thing counted; a statistic takes the sums
of the columns on its last axis and returns a share, or NaN where there is nothing to share.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Statistic = Callable[[Numbers], Numbers]

DRAWS, SEED, COVERAGE = 1000, 20261101, 0.95
DEPTH, FIRST = 10, 5
ORDINAL: Mapping[str, int] = {"absent": 0, "manual": 1, "partial": 2, "automated": 3}
RIGHT, MISSING, EXTRA = range(3)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % bootstrap interval over items, and on how many things it rests."""

    value: float
    low: float
    high: float
    n: int


def figure(table: Numbers, statistic: Statistic, draws: int = DRAWS, seed: int = SEED) -> Figure:
    """Return a statistic of a table (items, columns) with its interval; NaN for an empty table.

    Deterministic: the same table and seed give the same figure.
    """
    n = len(table)
    if n == 0:
        return Figure(np.nan, np.nan, np.nan, 0)
    rng = np.random.default_rng(seed)
    # How often each item is drawn is all a sum needs: (draws, items) @ (items, columns).
    weights = rng.multinomial(n, np.full(n, 1 / n), size=draws).astype(np.float64)
    drawn = statistic(weights @ table)
    drawn = drawn[~np.isnan(drawn)]
    tail = (1 - COVERAGE) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail]) if len(drawn) else (np.nan, np.nan)
    return Figure(float(statistic(table.sum(axis=0))), float(low), float(high), n)


def share(part: int, whole: int) -> Statistic:
    """Return the statistic: the sum of one column over that of another."""
    return lambda sums: ratio(sums[..., part], sums[..., whole])


def mean(values: Numbers) -> Figure:
    """Return the mean of values (items, columns), with its interval over items."""
    sums = values.sum(axis=1)
    return figure(np.column_stack([sums, np.full_like(sums, values.shape[1])]), share(0, 1))


def less(ours: Numbers, other: Numbers, statistic: Statistic) -> Figure:
    """Return by how much a statistic of ours exceeds that of the other, with a paired interval.

    Both tables have the same items and columns; each draw takes the same items for both.
    """
    columns = ours.shape[1]
    return figure(
        np.hstack([ours, other]),
        lambda sums: statistic(sums[..., :columns]) - statistic(sums[..., columns:]),
    )


# --- activities: columns are (right, missing, extra), for macro F1 once for each activity


def activity_table(
    gold: Sequence[Collection[str]], said: Sequence[Collection[str]], names: Sequence[str]
) -> Numbers:
    """Return the counts of shape (items, names, 3): right, missing, extra; `names` names all."""
    table = np.zeros((len(gold), len(names), 3))
    column = {name: number for number, name in enumerate(names)}
    for row, (labelled, found) in enumerate(zip(gold, said, strict=True)):
        for name in {*labelled, *found}:
            kind = MISSING if name not in found else RIGHT if name in labelled else EXTRA
            table[row, column[name], kind] = 1
    return table


def precision(sums: Numbers) -> Numbers:
    """Return right over all that was said."""
    return ratio(sums[..., RIGHT], sums[..., RIGHT] + sums[..., EXTRA])


def recall(sums: Numbers) -> Numbers:
    """Return right over all that was labelled."""
    return ratio(sums[..., RIGHT], sums[..., RIGHT] + sums[..., MISSING])


def f1(sums: Numbers) -> Numbers:
    """Return the harmonic mean of precision and recall, from the summed counts."""
    twice = 2 * sums[..., RIGHT]
    return ratio(twice, twice + sums[..., MISSING] + sums[..., EXTRA])


def macro_f1(sums: Numbers) -> Numbers:
    """Return the mean F1 over the activities that are labelled or said at least once.

    `sums` has the flattened columns of `activity_table` on its last axis.
    """
    each = f1(sums.reshape(*sums.shape[:-1], -1, 3))
    occurs = ~np.isnan(each)
    return ratio(np.where(occurs, each, 0.0).sum(axis=-1), occurs.sum(axis=-1))


# --- levels: columns are (matched, accepted, strict, both numeric, distance)

MATCHED, ACCEPTED, STRICT, NUMERIC, DISTANCE = range(5)


def level_counts(
    gold: Mapping[str, str], accepted: Mapping[str, Collection[str]], said: Mapping[str, str]
) -> tuple[int, int, int, int, int]:
    """Return the level counts of one item, over the activities that are labelled and said."""
    pairs = [(key, gold[key], said[key]) for key in gold if key in said]
    numeric = [(ORDINAL[a], ORDINAL[b]) for _, a, b in pairs if a in ORDINAL and b in ORDINAL]
    return (
        len(pairs),
        sum(level in accepted[key] or level == label for key, label, level in pairs),
        sum(level == label for _, label, level in pairs),
        len(numeric),
        sum(abs(a - b) for a, b in numeric),
    )


# --- search


def hit_at(right: Sequence[bool], depth: int = FIRST) -> float:
    """Return 1 when one of the first `depth` passages is right, else 0."""
    return float(any(right[:depth]))


def ndcg(right: Sequence[bool], depth: int = DEPTH) -> float:
    """Return the discounted gain over that of the same passages with the right ones first."""
    gains = [float(one) for one in right[:depth]]
    ideal = _discounted(sorted(gains, reverse=True))
    return _discounted(gains) / ideal if ideal else 0.0


def reciprocal_rank(right: Sequence[bool]) -> float:
    """Return one over the rank of the first right passage; 0 without one."""
    return next((1 / rank for rank, one in enumerate(right, start=1) if one), 0.0)


def _discounted(gains: Sequence[float]) -> float:
    return float(sum(gain / np.log2(rank + 1) for rank, gain in enumerate(gains, start=1)))


def ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Return part over whole, NaN where the whole is nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, np.divide(part, whole), np.nan)

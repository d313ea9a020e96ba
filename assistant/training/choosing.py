"""Chooses the thresholds of the head from scores out of fold, and says how often it is right."""

import json

import numpy as np
import numpy.typing as npt

from assistant.reading.scoring import NAMED, outdone, with_practice

Numbers = npt.NDArray[np.floating]
Truths = npt.NDArray[np.bool_]
Flags = npt.NDArray[np.bool_]
RECALL = 0.7
"""Weight of recall against precision when thresholds are chosen: what is found wrongly must be
noticed and taken back by the user, what is missed is asked; and real texts name more in passing."""
UNNAMED = 0.2
"""How much more must be scored of an activity of which no cue is named."""
GATE = -0.1
"""Score of practice from which a text is read: about as soon told as not."""
STEPS = np.arange(-0.9, 0.21, 0.02)
ALIKE = 0.005
"""Balances this near to the best are as good: where a few sentences more would move the best."""


def choose(
    scores: Numbers, truth: Truths, cued: Truths, named: Flags
) -> tuple[float, float, float]:
    """Return the thresholds with and without a cue of best balance, and the gate.

    `scores` has the gate in its last column; `named` texts need less of it.
    """
    low = _best(with_practice(scores), truth, cued, passes(scores, named, GATE))
    return round(low, 3), round(low + UNNAMED, 3), GATE


def passes(scores: Numbers, named: Flags, gate: float) -> Flags:
    """Return which texts tell enough of own practice to be read."""
    return np.asarray(scores[:, -1] >= gate - NAMED * named)


def shares(
    scores: Numbers, truth: Truths, cued: Truths, passed: Flags, low: float, high: float
) -> npt.NDArray[np.float32]:
    """Return margins and, for findings without and with a cue, the share that is right."""
    edges = np.asarray([0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.3])
    said = with_practice(scores)
    rows = [edges]
    for kind, threshold in ((False, high), (True, low)):
        at = (cued == kind) & passed[:, None]
        weighed = said if kind else said + outdone(said)
        margin, right = weighed[at] - threshold, truth[at]
        found = []
        for edge in edges:
            near = (margin >= max(0.0, edge - 0.1)) & (margin <= edge + 0.1)
            found.append((float(right[near].sum()) + 1.0) / (float(near.sum()) + 2.0))
        rows.append(np.maximum.accumulate(np.asarray(found)))
    return np.asarray(rows, dtype=np.float32)


def report(
    scores: Numbers, truth: Truths, cued: Truths, passed: Flags, low: float, high: float
) -> str:
    """Return the figures out of fold as one line of JSON."""
    found = _found(with_practice(scores), cued, passed, low, high)
    both = float((found & truth).sum())
    off = found[~truth.any(axis=1)]
    figures = {
        "precision": both / max(1.0, float(found.sum())),
        "recall": both / max(1.0, float(truth.sum())),
        "f1": _f1(found, truth),
        "off_topic": float(off.any(axis=1).mean()) if len(off) else 0.0,
    }
    return json.dumps({key: round(one, 3) for key, one in figures.items()}, sort_keys=True)


def _best(said: Numbers, truth: Truths, cued: Truths, passed: Flags) -> float:
    """Return the middle of the thresholds with a cue that balance as well as the best."""
    balances = np.asarray(
        [_balance(_found(said, cued, passed, low, low + UNNAMED), truth) for low in STEPS]
    )
    return float(np.median(STEPS[balances >= balances.max() - ALIKE]))


def _found(said: Numbers, cued: Truths, passed: Flags, low: float, high: float) -> Truths:
    found = np.where(cued, said >= low, said + outdone(said) >= high)
    return np.asarray(found & passed[:, None])


def _balance(found: Truths, truth: Truths) -> float:
    """Return the F measure with less weight on recall than on precision."""
    both = float((found & truth).sum())
    share = RECALL**2
    return (1 + share) * both / max(1.0, float(found.sum()) + share * float(truth.sum()))


def _f1(found: Truths, truth: Truths) -> float:
    both = float((found & truth).sum())
    return 2 * both / max(1.0, float(found.sum() + truth.sum()))

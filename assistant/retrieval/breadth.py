"""Orders passages so that a few of them reach every activity a question touches.

A question that touches three activities is badly served by five passages on one of them. What
activities it touches is told by the scores: each of the first passages has a say for the
activities it is on, the better ones more. One by one the passage is taken that scores best, with
what it gains by activities that no passage before it is on.
"""

import numpy as np
import numpy.typing as npt

from assistant.retrieval.lexical import Scores

Activities = npt.NDArray[np.bool_]
"""Which activities (columns) each passage (row) is on."""

SPEAKING, KEENNESS = 30, 5.0
"""Passages that have a say in what is touched, and how much more the better ones of them."""
CHOICE = 40
"""Passages that may be brought forward; what comes after them keeps its place."""


def touched(scores: Scores, on: Activities) -> Scores:
    """Return how much a question touches each activity; the sum is 1, or 0 without any."""
    first = np.argsort(-scores, kind="stable")[:SPEAKING]
    weights = np.exp(KEENNESS * (scores[first] - scores[first].max(initial=0.0)))
    shares = on[first] / np.maximum(on[first].sum(axis=1, keepdims=True), 1)
    found: Scores = weights @ shares
    total = float(found.sum())
    return found / total if total > 0 else found


def broadened(
    scores: Scores, on: Activities, left: Scores, gain: float, k: int
) -> list[tuple[int, float]]:
    """Return the places of the `k` passages to show with their scores, best first.

    `scores` come best first, with a row of `on` each; `left` is what `touched` returned. Scores
    include what a passage gained, so that they never rise from one to the next.
    """
    free = scores[:CHOICE].copy()
    reach = on[: len(free)]
    taken: list[tuple[int, float]] = []
    while len(taken) < min(k, len(free)):
        worth = free + gain * (reach @ left)
        best = int(np.argmax(worth))
        taken.append((best, float(worth[best])))
        free[best] = -np.inf
        left = np.where(reach[best], 0.0, left)
    after = range(len(free), min(k, len(scores)))
    return taken + [(at, float(scores[at])) for at in after]

"""What the questions we know say of a new one: the nearer they are, the more they count."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.domain.asked import Asked
from assistant.domain.knowledge import Passage
from assistant.retrieval.lexical import Scores

NEAREST, SHARPNESS = 20, 8
"""Questions that have a say in what answers a new one, and how much more the nearer of them."""


@dataclass(frozen=True, slots=True)
class Votes:
    """How far each known question (row) is answered by each passage (column), 0 to 1.

    `answers` is for a list to choose from, where all that shares an activity counts. `tells` is for
    an answer: what speaks of many things at once speaks of each in part.
    """

    answers: Scores
    tells: Scores


def votes(
    asked: Asked,
    passages: Mapping[str, Passage],
    activities: tuple[str, ...],
    on: npt.NDArray[np.bool_],
) -> Votes:
    """Return the votes of the questions inside; `on` says which activities each passage is on."""
    named = np.array(
        [[bool(q.passages) and q.names(one) for one in passages.values()] for q in asked.inside],
        dtype=np.float64,
    ).reshape(len(asked.inside), len(passages))
    about = np.array(
        [[key in q.activities for key in activities] for q in asked.inside], dtype=np.float64
    ).reshape(len(asked.inside), len(activities))
    shared = np.asarray(about @ on.T > 0, dtype=np.float64)
    part = 1.0 / np.sqrt(np.maximum(on.sum(axis=1), 1))
    return Votes(np.maximum(named, shared), np.maximum(named, shared * part))


def spoken_for(shares: Scores, inside: Scores) -> Scores:
    """Return for each passage how far the nearest known questions speak for it, 0 to 1.

    `shares` are `answers` or `tells`, `inside` how alike (-1 to 1) each known question is.
    """
    near = np.argsort(-inside, kind="stable")[:NEAREST]
    weights = np.maximum(inside[near], 0.0) ** SHARPNESS
    total = float(weights.sum())
    if total <= 0:
        return np.zeros(shares.shape[1])
    found: Scores = (weights @ shares[near]) / total * max(float(inside[near[0]]), 0.0)
    return found

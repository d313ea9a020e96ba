"""Scores activities and levels by a fitted head: cues, runs of characters, words of level."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assistant.reading.cues import Hit, counts

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.floating]
CUE_SCALE = 0.3
MARK_SCALE = 0.7
"""Weights of cue counts and of the marks of practice, beside vector and runs of length 1."""
RUNS = (3, 4, 5)
PRACTICE = 0.15
"""How much telling of one's own practice speaks for each activity."""
OUTDONE = 0.4
"""How much it speaks against an activity without a cue that another is scored higher."""
NAMED = 0.6
"""How much less need be told of own practice where a cue stands without any turn of theory."""
LEVELS = ("absent", "manual", "partial", "automated", "planned", "unclear")
WORD_SCALE = 0.316
OF_ACTIVITY = 0.5
"""Weights of level words and of the activity itself when its level is scored."""


@dataclass(frozen=True, slots=True)
class Head:
    """Fitted arrays. Columns are the activities and, last, whether own practice is told at all.

    `runs` (v, a+1) is what a run of characters adds, `marks` (2a+8, a+1) what cues and marks of
    practice add. `low` is the threshold with a strong cue, `high` without, `gate` that of the
    last column. `right` maps a score's margin to the share of findings that hold.
    For the six LEVELS: `level_runs` (v, 6) are runs of the clauses, `level_words` (k, 6) what the
    rules saw there, `level_own` (a, 6) and `level_bias` (6,).
    """

    activities: tuple[str, ...]
    vocabulary: Mapping[str, int]
    words: Mapping[str, int]
    rarity: Floats
    runs: Floats
    marks: Floats
    bias: Floats
    level_runs: Floats
    level_words: Floats
    level_own: Floats
    level_bias: Floats
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
    known = {place: n for run, n in found.items() if (place := vocabulary.get(run)) is not None}
    if not known:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
    order = sorted(known)
    places = np.array(order, dtype=np.intp)
    weights = np.array([1.0 + math.log(known[one]) for one in order], dtype=np.float32)
    weights *= rarity[places]
    return places, (weights / np.sqrt(np.square(weights).sum())).astype(np.float32)


def score(head: Head, spoken: tuple[Floats, Floats]) -> Floats:
    """Return the score of each activity and of own practice; 1 is a clear yes.

    `spoken` is what cues, marks and runs of the text add, see `spoken_for`.
    """
    return np.asarray(head.bias + spoken[0] + spoken[1], dtype=np.float32)


def spoken_for(head: Head, text: str, marks: Floats) -> tuple[Floats, Floats]:
    """Return what cues and marks, and what runs of characters, add to the score of each column."""
    return np.asarray(marks @ head.marks, dtype=np.float32), run_scores(head, text)


def with_practice(scores: Numbers) -> Numbers:
    """Return the scores of the activities (..., a), each with its share of the last column's."""
    return np.asarray(scores[..., :-1] + PRACTICE * np.minimum(scores[..., -1:], 1.0))


def outdone(said: Numbers) -> Numbers:
    """Return what speaks against each activity (..., a) since another is scored higher; 0 at most.

    It counts only where no cue names the activity: what is named besides the main thing is told
    of all the same, what merely sounds like something is mostly an echo of what sounds louder.
    """
    return np.asarray(OUTDONE * (said - said.max(axis=-1, keepdims=True)))


def run_scores(head: Head, text: str) -> Floats:
    """Return what the character runs alone say of a stretch of folded text."""
    places, weights = weigh_runs(character_runs(text), head.vocabulary, head.rarity)
    return np.asarray(weights @ head.runs[places], dtype=np.float32)


def level_scores(head: Head, activity: int, clauses: str, seen: Iterable[str]) -> Floats:
    """Return the score of each of LEVELS for an activity (by number) told in folded clauses.

    `seen` names what the rules saw there.
    """
    total = head.level_bias + head.level_own[activity]
    known = sorted(head.words[name] for name in set(seen) if name in head.words)
    total = total + WORD_SCALE * head.level_words[known].sum(axis=0)
    places, weights = weigh_runs(character_runs(clauses), head.vocabulary, head.rarity)
    if len(places):
        total = total + weights @ head.level_runs[places]
    return np.asarray(total, dtype=np.float32)


def marks_of(
    text: str,
    hits: tuple[Hit, ...],
    activities: tuple[str, ...],
    *,
    first_person: int,
    general: int,
    asks: bool,
) -> Floats:
    """Return the scaled counts of cues, then the marks of telling one's own practice."""
    words = max(1, text.count(" ") + 1)
    strong = sum(1 for hit in hits if hit.strong)
    marks = [
        min(first_person, 4) / 4,
        min(general, 4) / 4,
        float(asks),
        min(words, 60) / 60,
        min(strong, 4) / 4,
        min(len(hits) - strong, 4) / 4,
        float(first_person > 0 and general == 0),
        float(general > 0 and first_person == 0),
    ]
    scaled = [CUE_SCALE * one for one in counts(hits, activities)]
    return np.asarray(scaled + [MARK_SCALE * one for one in marks], dtype=np.float32)


def share_right(head: Head, margin: float, cued: bool) -> float:
    """Return the share of findings with such a margin over the threshold that are right."""
    edges, plain, with_cue = head.right
    return round(float(np.interp(margin, edges, with_cue if cued else plain)), 3)

"""Cuts what is told into statements, each read by itself, and unites what was heard in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.domain.findings import Finding
from assistant.reading.autonomy import HINTED, NO_MORE
from assistant.reading.clauses import Sentence
from assistant.reading.cues import Hit
from assistant.reading.gathered import Span, goes_on
from assistant.reading.judging import LIKE_LEVEL
from assistant.reading.scoring import Floats

LIKE = "close to examples"
"""What a finding rests on that no cue names."""
PARTLY, ITSELF = 2, 3
SURELY = 0.85
"""Score of findings that are right so often that, where two differ, both are taken to be so."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, read by itself.

    `practice` is how clearly it tells of the speaker's own practice (1 is a clear yes), `own`
    whether clearly enough; `sure` is, for each activity it tells of, how many such findings hold
    (0 to 1), and `levels` (a, 6) what the second reader says of the level of each. Where it tells
    of nothing, `likely` is what it may tell of, and `weak` the first of it where that is nearly
    heard. An `aside` has nothing to do with practice. `places` are the clauses that tell of what no
    cue names, and `goes` what a clause that names nothing goes on about, where that is known.
    """

    sentence: Sentence
    hits: tuple[Hit, ...]
    practice: float = 0.0
    own: bool = False
    sure: Mapping[str, float] = field(default_factory=dict)
    levels: Floats | None = None
    weak: str = ""
    likely: tuple[str, ...] = ()
    aside: bool = False
    places: Mapping[str, Span] = field(default_factory=dict)
    goes: Mapping[Span, str] = field(default_factory=dict)


def grouped(plain: str, each: Iterable[Statement]) -> list[list[Statement]]:
    """Return statements of a folded text, each with those after it that go on about it.

    One goes on when it tells of nothing itself and leans on the one before.
    """
    groups: list[list[Statement]] = []
    for one in each:
        words = plain[one.sentence.start : one.sentence.end]
        if groups and not one.sure and not one.aside and goes_on(words):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def united(found: Sequence[Finding], more: Iterable[Finding]) -> list[Finding]:
    """Return the findings of all statements, one for each activity."""
    kept = {one.activity: one for one in found}
    for one in more:
        before = kept.get(one.activity)
        kept[one.activity] = one if before is None else _both(before, one)
    return list(kept.values())


def _both(before: Finding, after: Finding) -> Finding:
    """Return what two statements on the same activity tell together: the clearer of two, or a part.

    Where each surely tells another level, it is so in part, and the bounds hold both.
    """

    def weight(one: Finding) -> tuple[bool, bool, bool, bool, float]:
        known = one.level is not None or one.planned
        return (
            known,
            not one.reason.endswith(NO_MORE),
            not one.planned,
            not one.reason.startswith(LIKE),
            one.score,
        )

    best, other = (after, before) if weight(after) > weight(before) else (before, after)
    if best.level is None or best.planned or other.level is None or other.planned:
        return best
    if other.reason.endswith(NO_MORE):
        return best  # what was is no part of what is
    if other.reason.startswith(LIKE) and not best.reason.startswith(LIKE):
        return best  # what merely sounds like it leaves what is named as it is
    low, high = sorted((best.level, other.level))
    lo, hi = min(best.lo, other.lo), max(best.hi, other.hi)
    if low == high:
        return best
    for settled, open_one in ((best, other), (other, best)):
        if settled.lo == settled.hi and open_one.lo <= settled.lo <= open_one.hi:
            return settled  # who does not say how in one place does not take back what another says
        if settled.lo == ITSELF and not _supposed(settled) and _supposed(open_one):
            return settled  # a part that nobody spoke of is none of what is said to run by itself
    if min(before.score, after.score) < SURELY:
        return replace(best, lo=lo, hi=hi)
    level = PARTLY if low > 0 else min(high, PARTLY)
    return replace(best, level=level, lo=lo, hi=hi, reason=f"{best.reason}; elsewhere otherwise")


def _supposed(one: Finding) -> bool:
    """Tell whether no word of a finding says its level outright."""
    return one.reason.startswith(LIKE) or one.reason.endswith((HINTED, LIKE_LEVEL))

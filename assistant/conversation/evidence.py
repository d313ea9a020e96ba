"""How one turn changes what was told: the only place where a level enters a profile.

What the user says later about an activity narrows what was said before when both can hold. When
they cannot, a correction or an answer to the very question replaces it; anything else opens a
dispute, and the range then covers both until the user has settled it. A plan is kept beside the
level until nothing is left to plan.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from assistant.conversation.state import Dispute
from assistant.domain.findings import Finding
from assistant.domain.levels import (
    HIGHEST,
    LOWEST,
    OPEN,
    Origin,
    Profile,
    Standing,
    Status,
    Words,
)
from assistant.domain.session import Given

CONFIRM_BELOW = 0.7
"""A level read with a lower score is confirmed before a result rests on it."""
ANSWERED = 0.6
"""The same for the very thing that was asked."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was told so far, and which of it is disputed."""

    told: Profile
    disputes: Mapping[str, Dispute]


def chosen(evidence: Evidence, activity: str, level: int) -> Evidence:
    """Return the evidence after the user tapped or set one exact level, which settles a dispute."""
    before = evidence.told.get(activity, OPEN)
    standing = Standing(lo=level, hi=level, status=Status.LEVEL, origin=Origin.CHOSEN)
    return _with(evidence, activity, _with_plan(before, standing), settled=True)


def marked(evidence: Evidence, activity: str, mark: str, reason: str = "") -> Evidence:
    """Return the evidence after unknown, not-applicable or skipped was said of an activity.

    Unknown keeps a range that was said, but takes one exact level back, since that would count as
    achieved. Skipped keeps both; to skip what had come back is to leave it unknown.
    """
    before = evidence.told.get(activity, OPEN)
    status = Status(mark)
    if status is Status.SKIPPED and before.status is Status.SKIPPED:
        status = Status.UNKNOWN
    drops = status is Status.NOT_APPLICABLE or (status is Status.UNKNOWN and before.known)
    standing = (
        Standing(status=status, origin=Origin.CHOSEN, because=reason)
        if drops
        else replace(before, status=status, because=reason, carried=False)
    )
    return _with(evidence, activity, standing, settled=True)


def given(evidence: Evidence, taken: Sequence[Given], text: str, turn: int) -> Evidence:
    """Return the evidence after all this was taken over from elsewhere; its words are in `text`."""
    for one in taken:
        words = tuple(Words(text[start:end], turn, start, end) for start, end in one.spans)
        standing = Standing(
            lo=one.lo,
            hi=one.hi,
            status=one.status,
            origin=Origin.SAID if words else Origin.CHOSEN,
            words=words,
            planned=one.planned and one.lo < HIGHEST,
            because=one.because,
            sure=one.sure,
        )
        evidence = _with(evidence, one.activity, standing, settled=True)
    return evidence


def carried(evidence: Evidence) -> Evidence:
    """Return the evidence with which a new assessment begins.

    Every level stands to be confirmed, or replaced by what is said of it next; what does not apply
    stays so; and what was not known, left out or disputed is open again.
    """
    told: dict[str, Standing] = {}
    for activity, one in evidence.told.items():
        if one.waived:
            told[activity] = one
        elif (one.lo, one.hi) != (LOWEST, HIGHEST):
            told[activity] = replace(one, status=Status.LEVEL, sure=False, carried=True)
    return Evidence(told, {})


def forgotten(evidence: Evidence, activity: str) -> Evidence:
    """Return the evidence without anything that was told of an activity."""
    told = {key: value for key, value in evidence.told.items() if key != activity}
    disputes = {key: value for key, value in evidence.disputes.items() if key != activity}
    return Evidence(told, disputes)


def heard(
    evidence: Evidence,
    findings: Sequence[Finding],
    turn: int,
    *,
    asked: str,
    correction: bool = False,
    placed: bool = False,
) -> Evidence:
    """Return the evidence after a text was read.

    `asked` is the id of the open question: an answer to it replaces what stood before, as a
    correction does for every activity it names. `placed` tells that the user said what the words
    are about.
    """
    now: dict[str, Standing] = {}
    for finding in findings:
        meant = correction or (finding.activity == asked and finding.score >= ANSWERED)
        standing = _standing(finding, turn, meant=meant, placed=placed)
        earlier = now.get(finding.activity)
        now[finding.activity] = standing if earlier is None else _hull(earlier, standing)
    withdrawn: list[Words] = []
    for activity, standing in now.items():
        before = evidence.told.get(activity, OPEN)
        settles = correction or activity == asked
        together = _overlap(before, standing)
        if correction and not together:
            withdrawn += before.words
        if before.status is not Status.LEVEL or (before.carried and not together):
            evidence = _with(evidence, activity, standing, settled=settles)
        elif not settles and (activity in evidence.disputes or not together):
            evidence = _disputed(evidence, activity, before, standing)
        else:
            now_held = _narrowed(before, standing) if together else _with_plan(before, standing)
            now_held = replace(now_held, carried=False)
            if settles:
                now_held = replace(now_held, sure=now_held.known)
            evidence = _with(evidence, activity, now_held, settled=settles)
    return _shaken(evidence, withdrawn, spared=now.keys())


def _shaken(evidence: Evidence, withdrawn: Sequence[Words], spared: Collection[str]) -> Evidence:
    """Return the evidence in which nothing is sure any more that rests on words taken back."""
    told = {
        activity: replace(one, sure=False)
        if activity not in spared and any(_share(*pair) for pair in product(one.words, withdrawn))
        else one
        for activity, one in evidence.told.items()
    }
    return Evidence(told, evidence.disputes)


def _share(one: Words, other: Words) -> bool:
    return one.turn == other.turn and one.start < other.end and other.start < one.end


def _standing(finding: Finding, turn: int, *, meant: bool, placed: bool) -> Standing:
    """Return what a finding says. `meant` tells that the user spoke of this activity for sure."""
    words = Words(finding.quote, turn, finding.start, finding.end, placed)
    return Standing(
        lo=finding.lo,
        hi=finding.hi,
        status=Status.LEVEL,
        origin=Origin.PLACED if placed else Origin.SAID,
        words=(words,),
        planned=finding.planned,
        sure=finding.lo == finding.hi and (meant or finding.score >= CONFIRM_BELOW),
    )


def _overlap(one: Standing, other: Standing) -> bool:
    return max(one.lo, other.lo) <= min(one.hi, other.hi)


def _narrowed(before: Standing, now: Standing) -> Standing:
    lo, hi = max(before.lo, now.lo), min(before.hi, now.hi)
    if (lo, hi) == (before.lo, before.hi):
        words = before.words if before.known else _joined(before.words, now.words)
        return _with_plan(now, replace(before, words=words, sure=before.sure or now.sure))
    words = _joined(before.words, now.words)
    sure = lo == hi and (now.sure or not now.known)
    return _with_plan(before, replace(now, lo=lo, hi=hi, words=words, sure=sure))


def _with_plan(other: Standing, held: Standing) -> Standing:
    return replace(held, planned=(held.planned or other.planned) and held.lo < HIGHEST)


def _hull(one: Standing, other: Standing) -> Standing:
    if _overlap(one, other):
        return _narrowed(one, other)
    return replace(
        other,
        lo=min(one.lo, other.lo),
        hi=max(one.hi, other.hi),
        words=_joined(one.words, other.words),
        sure=False,
    )


def _joined(one: tuple[Words, ...], other: tuple[Words, ...]) -> tuple[Words, ...]:
    return one + tuple(words for words in other if words not in one)


def _disputed(evidence: Evidence, activity: str, before: Standing, now: Standing) -> Evidence:
    disputes = dict(evidence.disputes)
    if activity in disputes and _overlap(before, now):
        return evidence
    earlier = disputes[activity].earlier if activity in disputes else before
    disputes[activity] = Dispute(activity, earlier, now)
    hull = _by_its_words(_hull(before, now))
    return Evidence({**evidence.told, activity: hull}, disputes)


def _by_its_words(standing: Standing) -> Standing:
    """Return a standing that is placed where any of the words it was read in is, else said."""
    if not standing.spoken:
        return standing
    placed = any(one.placed for one in standing.words)
    return replace(standing, origin=Origin.PLACED if placed else Origin.SAID)


def _with(evidence: Evidence, activity: str, standing: Standing, *, settled: bool) -> Evidence:
    disputes, standing = evidence.disputes, _by_its_words(standing)
    if settled and activity in disputes:
        disputes = {key: value for key, value in disputes.items() if key != activity}
    return Evidence({**evidence.told, activity: standing}, disputes)

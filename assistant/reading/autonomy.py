"""Decides by fixed rules how far an activity runs by itself, from the words around its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.findings import Finding
from assistant.reading.wordlists import WORDS_OF_LEVEL, Kind, LevelHit, inside

Span = tuple[int, int]
_NEXT = 12
"""Characters between a denial and the word it is about."""

_LEVELS = frozenset({Kind.AUTOMATED, Kind.MANUAL, Kind.PARTIAL, Kind.REPEATED})
_COVER_LEVEL = frozenset({Kind.HANDS_OFF, Kind.BY_HAND_AFTER_ALL, Kind.RELEASED})
_COVER_DENIAL = frozenset({Kind.ASIDE, Kind.ENFORCED, Kind.PARTIAL, Kind.SCOPE, *_COVER_LEVEL})
_ONCE = frozenset({Kind.ENDED, Kind.PAST})
_NOT_TODAY = _ONCE | {Kind.PLANNED}
_SAY = frozenset(
    {
        *(Kind.AUTOMATED, Kind.MANUAL, Kind.PARTIAL, Kind.REPEATED, Kind.HANDS_OFF, Kind.ABSENT),
        *(Kind.BY_HAND_AFTER_ALL, Kind.ENFORCED, Kind.WEAK_ABSENT, Kind.NO_MEANS),
        *(Kind.HINT_ABSENT, Kind.HINT_MANUAL, Kind.HINT_PARTIAL, Kind.HINT_AUTOMATED),
    }
)
"""What says a level by itself."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A level (None when the words do not say how), what could be defended, and why.

    It may be of the `past`, of what is `over` by now, or of `today` in so many words; `hinted` is
    one that no word says outright.
    """

    level: int | None
    lo: int
    hi: int
    planned: bool = False
    past: bool = False
    over: bool = False
    today: bool = False
    means: bool = False
    hinted: bool = False
    why: str = ""


_HINTS = frozenset({Kind.HINT_ABSENT, Kind.HINT_MANUAL, Kind.HINT_PARTIAL, Kind.HINT_AUTOMATED})
NO_MORE, HINTED = "no more", ", it seems"
HANDS_OFF, IN_PART, DENIED_IN_PART = "without hands", "in part", "denied in part"
ENFORCED, BY_PEOPLE = "enforced", "enforced, by people"
MIXED = frozenset({IN_PART, DENIED_IN_PART})
"""Reasons of a verdict on clauses that say different things; its bounds are what they say."""
UNCLEAR = Verdict(None, 1, 3, why="nothing says how")


def judge(hits: Sequence[LevelHit]) -> Verdict:
    """Return the level that the level words of one clause speak for."""
    told = counted(hits)
    left = standing(told)
    today = any(hit.kind is Kind.PRESENT for hit in told)
    kinds = {hit.kind for hit in left}
    found = _judge(kinds, denied_first=_denied_first(left))
    if found.level == 0 and any(hit.kind is Kind.PLANNED for hit in told):
        found = _judge({Kind.PLANNED}, denied_first=False)  # what is planned is not there today
    if left is told and found.planned and today:
        people = {hit.kind for hit in told if hit.start > _last(told, Kind.PRESENT)}
        if Kind.PERSON in people and Kind.AUTOMATED in kinds:
            return Verdict(1, 0, 2, today=True, why="by people, for now")
    over = Kind.ENDED in kinds
    past = over or (Kind.PAST in kinds and not today)
    # What was done once may be done no more.
    least = 0 if past and found.level is None else found.lo
    return replace(found, lo=least, past=past, over=over, today=today and not found.planned)


def standing(hits: Sequence[LevelHit]) -> Sequence[LevelHit]:
    """Return the level words of a clause that hold today: not those of what was, or is planned.

    Where nothing else says a level, they are all there is, and all are returned; but not where what
    was is set against what is.
    """
    covers = [hit for hit in hits if hit.kind in _NOT_TODAY]
    left = [
        hit
        for hit in hits
        if hit.kind not in _NOT_TODAY and not any(inside(hit, cover) for cover in covers)
    ]
    turned = any(hit.kind in _ONCE for hit in covers) and any(
        hit.kind is Kind.PRESENT for hit in left
    )
    return left if covers and (turned or any(hit.kind in _SAY for hit in left)) else hits


def _last(hits: Sequence[LevelHit], kind: Kind) -> int:
    return max(hit.start for hit in hits if hit.kind is kind)


def _judge(kinds: set[Kind], *, denied_first: bool) -> Verdict:
    """Apply the rules; their order is the rule."""
    by_hand = Kind.MANUAL in kinds
    runs = Kind.AUTOMATED in kinds
    part = Kind.PARTIAL in kinds
    some = part or Kind.SCOPE in kinds
    if Kind.WISHED in kinds:
        return Verdict(0, 0, 1, why="wished for")
    if Kind.PLANNED in kinds and not by_hand:
        return Verdict(0, 0, 1, planned=True, why="intended")
    if Kind.BY_HAND_AFTER_ALL in kinds:
        if Kind.HANDS_OFF in kinds:
            return Verdict(2, 1, 3, why="automatic and by hand")
        return Verdict(1, 0 if Kind.ABSENT in kinds else 1, 2 if some else 1, why="not automatic")
    if Kind.HANDS_OFF in kinds:
        return Verdict(3, 2 if some else 3, 3, why=HANDS_OFF)
    if Kind.ENFORCED in kinds:
        if by_hand and not runs:
            return Verdict(2, 1, 3, why=BY_PEOPLE)
        return Verdict(3, 2, 3, why=ENFORCED)
    if Kind.ABSENT in kinds:
        return _denied(kinds, denied_first=denied_first)
    if runs and (by_hand or some):
        return Verdict(2, 1 if by_hand else 2, 3, why="automatic, but not all")
    if runs:
        return Verdict(3, 3, 3, why="runs by itself")
    if part:
        return Verdict(2, 1 if by_hand else 2, 2, why=IN_PART)
    if by_hand:
        return Verdict(1, 1, 2 if some else 1, why="by hand")
    if Kind.WEAK_ABSENT in kinds:
        return Verdict(1, 0, 1, why="hardly")
    if kinds & {Kind.REPEATED, Kind.CADENCE} and not kinds & _HINTS and not some:
        if Kind.REPEATED not in kinds and Kind.PERSON in kinds:
            return Verdict(None, 1, 3, why="regularly, it is not said how")
        return Verdict(3, 1, 3, why="every time")
    if Kind.SOON in kinds and not kinds & _HINTS:
        return Verdict(0, 0, 1, planned=True, why="intended")
    hinted = _by_hints(kinds)
    return replace(hinted, hinted=hinted.level is not None)


def _denied(kinds: set[Kind], *, denied_first: bool) -> Verdict:
    by_hand, runs = Kind.MANUAL in kinds, Kind.AUTOMATED in kinds
    if Kind.PARTIAL in kinds:
        return Verdict(2, 0, 2, why=DENIED_IN_PART)
    if runs and denied_first:
        return Verdict(1, 0, 2, why="not every time")
    if runs:
        return Verdict(3, 1, 3, why="runs by itself, with an exception")
    if by_hand:
        return Verdict(1, 0, 1, why="by hand, something denied")
    if Kind.NO_MEANS in kinds:
        return Verdict(0, 0, 1, why="no means for it", means=True)
    if Kind.SCOPE in kinds:
        return Verdict(0, 0, 2, why="denied, for some")
    return Verdict(0, 0, 2 if Kind.HINT_AUTOMATED in kinds else 0, why="denied")


def _by_hints(kinds: set[Kind]) -> Verdict:
    """Decide from what only means a level in this activity, or from a system acting."""
    some = Kind.SCOPE in kinds
    if Kind.HINT_ABSENT in kinds and not kinds & {Kind.HINT_PARTIAL, Kind.HINT_AUTOMATED}:
        return Verdict(0, 0, 1, why="said to be missing")
    if Kind.HINT_AUTOMATED in kinds:
        if Kind.HINT_MANUAL in kinds or some:
            return Verdict(2, 1, 3, why="automatic, but not all")
        return Verdict(3, 2, 3, why="runs by itself")
    if Kind.HINT_PARTIAL in kinds:
        return Verdict(2, 1 if Kind.HINT_MANUAL in kinds else 2, 3, why=IN_PART)
    if Kind.HINT_MANUAL in kinds:
        return Verdict(1, 1, 2, why="by hand")
    if some:
        return Verdict(2, 1, 3, why=IN_PART)
    if Kind.SYSTEM in kinds:
        return Verdict(3, 2, 3, why="the system does it")
    return UNCLEAR


def _denied_first(hits: Sequence[LevelHit]) -> bool:
    """Tell whether the first denial stands before the first word for automatic."""
    first = [hit.start for hit in hits if hit.kind is Kind.ABSENT]
    then = [hit.start for hit in hits if hit.kind is Kind.AUTOMATED]
    return bool(first and then) and first[0] < then[0]


def settled(levels: Sequence[int]) -> Verdict | None:
    """Return the verdict on a process quality from the levels it has words for, None for none."""
    if not levels:
        return None
    if max(levels) == 0:
        return Verdict(0, 0, 0, why="said to be missing")
    return Verdict(max(levels), min(levels), max(levels), why="how it is settled")


def finding(
    text: str, span: Span, activity: str, verdict: Verdict, score: float, cause: str
) -> Finding:
    """Return the finding that a verdict on the span of an original text amounts to."""
    start, end = span
    return Finding(
        activity=activity,
        level=verdict.level,
        planned=verdict.planned,
        lo=verdict.lo,
        hi=verdict.hi,
        quote=text[start:end],
        start=start,
        end=end,
        score=score,
        reason=f"{cause}; {verdict.why}{HINTED if verdict.hinted else ''}",
    )


def combine(main: Sequence[Verdict], further: Sequence[Verdict]) -> Verdict:
    """Return the level of an activity from the verdicts on its clauses.

    `main` are of the clauses that name it, `further` of those that go on about it.
    """
    first = _agree(main)
    if first.means and any(one.level is None for one in (*main, *further)):
        # No tool for it, and more is told: somebody does it some other way.
        return Verdict(1, 0, 1, why="without a tool")
    later = [one for one in further if one.level is not None and not one.planned]
    if not later:
        planned = any(one.planned for one in further)
        return (
            Verdict(0, 0, 1, planned=True, why="intended")
            if planned and first.level == 0
            else first
        )
    second = _agree(later)
    if first.planned:
        return second
    if first.level is None:
        return Verdict(2, 0, 2, why=DENIED_IN_PART) if second.level == 0 else second
    return _agree([first, second])


def _agree(verdicts: Sequence[Verdict]) -> Verdict:
    said = [one for one in verdicts if one.level is not None and not one.planned]
    if not said:
        lowest = min((one.lo for one in verdicts), default=UNCLEAR.lo)
        return next((one for one in verdicts if one.planned), replace(UNCLEAR, lo=lowest))
    levels = sorted({one.level for one in said if one.level is not None})
    if len(levels) == 1:
        least, most = min(one.lo for one in said), max(one.hi for one in said)
        means, hinted = all(one.means for one in said), all(one.hinted for one in said)
        return Verdict(levels[0], least, most, means=means, hinted=hinted, why=said[0].why)
    if levels[0] == 0:
        rest = _agree([one for one in said if one.level != 0])
        level = 2 if rest.level == len(WORDS_OF_LEVEL) - 1 else rest.level
        return Verdict(level, 0, max(rest.hi, *(one.hi for one in said)), why=DENIED_IN_PART)
    return Verdict(2, levels[0], levels[-1], why=IN_PART)


def nearest_only(
    hits: Sequence[LevelHit], own: Sequence[Span], others: Sequence[Span]
) -> list[LevelHit]:
    """Return the level words nearer to one activity's cues than to those of any other.

    Used where a clause holds several activities. Without any, all of them hold for each, and so
    does what modifies the clause.
    """
    mine = [hit for hit in hits if hit.holds is not None or _gap(hit, own) <= _gap(hit, others)]
    return mine or list(hits)


def _gap(hit: LevelHit, spans: Sequence[Span]) -> int:
    return min((max(0, start - hit.end, hit.start - end) for start, end in spans), default=10**6)


def counted(hits: Sequence[LevelHit]) -> list[LevelHit]:
    """Leave out denials in a purpose or condition, and words that are part of a longer phrase.

    What is left counts.
    """
    asides = [hit for hit in hits if hit.kind in _COVER_DENIAL]
    missing = [hit for hit in hits if hit.kind is Kind.HINT_ABSENT]
    phrases = [hit for hit in hits if hit.kind in _COVER_LEVEL]
    denials = [hit.end for hit in hits if hit.kind is Kind.ABSENT]
    enforced = [hit for hit in hits if hit.kind is Kind.ENFORCED]
    kept = []
    for hit in hits:
        if hit.kind is Kind.MANUAL and any(0 <= hit.start - end <= _NEXT for end in denials):
            continue  # not checked by anyone is not checked by hand
        if hit.kind is Kind.HANDS_OFF and any(
            one.start < hit.end and hit.start < one.end for one in missing
        ):
            continue  # nobody had to approve it: for approval that is none, not a hand less
        if hit.kind is Kind.ABSENT and any(inside(hit, cover) for cover in asides):
            continue
        if hit.kind is Kind.BY_HAND_AFTER_ALL and any(
            inside(hit, one) and one.end < hit.end for one in enforced
        ):
            continue  # not without the automated check is not without automation
        if hit.kind in _LEVELS and any(inside(hit, cover) for cover in phrases):
            continue
        kept.append(hit)
    return kept

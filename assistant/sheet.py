"""The answers as a table: for each activity how it stands, how that is known, when, and how sure.

One row for every activity and quality, in the order of the knowledge. Pure: rows follow from the
conversation and the turns that hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.conversation import Conversation
from assistant.conversation.turns import TALK
from assistant.domain.knowledge import Activity, Catalogue
from assistant.domain.levels import OPEN, Origin, Standing, Status
from assistant.domain.session import Turn


class How(StrEnum):
    """How an activity became known, or why it is not."""

    HEARD = "heard"  # read in the user's words
    PLACED = "placed"  # read in words of which the user told what they are about
    TAPPED = "tapped"  # a reply, or a level set by hand
    CONFIRMED = "confirmed"  # heard first, and then tapped so
    DEDUCED = "deduced"  # follows by definition
    PLANNED = "planned"  # only a plan: how it is today is not known
    WAIVED = "waived"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    NOT_ASKED = "not-asked"


class Sure(StrEnum):
    """How sure a row is."""

    CERTAIN = "certain"
    DOUBTFUL = "doubtful"  # heard, not confirmed
    CONTRADICTED = "contradicted"  # something else that was said speaks against it
    PARTLY = "partly"  # a range is left
    OPEN = "open"  # nothing is known


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `turn` is the number in the history at which it was said, 0 where nobody did."""

    item: Activity
    standing: Standing
    how: How
    sure: Sure
    turn: int = 0
    quote: str = ""

    @property
    def known(self) -> bool:
        """Whether the level is one number, or the activity does not apply."""
        return self.standing.known or self.standing.waived

    @property
    def doubtful(self) -> bool:
        """Whether what is known of it should be looked at again."""
        return self.sure in {Sure.DOUBTFUL, Sure.CONTRADICTED}


def rows(catalogue: Catalogue, now: Conversation, turns: Sequence[Turn]) -> tuple[Row, ...]:
    """Return a row for every item; `turns` are those that hold and led to the conversation."""
    numbers = [number for number, one in enumerate(turns, start=1) if one.kind in TALK]
    against = {one for each in now.closure.conflicts for one in (each.first, each.second)}
    return tuple(
        _row(item, now, numbers, contradicted=item.id in against or item.id in now.disputes)
        for item in catalogue.items.values()
    )


def _row(item: Activity, now: Conversation, numbers: Sequence[int], *, contradicted: bool) -> Row:
    standing = now.profile.get(item.id, OPEN)
    how = _how(standing, said := _said(item.id, now))
    quote = standing.words[-1].quote if standing.words else ""
    exchange = standing.words[-1].turn if standing.words else _tapped(item.id, now)
    if how is How.TAPPED and said is not None and said.lo <= standing.lo <= said.hi:
        how, quote = How.CONFIRMED, said.words[-1].quote if said.words else ""
    if how in {How.DEDUCED, How.NOT_ASKED}:
        exchange = -1
    turn = numbers[exchange] if 0 <= exchange < len(numbers) else 0
    return Row(item, standing, how, _sure(standing, contradicted=contradicted), turn, quote)


def _how(standing: Standing, said: Standing | None) -> How:
    if standing.waived:
        return How.WAIVED
    if standing.status is Status.LEVEL:
        unclear = (standing.lo, standing.hi) == (OPEN.lo, OPEN.hi)
        if standing.planned and unclear:
            return How.PLANNED
        if standing.origin is Origin.PLACED:
            return How.PLACED
        return How.TAPPED if standing.origin is Origin.CHOSEN else How.HEARD
    if standing.origin is Origin.DEDUCED:
        return How.DEDUCED
    by_mark = {Status.UNKNOWN: How.UNKNOWN, Status.SKIPPED: How.SKIPPED}
    return by_mark.get(standing.status, How.HEARD if said and standing.words else How.NOT_ASKED)


def _said(activity: str, now: Conversation) -> Standing | None:
    """Return what was last read in the user's words of an activity, though it was tapped since."""
    for one in reversed(now.exchanges):
        for noted in one.noted:
            if noted.activity == activity and noted.standing.spoken:
                return noted.standing
    return None


def _tapped(activity: str, now: Conversation) -> int:
    """Return the number of the last exchange in which an activity was tapped or marked."""
    return next(
        (
            number
            for number, one in reversed(list(enumerate(now.exchanges)))
            if activity in {one.turn.activity, *(noted.activity for noted in one.noted)}
        ),
        -1,
    )


def _sure(standing: Standing, *, contradicted: bool) -> Sure:
    if contradicted:
        return Sure.CONTRADICTED
    if standing.waived:
        return Sure.CERTAIN
    if standing.known:
        return Sure.CERTAIN if standing.sure else Sure.DOUBTFUL
    whole = (standing.lo, standing.hi) == (OPEN.lo, OPEN.hi)
    return Sure.OPEN if whole else Sure.PARTLY

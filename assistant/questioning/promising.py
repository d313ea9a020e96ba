"""How many more questions a team like this one is most likely asked: what a page may promise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import ceil
from typing import TypeVar

from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import Profile
from assistant.domain.results import Remaining
from assistant.questioning.profiles import drawings, levels_in
from assistant.questioning.upcoming import FIRST, LAST, askable
from assistant.reckoning.board import LEVELS, Board, Situation, situation
from assistant.reckoning.certificate import failure, goal_of, reached
from assistant.reckoning.cover import smallest_cover

DRAWN = 40
MORE = 1
"""How much more than the shortest proof the interview may take."""
FEW, MANY = 0.02, 0.98
"""Shares of the drawn teams that need no more than the least, and than the most, promised."""
MOST_TEAMS = 0.91
"""Share of the teams for which what is promised of several goals together holds."""
FAR = 4
"""How often a team that gets far counts beside one drawn: those drawn are more often at the start
than teams are who come for an assessment."""

Team = tuple[int, ...]
"""The level of every activity, numbered as on a board."""
Name = TypeVar("Name", str, int)
Groups = tuple[tuple[tuple[Name, int], ...], ...]
"""Activities, by id or number, each with a level or above: all of one group is so."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Ladders whose stages are to be made certain; with `blockers`, what keeps from the next too.

    Each of `dependent` joins them for the teams of which all of one group of levels is so.
    """

    ladders: tuple[Model, ...]
    blockers: bool = True
    dependent: tuple[tuple[Groups[str], Model], ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One ladder of a goal, and the teams it counts for: all, where no group is named."""

    here: Situation
    blockers: bool
    only: Groups[int] = ()


Goals = tuple[tuple[_Part, ...], ...]
"""The ladders of each goal, in the order in which the goals are pursued."""
Counts = tuple[tuple[int, ...], ...]
"""For each of several teams, how many questions each goal takes."""


def expected(catalogue: Catalogue, model: Model, profile: Profile) -> Remaining:
    """Return between how many questions nearly all teams that fit the profile need from here on.

    Counted are the shortest proofs of stage and blockers of teams drawn to fit what is known: the
    interview asks hardly more. The same evidence gives the same numbers.
    """
    (found,) = foreseen(catalogue, (Goal((model,)),), profile)
    return found


def foreseen(
    catalogue: Catalogue, goals: Iterable[Goal], profile: Profile
) -> tuple[Remaining, ...]:
    """Return the same for each of several goals, pursued one after the other.

    What is asked for one is no longer asked for those after it.
    """
    parts = tuple(tuple(_parts(catalogue, one, profile)) for one in goals)
    drawn, able = _counts(parts, profile)
    if not drawn:
        return tuple(Remaining(0, 0) for _ in parts)
    return tuple(
        _between(sorted(one[goal] for one in drawn), [one[goal] for one in able])
        for goal in range(len(parts))
    )


def altogether(catalogue: Catalogue, goals: Iterable[Goal], profile: Profile) -> Remaining:
    """Return between how many questions most teams that fit need for all goals together.

    A team that is soon done with the first is asked the more for the others, so that the sum is
    foreseen more narrowly than each: it is the narrowest span in which most of the teams are.
    """
    parts = tuple(tuple(_parts(catalogue, one, profile)) for one in goals)
    drawn, able = _counts(parts, profile)
    sums = sorted(sum(one) for one in (*drawn, *(able * FAR)))
    if not sums:
        return Remaining(0, 0)
    held = ceil(MOST_TEAMS * len(sums))
    spans = [(sums[start + held - 1], sums[start]) for start in range(len(sums) - held + 1)]
    most, least = min(spans, key=lambda span: (span[0] - span[1], span[1]))
    return Remaining(least, most)


def _counts(parts: Goals, profile: Profile) -> tuple[Counts, Counts]:
    """Return what teams drawn, and those who get far, are asked for each goal; none if nothing."""
    first = next((one.here for each in parts for one in each), None)
    return _counted(parts, tuple(askable(first, profile, FIRST + LAST))) if first else ((), ())


def _parts(catalogue: Catalogue, goal: Goal, profile: Profile) -> Iterator[_Part]:
    for model in goal.ladders:
        yield _Part(situation(catalogue, model, profile), goal.blockers)
    for groups, model in goal.dependent:
        here = situation(catalogue, model, profile)
        number = here.board.names.index
        only = tuple(tuple((number(name), level) for name, level in each) for each in groups)
        yield _Part(here, goal.blockers, only)


@lru_cache(maxsize=128)
def _counted(goals: Goals, open_now: tuple[int, ...]) -> tuple[Counts, Counts]:
    situations = [one.here for each in goals for one in each]
    proofs = [[one for part in each if (one := _Proofs(part, open_now))] for each in goals]
    return (
        tuple(_asked(proofs, team) for team in _drawn(situations[0], open_now)),
        tuple(_asked(proofs, team) for team in _able(situations)),
    )


def _between(sizes: Sequence[int], able: Sequence[int]) -> Remaining:
    last = len(sizes) - 1
    most = max(sizes[round(MANY * last)], *able)
    return Remaining(sizes[round(FEW * last)], most + (most > sizes[0]) * MORE)


def _drawn(here: Situation, open_now: tuple[int, ...]) -> list[Team]:
    state = repr((here.lo, here.hi, here.met, here.unmet, open_now)).encode()
    drawn = drawings(here, DRAWN, sha256(here.board.key + state).digest())
    return list(zip(*(levels_in(row, DRAWN) for row in drawn), strict=True))


def _able(situations: Sequence[Situation]) -> list[Team]:
    """Return for each stage that is still possible the least able team that reaches it.

    Teams that get far are rare among those drawn, and just they are asked most.
    """
    low = min(one.stages[0] for one in situations)
    high = max(one.stages[1] for one in situations)
    found, here = [], situations[0]
    team = list(here.lo)
    for stage in range(high + 1):
        for need in (need for one in situations for need in one.board.needs):
            if need.stage == stage and team[need.activity] < need.level <= here.hi[need.activity]:
                team[need.activity] = need.level
        for one, level in enumerate(team):
            for other, bound in here.board.lifts[one][level]:
                team[other] = max(team[other], min(bound, here.hi[other]))
        if stage >= low:
            found.append(tuple(team))
    return found


def _asked(goals: Sequence[Sequence["_Proofs"]], team: Team) -> tuple[int, ...]:
    """Return how many questions prove each goal for one team, those asked before left out."""
    asked = 0
    counts = []
    for ladders in goals:
        before = asked.bit_count()
        for one in ladders:
            asked |= one.shortest(team, asked)
        counts.append(asked.bit_count() - before)
    return tuple(counts)


class _Proofs:
    """The shortest proofs of where teams stand on one ladder; each is worked out once.

    Activities are bits. Thousands of teams are looked at for one sentence on the page, so that what
    a level decides is looked up.
    """

    def __init__(self, part: _Part, open_now: tuple[int, ...]) -> None:
        here, board = part.here, part.here.board
        self._part = part
        undecided = here.open(1, len(board.stages) - 1)
        span = enumerate(zip(here.lo, here.hi, strict=True))
        matter = [one for one, (lo, hi) in span if board.reach(one, lo, hi) & undecided]
        # What `decided` says of each level, but for the failure of the stage after.
        self._open = [
            (one, [(board.met[one][v] | board.unmet[one][v], board.unmet[one][v]) for v in LEVELS])
            for one in matter
            if one in open_now
        ]
        self._failure = failure(here)
        self._askable = sum(1 << one for one, _ in self._open)
        self._codes = [(one, _codes(board, one, undecided, at)) for at, one in enumerate(matter)]
        self._needs = [
            (1 << bit, need.activity, need.level)
            for bit, need in enumerate(board.needs)
            if not here.met >> bit & 1
        ]
        self._known: dict[tuple[int, int], int] = {}

    def __bool__(self) -> bool:
        """Whether anything can be asked for this ladder."""
        return bool(self._askable)

    def shortest(self, team: Team, asked: int) -> int:
        """Return what is to be asked of a team whose levels of those `asked` are known."""
        groups = self._part.only
        if groups and not any(all(team[one] >= level for one, level in each) for each in groups):
            return 0
        # Where levels decide the same, the same is asked.
        key = (sum(codes[team[one]] for one, codes in self._codes), asked & self._askable)
        if key not in self._known:
            self._known[key] = sum(1 << one for one in self._cover(team, key[1]))
        return self._known[key]

    def _cover(self, team: Team, asked: int) -> tuple[int, ...]:
        here, stages = self._part.here, self._part.here.board.stages
        held = sum(bit for bit, one, level in self._needs if team[one] >= level)
        stage = reached(here, here.met | held)
        following = stages[stage + 1] if stage + 1 < len(stages) else 0
        sets: dict[int, int] = {}
        told = left = 0
        for one, decides in self._open:
            bits, ruled_out = decides[team[one]]
            if ruled_out & following:
                bits |= self._failure
            if asked >> one & 1:
                told |= bits
            else:
                sets[one] = bits
                left |= bits
        goal = goal_of(here, stage, self._part.blockers)
        return smallest_cover(goal & left & ~told, sets)


def _codes(board: Board, one: int, undecided: int, at: int) -> tuple[int, ...]:
    """Return for each level of an activity a number, the same where levels decide the same.

    Those of activities at different places `at` add up to a number of the team.
    """
    told = [(board.met[one][v] & undecided, board.unmet[one][v] & undecided) for v in LEVELS]
    return tuple(told.index(each) << 2 * at for each in told)

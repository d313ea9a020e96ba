"""How many more questions a team like this one is most likely asked: what a page may promise."""

from functools import lru_cache
from hashlib import sha256

from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import Profile
from assistant.domain.results import Remaining
from assistant.questioning.profiles import drawings, levels_in
from assistant.questioning.upcoming import FIRST, LAST, askable
from assistant.reckoning.board import Situation, situation
from assistant.reckoning.certificate import decided, goal_of, holding, reached
from assistant.reckoning.cover import smallest_cover

DRAWN = 64
MORE = 1
"""How much more than the shortest proof the interview may take."""
FEW, MANY = 0.02, 0.98
"""Shares of the drawn teams that need no more than the least, and than the most, promised."""


def expected(
    catalogue: Catalogue, model: Model, profile: Profile, *, blockers: bool = True
) -> Remaining:
    """Return between how many questions nearly all teams that fit the profile need from here on.

    Counted are the shortest proofs of stage and `blockers` of teams drawn to fit what is known: the
    interview asks hardly more. The same evidence gives the same numbers.
    """
    here = situation(catalogue, model, profile)
    return _expected(here, tuple(askable(here, profile, FIRST + LAST)), blockers)


@lru_cache(maxsize=1024)
def _expected(here: Situation, open_now: tuple[int, ...], blockers: bool) -> Remaining:
    state = repr((here.lo, here.hi, here.met, here.unmet, open_now)).encode()
    drawn = drawings(here, DRAWN, sha256(here.board.key + state).digest())
    levels = [levels_in(row, DRAWN) for row in drawn]
    teams = {tuple(one[number] for one in levels): 0 for number in range(DRAWN)}
    for number in range(DRAWN):
        teams[tuple(one[number] for one in levels)] += 1
    sizes = sorted(
        size
        for team, count in teams.items()
        for size in [_needed(here, open_now, team, blockers)] * count
    )
    last = DRAWN - 1
    most = max(
        sizes[round(MANY * last)], *(_needed(here, open_now, one, blockers) for one in _able(here))
    )
    return Remaining(sizes[round(FEW * last)], most + (most > sizes[0]) * MORE)


def _able(here: Situation) -> list[tuple[int, ...]]:
    """Return for each stage that is still possible the least able team that reaches it.

    Teams that get far are rare among those drawn, and just they are asked most.
    """
    low, high = here.stages
    found, team = [], list(here.lo)
    for stage in range(high + 1):
        for need in here.board.needs:
            if need.stage == stage and team[need.activity] < need.level <= here.hi[need.activity]:
                team[need.activity] = need.level
        for one, level in enumerate(team):
            for other, bound in here.board.lifts[one][level]:
                team[other] = max(team[other], min(bound, here.hi[other]))
        if stage >= low:
            found.append(tuple(team))
    return found


def _needed(
    here: Situation, open_now: tuple[int, ...], team: tuple[int, ...], blockers: bool
) -> int:
    """Return the fewest answers that prove the stage of one team, and what blocks its next."""
    stage = reached(here, holding(here, dict(enumerate(team))))
    sets = {one: decided(here, one, team[one], stage) for one in open_now}
    within = 0
    for bits in sets.values():
        within |= bits
    return len(smallest_cover(goal_of(here, stage, blockers) & within, sets))

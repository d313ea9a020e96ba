"""Places published teams on every model, and finds those that a team can be compared with."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.domain.cases import Case
from assistant.domain.comparing import Apart, Neighbour
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Origin, Profile, Standing, Status
from assistant.domain.results import Assessment
from assistant.staging import assess, close

SHOWN = 3
"""Cases named beside a result, and differences named for each of them."""
TOGETHER = 6
"""Activities of which both sides must be known: with fewer, a like stage says nothing of a like
practice, as two answers are enough to be at one."""
UNLIKE = 0.5
"""The largest share of them that may certainly differ: one that works otherwise in most of what is
known shares the number of a stage and no more, as the platform of a large company would."""
NEAR = 1
"""Stages between the two at most; one further away is no company."""


def standings(case: Case) -> dict[str, Standing]:
    """Return the levels of a case as standings, whose reason is what the text says."""
    return {
        key: Standing(one.lo, one.hi, Status.LEVEL, Origin.CHOSEN, because=one.why)
        for key, one in case.levels.items()
    }


@lru_cache(maxsize=8)
def placed(catalogue: Catalogue) -> Mapping[str, Mapping[str, Assessment]]:
    """Return where every case stands in every model, by id; ranges while levels are unknown."""
    models = sorted(catalogue.models.values(), key=lambda one: (one.order, one.id))
    found: dict[str, Mapping[str, Assessment]] = {}
    for key, case in catalogue.cases.items():
        profile = close(catalogue, standings(case)).profile
        found[key] = {model.id: assess(model, profile) for model in models}
    return found


def neighbours(
    catalogue: Catalogue, profile: Profile, now: Assessment, most: int = SHOWN
) -> tuple[Neighbour, ...]:
    """Return the cases a closed profile can be compared with in one model, at most `most`.

    None while the profile's own stage is a range, or was passed over as not applicable. Nearest
    are those at the same stage, then those whose range may hold it, the narrower first; then those
    a stage away. Of equals the one more alike in single levels comes first.
    """
    if not (now.certain and now.shown):
        return ()
    places = placed(catalogue)
    every = (_neighbour(catalogue.cases[key], profile, now, places[key]) for key in catalogue.cases)
    found = [one for one in every if _comparable(one, now)]

    def rank(one: Neighbour) -> tuple[int, int, float, str]:
        here = places[one.case.id][now.model.id]
        return one.gap, here.hi - here.lo, one.different / one.shared, one.case.id

    return tuple(sorted(found, key=rank)[:most])


def _comparable(one: Neighbour, now: Assessment) -> bool:
    """Return whether what is known of both is enough, and tells what decides the team's stage.

    That is what keeps the next stage away; at the top, what the top stage itself asks for.
    """
    deciding = now.blockers or now.trace[now.lo].checks
    return (
        one.shared >= TOGETHER
        and one.different <= UNLIKE * one.shared
        and one.gap <= NEAR
        and all(check.requirement.activity in one.case.levels for check in deciding)
    )


def _neighbour(
    case: Case, profile: Profile, now: Assessment, places: Mapping[str, Assessment]
) -> Neighbour:
    here = places[now.model.id]
    shared = _shared(case, profile)
    apart = _apart(case, profile, shared)
    return Neighbour(
        case=case,
        placed=tuple(places.values()),
        gap=max(0, here.lo - now.hi, now.lo - here.hi),
        certain=here.certain,
        different=len(apart),
        shared=len(shared),
        apart=apart[:SHOWN],
    )


def _shared(case: Case, profile: Profile) -> tuple[str, ...]:
    """Return the activities the case's text speaks of and the team's level of which is known."""
    return tuple(
        key for key in case.levels if not (mine := profile.get(key, OPEN)).waived and mine.known
    )


def _apart(case: Case, profile: Profile, shared: Sequence[str]) -> tuple[Apart, ...]:
    """Return where the two certainly differ: the widest first, what the case does more before."""
    found = [
        Apart(key, (one.lo, one.hi), (profile[key].lo, profile[key].hi), one.why)
        for key in shared
        if (one := case.levels[key]).lo > profile[key].hi or one.hi < profile[key].lo
    ]

    def rank(one: Apart) -> tuple[int, bool, str]:
        ahead = one.case[0] - one.team[1]
        behind = one.team[0] - one.case[1]
        return -max(ahead, behind), ahead < behind, one.activity

    return tuple(sorted(found, key=rank))

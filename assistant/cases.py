"""Places published teams on every model, and finds those that stand where a team stands."""

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
    """Return the cases nearest to a closed profile in one model, at most `most`.

    Nearest are those at the same stage, then those whose range may hold it, the narrower first;
    then those fewer stages away. Of equals the one more alike in single levels comes first.
    """
    places = placed(catalogue)
    found = [_neighbour(catalogue.cases[key], profile, now, places[key]) for key in catalogue.cases]

    def rank(one: Neighbour) -> tuple[int, int, float, str]:
        here = places[one.case.id][now.model.id]
        unlike = one.different / one.shared if one.shared else 1.0
        return one.gap, here.hi - here.lo, unlike, one.case.id

    return tuple(sorted(found, key=rank)[:most])


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
        certain=here.certain and now.certain,
        different=len(apart),
        shared=len(shared),
        apart=apart[:SHOWN],
    )


def _shared(case: Case, profile: Profile) -> tuple[str, ...]:
    """Return the activities of which something is known on both sides."""
    return tuple(
        key
        for key in case.levels
        if not (mine := profile.get(key, OPEN)).waived and (mine.lo, mine.hi) != (OPEN.lo, OPEN.hi)
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

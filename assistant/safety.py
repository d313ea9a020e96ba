"""Tells whether a team is safe, whatever its stage: what it must not lack, and does or may lack."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from assistant.domain.condition import Condition, When
from assistant.domain.knowledge import Catalogue, Model, Requirement, Stage
from assistant.domain.levels import OPEN, Profile
from assistant.domain.results import Concern, Verdict

FLOOR = "floor"
"""Id of the ladder of two rungs, unsafe and safe, as which the floor is asked for."""

Groups = tuple[tuple[tuple[str, int], ...], ...]
"""Activities, each with a level or above: all of one group is so."""


def concerns(
    conditions: Iterable[Condition], profile: Profile, context: Mapping[str, str]
) -> tuple[Concern, ...]:
    """Return how each condition stands that applies to a closed profile, or may apply to it.

    `context` holds the chips chosen, by question id. UNMET is what surely applies and is surely
    lacking, OPEN what may be, MET and WAIVED what applies and is there, or was said not to matter.
    """
    return tuple(_concerns(conditions, profile, context))


def _concerns(
    conditions: Iterable[Condition], profile: Profile, context: Mapping[str, str]
) -> Iterator[Concern]:
    for one in conditions:
        groups = [[_so(when, profile, context) for when in group] for group in one.when]
        if all(Verdict.UNMET in group for group in groups):
            continue
        applies = any(all(so is Verdict.MET for so in group) for group in groups)
        found = {ask: _level(profile, ask.activity, ask.level) for ask in one.asks}
        verdicts = set(found.values())
        if Verdict.UNMET in verdicts and applies:
            verdict = Verdict.UNMET
        elif verdicts & {Verdict.UNMET, Verdict.OPEN}:
            verdict = Verdict.OPEN
        else:
            verdict = Verdict.WAIVED if Verdict.WAIVED in verdicts else Verdict.MET
        yield Concern(
            condition=one,
            verdict=verdict,
            applies=applies,
            lacking=tuple((a.activity, a.level) for a, v in found.items() if v is Verdict.UNMET),
            unsure=tuple((a.activity, a.level) for a, v in found.items() if v is Verdict.OPEN),
            hangs=() if applies else tuple(_hangs(one, profile, context)),
        )


def _so(when: When, profile: Profile, context: Mapping[str, str]) -> Verdict:
    """Return whether something is so of a team: MET, UNMET, or OPEN while it is not known."""
    if when.activity is not None and when.level is not None:
        found = _level(profile, when.activity, when.level)
        return Verdict.UNMET if found is Verdict.WAIVED else found
    chosen = context.get(when.question or "")
    if not chosen:
        return Verdict.OPEN
    return Verdict.MET if chosen in when.chips else Verdict.UNMET


def _level(profile: Profile, activity: str, level: int) -> Verdict:
    standing = profile.get(activity, OPEN)
    if standing.waived:
        return Verdict.WAIVED
    if standing.lo >= level:
        return Verdict.MET
    return Verdict.UNMET if standing.hi < level else Verdict.OPEN


def _hangs(one: Condition, profile: Profile, context: Mapping[str, str]) -> Iterator[When]:
    """Yield what decides whether a condition applies, of the groups that may still be so."""
    for group in _possible(one, profile, context):
        yield from group


def _possible(
    one: Condition, profile: Profile, context: Mapping[str, str]
) -> Iterator[tuple[When, ...]]:
    """Yield what is open in each of the groups that may still be so."""
    for group in one.when:
        so = {when: _so(when, profile, context) for when in group}
        if Verdict.UNMET not in so.values():
            yield tuple(when for when, found in so.items() if found is Verdict.OPEN)


def ladder(catalogue: Catalogue, found: Iterable[Concern]) -> Model | None:
    """Return a ladder of two rungs whose upper one asks for all that makes a team safe.

    It holds what the conditions that apply ask for. Of one that may apply it holds the level that
    decides that, as long as no chip decides against it first; None where nothing is asked.
    """
    asked: dict[tuple[str, int], None] = {}
    for one in found:
        if one.applies:
            for ask in one.condition.asks:
                asked[(ask.activity, ask.level)] = None
        elif _waits(one):
            for when in one.hangs:
                asked[(when.activity or "", when.level or 1)] = None
    return _ladder(tuple(asked), catalogue.texts["floor.name"]) if asked else None


def dependent(
    catalogue: Catalogue,
    found: Iterable[Concern],
    profile: Profile,
    context: Mapping[str, str],
) -> dict[Groups, Model]:
    """Return what else the floor will ask for, as such ladders, by the levels that decide it.

    A ladder counts for the teams of which all of one of the groups is so.
    """
    asked: dict[Groups, dict[tuple[str, int], None]] = {}
    for one in found:
        if not one.applies and _waits(one):
            groups = tuple(
                tuple((when.activity or "", when.level or 1) for when in group)
                for group in _possible(one.condition, profile, context)
            )
            needs = asked.setdefault(groups, {})
            needs.update(((ask.activity, ask.level), None) for ask in one.condition.asks)
    name = catalogue.texts["floor.name"]
    return {groups: _ladder(tuple(needs), name) for groups, needs in asked.items()}


def _waits(one: Concern) -> bool:
    """Return whether levels alone decide if an open condition applies."""
    return one.verdict is Verdict.OPEN and not any(when.question for when in one.hangs)


@lru_cache(maxsize=256)
def _ladder(asked: tuple[tuple[str, int], ...], name: str) -> Model:
    # Built without checks: it has neither passages nor sources, which its conditions have.
    needs = tuple(
        Requirement.model_construct(activity=activity, level=level, sources=())
        for activity, level in asked
    )
    unsafe = Stage.model_construct(id="unsafe", name=name, summary="", requirements=(), passage="")
    safe = Stage.model_construct(id="safe", name=name, summary="", requirements=needs, passage="")
    return Model.model_construct(
        id=FLOOR, name=name, label=name, order=0, summary="", stages=(unsafe, safe), sources=()
    )

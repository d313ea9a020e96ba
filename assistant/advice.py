"""Finds which steps a team needs: for its safety, for the stages ahead, and for its use case."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.domain.condition import Condition
from assistant.domain.knowledge import Advice, Catalogue, Need
from assistant.domain.levels import HIGHEST, OPEN, Profile
from assistant.domain.results import Assessment, Check, Concern, Goal, Step, Verdict
from assistant.ordering import After, before, nearest, ordered, served

GUARDS: Mapping[tuple[str, int], Need] = {
    ("model-deployment", 3): Need(activity="rollback", level=2),
    ("model-training", 3): Need(activity="model-validation", level=2),
    ("retraining-trigger", 3): Need(activity="model-validation", level=2),
}
"""What starts by itself needs its safety net first: no automatic deployment before a scripted way
back, no automatic retraining before a scripted validation gate. They hold whatever a file says."""
STAGE, BESIDE = 2, 1
"""Stage `s` has the place `STAGE * s`. What the use case asks for comes before the next one: rules
and purposes do not wait for automation. What the safety floor asks for has places below 0, in the
order of its conditions."""


def needs(step: Advice) -> tuple[Need, ...]:
    """Return the levels of other activities that come before a step, its safety net included."""
    guard = GUARDS.get((step.activity, step.to))
    return step.first if guard is None else (*step.first, guard)


def plan(
    catalogue: Catalogue,
    assessment: Assessment,
    profile: Profile,
    goal: Goal | None,
    late_labels: bool = False,
    floor: Sequence[Concern] = (),
    uses: Sequence[Concern] = (),
    besides: Sequence[Check] = (),
) -> tuple[Step, ...]:
    """Return the steps to a safe team, to the next stage and on to the goal, in order.

    First come those for what is broken of the `floor`, then what the use case asks for (`uses`, and
    what the goal asks for `besides` its stage), then the next stage and those up to the goal;
    whatever has to come before a step comes with it. Steps serve only what is certainly unmet,
    starting from the lower end of what is known: what is unknown has to be asked, not built. What
    they need first is pulled in when it is certainly missing, a safety net (`GUARDS`) unless it is
    certainly there; a step that may be done already is marked as one that is not `known` to be
    needed. A level at which nobody stops is left out where the plan goes beyond it. Without a goal
    the plan ends at the next stage; when the goal is reached it holds no step for a stage. With
    `late_labels`, watching drift comes before watching performance.

    Raises ValueError when the goal is one of another model.
    """
    if goal is not None and goal.model != assessment.model.id:
        raise ValueError(f"the goal is one of {goal.model}, not of {assessment.model.id}")
    last = assessment.lo + 1 if goal is None else goal.stage
    places: dict[str, int] = {}
    unmet: list[str] = []
    for activity, level, place in _asked(assessment, last, floor, uses, besides):
        _climb(catalogue, profile, places, activity, level, place)
        unmet.append(f"{activity}-{level}")
    alone: dict[str, list[Advice]] = {name: [] for name in places}
    itself = {name: name for name in places}
    places = nearest(places, {name: _first(catalogue, name, alone, itself) for name in places})
    passed = _passed(catalogue, places)
    covers = {one.id: name for name, over in passed.items() for one in over}
    covers |= {name: name for name in passed}
    after = {name: _first(catalogue, name, passed, covers) for name in passed}
    places = {name: places[name] for name in passed}
    places = nearest(places, after)
    wished = {name: set(earlier) for name, earlier in after.items()}
    for name, earlier in _preferences(catalogue, places, late_labels):
        if name not in before(wished, earlier):
            wished[name].add(earlier)
    leads = served(after, [covers[one] for one in unmet if one in covers])
    order = ordered(catalogue.advice, nearest(places, wished), wished, leads)
    blocking = {one.requirement.activity: one.requirement.level for one in assessment.blockers}
    return tuple(
        Step(
            advice=(step := catalogue.advice[name]),
            stage=0 if places[name] < 0 or places[name] % STAGE else places[name] // STAGE,
            blocks=min(one.to for one in (step, *passed[name])) <= blocking.get(step.activity, 0),
            after=tuple(one for one in order if one in after[name]),
            known=profile.get(step.activity, OPEN).hi < step.to,
            serves=_served_by(name, (*floor, *uses), after, covers),
        )
        for name in order
    )


def _served_by(
    name: str, concerns: Sequence[Concern], after: After, covers: Mapping[str, str]
) -> tuple[Condition, ...]:
    """Return the conditions that lack something to which a step leads."""
    found = []
    for one in concerns:
        last = [covers.get(f"{activity}-{level}", "") for activity, level in one.lacking]
        if one.applies and any(name in before(after, each) for each in last if each):
            found.append(one.condition)
    return tuple(found)


def _asked(
    assessment: Assessment,
    last: int,
    floor: Sequence[Concern],
    uses: Sequence[Concern],
    besides: Sequence[Check],
) -> Iterator[tuple[str, int, int]]:
    """Yield what the plan has to bring: activity, level, and the place of what asks for it."""
    for number, one in enumerate(floor):
        if one.applies:
            yield from ((*ask, number - len(floor)) for ask in one.lacking)
    beside = STAGE * assessment.lo + BESIDE
    for one in uses:
        if one.applies:
            yield from ((*ask, beside) for ask in one.lacking)
    for check in besides:
        if check.verdict is Verdict.UNMET:
            yield check.requirement.activity, check.requirement.level, beside
    for stage in assessment.trace[assessment.lo + 1 : last + 1]:
        for check in stage.checks:
            if check.verdict is Verdict.UNMET:
                yield check.requirement.activity, check.requirement.level, STAGE * stage.index


def _climb(
    catalogue: Catalogue,
    profile: Profile,
    places: dict[str, int],
    activity: str,
    level: int,
    place: int,
) -> None:
    """Add the steps of an activity up to a level, and all they need first, with their place.

    A step that is there already keeps the earlier place.
    """
    standing = profile.get(activity, OPEN)
    if standing.waived:
        return
    for to in range(standing.lo + 1, level + 1):
        name = f"{activity}-{to}"
        if name not in catalogue.advice or places.get(name, place + 1) <= place:
            continue
        places[name] = place
        guard = GUARDS.get((activity, to))
        for need in needs(catalogue.advice[name]):
            if need == guard or profile.get(need.activity, OPEN).hi < need.level:
                _climb(catalogue, profile, places, need.activity, need.level, place)


def _passed(catalogue: Catalogue, places: Mapping[str, int]) -> dict[str, list[Advice]]:
    """Return for each step that stays those it goes over: nobody stops there, and it is as near."""
    over: dict[str, list[Advice]] = {}
    left_out: set[str] = set()
    for name in sorted(places):
        step = catalogue.advice[name]
        following = f"{step.activity}-{step.to + 1}"
        if step.passing and places.get(following, -1) == places[name]:
            left_out.add(name)
            over.setdefault(following, []).extend([*over.pop(name, ()), step])
    return {name: over.get(name, []) for name in places if name not in left_out}


def _first(
    catalogue: Catalogue,
    name: str,
    passed: Mapping[str, Sequence[Advice]],
    covers: Mapping[str, str],
) -> set[str]:
    """Return the steps of the plan that have to be done before this one.

    What the steps need that it goes over counts for it, too.
    """
    step = catalogue.advice[name]
    covered = (step, *passed[name])
    found = {f"{need.activity}-{need.level}" for one in covered for need in needs(one)}
    found.add(f"{step.activity}-{min(one.to for one in covered) - 1}")
    return {covers[one] for one in found if one in covers} - {name}


def _preferences(
    catalogue: Catalogue, places: Mapping[str, int], late_labels: bool
) -> Iterator[tuple[str, str]]:
    """Yield (step, what should come before it) among steps of the plan, beyond what is required.

    A safety net being built for the same stage goes all its way first. Where labels are late,
    watching drift comes before watching performance: level by level, and stage by stage.
    """
    for name in sorted(places):
        step = catalogue.advice[name]
        guard = GUARDS.get((step.activity, step.to))
        late = late_labels and step.activity == "performance-monitoring"
        for to in range(1, HIGHEST + 1):
            net = f"{guard.activity}-{to}" if guard else ""
            drift = f"drift-detection-{to}"
            if net in places and places[net] <= places[name]:
                yield name, net
            if late and drift in places and (to <= step.to or places[drift] <= places[name]):
                yield name, drift

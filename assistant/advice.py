"""Orders the steps from where a team stands to the stage it should aim at."""

from collections.abc import Container, Iterator, Mapping, Sequence

from assistant.domain.knowledge import Advice, Catalogue, Need
from assistant.domain.levels import HIGHEST, OPEN, Profile
from assistant.domain.results import Assessment, Goal, Step, Verdict

EFFORT: Mapping[str, int] = {"S": 1, "M": 2, "L": 3}

After = Mapping[str, set[str]]

GUARDS: Mapping[tuple[str, int], Need] = {
    ("model-deployment", 3): Need(activity="rollback", level=2),
    ("model-training", 3): Need(activity="model-validation", level=2),
    ("retraining-trigger", 3): Need(activity="model-validation", level=2),
}
"""What starts by itself needs its safety net first: no automatic deployment before a scripted way
back, no automatic retraining before a scripted validation gate. They hold whatever a file says."""


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
) -> tuple[Step, ...]:
    """Return the steps to the next stage and on to the goal, in the order to take them.

    Steps serve only what is certainly unmet, starting from the lower end of what is known: what is
    unknown has to be asked, not built. What they need first is pulled in when it is certainly
    missing, a safety net (`GUARDS`) unless it is certainly there; a step that may be done already
    is marked as one that is not `known` to be needed. Without a goal the plan ends at the next
    stage; when the goal is reached it is empty. With `late_labels`, watching drift comes before
    watching performance.

    Raises ValueError when the goal is one of another model.
    """
    if goal is not None and goal.model != assessment.model.id:
        raise ValueError(f"the goal is one of {goal.model}, not of {assessment.model.id}")
    last = assessment.lo + 1 if goal is None else goal.stage
    stages: dict[str, int] = {}
    unmet: list[str] = []
    for stage in assessment.trace[assessment.lo + 1 : last + 1]:
        for check in stage.checks:
            if check.verdict is Verdict.UNMET:
                need = check.requirement
                _climb(catalogue, profile, stages, need.activity, need.level, stage.index)
                unmet.append(f"{need.activity}-{need.level}")
    after = {name: _first(catalogue.advice[name], stages) for name in stages}
    stages = _nearest(stages, after)
    wished = {name: set(earlier) for name, earlier in after.items()}
    for name, earlier in _preferences(catalogue, stages, late_labels):
        if name not in _before(wished, earlier):
            wished[name].add(earlier)
    order = _ordered(catalogue, _nearest(stages, wished), wished, _served(after, unmet))
    blocking = {one.requirement.activity: one.requirement.level for one in assessment.blockers}
    return tuple(
        Step(
            advice=(step := catalogue.advice[name]),
            stage=stages[name],
            blocks=step.to <= blocking.get(step.activity, 0),
            after=tuple(one for one in order if one in after[name]),
            known=profile.get(step.activity, OPEN).hi < step.to,
        )
        for name in order
    )


def _climb(
    catalogue: Catalogue,
    profile: Profile,
    stages: dict[str, int],
    activity: str,
    level: int,
    stage: int,
) -> None:
    """Add the steps of an activity up to a level, and all they need first, with their stage.

    A step that is there already keeps the earlier stage it serves.
    """
    standing = profile.get(activity, OPEN)
    if standing.waived:
        return
    for to in range(standing.lo + 1, level + 1):
        name = f"{activity}-{to}"
        if name in stages or name not in catalogue.advice:
            continue
        stages[name] = stage
        guard = GUARDS.get((activity, to))
        for need in needs(catalogue.advice[name]):
            if need == guard or profile.get(need.activity, OPEN).hi < need.level:
                _climb(catalogue, profile, stages, need.activity, need.level, stage)


def _first(step: Advice, stages: Container[str]) -> set[str]:
    """Return the steps of the plan that have to be done before this one."""
    earlier = {f"{need.activity}-{need.level}" for need in needs(step)}
    earlier.add(f"{step.activity}-{step.to - 1}")
    return {name for name in earlier if name in stages}


def _before(after: After, name: str) -> set[str]:
    """Return a step and all that it waits for, at any distance."""
    reached, queue = {name}, [name]
    for one in queue:
        for earlier in after[one] - reached:
            reached.add(earlier)
            queue.append(earlier)
    return reached


def _nearest(stages: Mapping[str, int], after: After) -> dict[str, int]:
    """Return for each step the nearest stage that it or anything waiting for it serves."""
    found = dict(stages)
    for name, stage in stages.items():
        for earlier in _before(after, name):
            found[earlier] = min(found[earlier], stage)
    return found


def _served(after: After, unmet: Sequence[str]) -> Mapping[str, int]:
    """Return how many of the unmet requirements each step leads to, at any distance."""
    counts = dict.fromkeys(after, 0)
    for last in unmet:
        for name in _before(after, last) if last in after else ():
            counts[name] += 1
    return counts


def _preferences(
    catalogue: Catalogue, stages: Mapping[str, int], late_labels: bool
) -> Iterator[tuple[str, str]]:
    """Yield (step, what should come before it) among steps of the plan, beyond what is required.

    A safety net being built for the same stage goes all its way first. Where labels are late,
    watching drift comes before watching performance: level by level, and stage by stage.
    """
    for name in sorted(stages):
        step = catalogue.advice[name]
        guard = GUARDS.get((step.activity, step.to))
        late = late_labels and step.activity == "performance-monitoring"
        for to in range(1, HIGHEST + 1):
            net = f"{guard.activity}-{to}" if guard else ""
            drift = f"drift-detection-{to}"
            if net in stages and stages[net] <= stages[name]:
                yield name, net
            if late and drift in stages and (to <= step.to or stages[drift] <= stages[name]):
                yield name, drift


def _ordered(
    catalogue: Catalogue, stages: Mapping[str, int], after: After, served: Mapping[str, int]
) -> list[str]:
    """Return the steps so that each comes after what it waits for; of the ready ones, the best.

    Best is what serves the nearest stage, then most requirements for its effort, then id. Were
    the files to hold a circle, its best step would go first.
    """

    def rank(name: str) -> tuple[int, float, str]:
        return stages[name], -served[name] / EFFORT[catalogue.advice[name].effort], name

    order: list[str] = []
    waiting = set(stages)
    while waiting:
        ready = [name for name in waiting if not after[name] & waiting]
        chosen = min(ready or waiting, key=rank)
        waiting.remove(chosen)
        order.append(chosen)
    return order

"""What a step of advice waits for, and the check that no steps wait for one another in a circle."""

from collections.abc import Iterator, Mapping

from assistant.domain.knowledge import Advice, Need

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


def circle_faults(advice: Mapping[str, Advice]) -> Iterator[str]:
    """Yield a line for each circle of steps, at one of the files whose `first` closes it."""
    waiting = {name: _before(step) & set(advice) for name, step in advice.items()}
    while waiting:
        free = {name for name, earlier in waiting.items() if not earlier & set(waiting)}
        if not free:
            circle = _circle(waiting)
            yield _told(circle, advice)
            free = set(circle)
        waiting = {name: earlier for name, earlier in waiting.items() if name not in free}


def _before(step: Advice) -> set[str]:
    """Return the steps before this one. One that comes after itself has a fault of its own."""
    found = {f"{one.activity}-{one.level}" for one in needs(step) if one.activity != step.activity}
    return (found | {f"{step.activity}-{step.to - 1}"}) - {step.id}


def _circle(waiting: Mapping[str, set[str]]) -> list[str]:
    """Return a circle among steps that each wait for another, each followed by what it needs."""
    walk = [min(waiting)]
    while (earlier := min(waiting[walk[-1]] & set(waiting))) not in walk:
        walk.append(earlier)
    return walk[walk.index(earlier) :]


def _told(circle: list[str], advice: Mapping[str, Advice]) -> str:
    named = [
        name
        for name, earlier in zip(circle, circle[1:] + circle[:1], strict=True)
        if any(f"{one.activity}-{one.level}" == earlier for one in advice[name].first)
    ]
    start = circle.index(min(named or circle))
    ring = circle[start:] + circle[: start + 1]
    return f"advice/{ring[0]}.yaml: first: steps wait for one another: {' after '.join(ring)}"

"""Checks that no steps of advice wait for one another in a circle."""

from collections.abc import Iterator, Mapping

from assistant.advice import needs
from assistant.domain.knowledge import Advice


def circle_faults(advice: Mapping[str, Advice]) -> Iterator[str]:
    """Yield a line for each circle of steps, at one of the files whose `first` closes it.

    A step at which nobody stops may be covered by the next: then what waits for it waits for that.
    """
    waiting = {name: _before(step) & set(advice) for name, step in advice.items()}
    found = list(_circles(waiting, advice))
    yield from found
    over = {
        name: following
        for name, step in advice.items()
        if step.passing and (following := f"{step.activity}-{step.to + 1}") in advice
    }
    joined: dict[str, set[str]] = {}
    for name, earlier in waiting.items():
        covers = over.get(name, name)
        joined.setdefault(covers, set()).update({over.get(one, one) for one in earlier} - {covers})
    if not found:
        yield from _circles(joined, advice)


def _circles(waiting: dict[str, set[str]], advice: Mapping[str, Advice]) -> Iterator[str]:
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

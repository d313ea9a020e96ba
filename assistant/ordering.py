"""Puts steps in order: each after what it waits for, and of those that are ready the best first."""

from collections.abc import Mapping, Sequence

from assistant.domain.knowledge import Advice

EFFORT = {"S": 1, "M": 2, "L": 3}
"""How many small steps a step is worth; ours, for the order alone."""
After = Mapping[str, set[str]]
"""For each step the steps that come before it, by id."""


def before(after: After, name: str) -> set[str]:
    """Return a step and all that it waits for, at any distance."""
    reached, queue = {name}, [name]
    for one in queue:
        for earlier in after[one] - reached:
            reached.add(earlier)
            queue.append(earlier)
    return reached


def nearest(places: Mapping[str, int], after: After) -> dict[str, int]:
    """Return for each step the earliest place that it or anything waiting for it has."""
    found = dict(places)
    for name, place in places.items():
        for earlier in before(after, name):
            found[earlier] = min(found[earlier], place)
    return found


def served(after: After, wanted: Sequence[str]) -> Mapping[str, int]:
    """Return how many of the wanted steps each step leads to, at any distance."""
    counts = dict.fromkeys(after, 0)
    for last in wanted:
        for name in before(after, last):
            counts[name] += 1
    return counts


def ordered(
    advice: Mapping[str, Advice],
    places: Mapping[str, int],
    after: After,
    leads: Mapping[str, int],
) -> list[str]:
    """Return the steps so that each comes after what it waits for; of the ready ones, the best.

    Best is what has the earliest place, then leads to most for its effort, then id. Were the files
    to hold a circle, its best step would go first.
    """

    def rank(name: str) -> tuple[int, float, str]:
        return places[name], -leads[name] / EFFORT[advice[name].effort], name

    order: list[str] = []
    waiting = set(places)
    while waiting:
        ready = [name for name in waiting if not after[name] & waiting]
        chosen = min(ready or waiting, key=rank)
        waiting.remove(chosen)
        order.append(chosen)
    return order

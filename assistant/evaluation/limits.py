"""What limits the reading: activities that a cue names, and those that only likeness can find."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.items import AnswerItem, halves

NAMED, UNNAMED = "named by a cue", "named by none"
FIRST = 3


@dataclass(frozen=True, slots=True)
class Heard:
    """What was made of a text: all activities, likeliest first, and those that a cue names."""

    ranked: tuple[str, ...]
    named: frozenset[str]


def limits(
    items: Sequence[AnswerItem], heard: Sequence[Heard], said: Sequence[Collection[str]]
) -> dict[str, Mapping[str, int]]:
    """Return for each half of the items, and whether a cue names it, what becomes of an activity.

    `without label` counts what is named, or said unnamed, of texts that are not labelled so.
    """
    found: dict[str, Mapping[str, int]] = {}
    for half, part in halves(len(items)):
        for kind in (NAMED, UNNAMED):
            rows = list(zip(items[part], heard[part], said[part], strict=True))
            found[f"{half}, {kind}"] = _counts(rows, named=kind == NAMED)
    return found


def _counts(
    rows: Sequence[tuple[AnswerItem, Heard, Collection[str]]], *, named: bool
) -> Mapping[str, int]:
    labelled = [
        (name, one, said)
        for item, one, said in rows
        for name in item.levels
        if (name in one.named) == named
    ]
    beside = [
        name
        for item, one, said in rows
        for name in (one.named if named else set(said) - one.named)
        if name not in item.levels
    ]
    return {
        "labelled": len(labelled),
        "found": sum(name in said for name, _, said in labelled),
        "ranked first": sum(name == one.ranked[0] for name, one, _ in labelled),
        "among first three": sum(name in one.ranked[:FIRST] for name, one, _ in labelled),
        "without label": len(beside),
    }

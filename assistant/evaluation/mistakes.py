"""Counts what was said in place of what was labelled, by activity, by level and by pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import get_args

from assistant.domain.lexicon import LevelWord
from assistant.evaluation.items import AnswerItem
from assistant.evaluation.scores import Said

LEVELS: tuple[str, ...] = get_args(LevelWord)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was labelled and what was said instead, "" for nothing; `items` are their ids."""

    labelled: str
    said: str
    items: tuple[str, ...]


def confusions(
    items: Sequence[AnswerItem], said: Sequence[Said]
) -> Mapping[str, Mapping[str, int]]:
    """Return how often each activity was labelled, right, missing, extra, at a wrong level."""
    table: dict[str, dict[str, int]] = {}
    for item, found in zip(items, said, strict=True):
        for name in {*item.levels, *found}:
            blank = dict.fromkeys(("labelled", "right", "missing", "extra", "wrong level"), 0)
            row = table.setdefault(name, blank)
            row["labelled"] += name in item.levels
            row["missing"] += name in item.levels and name not in found
            row["extra"] += name not in item.levels
            if name in item.levels and name in found:
                row["right"] += 1
                row["wrong level"] += found[name] not in item.accepted[name]
    return {name: table[name] for name in sorted(table)}


def mistaken(items: Sequence[AnswerItem], said: Sequence[Said]) -> tuple[Mistake, ...]:
    """Return what was said in place of what, commonest first: activities, then wrong levels.

    A missing and an extra activity of one item are taken to be mistaken for each other; the one
    that has no counterpart stands against nothing.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for item, one in zip(items, said, strict=True):
        missing = sorted(set(item.levels) - set(one)) or [""]
        extra = sorted(set(one) - set(item.levels)) or [""]
        for pair in product(missing, extra):
            if pair != ("", ""):
                found.setdefault(pair, []).append(item.id)
        for name in sorted(set(one) & set(item.levels)):
            if one[name] not in item.accepted[name]:
                pair = (f"{name} {item.levels[name]}", f"{name} {one[name]}")
                found.setdefault(pair, []).append(item.id)
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(Mistake(*pair, tuple(ids)) for pair, ids in ranked)


def level_matrix(
    items: Sequence[AnswerItem], said: Sequence[Said]
) -> Mapping[str, Mapping[str, int]]:
    """Return how often each labelled level was said to be which, on the activities that match."""
    table = {label: dict.fromkeys(LEVELS, 0) for label in LEVELS}
    for item, found in zip(items, said, strict=True):
        for name, label in item.levels.items():
            if name in found:
                table[label][found[name]] += 1
    return table

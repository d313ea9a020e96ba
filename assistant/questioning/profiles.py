"""Draws whole profiles that fit what is known, many at once: one byte of a number for each.

The belief behind it is kept flat. A team has one ability; the abler it is, the higher its levels
tend to be, and what the models ask for late is held to be harder. A wrong belief can make an
interview longer, never its result different. From the tables on, all is whole numbers, so that
every machine draws the same.
"""

from functools import lru_cache
from hashlib import shake_256
from itertools import pairwise
from math import exp

from assistant.domain.levels import HIGHEST, LOWEST
from assistant.reckoning.board import LEVELS, Situation

ABILITIES = tuple(0.7 * step for step in range(-4, 5))
SPREAD = 1.3
"""Standard deviation of the abilities."""
SLOPE = 1.0
"""How sharply ability decides a level: flat, since no real answers have been seen yet."""
MIDDLE, LATENESS, STEP = -0.5, 2.0, 0.9
"""Where level 2 of a middling activity lies, from the earliest asked to the latest, and a level."""
UNIT = 4096
BYTE = 256

Shares = tuple[tuple[int, ...], ...]
Drawn = list[list[int]]
"""For each activity and level: byte `i` is 1 where drawing `i` reaches the level, else 0."""

PRIOR = tuple(round(UNIT * exp(-((ability / SPREAD) ** 2) / 2)) for ability in ABILITIES)
REACHES = tuple(bytes(byte >= level for byte in range(BYTE)) for level in LEVELS)


def drawings(here: Situation, count: int, seed: bytes) -> Drawn:
    """Return `count` profiles drawn from what is possible, each consistent with the rules.

    The same situation, count and seed give the same drawings, on every machine.
    """
    blocks = _blocks(here, count)
    noise = shake_256(seed).digest(count * len(here.lo))
    drawn: Drawn = []
    for one, (lo, hi) in enumerate(zip(here.lo, here.hi, strict=True)):
        start = one * count
        row = b"".join(
            noise[start + first : start + last].translate(
                _table(here.hardness[one], ability, lo, hi)
            )
            for ability, first, last in blocks
        )
        drawn.append([int.from_bytes(row.translate(REACHES[level])) for level in LEVELS])
    for one, each_level in enumerate(here.board.lifts):
        for level, pairs in enumerate(each_level):
            for other, bound in pairs:
                # No upper bound is passed, since those are closed under the rules.
                for below in range(1, bound + 1):
                    drawn[other][below] |= drawn[one][level]
    return drawn


def levels_in(reached: list[int], count: int) -> bytes:
    """Return the level of one activity in each of `count` drawings, from its row of `drawings`."""
    return sum(reached[1:]).to_bytes(count)


def everywhere(count: int) -> int:
    """Return the number that holds a 1 for each of `count` drawings."""
    return int.from_bytes(bytes([1]) * count)


def _blocks(here: Situation, count: int) -> list[tuple[int, int, int]]:
    """Return which drawings are made with which ability: (ability, first, last not included).

    Abilities share the drawings in proportion to how well each explains what is known.
    """
    weights = list(PRIOR)
    for hardness, lo, hi in zip(here.hardness, here.lo, here.hi, strict=True):
        if (lo, hi) != (LOWEST, HIGHEST):
            for ability, below in enumerate(_shares(hardness)):
                weights[ability] *= below[hi + 1] - below[lo]
    total, sofar, edges = sum(weights), 0, [0]
    for weight in weights:
        sofar += weight
        edges.append((2 * count * sofar + total) // (2 * total))
    return [(one, *pair) for one, pair in enumerate(pairwise(edges)) if pair[0] < pair[1]]


@lru_cache(maxsize=1024)
def _shares(hardness: float) -> Shares:
    """Return for each ability how many in UNIT teams stand below level 0, 1, 2, 3 and 4."""
    middle = MIDDLE + LATENESS * (hardness - 0.5)
    rows = []
    for ability in ABILITIES:
        steps = [SLOPE * (ability - middle - STEP * (level - 2)) for level in LEVELS[1:]]
        rows.append((0, *(UNIT - round(UNIT / (1 + exp(-step))) for step in steps), UNIT))
    return tuple(rows)


@lru_cache(maxsize=2048)
def _table(hardness: float, ability: int, lo: int, hi: int) -> bytes:
    """Return a table from a random byte to a level from `lo` to `hi`."""
    below = _shares(hardness)[ability]
    span = below[hi + 1] - below[lo]
    table = b""
    for level in range(lo, hi + 1):
        # Byte `b` stands for the middle of its part of the span, (2 b + 1) / 512 of it.
        upto = (2 * BYTE * (below[level + 1] - below[lo]) + span - 1) // (2 * span)
        table += bytes([level]) * (upto - len(table))
    return table

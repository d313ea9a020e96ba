"""Other ways to ask, for comparison: one fixed order, chance, halving the stages, information."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from math import log2

from assistant import questioning
from assistant.domain.knowledge import Catalogue, Model
from assistant.questioning.profiles import drawings, levels_in
from assistant.questioning.selectors import Selector, lowest_open
from assistant.reckoning.board import Situation, situation

DRAWINGS = 100


def by_chance(candidates: Sequence[str], here: Situation) -> str:
    """Pick any candidate, the same in the same state."""
    return random.Random(_state(candidates, here)).choice(sorted(candidates))  # noqa: S311


def halving(candidates: Sequence[str], here: Situation) -> str:
    """Pick what bears on the stage nearest to the middle of those still possible."""
    low, high = here.stages
    middle = (low + 1 + high) / 2
    names = here.board.names
    away = {one: abs(lowest_open(names.index(one), here)[0] - middle) for one in candidates}
    nearest = [one for one in candidates if away[one] == min(away.values())]
    return questioning.ladder(nearest, here)


def informing(candidates: Sequence[str], here: Situation) -> str:
    """Pick what is expected to tell most about the stage; once that is certain, as the ladder."""
    low, high = here.stages
    if low == high or len(candidates) == 1:
        return questioning.ladder(candidates, here)
    names = here.board.names
    drawn = drawings(here, DRAWINGS, sha256(_state(candidates, here)).digest())
    stages = _stages(here, drawn)

    def gain(name: str) -> float:
        levels = levels_in(drawn[names.index(name)], DRAWINGS)
        pairs = Counter(zip(levels, stages, strict=True))
        return _entropy(Counter(stages)) + _entropy(Counter(levels)) - _entropy(pairs)

    best = max(round(gain(one), 9) for one in candidates)
    equal = [one for one in candidates if round(gain(one), 9) == best]
    return questioning.ladder(equal, here)


SELECTORS: Mapping[str, Selector] = {
    "vote": questioning.vote,
    "ladder": questioning.ladder,
    "information gain": informing,
    "binary search": halving,
    "chance": by_chance,
}


def form(
    catalogue: Catalogue, model: Model, levels: Mapping[str, int], order: Sequence[str]
) -> tuple[int, int]:
    """Return how many answers a form in this order takes to a certain stage, and with blockers.

    It asks everything the model names, whether or not it still matters, but nothing deduced.
    """
    here = situation(catalogue, model, {})
    asked, at_stage = 0, -1
    for name in order:
        low, high = here.stages
        at_stage = asked if at_stage < 0 and low == high else at_stage
        if not here.wanted:
            break
        one = here.board.names.index(name)
        if here.lo[one] < here.hi[one]:
            here, asked = here.tell(one, levels[name]), asked + 1
    return (asked if at_stage < 0 else at_stage), asked


def remembered(selector: Selector) -> Selector:
    """Return the same selector, which decides only once in each state."""
    known: dict[bytes, str] = {}

    def pick(candidates: Sequence[str], here: Situation) -> str:
        state = _state(candidates, here)
        if state not in known:
            known[state] = selector(candidates, here)
        return known[state]

    return pick


def _state(candidates: Sequence[str], here: Situation) -> bytes:
    return here.board.key + repr((here.lo, here.hi, here.met, sorted(candidates))).encode()


def _stages(here: Situation, drawn: Sequence[Sequence[int]]) -> list[int]:
    """Return the stage that each drawing reaches."""
    levels = [levels_in(list(reached), DRAWINGS) for reached in drawn]
    found = []
    for number in range(DRAWINGS):
        met = here.met
        for bit, need in enumerate(here.board.needs):
            if levels[need.activity][number] >= need.level:
                met |= 1 << bit
        passed = (index for index, bits in enumerate(here.board.stages) if bits & ~met)
        found.append(next(passed, len(here.board.stages)) - 1)
    return found


def _entropy(counts: Counter[object] | Counter[int] | Counter[tuple[int, int]]) -> float:
    whole = sum(counts.values())
    return -sum(one / whole * log2(one / whole) for one in counts.values())

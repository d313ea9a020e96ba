"""Compares ways of asking with the exact optimum, on many small models cut out of the real ones."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Origin, Standing, Status
from assistant.evaluation.interviews.optimum import Small, Solved, State, reduced, shares
from assistant.evaluation.interviews.populations import SLOPE, Difficulties, difficulties
from assistant.evaluation.interviews.rivals import SELECTORS
from assistant.questioning.profiles import LATENESS, MIDDLE, STEP
from assistant.questioning.selectors import Selector
from assistant.reckoning.board import LEVELS, situation

SIZES = (9, 10, 9, 10)
"""How many activities the small models of one model have."""
BELIEFS = ("difficulties as supposed", "difficulties moved")
COMPARED = ("vote", "ladder", "information gain")


@dataclass(frozen=True, slots=True)
class Against:
    """One way of asking on one small model: questions over those of the optimum."""

    model: str
    belief: str
    policy: str
    stage: float
    both: float


def against_optimum(catalogue: Catalogue, seed: int, note: Callable[[str], None]) -> list[Against]:
    """Return every comparison, each exact over all profiles of a small model.

    The teams are correlated. Their difficulties are those the vote supposes, or moved from the
    ones the populations have; the optimum knows them either way.
    """
    found = []
    for key, model in sorted(catalogue.models.items()):
        note(f"{key}: exact optimum of {len(SIZES)} small models")
        for number, size in enumerate(SIZES):
            rng = random.Random(f"{seed} {key} {number}")  # noqa: S311 -- draws examples, no secret
            small = reduced(catalogue, model, size, rng)
            ways = {name: deciding(small, SELECTORS[name]) for name in COMPARED}
            hard = (_supposed(catalogue), difficulties(catalogue, rng))
            for belief, each in zip(BELIEFS, hard, strict=True):
                solved = Solved(small, shares(small, each, SLOPE))
                stage, both = solved.best(blockers=False), solved.best(blockers=True)
                for name, decide in ways.items():
                    needed = solved.needed(decide)
                    ratios = (needed[0] / stage, needed[1] / both)
                    found.append(Against(key, belief, name, *ratios))
    return found


def deciding(small: Small, selector: Selector) -> Callable[[State], int]:
    """Return the decisions of a selector on a small model, each made once."""
    names = small.board.names
    known: dict[State, int] = {}

    def decide(state: State) -> int:
        if state not in known:
            told: Mapping[str, Standing] = {
                name: Standing(*small.classes[one][found], Status.LEVEL, Origin.CHOSEN)
                for one, (name, found) in enumerate(zip(names, state, strict=True))
                if found >= 0
            }
            here = situation(small.catalogue, small.model, told)
            unasked = [one for one, found in enumerate(state) if found < 0]
            left = here.candidates(unasked, here.wanted)
            known[state] = names.index(selector([names[one] for one in left], here))
        return known[state]

    return decide


def _supposed(catalogue: Catalogue) -> Difficulties:
    late = situation(catalogue, catalogue.primary, {}).hardness
    supposed: Mapping[str, list[float]] = {
        name: [MIDDLE + LATENESS * (each - 0.5) + STEP * (level - 2) for level in LEVELS[1:]]
        for name, each in zip(catalogue.items, late, strict=True)
    }
    return supposed

"""Simulated teams: full profiles that obey the rules, drawn from four kinds of population.

- correlated: one ability per team, normal with spread 1.3, decides all its levels (slope 2)
- independent: the same levels as often, but every activity by itself
- uniform: any consistent profile, about equally likely
- stratified: every stage of the model equally often, then about uniform among what reaches it

The difficulties behind the first two follow how late the models ask, each moved at random by an
amount that no way of asking is told. They are moved anew for every twentieth of the teams.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from math import exp

from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import HIGHEST, LOWEST
from assistant.reckoning.board import LEVELS, situation
from assistant.reckoning.bounds import Rule, raised, rules_of

POPULATIONS = ("correlated", "stratified", "independent", "uniform")
SPREAD, SLOPE = 1.3, 2.0
MIDDLE, LATENESS, STEP, MOVED = -1.3, 1.5, 0.9, 0.5
WORLDS, SWEEPS = 20, 12

Levels = dict[str, int]
Difficulties = Mapping[str, Sequence[float]]
"""For each activity the abilities at which a team reaches level 1, 2 and 3 half of the time."""


def teams(
    catalogue: Catalogue, model: Model, population: str, count: int, seed: int
) -> Iterator[Levels]:
    """Yield `count` full profiles of one population; the same arguments yield the same ones."""
    rng = random.Random(f"{seed} {population} {model.id}")  # noqa: S311 -- draws teams, not secrets
    rules = rules_of(catalogue)
    if population in {"uniform", "stratified"}:
        mixed = _Mixed(catalogue, rules)
        for number in range(count):
            stage = number % len(model.stages) if population == "stratified" else None
            yield mixed.draw(model, stage, rng)
        return
    worlds = [difficulties(catalogue, rng) for _ in range(WORLDS)]
    for number in range(count):
        world = worlds[number % WORLDS]
        ability = rng.gauss(0, SPREAD)
        levels = {}
        for name, hard in world.items():
            own = ability if population == "correlated" else rng.gauss(0, SPREAD)
            luck = rng.random()
            levels[name] = sum(luck < chance(own, each) for each in hard)
        yield raised(levels, rules)


def difficulties(catalogue: Catalogue, rng: random.Random, moved: float = MOVED) -> Difficulties:
    """Return difficulties that follow how late the models ask, each moved by a normal amount."""
    late = situation(catalogue, catalogue.primary, {}).hardness
    found = {}
    for name, lateness in zip(catalogue.items, late, strict=True):
        middle = MIDDLE + LATENESS * (lateness - 0.5) + rng.gauss(0, moved)
        found[name] = tuple(middle + STEP * (level - 2) for level in LEVELS[1:])
    return found


def chance(ability: float, difficulty: float, slope: float = SLOPE) -> float:
    """Return how likely a team of some ability reaches a level of some difficulty (0 to 1)."""
    return 1 / (1 + exp(-slope * (ability - difficulty)))


class _Mixed:
    """Draws one activity after the other anew, each within what the rules and the others leave."""

    def __init__(self, catalogue: Catalogue, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.names = tuple(catalogue.items)
        self.asking = {name: [one for one in rules if one.source == name] for name in self.names}
        self.asked = {name: [one for one in rules if one.target == name] for name in self.names}

    def draw(self, model: Model, stage: int | None, rng: random.Random) -> Levels:
        """Return a profile, of the given stage (index) unless that is None."""
        least = dict.fromkeys(self.names, LOWEST)
        reached = model.stages[: stage + 1] if stage is not None else ()
        for one in (need for each in reached for need in each.requirements):
            least[one.activity] = max(least[one.activity], one.level)
        top = stage is None or stage + 1 == len(model.stages)
        above = () if stage is None or top else model.stages[stage + 1].requirements
        levels = least = raised(least, self.rules)
        levels = dict(levels)
        for _ in range(SWEEPS):
            for name in self.names:
                before = levels[name]
                levels[name] = rng.randint(*self._span(name, levels, least[name]))
                if above and all(levels[one.activity] >= one.level for one in above):
                    levels[name] = before
        return levels

    def _span(self, name: str, levels: Levels, least: int) -> tuple[int, int]:
        lo, hi = least, HIGHEST
        for one in self.asked[name]:
            if levels[one.source] >= one.when:
                lo = max(lo, one.then)
        for one in self.asking[name]:
            if levels[one.target] < one.then:
                hi = min(hi, one.when - 1)
        return lo, hi

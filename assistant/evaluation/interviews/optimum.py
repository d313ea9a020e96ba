"""The shortest possible interview, exactly, on models small enough to go through every state.

A state says for each activity in which class of levels it was found, or that it was not asked;
levels that decide the same form one class. Arrays have one axis for each activity, and the last
place on every axis stands for "not asked".
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.domain.knowledge import Activity, Catalogue, Model
from assistant.evaluation.interviews.populations import SPREAD, Difficulties, chance
from assistant.reckoning.board import LEVELS, Board, situation

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
State = tuple[int, ...]
ABILITIES = np.linspace(-3 * SPREAD, 3 * SPREAD, 25)
FEWEST_STAGES = 3


@dataclass(frozen=True, slots=True)
class Small:
    """A model over few activities, and how levels fall into classes: (lowest, highest) of each."""

    catalogue: Catalogue
    model: Model
    board: Board
    classes: tuple[tuple[tuple[int, int], ...], ...]


def reduced(catalogue: Catalogue, model: Model, size: int, rng: random.Random) -> Small:
    """Return a model cut down to `size` of its activities, with the rules and stages left."""
    named = sorted({one.activity for stage in model.stages for one in stage.requirements})
    while True:
        names = sorted(rng.sample(named, min(size, len(named))))
        first, *others = (
            stage.model_copy(
                update={"requirements": tuple(q for q in stage.requirements if q.activity in names)}
            )
            for stage in model.stages
        )
        stages = (first, *(stage for stage in others if stage.requirements))
        if len(stages) >= min(FEWEST_STAGES, len(model.stages)):
            break
    items = {name: _within(catalogue.items[name], names) for name in names}
    small = replace(catalogue, activities=items, qualities={}, items=items)
    cut = model.model_copy(update={"stages": stages})
    board = situation(small, cut, {}).board
    return Small(small, cut, board, tuple(_classes(board, one) for one in range(len(names))))


def _within(item: Activity, names: Sequence[str]) -> Activity:
    rules = tuple(rule for rule in item.implies if rule.activity in names)
    return item.model_copy(update={"implies": rules})


def _classes(board: Board, one: int) -> tuple[tuple[int, int], ...]:
    def effect(level: int) -> object:
        lifts = [pair for pair in board.lifts[one][level] if pair[0] != one]
        drops = [pair for pair in board.drops[one][level] if pair[0] != one]
        return board.met[one][level], board.unmet[one][level], lifts, drops

    edges = [level for level in LEVELS[1:] if effect(level) != effect(level - 1)]
    return tuple(zip([0, *edges], [*(edge - 1 for edge in edges), LEVELS[-1]], strict=True))


def shares(small: Small, hard: Difficulties, slope: float) -> Numbers:
    """Return how likely each full profile is among correlated teams, those that obey the rules."""
    names = small.board.names
    density = np.exp(-((ABILITIES / SPREAD) ** 2) / 2)
    whole = np.zeros([len(each) for each in small.classes])
    for ability, weight in zip(ABILITIES, density, strict=True):
        part = np.array(weight)
        for name, classes in zip(names, small.classes, strict=True):
            reach = [1.0, *(chance(ability, each, slope) for each in hard[name]), 0.0]
            part = np.multiply.outer(part, [reach[lo] - reach[hi + 1] for lo, hi in classes])
        whole += part
    whole[~_consistent(small)] = 0
    return np.asarray(whole / whole.sum())


def _consistent(small: Small) -> npt.NDArray[np.bool_]:
    shape = [len(each) for each in small.classes]
    fits = np.ones(shape, dtype=np.bool_)
    grid = np.indices(shape)
    for one, classes in enumerate(small.classes):
        for number, (level, _) in enumerate(classes):
            for other, bound in small.board.lifts[one][level]:
                lowest = np.array([lo for lo, _ in small.classes[other]])
                fits &= (grid[one] != number) | (lowest[grid[other]] >= bound)
    return fits


def outcomes(small: Small, blockers: bool) -> Whole:
    """Return a number for the result of each full profile: its stage, or stage and blockers."""
    grid = np.indices([len(each) for each in small.classes])
    lowest = [np.array([lo for lo, _ in each]) for each in small.classes]
    met = [lowest[need.activity][grid[need.activity]] >= need.level for need in small.board.needs]
    result = np.zeros(grid.shape[1:], dtype=np.int64)
    climbing = np.ones(grid.shape[1:], dtype=np.bool_)
    for bits in small.board.stages[1:]:
        own = [bit for bit in range(len(met)) if bits >> bit & 1]
        passed = np.logical_and.reduce([met[bit] for bit in own])
        if blockers:
            here = climbing & ~passed
            result += here * sum(~met[bit] * (1 << bit) for bit in own)
        climbing &= passed
        result += climbing * (1 << len(met))
    return result


class Solved:
    """One small model with one belief about its teams: what is certain when, and the optimum."""

    def __init__(self, small: Small, likely: Numbers) -> None:
        self.small = small
        self.weight = _folded(likely, np.add)
        possible = _consistent(small)
        self.certain = [self._certain(outcomes(small, both), possible) for both in (False, True)]

    def _certain(self, result: Whole, possible: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        most = np.int64(1) << 62
        least = _folded(np.where(possible, result, most), np.minimum)
        highest = _folded(np.where(possible, result, -1), np.maximum)
        return np.asarray(least >= highest)

    def best(self, blockers: bool) -> float:
        """Return the fewest questions on average that any way of asking needs."""
        certain, weight = self.certain[blockers], self.weight
        cost = np.where(certain, 0.0, np.inf)
        axes = range(weight.ndim)
        for size in reversed(axes):
            for asked in combinations(axes, size):
                part = tuple(slice(0, -1) if one in asked else -1 for one in axes)
                options = [
                    cost[_with(part, one)].sum(axis=sum(1 for each in asked if each < one))
                    for one in axes
                    if one not in asked
                ]
                found = weight[part] + np.minimum.reduce(options)
                cost[part] = np.where(certain[part], 0.0, found)
        return float(cost[(-1,) * weight.ndim])

    def needed(self, decide: Callable[[State], int]) -> tuple[float, float]:
        """Return how many questions a way of asking needs on average: to stage, with blockers.

        `decide` names the activity (number) to ask in a state.
        """
        to_stage = to_both = 0.0
        waiting: list[State] = [(-1,) * self.weight.ndim]
        while waiting:
            state = waiting.pop()
            weight = float(self.weight[state])
            if not weight or self.certain[True][state]:
                continue
            to_both += weight
            to_stage += 0.0 if self.certain[False][state] else weight
            one = decide(state)
            waiting += [
                (*state[:one], found, *state[one + 1 :])
                for found in range(len(self.small.classes[one]))
            ]
        return to_stage, to_both


def _with(part: tuple[slice | int, ...], one: int) -> tuple[slice | int, ...]:
    return (*part[:one], slice(0, -1), *part[one + 1 :])


def _folded(values: npt.NDArray[Any], with_: np.ufunc) -> npt.NDArray[Any]:
    """Return the values with one place more on every axis: all others folded into it."""
    for axis in range(values.ndim):
        rest = with_.reduce(values, axis=axis, keepdims=True)
        values = np.concatenate([values, rest], axis=axis)
    return values

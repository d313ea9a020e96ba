"""The fewest answers that prove a stage, and what such a proof has to decide."""

from collections.abc import Mapping

from assistant.reckoning.board import Situation
from assistant.reckoning.cover import smallest_cover


def certificate(
    here: Situation, levels: Mapping[int, int], blockers: bool = False
) -> tuple[int, ...]:
    """Return the fewest activities (numbers) whose levels make the stage certain from `here` on.

    `levels` holds every activity that a requirement names and does not waive, and fits the
    situation. With `blockers`, every requirement of the next stage is decided too. No order of
    questions can need fewer.
    """
    stage = reached(here, holding(here, levels))
    sets = {
        one: decided(here, one, level, stage)
        for one, level in levels.items()
        if here.lo[one] < here.hi[one]
    }
    return smallest_cover(goal_of(here, stage, blockers), sets)


def goal_of(here: Situation, stage: int, blockers: bool = False) -> int:
    """Return the bits still to decide before it is certain that exactly `stage` is reached.

    Beyond those of the requirements, one bit stands for "something in the next stage fails"; with
    `blockers`, every requirement of the next stage is to be decided instead.
    """
    following = here.board.stages[stage + 1] if stage + 1 < len(here.board.stages) else 0
    goal = here.open(1, stage)
    if blockers:
        return goal | here.open(stage + 1, stage + 1)
    settled = not following or following & here.unmet
    return goal if settled else goal | failure(here)


def decided(here: Situation, one: int, level: int, stage: int) -> int:
    """Return the bits of such a goal that activity `one` decides by standing at `level`."""
    board = here.board
    ruled_out = board.unmet[one][level]
    bits = board.met[one][level] | ruled_out
    fails = stage + 1 < len(board.stages) and ruled_out & board.stages[stage + 1]
    return bits | failure(here) if fails else bits


def failure(here: Situation) -> int:
    """Return the bit that stands for "something in the next stage fails"."""
    return 1 << len(here.board.needs)


def holding(here: Situation, levels: Mapping[int, int]) -> int:
    """Return the bits that hold when every activity stands at its level; waived ones hold."""
    return here.met | sum(
        1 << bit
        for bit, need in enumerate(here.board.needs)
        if not here.met >> bit & 1 and levels[need.activity] >= need.level
    )


def reached(here: Situation, met: int) -> int:
    """Return the index of the stage reached when exactly these bits hold."""
    stages = here.board.stages
    return next((s - 1 for s, bits in enumerate(stages) if bits & ~met), len(stages) - 1)

"""The fewest answers that prove a stage: an exact set cover over the requirements of a model."""

from collections.abc import Mapping

from assistant.domain.board import Situation

Sets = list[tuple[int, int]]


def certificate(
    here: Situation, levels: Mapping[int, int], blockers: bool = False
) -> tuple[int, ...]:
    """Return the fewest activities (numbers) whose levels make the stage certain from `here` on.

    `levels` holds every activity that a requirement names and does not waive, and fits the
    situation. With `blockers`, every requirement of the next stage is decided too. No order of
    questions can need fewer.
    """
    board, met = here.board, holding(here, levels)
    stage = reached(here, met)
    following = board.stages[stage + 1] if stage + 1 < len(board.stages) else 0
    failing = following & ~met
    goal = here.open(1, stage)
    failure = 1 << len(board.needs)  # stands for "some requirement of the next stage fails"
    if blockers:
        goal |= here.open(stage + 1, stage + 1)
    elif failing and not failing & here.unmet:
        goal |= failure
    sets: dict[int, int] = {}
    for one, level in levels.items():
        if here.lo[one] < here.hi[one]:
            ruled_out = board.unmet[one][level]
            sets[one] = board.met[one][level] | ruled_out | (failure if ruled_out & failing else 0)
    return smallest_cover(goal, sets)


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


def smallest_cover(goal: int, sets: Mapping[int, int]) -> tuple[int, ...]:
    """Return the keys of the fewest sets whose masks together hold every bit of `goal`, sorted.

    The same input gives the same choice. Raises ValueError when some bit is in no set.
    """
    found = _search(goal, sorted(sets.items()), len(sets) + 1)
    if found is None:
        raise ValueError("some part of the goal is in none of the sets")
    return tuple(sorted(found))


def _search(goal: int, sets: Sets, limit: int) -> list[int] | None:
    """Return a smallest cover with fewer than `limit` sets, or None when there is none."""
    taken: list[int] = []
    while goal:
        sets = _undominated([(key, mask & goal) for key, mask in sets if mask & goal])
        once = twice = 0
        for _, mask in sets:
            twice |= once & mask
            once |= mask
        if once != goal:
            return None
        forced = [(key, mask) for key, mask in sets if mask & ~twice]
        if not forced:
            break
        for key, mask in forced:
            taken.append(key)
            goal &= ~mask
    if len(taken) >= limit:
        return None
    if not goal:
        return taken
    widest = max(mask.bit_count() for _, mask in sets)
    best: list[int] | None = None
    left = limit - len(taken)
    if -(-goal.bit_count() // widest) >= left:
        return None
    bit = goal & -goal
    for key, mask in sorted(sets, key=lambda one: (-one[1].bit_count(), one[0])):
        if mask & bit:
            rest = _search(goal & ~mask, [one for one in sets if one[0] != key], left - 1)
            if rest is not None:
                best, left = [key, *rest], len(rest) + 1
    return None if best is None else taken + best


def _undominated(sets: Sets) -> Sets:
    """Return the sets that are within no other; of equal ones, the first."""
    kept: Sets = []
    for key, mask in sorted(sets, key=lambda one: (-one[1].bit_count(), one[0])):
        if all(mask & ~other for _, other in kept):
            kept.append((key, mask))
    return kept

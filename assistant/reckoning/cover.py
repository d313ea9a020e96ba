"""The fewest sets that cover a goal, exactly; sets are bit masks."""

from collections.abc import Iterable, Mapping

Sets = list[tuple[int, int]]


def in_smallest_covers(sets: Mapping[int, int]) -> set[int]:
    """Return the keys that are in at least one smallest cover of all that the sets hold."""
    wide = _union(mask for mask in sets.values() if mask & (mask - 1))
    found = {key for key, mask in sets.items() if mask and not mask & wide}
    tangled = [(key, mask) for key, mask in sorted(sets.items()) if mask & wide]
    goal = _union(mask for _, mask in tangled)
    cover = _search(goal, tangled, len(tangled) + 1) or []
    found.update(cover)
    for place, (key, mask) in enumerate(tangled):
        if key not in found:
            others = tangled[:place] + tangled[place + 1 :]
            if _search(goal & ~mask, others, len(cover)) is not None:
                found.add(key)
    return found


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


def _union(masks: Iterable[int]) -> int:
    bits = 0
    for mask in masks:
        bits |= mask
    return bits

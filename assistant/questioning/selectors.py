"""What picks the next question, and the plainest way to: climb the stages, most demanding first."""

from collections.abc import Callable, Sequence

from assistant.reckoning.board import Situation

Selector = Callable[[Sequence[str], Situation], str]
"""Picks one of the candidates (ids, at least one) in a situation; the same input, the same pick.

A selector decides how long an interview takes, never what comes out of it.
"""


def ladder(candidates: Sequence[str], here: Situation) -> str:
    """Pick from the lowest open stage what is most likely missing: high levels, asked for late.

    An activity that only bears on a requirement through a rule comes after those it names.
    """
    names, needs = here.board.names, here.board.needs

    def rank(name: str) -> tuple[int, int, float, str]:
        one = names.index(name)
        stage, bits = lowest_open(one, here)
        own = [needs[bit].level for bit in bits if needs[bit].activity == one]
        return stage, -max(own, default=0), -here.hardness[one], name

    return min(candidates, key=rank)


def lowest_open(one: int, here: Situation) -> tuple[int, list[int]]:
    """Return the lowest stage of which a candidate can decide something, and those of its bits."""
    board = here.board
    bits = board.reach(one, here.lo[one], here.hi[one]) & here.wanted
    stage = min(board.needs[bit].stage for bit in ones(bits))
    return stage, ones(bits & board.stages[stage])


def ones(bits: int) -> list[int]:
    """Return the numbers of the bits that are set, lowest first."""
    return [bit for bit in range(bits.bit_length()) if bits >> bit & 1]

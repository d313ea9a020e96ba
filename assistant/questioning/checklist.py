"""Finds what may be asked in the same turn: a few related activities, as one checklist."""

from collections.abc import Sequence

from assistant.domain.knowledge import Catalogue
from assistant.questioning.selectors import ladder, lowest_open
from assistant.reckoning.board import Situation

MOST = 2
"""Companions of one question."""


def companions(
    catalogue: Catalogue, here: Situation, chosen: str, candidates: Sequence[str]
) -> tuple[str, ...]:
    """Return up to two candidates to ask together with the chosen one, in the ladder's order.

    They bear on the same stage and belong to the same pipeline, and no answer to one of the three
    can decide what another is asked for. Whether to show them is up to the page: one by one leads
    to the same result.
    """
    names, pipeline = here.board.names, catalogue.items[chosen].pipeline
    stage, bits = lowest_open(names.index(chosen), here)
    taken, found = set(bits), list[str]()
    near = [one for one in candidates if catalogue.items[one].pipeline == pipeline]
    while near and len(found) < MOST:
        one = ladder(near, here)
        near.remove(one)
        its_stage, its_bits = lowest_open(names.index(one), here)
        if its_stage == stage and not taken.intersection(its_bits):
            found.append(one)
            taken.update(its_bits)
    return tuple(found)

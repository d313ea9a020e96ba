"""Checks the texts of passages: worth a minute and no more, and no two in the same words."""

import re
from collections.abc import Iterator, Mapping

from assistant.domain.knowledge import Passage

SHORTEST, LONGEST = 40, 200
"""Words of a passage. Ours keep to 60 to 160; other languages need fewer or more for the same."""
RUN = 8
"""Words in a row that two passages may not share."""

_WORD = re.compile(r"[\w']+")


def passage_faults(passages: Mapping[str, Passage]) -> Iterator[str]:
    """Yield a line for a passage too short or too long, and for two that share their words."""
    owner: dict[tuple[str, ...], str] = {}
    for one in passages.values():
        where = f"passages/{one.id}.yaml: text"
        count = len(one.text.split())
        if not SHORTEST <= count <= LONGEST:
            yield f"{where}: must have {SHORTEST} to {LONGEST} words (found {count})"
        words = _WORD.findall(one.text.lower())
        told = {one.id}
        for run in zip(*(words[start:] for start in range(RUN)), strict=False):
            other = owner.setdefault(run, one.id)
            if other not in told:
                told.add(other)
                yield f"{where}: shares words with '{other}': {' '.join(run)}"

"""How often the edge adviser is right on told uses, and what it says over all answers there are.

`python -m tests.measuring.edge` prints both; `tests/test_edge.py` holds them.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import yaml

from assistant import catalogue as knowledge
from assistant.domain.knowledge import Catalogue
from assistant.splitting import advise, wanted

USES = Path(__file__).parents[1] / "edge" / "uses.yaml"
QUESTIONS = ("place", "speed", "data-origin", "learning-data", "device-computing", "device-memory")
"""The questions that the answers in USES are given to, in their order."""

HALVES = ("developing", "untouched")
CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Use:
    """A told use with its answers, and the option an expert would choose, or CLASH."""

    id: str
    half: str
    answers: dict[str, str]
    expert: str


def uses() -> tuple[Use, ...]:
    """Return the told uses in the order of the file."""
    found = yaml.safe_load(USES.read_text(encoding="utf-8"))
    return tuple(
        Use(
            id=one["id"],
            half=one["half"],
            answers=dict(zip(QUESTIONS, one["answers"], strict=True)),
            expert=one["expert"],
        )
        for one in found["uses"]
    )


def advised(catalogue: Catalogue, answers: dict[str, str]) -> str:
    """Return the option advised, or the verdict where none is."""
    found = advise(catalogue, answers)
    if found is None:
        raise ValueError("this knowledge has no edge table")
    return found.option.id if found.option else found.verdict.value


def wrong(catalogue: Catalogue, told: tuple[Use, ...]) -> tuple[Use, ...]:
    """Return the uses where the adviser says something else than the expert."""
    return tuple(one for one in told if advised(catalogue, one.answers) != one.expert)


def full_answers(catalogue: Catalogue) -> Iterator[dict[str, str]]:
    """Yield all answers to all six questions by which devices play a part."""
    chips = {one.id: [option.id for option in one.options] for one in catalogue.context}
    for values in product(*(chips[name] for name in QUESTIONS)):
        answers = dict(zip(QUESTIONS, values, strict=True))
        if wanted(catalogue, answers):
            yield answers


def spread(catalogue: Catalogue) -> Counter[str]:
    """Return how many full answers lead to each option, and how many clash."""
    return Counter(advised(catalogue, one) for one in full_answers(catalogue))


def main() -> None:
    """Print the share of uses advised as by the expert, what is not, and the spread."""
    catalogue = knowledge.load()
    for half in sys.argv[1:] or HALVES:
        told = tuple(one for one in uses() if one.half == half)
        missed = wrong(catalogue, told)
        print(f"{half}: {len(told) - len(missed)} of {len(told)} uses as the expert")  # noqa: T201
        for one in missed:
            said = advised(catalogue, one.answers)
            print(f"  {one.id}: {said}, the expert {one.expert}")  # noqa: T201
    counted = spread(catalogue)
    total = sum(counted.values())
    print(f"{total} full answers in which devices play a part")  # noqa: T201
    for name, count in counted.most_common():
        print(f"  {name}: {count}, {count / total:.1%}")  # noqa: T201


if __name__ == "__main__":
    main()

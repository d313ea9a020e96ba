"""Says how far each dimension of a team reaches by itself, and what it is asked for next."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.knowledge import Catalogue
from assistant.domain.results import Report, StageCheck, Verdict
from assistant.phrases.standing import names


class Cell(StrEnum):
    """How one dimension stands at what one stage asks of it."""

    MET = "met"
    UNMET = "unmet"
    OPEN = "open"
    WAIVED = "waived"  # what the stage asks of it does not apply
    NOTHING = "nothing"  # the stage asks nothing of it


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension: its name, how far it reaches in words, and its standing stage by stage.

    `cells` are those of the stages from the second on: the first asks for nothing.
    """

    name: str
    reach: str
    next: str
    cells: tuple[Cell, ...]


def reaches(catalogue: Catalogue, report: Report) -> Iterator[Row]:
    """Yield a row for each dimension that the primary model asks of."""
    texts = catalogue.texts
    for dimension, one in report.reaches.items():
        low, high = one.lo, one.hi
        key = "result.reach" if one.certain else "result.reach-open"
        key = key if one.applies else "result.reach-waived"
        ahead = [
            stage
            for stage in one.trace[one.lo + 1 :]
            if _cell(stage) not in {Cell.NOTHING, Cell.WAIVED}
        ]
        following = texts["result.reach-top"] if one.applies else ""
        if ahead:
            wanted = [c for c in ahead[0].checks if c.verdict in {Verdict.UNMET, Verdict.OPEN}]
            following = texts["result.reach-next"].format(
                stage=ahead[0].index, names=names(catalogue, wanted)
            )
        yield Row(
            name=texts[f"dimension.{dimension}"],
            reach=texts[key].format(stage=low, low=low, high=high),
            next=following,
            cells=tuple(_cell(stage) for stage in one.trace[1:]),
        )


def _cell(stage: StageCheck) -> Cell:
    verdicts = {one.verdict for one in stage.checks}
    if not verdicts:
        return Cell.NOTHING
    if verdicts == {Verdict.WAIVED}:
        return Cell.WAIVED
    if Verdict.UNMET in verdicts:
        return Cell.UNMET
    return Cell.OPEN if Verdict.OPEN in verdicts else Cell.MET

"""Every model side by side: its ladder with the place, the range and the target on it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.knowledge import Catalogue
from assistant.domain.results import Assessment, Report, Verdict
from assistant.phrases.standing import stage_name, tally, where


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage on a ladder. `words` say all that its marks show.

    `here` marks where the team is, or may be; `target` the stage that fits the use case.
    """

    index: int
    name: str
    reached: Verdict
    here: bool
    target: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """One model: where the team stands in it, what fits the use case, what is asked for next."""

    model: str
    label: str
    place: str
    fits: str
    next: str
    rungs: tuple[Rung, ...]


def ladders(catalogue: Catalogue, report: Report) -> Iterator[Ladder]:
    """Yield the ladder of every model, in the order of the models."""
    for one in sorted(report.assessments.values(), key=lambda one: (one.model.order, one.model.id)):
        yield _ladder(catalogue, report, one)


def _ladder(catalogue: Catalogue, report: Report, one: Assessment) -> Ladder:
    texts, goal = catalogue.texts, report.goals.get(one.model.id)
    asked = texts["ladders.top"]
    if one.following:
        asked = f"{stage_name(one, one.lo + 1)}: {tally(catalogue, one.following)}"
    return Ladder(
        model=one.model.id,
        label=one.model.label,
        place=where(catalogue, one, doubtful=one.model.id in report.doubts),
        fits=stage_name(one, goal.stage) if goal else texts["ladders.none"],
        next=asked,
        rungs=tuple(
            _rung(catalogue, one, index, target=goal is not None and goal.stage == index)
            for index in range(len(one.model.stages))
        ),
    )


def _rung(catalogue: Catalogue, one: Assessment, index: int, *, target: bool) -> Rung:
    texts, stage = catalogue.texts, one.trace[index]
    at = index == one.place if one.certain else one.lo <= index <= one.hi
    here = one.applies and at
    words = [texts[f"ladders.{stage.sign.value}"]]
    if here:
        words = [texts["ladders.here" if one.certain else "ladders.open"]]
    if target:
        words.append(texts["ladders.target"])
    return Rung(index, stage.stage.name, stage.sign, here, target, tuple(words))

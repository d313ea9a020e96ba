"""Plays every way of asking against the same teams, and checks every result against the full form.

What counts as right is worked out apart from the interview: by `staging`, on all levels at once.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant import questioning, staging
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import Origin, Standing, Status
from assistant.domain.results import Interview
from assistant.evaluation.interviews.populations import Levels, teams
from assistant.evaluation.interviews.rivals import SELECTORS, form, remembered
from assistant.questioning import Selector
from assistant.reckoning.board import Situation, situation

OURS, BASELINE = "vote", "ladder"
FLOOR, FIXED, SHUFFLED = "floor", "fixed order", "random order"
OPENED, TURNS = "after an opening", "turns of up to three"
REVEALED = 0.3


@dataclass(slots=True)
class Lengths:
    """How many questions each interview took: to a certain stage, and with its blockers."""

    stage: list[int] = field(default_factory=list)
    both: list[int] = field(default_factory=list)

    def add(self, stage: int, both: int) -> None:
        """Note one interview."""
        self.stage.append(stage)
        self.both.append(both)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one population on one model; `stages[i]` counts its teams at stage `i`."""

    model: str
    population: str
    stages: tuple[int, ...]
    lengths: Mapping[str, Lengths]
    interviews: int
    wrong: int


def contest(
    catalogue: Catalogue,
    populations: Sequence[str],
    runs: int,
    seed: int,
    rivals: bool,
    note: Callable[[str], None],
) -> tuple[list[Round], Mapping[str, list[float]]]:
    """Return a round for each model and population, and the seconds each selector's picks took.

    `runs` teams are drawn for each round. Deterministic but for the times.
    """
    names = [name for name in SELECTORS if rivals or name in {OURS, BASELINE}]
    times: dict[str, list[float]] = {name: [] for name in names}
    rounds = []
    for model in sorted(catalogue.models.values(), key=lambda one: (one.order, one.id)):
        # One memory over all populations, so that every time is that of a state not seen before.
        selectors = {name: remembered(_timed(SELECTORS[name], times[name])) for name in names}
        for population in populations:
            note(f"{model.id}: {runs} teams, {population}")
            drawn = teams(catalogue, model, population, runs, seed)
            rounds.append(_round(catalogue, model, population, drawn, selectors, rivals))
    return rounds, times


def _round(
    catalogue: Catalogue,
    model: Model,
    population: str,
    drawn: Iterable[Levels],
    selectors: Mapping[str, Selector],
    rivals: bool,
) -> Round:
    named = {one.activity for stage in model.stages for one in stage.requirements}
    order = [name for name in catalogue.items if name in named]
    lengths: dict[str, Lengths] = {}
    stages = [0] * len(model.stages)
    interviews = wrong = 0

    def add(name: str, stage: int, both: int) -> None:
        lengths.setdefault(name, Lengths()).add(stage, both)

    for number, levels in enumerate(drawn):
        luck = random.Random(f"{model.id} {population} {number}")  # noqa: S311 -- no secret
        told = [name for name in catalogue.items if luck.random() < REVEALED]
        played = {
            name: questioning.play(catalogue, model, levels, selector=one)
            for name, one in selectors.items()
        }
        played[OPENED] = questioning.play(
            catalogue, model, levels, selector=selectors[OURS], told=told
        )
        right = truth(catalogue, model, levels)
        stages[right[0]] += 1
        interviews += len(played)
        wrong += sum(not agrees(one, right) for one in played.values())
        add(FLOOR, played[OURS].floor, played[OURS].full_floor)
        for name, one in played.items():
            add(name, one.asked, len(one.questions))
        add(TURNS, *_in_checklists(catalogue, model, levels, selectors[OURS]))
        if rivals:
            add(FIXED, *form(catalogue, model, levels, order))
            add(SHUFFLED, *form(catalogue, model, levels, luck.sample(order, len(order))))
    return Round(model.id, population, tuple(stages), lengths, interviews, wrong)


def truth(catalogue: Catalogue, model: Model, levels: Levels) -> tuple[int, list[str]]:
    """Return the stage and the blockers of a full questionnaire."""
    told = {
        name: Standing(level, level, Status.LEVEL, Origin.CHOSEN) for name, level in levels.items()
    }
    found = staging.assess(model, staging.close(catalogue, told).profile)
    return found.lo, [one.requirement.activity for one in found.blockers]


def agrees(played: Interview, right: tuple[int, list[str]]) -> bool:
    """Return whether an interview ended with the right result, and not below its floor."""
    return (
        (played.stage, list(played.blockers)) == right
        and played.asked >= played.floor
        and len(played.questions) >= played.full_floor
    )


def _in_checklists(
    catalogue: Catalogue, model: Model, levels: Levels, selector: Selector
) -> tuple[int, int]:
    """Return how many turns it takes when each question brings its companions along."""
    here = situation(catalogue, model, {})
    names = here.board.names
    turns, at_stage = 0, -1
    while here.wanted:
        low, high = here.stages
        at_stage = turns if at_stage < 0 and low == high else at_stage
        left = [names[one] for one in here.candidates(range(len(names)), here.wanted)]
        chosen = selector(left, here)
        for name in (chosen, *questioning.companions(catalogue, here, chosen, left)):
            one = names.index(name)
            if here.lo[one] < here.hi[one]:
                here = here.tell(one, levels[name])
        turns += 1
    return (turns if at_stage < 0 else at_stage), turns


def _timed(selector: Selector, took: list[float]) -> Selector:
    def timed(candidates: Sequence[str], here: Situation) -> str:
        begin = time.perf_counter()
        chosen = selector(candidates, here)
        took.append(time.perf_counter() - begin)
        return chosen

    return timed

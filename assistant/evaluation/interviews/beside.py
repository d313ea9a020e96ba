"""Plays the aims beyond the stage on simulated teams, beside the fewest answers that prove them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from assistant import questioning, safety, staging
from assistant.conversation import pursue, pursued
from assistant.domain.aim import Aim, AimKind
from assistant.domain.condition import Condition
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import LOWEST, Origin, Profile, Standing, Status
from assistant.evaluation.interviews.populations import Levels, teams
from assistant.reckoning.board import Situation, situation
from assistant.reckoning.certificate import decided, goal_of, holding, reached
from assistant.reckoning.cover import smallest_cover
from assistant.reckoning.slices import slices

VERDICT = "verdict"
TARGETS: Mapping[str, float] = {"correlated": 1.15, "stratified": 1.2}
CHIPS = {"cost-of-error": "harm", "rules": "law"}
"""The chips that ask most: with others less is asked."""


@dataclass(frozen=True, slots=True)
class Aimed:
    """The interview up to an aim, this included: mean questions, and the fewest that prove it."""

    model: str
    population: str
    aim: str
    asked: float
    floor: float
    wrong: int

    @property
    def ratio(self) -> float:
        """How many questions for each that any way of asking needs."""
        return self.asked / self.floor if self.floor else 1.0

    @property
    def kept(self) -> bool:
        """Whether nothing was wrong, and no more was asked than the target allows."""
        return not self.wrong and self.ratio <= TARGETS[self.population]


def measure(catalogue: Catalogue, runs: int, seed: int, note: Callable[[str], None]) -> list[Aimed]:
    """Return for each model, population and aim how long the interview is; `runs` teams each."""
    found = []
    for model in sorted(catalogue.models.values(), key=lambda one: (one.order, one.id)):
        for population in TARGETS:
            note(f"{model.id}: {runs} teams, {population}")
            drawn = list(teams(catalogue, model, population, runs, seed))
            found += _measured(catalogue, model, population, drawn)
    return found


def _measured(
    catalogue: Catalogue, model: Model, population: str, drawn: Sequence[Levels]
) -> list[Aimed]:
    aims = pursued(catalogue, full=False)
    names = [VERDICT, *(one.kind.value for one in aims)]
    asked: dict[str, list[int]] = {name: [] for name in names}
    floors: dict[str, list[int]] = {name: [] for name in names}
    wrong = dict.fromkeys(names, 0)
    for levels in drawn:
        ends = _played(catalogue, model, levels, aims)
        truth = staging.close(catalogue, _told(levels)).profile
        for number, name in enumerate(names):
            profile, count = ends[name]
            asked[name].append(count)
            floors[name].append(_fewest(catalogue, model, levels, aims[:number]))
            sure = all(
                _state(catalogue, one, model, profile) == _state(catalogue, one, model, truth)
                for one in aims[:number]
            )
            wrong[name] += not sure or not staging.assess(model, profile).complete
    return [
        Aimed(model.id, population, name, mean(asked[name]), mean(floors[name]), wrong[name])
        for name in names
    ]


def _told(levels: Mapping[str, int]) -> dict[str, Standing]:
    return {name: _level(level) for name, level in levels.items()}


def _level(level: int) -> Standing:
    return Standing(level, level, Status.LEVEL, Origin.CHOSEN)


def _played(
    catalogue: Catalogue, model: Model, levels: Levels, aims: Sequence[Aim]
) -> dict[str, tuple[Profile, int]]:
    """Return what is known, closed, and how much was asked, when each aim is reached."""
    told: dict[str, Standing] = {}
    ends: dict[str, tuple[Profile, int]] = {}
    for number in range(len(aims) + 1):
        while True:
            profile = staging.close(catalogue, told).profile
            now = staging.assess(model, profile)
            question = questioning.next_question(catalogue, model, profile, now)
            if question is None:
                more = pursue(catalogue, aims[:number], model.id, profile, CHIPS)
                question = more[0] if more else None
            if question is None:
                break
            told[question.activity] = _level(levels[question.activity])
        ends[aims[number - 1].kind.value if number else VERDICT] = (profile, len(told))
    return ends


def _state(catalogue: Catalogue, aim: Aim, model: Model, profile: Profile) -> object:
    """Return what an aim makes certain, as it follows from a closed profile."""
    if aim.kind is AimKind.FLOOR:
        found = safety.concerns(catalogue.safety.floor, profile, CHIPS)
        return [(one.condition.id, one.verdict, one.lacking) for one in found]
    parts = slices(catalogue, model.id)
    places = {key: staging.assess(one, profile) for key, one in parts.items()}
    return {key: (one.lo, one.hi) for key, one in places.items()}


def _fewest(catalogue: Catalogue, model: Model, levels: Levels, aims: Sequence[Aim]) -> int:
    """Return a number of answers below which nobody can prove the verdict and these aims.

    That a condition applies is taken as known, so that the true least may be a little more.
    """
    parts = [(model, True)]
    for aim in aims:
        if aim.kind is AimKind.FLOOR:
            parts += [(one, True) for one in _floor(catalogue, levels)]
        else:
            parts += [(one, False) for one in slices(catalogue, model.id).values()]
    goal, shift = 0, 0
    sets: dict[int, int] = {}
    for ladder, blockers in parts:
        here = situation(catalogue, ladder, {})
        truth = {one: levels.get(name, LOWEST) for one, name in enumerate(here.board.names)}
        stage = reached(here, holding(here, truth))
        goal |= goal_of(here, stage, blockers) << shift
        for one, level in truth.items():
            sets[one] = sets.get(one, 0) | _decided(here, one, level, stage) << shift
        shift += len(here.board.needs) + 1
    return len(smallest_cover(goal, sets))


def _decided(here: Situation, one: int, level: int, stage: int) -> int:
    return decided(here, one, level, stage) if here.lo[one] < here.hi[one] else 0


def _floor(catalogue: Catalogue, levels: Levels) -> list[Model]:
    """Return the floor of a team as a ladder that asks for what applies to it."""
    truth = staging.close(catalogue, _told(levels)).profile
    conditions: tuple[Condition, ...] = catalogue.safety.floor
    ladder = safety.ladder(catalogue, safety.concerns(conditions, truth, CHIPS))
    return [ladder] if ladder is not None else []

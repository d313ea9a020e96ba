"""Plays whole interviews against full profiles, beside the floor that no interview can beat."""

from collections.abc import Collection, Mapping

from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import LOWEST, Standing, Status
from assistant.domain.results import Interview
from assistant.questioning.selectors import Selector
from assistant.questioning.voting import vote
from assistant.reckoning.board import Situation, situation
from assistant.reckoning.bounds import raised, rules_of
from assistant.reckoning.certificate import certificate, holding, reached


def floor(
    catalogue: Catalogue,
    model: Model,
    levels: Mapping[str, int],
    blockers: bool = False,
    waived: Collection[str] = (),
) -> int:
    """Return the fewest answers that fix the stage of a full profile (with `blockers`, those too).

    Raises ValueError like `play`.
    """
    here, truth = _start(catalogue, model, levels, waived)
    return len(certificate(here, truth, blockers))


def play(
    catalogue: Catalogue,
    model: Model,
    levels: Mapping[str, int],
    waived: Collection[str] = (),
    selector: Selector = vote,
    told: Collection[str] = (),
) -> Interview:
    """Play the interview against a full profile; `waived` are the activities that do not apply.

    The levels of those in `told` are known before the first question, as after an opening
    description. Raises ValueError when `levels` lacks an activity that the model asks for, or
    contradicts a definitional rule (`staging.repair` mends that).
    """
    start, truth = _start(catalogue, model, levels, waived)
    for one, name in enumerate(start.board.names):
        if name in told and one in truth:
            start = start.tell(one, truth[one])
    names, met = start.board.names, holding(start, truth)
    full_stage = reached(start, met)
    here, questions, asked = start, list[int](), None
    while True:
        low, high = here.stages
        if low == high and asked is None:
            asked = len(questions)
        left = here.candidates([one for one in truth if one not in questions], here.wanted)
        if not left:
            break
        chosen = names.index(selector([names[one] for one in left], here))
        questions.append(chosen)
        here = here.tell(chosen, truth[chosen])
    return Interview(
        model=model.id,
        questions=tuple(names[one] for one in questions),
        asked=len(questions) if asked is None else asked,
        floor=len(certificate(start, truth)),
        full_floor=len(certificate(start, truth, blockers=True)),
        stage=here.stages[0],
        full_stage=full_stage,
        blockers=_named(here, here.stages[0] + 1, here.unmet),
        full_blockers=_named(start, full_stage + 1, ~met),
    )


def _start(
    catalogue: Catalogue, model: Model, levels: Mapping[str, int], waived: Collection[str]
) -> tuple[Situation, dict[int, int]]:
    """Return the situation before the first question, and the true levels by number."""
    named = {one.activity for stage in model.stages for one in stage.requirements}
    if missing := sorted(named - set(levels) - set(waived)):
        raise ValueError(f"no level is given for {', '.join(missing)}")
    full = {**dict.fromkeys(catalogue.items, LOWEST), **levels}
    implied = raised(full, rules_of(catalogue, waived))
    if wrong := sorted(name for name in levels if implied[name] != levels[name]):
        raise ValueError(f"the levels contradict each other: {', '.join(wrong)} must be higher")
    profile = {name: Standing(status=Status.NOT_APPLICABLE) for name in waived}
    here = situation(catalogue, model, profile)
    return here, {one: levels[name] for one, name in enumerate(here.board.names) if name in levels}


def _named(here: Situation, stage: int, bits: int) -> tuple[str, ...]:
    """Return the activities of those requirements of a stage that are among the bits."""
    board = here.board
    return tuple(
        board.names[need.activity]
        for bit, need in enumerate(board.needs)
        if need.stage == stage and bits >> bit & 1
    )

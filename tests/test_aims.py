"""What the interview goes on for: it ends with exactly what all answers would give, and no more."""

import random
from dataclasses import replace

import pytest
from made import real

from assistant import safety, staging
from assistant.conversation import Conversation, Phase, advance, begin, hangs_on, outlook
from assistant.domain.levels import HIGHEST, Origin, Standing, Status
from assistant.domain.results import Verdict
from assistant.domain.session import Turn, TurnKind
from assistant.reckoning.slices import slices

KNOWN = real()
MODEL = KNOWN.primary.id
TEAMS = 12


def nobody(*_: object) -> object:
    raise AssertionError("nothing is read here")


def team(seed: int) -> dict[str, int]:
    draw = random.Random(seed)
    ability = draw.uniform(0, 3)
    levels = {
        name: min(HIGHEST, max(0, round(draw.gauss(ability, 1)))) for name in KNOWN.activities
    }
    return staging.repair(KNOWN, levels)[0]


def replied(now: Conversation, activity: str, level: int) -> Conversation:
    turn = Turn(kind=TurnKind.REPLY, activity=activity, level=level)
    return advance(KNOWN, now, turn, nobody, nobody)


def chosen(now: Conversation, question: str, chip: str) -> Conversation:
    turn = Turn(kind=TurnKind.CONTEXT, activity=question, option=chip)
    return advance(KNOWN, now, turn, nobody, nobody)


def played(levels: dict[str, int], *, context: dict[str, str]) -> tuple[Conversation, list[str]]:
    """The conversation to its end, and why each question was asked."""
    now, reasons = begin(KNOWN), []
    for question, chip in context.items():
        now = chosen(now, question, chip)
    now = advance(KNOWN, now, Turn(kind=TurnKind.CONTINUE), nobody, nobody)
    while now.question is not None:
        assert now.phase in {Phase.ASKING, Phase.DETAIL}
        reasons.append(now.question.aim)
        now = replied(now, now.question.activity, levels[now.question.activity])
        assert len(reasons) <= len(levels)
    assert now.phase is Phase.RESULT
    return now, reasons


@pytest.mark.parametrize("seed", range(TEAMS))
def test_it_ends_with_what_all_answers_would_give(seed: int) -> None:
    levels = team(seed)
    context = {"cost-of-error": "harm", "rules": "law"} if seed % 2 else {
        "cost-of-error": "little", "rules": "nobody"}  # fmt: skip
    now, reasons = played(levels, context=context)
    whole = staging.close(
        KNOWN, {n: Standing(v, v, Status.LEVEL, Origin.CHOSEN) for n, v in levels.items()}
    ).profile
    full = staging.assess(KNOWN.models[MODEL], whole)
    assert (now.assessment.lo, now.assessment.hi) == (full.lo, full.lo)
    assert now.assessment.complete
    for one in slices(KNOWN, MODEL).values():
        found, wanted = staging.assess(one, now.profile), staging.assess(one, whole)
        assert (found.lo, found.hi) == (wanted.lo, wanted.lo)
    found = safety.concerns(KNOWN.safety.floor, now.profile, context)
    wanted = safety.concerns(KNOWN.safety.floor, whole, context)
    assert [(c.condition.id, c.verdict) for c in found] == [
        (c.condition.id, c.verdict) for c in wanted
    ]
    assert Verdict.OPEN not in {c.verdict for c in found}
    # First what may change the stage, then what is certain to leave it.
    assert reasons == sorted(reasons, key=bool)


def test_the_stage_is_certain_and_cannot_change_while_the_aims_are_asked_for() -> None:
    now, levels = begin(KNOWN), team(3)
    now = advance(KNOWN, now, Turn(kind=TurnKind.CONTINUE), nobody, nobody)
    stages = set()
    while now.question is not None:
        if now.detail:
            assert now.question.aim
            assert now.question.aim in hangs_on(KNOWN, now, now.question)
            assert not now.question.needed
            stages.add((now.assessment.lo, now.assessment.hi))
        now = replied(now, now.question.activity, levels[now.question.activity])
    assert len(stages) == 1


def test_what_a_chip_asks_for_brings_a_question_back() -> None:
    levels = {**dict.fromkeys(KNOWN.activities, 2)}
    now, _ = played(levels, context={"cost-of-error": "little", "rules": "nobody"})
    harmful = chosen(now, "rules", "law")
    assert harmful.phase is Phase.DETAIL
    assert harmful.question is not None
    assert harmful.question.activity in {"governance", "documentation"}
    assert chosen(harmful, "rules", "nobody").phase is Phase.RESULT


def test_the_outlook_names_the_aims_in_order_and_shrinks_to_nothing() -> None:
    now = replied(begin(KNOWN), "data-collection", 1)
    now = replied(now, "data-integration", 1)
    first = outlook(KNOWN, now)
    assert [one.aim.kind for one in first] == ["floor", "profile"]
    done, _ = played(team(1), context={"cost-of-error": "little", "rules": "nobody"})
    assert outlook(KNOWN, done) == ()


def test_without_aims_it_ends_with_the_stage() -> None:
    edition = replace(KNOWN, aims=type(KNOWN.aims)())
    now = begin(edition)
    for activity in ("data-collection", "data-integration"):
        turn = Turn(kind=TurnKind.REPLY, activity=activity, level=1)
        now = advance(edition, now, turn, nobody, nobody)
    assert now.phase is Phase.RESULT

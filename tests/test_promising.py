"""What a page says of the questions left: kept by nearly all teams, and it falls as they answer."""

from itertools import pairwise

import pytest
from made import real

from assistant.conversation import Conversation, Phase, replay
from assistant.domain.findings import Answer, Intent, Reading
from assistant.domain.session import Turn, TurnKind
from assistant.evaluation.interviews.populations import teams
from tests.measuring import promises

TEAMS, KEPT, WIDEST = 40, 0.95, 5


def played(model: str, levels: dict[str, int]) -> list[Conversation]:
    """The conversation before each question and at the end, for a team that taps true answers."""
    turns = [Turn(kind=TurnKind.MODEL, option=model), Turn(kind=TurnKind.CONTINUE)]
    seen = [after(turns)]
    while (question := seen[-1].question) is not None:
        level = levels[question.activity]
        turns.append(Turn(kind=TurnKind.REPLY, activity=question.activity, level=level))
        seen.append(after(turns))
    return seen


def after(turns: list[Turn]) -> Conversation:
    return replay(
        real(), turns, lambda text, asked: Reading(Intent.OTHER), lambda text: Answer(text)
    )


@pytest.mark.parametrize("population", ["correlated", "stratified"])
@pytest.mark.parametrize("model", sorted(real().models))
def test_the_promise_is_kept_and_never_rises(model: str, population: str) -> None:
    kept = told = 0
    for levels in teams(real(), real().models[model], population, TEAMS // 4, seed=11):
        whole = played(model, levels)
        # Up to the stage and its blockers; what is asked beside has an outlook of its own.
        seen = [one for one in whole if one.phase is Phase.ASKING]
        seen.append(whole[len(seen)])
        for left, now in zip(range(len(seen) - 1, 0, -1), seen, strict=False):
            told += 1
            kept += now.promise.least <= left <= now.promise.most
        for one, following in pairwise(seen):
            assert following.promise.most < one.promise.most
            assert following.promise.least <= one.promise.least
            assert following.whole.most < one.whole.most or one.whole.most == 1
            assert following.whole.least <= one.whole.least
        assert (seen[-1].promise.least, seen[-1].promise.most) == (0, 0)
    assert kept / told >= KEPT, (kept, told)


@pytest.mark.parametrize("population", ["correlated", "stratified"])
def test_the_outlook_on_what_is_asked_beside_is_kept(population: str) -> None:
    model = real().primary
    kept = told = 0
    for levels in teams(real(), model, population, TEAMS // 2, seed=12):
        beside = [one for one in played(model.id, levels) if one.phase is Phase.DETAIL]
        for left, now in zip(range(len(beside), 0, -1), beside, strict=True):
            told += 1
            kept += left <= sum(one.left.most for one in now.ahead)
    assert kept / told >= KEPT, (kept, told)


def test_after_an_opening_the_outlook_on_each_aim_is_narrow_and_kept() -> None:
    """On the stage alone it cannot be narrow: some teams are done at once, some late."""
    every = [
        promises.after_openings(real(), real().primary, population, TEAMS // 2, seed=13)
        for population in promises.POPULATIONS
    ]
    assert all(set(one) == {promises.WHOLE, promises.STAGE, "floor", "profile"} for one in every)
    for name in every[0]:
        told = promises.Told(
            [one for each in every for one in each[name].first],
            [one for each in every for one in each[name].later],
        )
        assert told.kept_later >= KEPT, name
        assert name == promises.STAGE or told.width <= WIDEST, name
        assert name != promises.WHOLE or told.kept >= KEPT


def test_the_promise_begins_anew_only_when_something_is_opened_again() -> None:
    turns = [Turn(kind=TurnKind.REPLY, activity="data-collection", level=1)]
    certain = after(turns)
    turns.append(Turn(kind=TurnKind.EDIT, activity="data-collection", level=3))
    reopened = after(turns)
    assert certain.promise.most == 1
    assert reopened.promise.most > certain.promise.most
    assert reopened.exchanges[-1].remarks, "it says what happened"

"""Commands that name their activity, and corrections that name nothing that we know."""

import pytest
from made import real
from telling import answer

from assistant.conversation import replay
from assistant.domain.findings import Command, Reader
from assistant.domain.levels import Status
from assistant.domain.session import Turn, TurnKind

AIMED = [
    ("Model deployment is not applicable to us.", "model-deployment", Status.NOT_APPLICABLE),
    ("Rollback does not apply to us", "rollback", Status.NOT_APPLICABLE),
    ("Feature stores are not relevant for us.", "feature-management", Status.NOT_APPLICABLE),
    ("For us drift detection is irrelevant", "drift-detection", Status.NOT_APPLICABLE),
    ("not applicable: data labeling", "data-labeling", Status.NOT_APPLICABLE),
    ("Our model registry? n/a", "model-registry", Status.NOT_APPLICABLE),
    ("we don't need rollback in our case", "rollback", Status.NOT_APPLICABLE),
    ("I don't know about drift detection", "drift-detection", Status.UNKNOWN),
    ("No idea how we deploy our models.", "model-deployment", Status.UNKNOWN),
    ("I'm not sure about the model registry", "model-registry", Status.UNKNOWN),
    ("we don't know whether the models are monitored", "performance-monitoring", Status.UNKNOWN),
    ("Sorry, I have no clue about unit tests", "ci-testing", Status.UNKNOWN),
    ("skip drift detection", "drift-detection", Status.SKIPPED),
    ("Please skip the question about rollback for now", "rollback", Status.SKIPPED),
    ("leave model registry out", "model-registry", Status.SKIPPED),
]
NOT_AIMED = [
    "We don't have drift detection.",
    "We have no rollback",
    "We don't have a feature store in our case",
    "I don't know what drift detection is",
    "I don't know how to do drift detection",
    "What does model registry mean?",
    "Not sure about model validation, I think we do it by hand",
    "I don't know about drift detection, but we deploy by hand",
    "We skip unit tests when we are in a hurry",
    "We deploy by hand.",
    "Nobody knows how the models are deployed, Anna does it by hand",
]
ELSEWHERE = [
    "actually, the lunch is automated",
    "No, our coffee machine is automated.",
    "Correction: the elevator is automatic",
    "that's wrong, my cat feeds itself every morning",
]


@pytest.mark.parametrize("asked", ["", "data-collection", "ci-testing"])
@pytest.mark.parametrize(("text", "activity", "status"), AIMED)
def test_a_command_is_about_the_activity_that_it_names(
    reader: Reader, text: str, activity: str, status: Status, asked: str
):
    now = replay(real(), [Turn(kind=TurnKind.SAY, text=text, activity=asked)], reader, answer)
    assert {key: one.status for key, one in now.told.items()} == {activity: status}
    assert [one.activity for one in now.exchanges[-1].noted] == [activity]


@pytest.mark.parametrize("asked", ["", "data-collection"])
@pytest.mark.parametrize("text", NOT_AIMED)
def test_what_only_sounds_like_it_is_no_command(reader: Reader, text: str, asked: str):
    assert reader(text, asked or None).command is Command.NONE


@pytest.mark.parametrize("heard", ["", "We deploy by hand."])
@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_correction_of_nothing_that_was_said_changes_nothing(
    reader: Reader, text: str, heard: str
):
    turns = [Turn(kind=TurnKind.SAY, text=heard)] if heard else []
    before = replay(real(), [*turns, Turn(kind=TurnKind.CONTINUE)], reader, answer)
    assert before.question is not None
    said = Turn(kind=TurnKind.SAY, text=text, activity=before.question.activity)
    now = replay(real(), [*turns, Turn(kind=TurnKind.CONTINUE), said], reader, answer)
    assert (now.told, now.question) == (before.told, before.question)
    assert now.exchanges[-1].remarks == (real().texts["say.what-instead"],)

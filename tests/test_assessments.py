"""Whole assessments by a simulated team, on the real parts."""

import re
from collections.abc import Mapping

import numpy as np

from assistant import conversation as talk
from assistant.catalogue import load
from assistant.domain.findings import Answer, Finding, Intent, Reading
from assistant.domain.session import Turn, TurnKind
from assistant.evaluation import conversations
from assistant.evaluation.conversations import ALL, Ears, Manner, assessments, truth
from assistant.evaluation.items import ProfileItem

KNOWN = load()


def read(text: str, question: str | None = None) -> Reading:
    """Read texts that name activities and levels themselves: "rollback=1 governance=2"."""
    found = []
    for named in re.finditer(r"([\w-]+)=(\d)", text):
        level = int(named[2])
        where = (named[0], named.start(), named.end())
        found.append(Finding(named[1], level, False, level, level, *where, 0.9, ""))
    return Reading(Intent.ANSWER if found else Intent.OTHER, tuple(found))


EARS = Ears(KNOWN, read, lambda question: Answer(question))


def flat(texts: object) -> np.ndarray:
    """Vectors that make every statement as near as any other: the first is taken."""
    return np.ones((len(list(texts)), 2), dtype=np.float32)


def team(*statements: str, **expected: str) -> ProfileItem:
    named = {key.replace("_", "-"): level for key, level in expected.items()}
    return ProfileItem(id="t", statements=list(statements), expected=named)


def shares(item: ProfileItem) -> Mapping[tuple[str, str, Manner], float]:
    found = assessments(EARS, [item], flat, lambda words: None)
    return {key: one.value for key, one in found.right.items()}


def test_the_truth_counts_plans_as_nothing_and_raises_what_follows() -> None:
    item = team("x", data_collection="automated", rollback="planned", model_training="unclear")
    found = truth(KNOWN, item, 0)
    assert set(found) == set(KNOWN.items)
    assert (found["data-collection"], found["rollback"], found["model-training"]) == (3, 0, 2)
    assert found["governance"] == 0
    above = team("x", model_registry="automated", model_training="manual")
    assert truth(KNOWN, above, 0)["model-training"] == 2  # a registry filled by the pipeline


def test_who_is_read_right_ends_at_the_true_stage_in_every_manner() -> None:
    item = team("data-collection=3", "data-integration=2", data_collection="automated",
                data_integration="partial")  # fmt: skip
    found = shares(item)
    assert len(found) == 2 * len(Manner) * (len(KNOWN.models) + 1)
    assert set(found.values()) == {1.0}


def test_asking_mends_what_was_not_read_and_not_what_was_misread() -> None:
    unread = team("nothing to read here", data_collection="automated", data_integration="partial")
    found = shares(unread)
    for manner in (Manner.CONFIRMING, Manner.NO_CONFIRMING):
        assert found["absent", ALL, manner] == 1
    assert found["absent", "john-2021", Manner.STATEMENTS] == 0
    misread = shares(team("data-collection=0", data_collection="automated",
                          data_integration="partial"))  # fmt: skip
    assert misread["absent", "john-2021", Manner.CONFIRMING] == 0


def test_the_questions_are_answered_until_the_result() -> None:
    now = talk.begin(KNOWN)
    item = team("nothing to read here", data_collection="automated")
    played = conversations._played(EARS, item, truth(KNOWN, item, 3), {}, Manner.CONFIRMING)
    assert [one.right for one in played] == [True] * len(KNOWN.models)
    started = talk.advance(KNOWN, now, Turn(kind=TurnKind.CONTINUE), read, EARS.answer)
    assert max(one.asked for one in played) <= started.remaining.most + 10

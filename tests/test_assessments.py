"""Whole assessments by a simulated team, and the few-shot yardstick, on the real parts."""

import re
from collections.abc import Mapping
from itertools import islice

import numpy as np
import pytest
from made import catalogue as made_catalogue

from assistant import conversation as talk
from assistant import encoder
from assistant.catalogue import load
from assistant.domain.findings import Answer, Finding, Intent, Reading
from assistant.domain.session import Turn, TurnKind
from assistant.evaluation import conversations, fewshot, own
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


# --- the few-shot yardstick


def test_sentences_belong_together_by_an_activity_or_by_having_none() -> None:
    truth_of = np.array([[1, 0], [1, 1], [0, 1], [0, 0], [0, 0]], dtype=np.bool_)
    found = fewshot._alike(truth_of)
    assert found.tolist() == [
        [True, True, False, False, False],
        [True, True, True, False, False],
        [False, True, True, False, False],
        [False, False, False, True, True],
        [False, False, False, True, True],
    ]


def test_every_sentence_comes_once_before_any_comes_again() -> None:
    first, again = (
        [batch.tolist() for batch in islice(fewshot._batches(130), 6)] for _ in range(2)
    )
    assert first == again
    for epoch in (first[:3], first[3:]):
        assert sorted(place for batch in epoch for place in batch) == list(range(130))
    assert first[:3] != first[3:]


@pytest.fixture(scope="module")
def owns() -> list[own.Own]:
    levels = ("manual", "automated")
    subjects = {
        "alerting": "the pager rings when the service is down",
        "rollback": "we put the earlier version back",
        "governance": "the committee signs each release",
    }
    return [
        own.Own(f"{text}, day {n}", {name: levels[n % 2]})
        for n in range(12)
        for name, text in subjects.items()
    ] + [own.Own(f"the weather was fine on day {n}", {}) for n in range(12)]


def test_training_brings_sentences_on_one_activity_together(owns: list[own.Own]) -> None:
    kept = encoder.load()
    model, before = kept.copied(), kept.vector("the pager rings")
    notes: list[str] = []
    subjects = made_catalogue(("alerting", "rollback", "governance"))
    heard = fewshot.setfit(subjects, owns, model, notes.append, steps=4)
    assert notes
    assert set(heard("the pager rings when the service is down, day 99")) == {"alerting"}
    assert heard("the weather was fine on day 99") == {}
    # Only the copy has learnt.
    assert np.array_equal(kept.vector("the pager rings"), before)

"""Each kind of question gets its kind of answer: a definition first, steps, both sides."""

import numpy as np
import pytest

from assistant.answering import compose
from assistant.answering.kinds import Form, wanted
from assistant.domain.findings import Found, Hit
from assistant.domain.sentences import Sentence


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("What is a feature store?", Form.DEFINITION),
        ("what even is mlops", Form.DEFINITION),
        ("drift", Form.DEFINITION),
        ("Can you tell us what an A/B test is?", Form.DEFINITION),
        ("How do we get started with tracking?", Form.STEPS),
        ("our labels are late, what should we do", Form.STEPS),
        ("What is skew and how do I avoid it?", Form.STEPS),
        ("What is the difference between data drift and concept drift?", Form.COMPARISON),
        ("canary vs shadow", Form.COMPARISON),
        ("batch or real-time serving", Form.COMPARISON),
        ("Which maturity level is that?", Form.LEVELS),
        ("Who owns the model after launch?", Form.OPEN),
    ],
)
def test_the_form_of_a_question(question: str, form: Form) -> None:
    assert wanted(question).form is form


def test_a_comparison_has_two_sides() -> None:
    assert wanted("What is the difference between data drift and concept drift?").sides == (
        "data drift",
        "concept drift",
    )
    assert wanted("DVC vs lakeFS?").sides == ("dvc", "lakefs")


def said(question: str, *given: Sentence) -> list[str]:
    found = Found(True, (Hit("a", 1.0),))
    vectors = np.eye(len(given), dtype=np.float32)
    return [text for text, _ in compose(question, found, given, vectors).sentences]


STEP = Sentence("a-next", 2, "Write the settings into a file.", 0.80, "next")
MEANING = Sentence("a-in-short", 0, "Tracking keeps a record of runs.", 0.80, "in-short")
LEVEL = Sentence("a-levels", 1, "A spreadsheet makes tracking manual.", 0.95, "levels")


def test_a_definition_comes_first_where_one_is_asked_for() -> None:
    assert said("What is tracking?", STEP, LEVEL, MEANING)[0] == MEANING.text
    assert said("How do I start tracking?", STEP, LEVEL, MEANING)[0] == STEP.text


def test_levels_are_told_only_where_they_are_asked_for() -> None:
    assert LEVEL.text not in said("How do I start tracking?", STEP, LEVEL, MEANING)
    assert LEVEL.text in said("Which level is a spreadsheet?", STEP, LEVEL, MEANING)


def test_a_comparison_hears_both_sides() -> None:
    one = Sentence("a", 0, "Shadow takes a copy of requests.", 1.0, "concept")
    more = Sentence("a", 4, "Shadow costs double compute.", 0.9, "concept")
    other = Sentence("b", 3, "Canary takes a share of users.", 0.75, "concept")
    assert other.text in said("canary vs shadow", one, more, other)[:3]
    vectors = np.eye(3, dtype=np.float32)
    only = compose("canary vs shadow", Found(True, (Hit("a", 1.0),)), (one, more, other), vectors)
    assert {passage for _, (passage,) in only.sentences} == {"a", "b"}

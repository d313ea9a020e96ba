"""The command `ask` with JSON Lines: each line in its place, after what was said before it."""

import json
import subprocess
import sys
from typing import Any

import pytest

ALONE = {"id": "alone", "text": "What is a canary release?"}
AFTER = {"id": "after", "text": "and for how long?", "previous": "What is a canary release?"}
SAID = {"id": "said", "text": "what did you hear from me?", "said": "We retrain by hand."}
BESIDE = {"id": "beside", "text": "Who won the football world cup in 1990?"}
TAKEN_BACK = {"id": "on", "text": "who writes it?", "previous": "What is a model card?"}


def asked(*lines: dict[str, Any]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", "ask"],
        input="".join(json.dumps(one) + "\n" for one in lines).encode(),
        capture_output=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    ran = asked(ALONE, AFTER, SAID, BESIDE, TAKEN_BACK)
    assert ran.returncode == 0, ran.stderr
    lines = [json.loads(one) for one in ran.stdout.splitlines()]
    assert [one["id"] for one in lines] == ["alone", "after", "said", "beside", "on"]
    return {one["id"]: one for one in lines}


def test_a_question_alone_is_answered_from_the_passage_named_first(
    answers: dict[str, dict[str, Any]],
) -> None:
    one = answers["alone"]
    assert one["answered"]
    assert "canary" in one["answer"].lower()
    assert 1 <= len(one["passages"]) <= 5
    assert len(set(one["passages"])) == len(one["passages"])


def test_a_follow_up_is_about_what_was_asked_before(answers: dict[str, dict[str, Any]]) -> None:
    assert "week" in answers["after"]["answer"]
    assert answers["after"]["passages"][0] == "canary-size-and-time"
    assert "card" in answers["on"]["answer"].lower()


def test_a_question_on_the_talk_is_answered_from_what_was_said(
    answers: dict[str, dict[str, Any]],
) -> None:
    assert answers["said"]["answered"]
    assert SAID["said"] in answers["said"]["answer"] or "by hand" in answers["said"]["answer"]
    assert answers["said"]["passages"] == []


def test_what_the_library_does_not_cover_is_no_answer(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["beside"] == {"id": "beside", "answer": "", "answered": False, "passages": []}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"id": "1", "text": "x" * 40_001}, "standard input, line 1: text: is longer than 40,000"),
        ({"id": "1", "text": "why?", "previous": 3}, "standard input, line 1: previous: must be"),
        ({"id": "1", "said": "we train"}, "standard input, line 1: text: must be given"),
    ],
    ids=["too long", "no text", "no question"],
)
def test_a_bad_line_is_named(line: dict[str, Any], why: str) -> None:
    ran = asked(line)
    assert ran.returncode == 2
    assert ran.stderr.decode().splitlines()[-1].startswith(why)

"""What is taken in of a text: only what it tells, and all of that whatever is being asked."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from made import real

from assistant.conversation import hear
from assistant.conversation.statements import Want, statements
from assistant.domain.findings import Command, Finding, Intent, Reader, Reading

HERE = Path(__file__).parent
TEXTS: dict[str, Any] = yaml.safe_load((HERE / "gate" / "texts.yaml").read_text(encoding="utf-8"))
SILENT = [(want, text) for want in Want if want is not Want.TELL for text in TEXTS[want.value]]
WANTS = real().wants


@cache
def labelled() -> list[dict[str, Any]]:
    lines = (HERE / "evaluation" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def told(text: str) -> str:
    kept = [text[one.start : one.end] for one in statements(WANTS, text) if one.want is Want.TELL]
    return " ".join(kept)


def everything(text: str, asked: str | None) -> Reading:
    """A reader that makes a practice of every text, to show what reaches it."""
    del asked
    words = text.strip()
    start = text.index(words)
    end = start + len(words)
    return Reading(
        Intent.ANSWER,
        (Finding("rollback", 0, False, 0, 0, words, start, end, 0.9, "said"),) if words else (),
    )


@pytest.mark.parametrize(("want", "text"), SILENT, ids=[text for _, text in SILENT])
def test_what_does_not_tell_is_not_taken_in(want: Want, text: str) -> None:
    assert told(text) == ""
    for asked in (None, "rollback"):
        heard = hear(WANTS, text, asked, everything)
        assert heard.reading.findings == ()
        if want is Want.ASK:
            assert heard.reading.intent is Intent.QUESTION
        if want is Want.UNKNOWN:
            assert heard.reading.command is Command.UNKNOWN


@pytest.mark.parametrize("text", TEXTS["told"])
def test_what_tells_is_taken_in(text: str) -> None:
    assert told(text)


@pytest.mark.parametrize("one", TEXTS["mixed"], ids=lambda one: one["text"])
def test_of_a_mixed_text_what_it_tells_is_kept(one: dict[str, str]) -> None:
    kept = hear(WANTS, one["text"], None, everything).reading.findings
    assert [finding.quote.strip(" .,;") for finding in kept] == [one["told"].strip(".")]
    assert one["gone"] not in told(one["text"])


def test_quotes_are_words_of_the_text() -> None:
    for text in [*TEXTS["told"], *(one["text"] for one in TEXTS["mixed"])]:
        for one in hear(WANTS, text, None, everything).reading.findings:
            assert one.quote == text[one.start : one.end]


def test_texts_that_tell_are_taken_in_whole_or_nearly() -> None:
    lost = [one["text"] for one in labelled() if one["labels"] and not told(one["text"])]
    assert lost == []


def test_a_finding_survives_its_own_question(reader: Reader) -> None:
    texts = [one["text"] for one in labelled()][::2] + TEXTS["told"]
    for text in texts:
        unasked = hear(WANTS, text, None, reader).reading
        for finding in unasked.findings:
            asked = hear(WANTS, text, finding.activity, reader).reading
            assert finding.activity in {one.activity for one in asked.findings}, text


def test_a_text_that_tells_nothing_says_nothing_to_the_real_reader(reader: Reader) -> None:
    for _, text in SILENT:
        for asked in (None, "data-validation", "model-deployment"):
            assert hear(WANTS, text, asked, reader).reading.findings == (), text


@pytest.mark.parametrize(
    "text",
    [
        "I have no idea, to be honest. Somebody else looks after that.",
        "No clue. A colleague does it, I think.",
        "I could not say. They have a script for that, or so I hear.",
    ],
)
def test_who_does_not_know_is_not_heard_to_answer(reader: Reader, text: str) -> None:
    """What stands beside a don't know is not read as the reply to the open question."""
    heard = hear(WANTS, text, "model-deployment", reader)
    assert heard.unknown or heard.reading.command is Command.UNKNOWN
    assert "model-deployment" not in {one.activity for one in heard.reading.findings}


@pytest.mark.parametrize(
    "text",
    [
        "If we had more time we would have put the models under version control.",
        "I never had to rebuild a model a year later.",
        "We keep the environments, which is why we could redo each model tomorrow.",
    ],
)
def test_what_was_missed_or_explained_is_told(text: str) -> None:
    assert {one.want for one in statements(WANTS, text)} == {Want.TELL}

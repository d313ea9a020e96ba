"""The writer: text within a deadline, one retry, a bound on everything, and nobody else told."""

import threading
import time
from collections.abc import Iterator

import pytest
from langchain_core.messages import BaseMessage
from langsmith.utils import get_env_var, tracing_is_enabled

from assistant.wording import Busy, CannotOpen, Failed, Writer, open_writer
from assistant.wording.writer import AT_ONCE
from tests.wording.models import HOSTILE, Scripted, says

LATE = 30.0
"""Seconds after which a deadline of one second is surely broken, however busy the machine is."""


def test_what_is_written_comes_in_pieces_after_rules_and_question_as_two_messages() -> None:
    model = says("One ", "two.")
    assert list(Writer(model, 20, 1000).stream("rules", "question")) == ["One ", "two."]
    assert [(one.type, one.content) for one in model.told[0]] == [
        ("system", "rules"),
        ("human", "question"),
    ]


def test_both_sides_take_turns_before_the_question() -> None:
    model = says("so")
    list(Writer(model, 20, 99).stream("rules", "asked", "answered", "question"))
    assert [one.type for one in model.told[0]] == ["system", "human", "ai", "human"]
    assert model.told[0][-1].content == "question"


def test_no_more_is_read_than_is_wanted() -> None:
    assert "".join(Writer(says("abc", "defg", "h"), 20, 5).stream("", "q")) == "abcde"
    assert "".join(Writer(says("x" * 1_000_000), 20, 5).stream("", "q")) == "xxxxx"


@pytest.mark.parametrize("name", ["drip", "hang", "silence"])
def test_a_model_that_does_not_end_is_left_at_the_deadline(name: str) -> None:
    writer = Writer(HOSTILE[name](), 1, 1_000_000)
    begun = time.monotonic()
    with pytest.raises(Failed, match="the time was up"):
        list(writer.stream("", "q"))
    assert time.monotonic() - begun < LATE


def test_a_failure_at_the_start_is_tried_again_once() -> None:
    calls: list[int] = []

    def second_time(_: list[BaseMessage]) -> Iterator[str]:
        calls.append(1)
        if len(calls) == 1:
            raise ConnectionError("not yet")
        yield "here"

    assert list(Writer(Scripted(script=second_time, told=[]), 20, 99).stream("", "q")) == ["here"]
    failing = HOSTILE["error"]()
    with pytest.raises(Failed, match=r"^RuntimeError$"):  # and not its words: they may hold a key
        list(Writer(failing, 20, 99).stream("", "q"))
    assert len(failing.told) == 2


def test_a_failure_after_the_start_is_not_tried_again() -> None:
    model = HOSTILE["break"]()
    with pytest.raises(Failed, match="ConnectionError"):
        list(Writer(model, 20, 99).stream("", "q"))
    assert len(model.told) == 1


def test_hanging_calls_are_counted_and_end_when_nobody_listens() -> None:
    gate = threading.Event()

    def gated(_: list[BaseMessage]) -> Iterator[str]:
        yield "a"
        gate.wait()
        yield "b"

    writer = Writer(Scripted(script=gated, told=[]), 20, 99)
    streams = [writer.stream("", "q") for _ in range(AT_ONCE)]
    assert [next(one) for one in streams] == ["a"] * AT_ONCE
    with pytest.raises(Busy):
        list(writer.stream("", "q"))
    for one in streams:
        one.close()
    gate.set()
    for one in threading.enumerate():
        if one.name == "wording":
            one.join(LATE)
    assert next(writer.stream("", "q")) == "a"


def test_nothing_is_told_to_a_tracing_service(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def looking(_: list[BaseMessage]) -> Iterator[str]:
        seen.append(bool(tracing_is_enabled()))
        yield "a"

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    get_env_var.cache_clear()
    try:
        assert tracing_is_enabled()
        assert list(Writer(Scripted(script=looking, told=[]), 20, 99).stream("", "q")) == ["a"]
    finally:
        get_env_var.cache_clear()
    assert seen == [False]


def test_a_name_that_opens_nothing_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(CannotOpen, match=r"^The language model 'nobody:x' cannot be opened: "):
        open_writer("nobody:x", "", 20, 300)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(CannotOpen, match=r"^The language model 'openai:x' cannot be opened: "):
        open_writer("openai:x", "", 20, 300)
    assert open_writer("openai:x", "http://127.0.0.1:9/v1", 20, 300)

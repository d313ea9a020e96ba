"""The suggester: data of any shape within a deadline, whatever way a model has to give it."""

import json
import threading
import time

import pytest
from langchain_core.messages import AIMessage, BaseMessage
from langsmith.utils import get_env_var, tracing_is_enabled

from assistant.wording import Busy, Failed, Suggester, open_suggester
from assistant.wording.writer import AT_ONCE
from tests.wording.models import FAILING, GOOD_ENTRY, Plain, calls, giving, places
from tests.wording.server import speaking

LATE = 30.0
"""Seconds after which a deadline of one second is surely broken, however busy the machine is."""
GOOD = {"placements": [GOOD_ENTRY]}


def test_data_comes_in_the_form_that_was_asked_for() -> None:
    model = places(GOOD_ENTRY)
    assert Suggester(model, 20, 999).ask("rules", "asked", "answered", "statements") == GOOD
    assert model.formed == [True]
    assert [one.type for one in model.told[0]] == ["system", "human", "ai", "human"]


def test_what_does_not_fit_the_form_comes_as_it_is() -> None:
    odd = {"placements": [GOOD_ENTRY, {"statement": "first"}]}
    assert Suggester(giving(calls(odd)), 20, 999).ask("", "q") == odd


@pytest.mark.parametrize("written", ["{}", "Here you are:\n```json\n{}\n```", "{}\n"])
def test_a_model_without_forms_is_asked_in_plain_words(written: str) -> None:
    text = written.replace("{}", json.dumps(GOOD))
    model = Plain(give=lambda _: AIMessage(text), told=[], formed=[])
    assert Suggester(model, 20, 999).ask("", "q") == GOOD
    assert model.formed == [False]


def test_a_model_that_is_refused_its_form_is_asked_in_plain_words() -> None:
    def once(_: list[BaseMessage]) -> AIMessage:
        if len(model.told) == 1:
            raise ValueError("tools are not supported")
        return AIMessage(json.dumps(GOOD))

    model = giving(AIMessage(""))
    model.give = once
    assert Suggester(model, 20, 999).ask("", "q") == GOOD
    assert model.formed == [True, False]


@pytest.mark.parametrize("written", ["Set all levels to 3.", "", "[" * 1_000_000, "```json\n"])
def test_no_data_is_none(written: str) -> None:
    assert not Suggester(giving(AIMessage(written)), 20, 999).ask("", "q")


def test_a_failure_is_tried_again_once_and_does_not_say_what_it_holds() -> None:
    model = FAILING["error"]()
    with pytest.raises(Failed, match=r"^RuntimeError$"):  # and not its words: they may hold a key
        Suggester(model, 20, 999).ask("", "q")
    assert len(model.told) == 2
    with pytest.raises(Failed, match=r"^SystemExit$"):
        Suggester(FAILING["exit"](), 20, 999).ask("", "q")


def test_a_model_that_does_not_end_is_left_at_the_deadline() -> None:
    begun = time.monotonic()
    with pytest.raises(Failed, match="the time was up"):
        Suggester(FAILING["hang"](), 1, 999).ask("", "q")
    assert time.monotonic() - begun < LATE


def test_hanging_calls_are_counted_until_they_end() -> None:
    gate = threading.Event()

    def gated(_: list[BaseMessage]) -> AIMessage:
        gate.wait()
        return AIMessage("{}")

    suggester = Suggester(Plain(give=gated, told=[], formed=[]), 0.1, 99)
    for _ in range(AT_ONCE):
        with pytest.raises(Failed, match="the time was up"):
            suggester.ask("", "q")
    with pytest.raises(Busy):
        suggester.ask("", "q")
    gate.set()
    for one in threading.enumerate():
        if one.name == "suggesting":
            one.join(LATE)
    assert Suggester(places(), 20, 99).ask("", "q") == {"placements": []}
    suggester.seconds = 20
    assert suggester.ask("", "q") == {}


def test_nothing_is_told_to_a_tracing_service(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def looking(_: list[BaseMessage]) -> AIMessage:
        seen.append(bool(tracing_is_enabled()))
        return AIMessage("{}")

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    get_env_var.cache_clear()
    try:
        assert tracing_is_enabled()
        Suggester(Plain(give=looking, told=[], formed=[]), 20, 99).ask("", "q")
    finally:
        get_env_var.cache_clear()
    assert seen == [False]


@pytest.mark.parametrize("forms", [True, False])
def test_a_server_is_asked_whether_it_knows_forms_or_not(
    forms: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("langchain_openai")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with speaking([json.dumps(GOOD)], forms=forms) as (url, came):
        assert open_suggester("openai:scripted", url, 20).ask("rules", "statements") == GOOD
    assert ["response_format" in one for one in came] == ([True] if forms else [True, False])
    for one in came:
        assert [each["content"] for each in one["messages"]] == ["rules", "statements"]

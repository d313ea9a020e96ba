"""Questions on the session are answered from the session, and never move a level."""

import re

import pytest
from made import real

from assistant.conversation import Conversation, replay
from assistant.conversation.itself import _patterns, about_itself
from assistant.conversation.state import Phase
from assistant.domain.findings import Answer, Intent, Reading
from assistant.domain.levels import Words
from assistant.domain.session import Turn
from assistant.export import FORMATS

KNOWN = real()
TOPICS = {one.id: one for one in KNOWN.itself.topics}


def refuse(question: str) -> Answer:
    return Answer(question)


def hears_nothing(text: str, asked: str | None) -> Reading:
    del text, asked
    return Reading(Intent.OTHER)


def talk(*turns: Turn) -> Conversation:
    return replay(KNOWN, list(turns), hears_nothing, refuse)


def level(activity: str, to: int) -> Turn:
    return Turn(kind="edit", activity=activity, level=to)


EMPTY = talk()
TEAM = talk(
    Turn(kind="continue"), level("data-collection", 3), level("model-deployment", 1),
    level("performance-monitoring", 0), level("data-integration", 1),
)  # fmt: skip


def said(now: Conversation, text: str) -> str:
    return "\n".join(about_itself(KNOWN, now, text))


@pytest.mark.parametrize(
    ("topic", "way"), [(key, way) for key, one in TOPICS.items() for way in one.ways]
)
def test_every_way_to_ask_is_known_and_has_an_answer(topic: str, way: str) -> None:
    from assistant.conversation.asides import plain

    found = [key for key, one in _patterns(KNOWN.itself) if one.fullmatch(plain(way))]
    assert set(found) == {topic}
    assert said(TEAM, way)
    assert said(EMPTY, way)


@pytest.mark.parametrize("text", [one for topic in TOPICS.values() for one in topic.not_])
def test_what_is_near_is_not_taken_for_it(text: str) -> None:
    assert said(TEAM, text) == ""


def test_what_was_heard_is_told_with_levels() -> None:
    told = said(TEAM, "What did you hear from me?")
    assert "Data collection: automated" in told
    assert "Performance monitoring: absent" in told
    assert said(EMPTY, "What did you hear from me?") == KNOWN.texts["itself.heard-nothing"]


def test_why_and_what_is_in_the_way_name_the_stage_and_the_blockers() -> None:
    blockers = TEAM.assessment.blockers
    assert blockers
    told = said(TEAM, "Why am I not at the next stage?")
    for one in blockers:
        assert KNOWN.items[one.requirement.activity].name in told
    assert re.match(r"(Stage|Between)", said(TEAM, "Why this stage?"))


def test_the_first_step_is_one_of_the_plan() -> None:
    assert "Done when:" in said(TEAM, "What should we do first?")
    assert said(EMPTY, "What should we do first?") == KNOWN.texts["itself.first-later"]


def test_stages_and_activities_are_listed_whole() -> None:
    for model in KNOWN.models.values():
        told = said(TEAM, f"What are the stages of the {model.label} model?")
        assert all(stage.name in told for stage in model.stages)
    listed = said(TEAM, "Which activities do you ask about?")
    assert all(one.name in listed for one in KNOWN.activities.values())


def test_nothing_asked_of_the_session_moves_anything() -> None:
    turns = [Turn(kind="continue"), level("model-deployment", 1)]
    before = talk(*turns)
    for topic in TOPICS.values():
        pending = before.question.activity if before.question else ""
        after = talk(*turns, Turn(kind="say", text=topic.ways[0], activity=pending))
        assert after.told == before.told
        assert after.question == before.question
        assert after.exchanges[-1].remarks


def test_a_quote_stands_with_what_was_heard() -> None:
    assert Words(quote="by hand", turn=0, start=0, end=7).quote == "by hand"
    assert EMPTY.phase is Phase.OPENING


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_asked_for_by_name_and_named_in_the_answer(form: str) -> None:
    told = said(TEAM, f"Export as {form}")
    assert told == KNOWN.texts["itself.export"]
    assert form in told.lower()

"""Follow-ups take up the question before; asking why never loses the open question."""

import pytest
from made import real
from telling import answer

from assistant.conversation import Conversation, advance, begin
from assistant.conversation.following import asks_why, leans, resolved
from assistant.domain.findings import Answer, Finding, Intent, Reading
from assistant.domain.session import Turn, TurnKind

SAYS = "Data comes by email"


def of_everything(question: str) -> Answer:
    """An answer that goes astray: it quotes a passage on each activity."""
    names = tuple(f"{one}-in-short" for one in real().activities)
    return Answer(question, tuple((f"On {one}.", (one,)) for one in names), names)


def read(text: str, asked: str | None) -> Reading:
    """Every text with a question mark asks; the one statement is on data collection."""
    if text.endswith("?"):
        return Reading(Intent.QUESTION)
    found = Finding("data-collection", None, False, 0, 2, text, 0, len(text), 0.9, "told")
    return Reading(Intent.ANSWER, (found,))


def after(*texts: str, now: Conversation | None = None) -> Conversation:
    now = now or begin(real())
    for text in texts:
        asked = now.question.activity if now.question else ""
        turn = Turn(kind=TurnKind.SAY, text=text, activity=asked)
        now = advance(real(), now, turn, read, answer)
    return now


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("and for edge devices?", "what is a feature store for edge devices?"),
        ("How do I start with that?", "how do i start with a feature store?"),
        ("why?", "why a feature store?"),
        ("But is it worth the money?", "is a feature store worth the money?"),
        ("What about costs?", "what is a feature store for costs?"),
        ("who needs this?", "who needs a feature store?"),
        ("How do we detect drift?", "How do we detect drift?"),
        ("What is a model registry?", "What is a model registry?"),
    ],
)
def test_a_follow_up_is_searched_for_with_its_subject(text: str, full: str) -> None:
    now = after("What is a feature store?")
    assert resolved(real(), text, now) == full


def test_a_chain_of_follow_ups_keeps_to_the_question_that_stood_alone() -> None:
    now = after("What is drift?", "and for images?", "why?")
    asked = [one.answer.question for one in now.exchanges if one.answer]
    assert asked == ["What is drift?", "what is drift for images?", "why drift?"]
    moved = after("How do we label data?", "when?", now=now)
    assert moved.exchanges[-1].answer == answer("when label data?")


def test_without_a_question_before_nothing_is_put_together() -> None:
    assert resolved(real(), "and for edge devices?", begin(real())) == "and for edge devices?"


def test_what_the_library_cannot_follow_is_asked_as_it_stands() -> None:
    def only_plain(text: str) -> Answer:
        return answer(text) if text == "and for edge devices?" else Answer(text)

    now = after("What is drift?")
    turn = Turn(kind=TurnKind.SAY, text="and for edge devices?")
    given = advance(real(), now, turn, read, only_plain).exchanges[-1].answer
    assert given == answer("and for edge devices?")


@pytest.mark.parametrize(
    "text", ["Why does this matter for us?", "why do you ask", "Why is that important?"]
)
def test_why_is_answered_from_the_assessment_and_the_question_stays_open(text: str) -> None:
    start = advance(real(), begin(real()), Turn(kind=TurnKind.CONTINUE), read, answer)
    asked = start.question
    assert asked is not None
    before = after(SAYS, now=start)
    turn = Turn(kind=TurnKind.SAY, text=text, activity=asked.activity)
    now = advance(real(), before, turn, read, of_everything)
    assert now.question == before.question
    assert (now.told, now.phase) == (before.told, before.phase)
    last = now.exchanges[-1]
    assert before.question is not None
    name = real().items[before.question.activity].name
    assert name in last.remarks[0]
    assert last.answer is not None
    assert last.answer.passages == (f"{before.question.activity}-in-short",)
    assert [cited for _, cited in last.answer.sentences] == [last.answer.passages]
    assert name.lower() in last.answer.question.lower()
    if before.question.activity == "data-collection":
        assert SAYS in last.remarks[1]


def test_a_question_between_never_loses_the_open_one() -> None:
    start = advance(real(), begin(real()), Turn(kind=TurnKind.CONTINUE), read, answer)
    now = after("What is drift?", "and for images?", "why?", now=start)
    assert now.question == start.question
    assert now.told == start.told
    assert len(now.exchanges) == 3


@pytest.mark.parametrize("text", ["Why do teams monitor drift?", "What is a registry?", ""])
def test_a_question_of_its_own_is_not_taken_for_a_why(text: str) -> None:
    assert not asks_why(text)
    assert not leans(text)

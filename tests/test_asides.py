"""Questions on the conversation itself: our own words, how long it takes, and what comes after."""

import pytest
from made import real

from assistant.conversation import Conversation, replay
from assistant.domain.findings import Answer, Intent, Reading
from assistant.domain.levels import Status
from assistant.domain.session import Turn

KNOWN = real()


def refuse(question: str) -> Answer:
    return Answer(question)


def hears_nothing(text: str, asked: str | None) -> Reading:
    del text, asked
    return Reading(Intent.OTHER)


def after(*texts: str, start: bool = True, known: bool = False) -> Conversation:
    """The conversation after texts, with a question pending unless it has not begun."""
    turns = [Turn(kind="continue")] if start else []
    if known:
        turns.append(Turn(kind="reply", activity="data-collection", level=2))
    for text in texts:
        now = replay(KNOWN, turns, hears_nothing, refuse)
        pending = now.question.activity if now.question else ""
        turns.append(Turn(kind="say", text=text, activity=pending))
    return replay(KNOWN, turns, hears_nothing, refuse)


@pytest.mark.parametrize("term", KNOWN.glossary.terms, ids=lambda one: one.id)
def test_every_word_of_ours_is_explained_however_it_is_asked_for(term: object) -> None:
    says, forms = term.says, term.forms  # type: ignore[attr-defined]
    for form in forms:
        for text in (
            f"What do you mean by {form}?",
            f"what does {form} mean",
            f"what is a {form} here?",
            f"I don't know what a {form} is.",
        ):
            last = after(text).exchanges[-1]
            assert last.remarks == (says,), text
            assert last.intent is Intent.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "How long will this take?",
        "how many questions are left?",
        "how many more questions",
        "How much longer?",
        "are we nearly done",
        "how long does this take",
    ],
)
def test_how_much_is_left_is_told(text: str) -> None:
    begun, new = after(text), after(text, start=False)
    left = begun.whole
    assert begun.exchanges[-1].answer is None
    assert str(left.most) in begun.exchanges[-1].remarks[0]
    assert begun.question == after().question
    assert new.exchanges[-1].remarks == (KNOWN.texts["aside.length"],)


def test_what_is_not_ours_goes_to_the_library() -> None:
    for text in ("How long does a rollback take?", "How many models can one team run?"):
        assert after(text).exchanges[-1].answer == Answer(text)


def test_a_plain_question_is_explained_where_the_library_says_nothing() -> None:
    assert after("What is a gate?").exchanges[-1].remarks == (
        KNOWN.glossary.find("gate").says,  # type: ignore[union-attr]
    )


def test_not_knowing_in_a_sentence_leaves_the_question_open_with_thanks() -> None:
    asked = after().question
    assert asked is not None
    now = after("I couldn't tell you who does that.")
    assert now.told[asked.activity].status is Status.UNKNOWN
    assert now.exchanges[-1].remarks[0] == KNOWN.texts["say.left-open"]
    assert now.question is not None
    assert now.question.activity != asked.activity


@pytest.mark.parametrize(
    "text", ["canary vs shadow", "thanks, that helps", "Most companies do it by hand."]
)
def test_what_tells_nothing_moves_nothing_and_the_question_comes_back(text: str) -> None:
    before, now = after(), after(text)
    assert (now.told, now.question) == (before.told, before.question)


def test_not_knowing_keeps_a_level_that_was_tapped() -> None:
    turns = [
        Turn(kind="reply", activity="data-collection", level=2),
        Turn(kind="say", text="I don't know more than that.", activity="data-collection"),
    ]
    now = replay(KNOWN, turns, hears_nothing, refuse)
    assert now.told["data-collection"].known

"""Answers are what passages say they answer: a verdict, its parts, and what is near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.answering import FURTHER, compose, opening
from assistant.answering.leaning import leans
from assistant.catalogue.entries import entry_faults
from assistant.domain.entry import Entry, Share
from assistant.domain.findings import Answer, cited
from assistant.domain.knowledge import Passage
from tests.made import CITED

STEPS = [
    {"kind": "step", "text": "Freeze a reference."},
    {"kind": "step", "text": "Compare last week with it."},
]


def entry(ask: str = "Do we need it?", **fields: object) -> Entry:
    given = {"kind": "should-we", "asks": [ask, "needed or not"], "verdict": "Yes, from day one."}
    return Entry.model_validate(given | fields)


def test_nothing_found_is_a_refusal() -> None:
    assert compose("Soup?", ()) == Answer("Soup?")


def test_the_first_entry_answers_and_the_next_are_near() -> None:
    parts = [
        {"kind": "side", "of": "Canary", "text": "A few users see it first.", "ours": True},
        {"kind": "caution", "text": "Rare errors need time."},
    ]
    found = [
        ("a", entry(parts=parts)),
        ("a", entry("The same passage?", verdict="Once more.")),
        *((f"b{at}", entry(f"And number {at}?", verdict=f"Verdict {at}.")) for at in range(5)),
        ("b0", entry("Twice?", verdict="Another time.")),
    ]
    answer = compose("Need it?", found)
    assert [text for text, _ in answer.sentences] == [
        "Yes, from day one.", "Canary: A few users see it first.", "Rare errors need time.",
    ]  # fmt: skip
    assert [one.kind for one in answer.pieces] == [None, Share.SIDE, Share.CAUTION]
    assert [one.ours for one in answer.pieces] == [False, True, False]
    assert [one.question for one in answer.further] == [
        f"And number {at}?" for at in range(FURTHER)
    ]
    assert answer.passages == ("a",)
    assert cited(answer) == ("a", *(f"b{at}" for at in range(FURTHER)))


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=6))
def test_every_sentence_cites_the_passage_it_is_of(passages: list[str]) -> None:
    found = [(key, entry(verdict=f"Said by {key}.")) for key in passages]
    answer = compose("?", found)
    assert all(text == f"Said by {used[0]}." for text, used in answer.sentences)
    for near in answer.further:
        assert near.piece.text == f"Said by {near.piece.passages[0]}."


def test_a_passage_that_says_nothing_of_what_it_answers_is_told_by_its_opening() -> None:
    made = opening(["One.", "Two.", "Three.", "Four."], "What counts")
    answer = compose("What counts?", [("a", made)])
    assert [text for text, _ in answer.sentences] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"kind": "versus"}, "at least two parts of kind 'side'"),
        ({"kind": "how"}, "needs its steps"),
        ({"parts": STEPS[:1]}, "one step is no list"),
        ({"parts": [{"kind": "side", "text": "Nameless."}]}, "must name in 'of'"),
        ({"asks": ["Only one?"]}, "at least 2"),
    ],
)
def test_an_entry_has_the_parts_of_its_kind(fields: dict[str, object], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        entry(**fields)
    entry(kind="how", parts=STEPS)


@pytest.mark.parametrize(
    "text",
    ["It pays.", "This is why.", "Both of them do.", "The second is quicker.", "Is it worth it?",
     "Write it into a file.", "For a small team, it is enough.", "Otherwise nobody is told.",
     "Because answers are missing: the range runs from worst to best."],
)  # fmt: skip
def test_what_points_at_something_not_shown_leans(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    ["A canary shows errors early.", "Start with five percent of users.",
     "Probably not, unless several models share features."],
)  # fmt: skip
def test_what_names_what_it_is_about_stands_alone(text: str) -> None:
    assert not leans(text)


def faults(**fields: object) -> list[str]:
    asks = ["Who may register a model?", "registering rights"]
    asked = Entry.model_validate(
        {"kind": "should-we", "asks": asks, "verdict": "The account of the pipeline may."} | fields
    )
    one = Passage(
        id="a", title="A", kind="concept", text="All about it.",
        answers=(asked,), sources=CITED, activities=(),
    )  # fmt: skip
    return list(entry_faults({"a": one}))


def test_yes_or_no_answers_only_whether_to_do_a_thing() -> None:
    verdict = "No, the account of the pipeline does it."
    (told,) = faults(kind="who", verdict=verdict)
    assert told.endswith("yes or no answers no 'who': name what is decided")
    assert not faults(kind="should-we", verdict=verdict)
    assert not faults(kind="who", verdict="No person does, the account of the pipeline does.")


def test_what_is_shown_before_a_part_is_not_said_again() -> None:
    part = {"kind": "item", "of": "a registry", "text": "A registry: versions with aliases."}
    (told,) = faults(parts=[part])
    assert told.endswith("is shown after 'a registry:', so leave it out")
    assert not faults(parts=[part | {"text": "Versions with aliases."}])

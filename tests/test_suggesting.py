"""What a language model may suggest: an activity we have, for words that stand in the statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.findings import Intent, Reading, Stated
from assistant.domain.suggestion import Suggestion
from assistant.grounding.sources import LONGEST
from assistant.grounding.suggesting import (
    LONGEST_STATEMENT,
    LOOKED_AT,
    MOST_EACH,
    MOST_STATEMENTS,
    suggested,
    unplaced,
)

TEXT = "A cron job restarts the thing. We look at it on Mondays, the whole team. Nobody minds."
FIRST, SECOND = Stated(0, 30), Stated(31, 72)
IDS = ("alerting", "rollback", "collaboration", "governance", "code-versioning")


def entry(**changed: object) -> dict[str, object]:
    given = {"statement": 2, "activity": "alerting", "level": "manual", "quote": "on Mondays"}
    return {**given, **changed}


def checked(*entries: object) -> tuple[Suggestion, ...]:
    return suggested(TEXT, (FIRST, SECOND), IDS, {"placements": list(entries)})


@pytest.mark.parametrize(
    ("changed", "level", "quote"),
    [
        ({}, 1, "on Mondays"),
        ({"level": "unclear"}, None, "on Mondays"),
        ({"level": "embedded"}, 3, "on Mondays"),
        ({"level": 2}, 2, "on Mondays"),
        ({"quote": "  We look at it "}, 1, "We look at it"),
        ({"why": "further fields are nobody's business"}, 1, "on Mondays"),
    ],
)
def test_what_holds_passes(changed: dict[str, object], level: int | None, quote: str) -> None:
    start = TEXT.index(quote)
    expected = Suggestion("alerting", level, quote, start, start + len(quote))
    assert checked(entry(**changed)) == (expected,)


@pytest.mark.parametrize(
    "changed",
    [
        {"activity": "world-peace"},
        {"activity": "Alerting"},
        {"activity": ["alerting"]},
        {"activity": None},
        {"activity": "alerting" * 100_000},
        {"level": "excellent"},
        {"level": "planned"},
        {"level": 4},
        {"level": -1},
        {"level": 10**5000},
        {"level": True},
        {"level": 1.0},
        {"level": None},
        {"quote": "on mondays"},  # not letter by letter
        {"quote": "on Monday"},  # not whole words
        {"quote": "We look at it on Tuesdays"},
        {"quote": "A cron job"},  # of another statement
        {"quote": "Nobody minds"},  # of one it was not asked about
        {"quote": ","},
        {"quote": ""},
        {"quote": "x" * 1_000_000},
        {"quote": b"on Mondays"},
        {"quote": {"text": "on Mondays"}},
        {"statement": 0},
        {"statement": 3},
        {"statement": -1},
        {"statement": True},
        {"statement": "2"},
        {"statement": 2.0},
        {"statement": None},
    ],
)
def test_what_does_not_hold_is_dropped_and_the_rest_stays(changed: dict[str, object]) -> None:
    good = entry(activity="rollback")
    assert [one.activity for one in checked(entry(**changed), good)] == ["rollback"]


@pytest.mark.parametrize(
    "written",
    [None, "", "alerting", 3, [], {}, [entry()], {"placements": None}, {"placements": "x"},
     {"placements": {"0": entry()}}, {"placements": [None, 1, "x", [], {}, [entry()]]}],
)  # fmt: skip
def test_nonsense_is_no_suggestion(written: object) -> None:
    assert suggested(TEXT, (FIRST, SECOND), IDS, written) == ()


def test_no_statement_has_more_than_three_and_none_the_same_activity_twice() -> None:
    of_all = [entry(activity=one) for one in IDS]
    assert [one.activity for one in checked(entry(), entry(level=3), *of_all)] == list(IDS[:3])
    assert checked(entry(), entry(level=3))[0].level == 1
    assert len(checked(*of_all, *(entry(activity=one, statement=1, quote="A cron job")
                                  for one in IDS))) == 2 * MOST_EACH  # fmt: skip


def test_suggestions_stand_in_the_order_of_the_statements() -> None:
    first = entry(statement=1, quote="cron job", activity="rollback")
    assert [one.quote for one in checked(entry(), first)] == ["cron job", "on Mondays"]


def test_no_more_is_looked_at_than_a_model_has_a_reason_to_give() -> None:
    assert checked(*[entry(level="?")] * LOOKED_AT, entry()) == ()


def test_a_word_that_stands_whole_further_on_is_found_there() -> None:
    text = "Restarting is an art."
    found = suggested(
        text, [Stated(0, len(text))], IDS, {"placements": [entry(statement=1, quote="art")]}
    )
    assert [(one.start, one.end) for one in found] == [(17, 20)]


def test_only_what_was_not_placed_is_asked_about() -> None:
    text = "We test. " + "x" * LONGEST_STATEMENT + "y. ... So it goes."
    end = text.index(". ...")
    stated = (
        Stated(0, 8, activities=("ci-testing",)),
        Stated(9, end),  # a letter too long
        Stated(end + 2, end + 5),  # no word
        Stated(end + 6, len(text), likely=("rollback",)),
    )
    found = unplaced(text, Reading(Intent.ANSWER, statements=stated))
    assert [text[one.start : one.end] for one in found] == ["So it goes."]
    assert unplaced(text, Reading(Intent.QUESTION)) == ()
    many = tuple(Stated(at, at + 2) for at in range(30))
    assert unplaced("words " * 9, Reading(Intent.ANSWER, statements=many)) == many[:MOST_STATEMENTS]


# --- whatever the model returns

PIECES = st.sampled_from(["we", " ", "train", "é", "ﬁ", ".", "A", "1", "\n", "\u200b", "'"])
SAID = st.lists(PIECES, max_size=30).map("".join)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, tuple[Stated, ...], object]:
    """A text, some stretches of it, and what a model may give: near to right, or anything."""
    text = draw(SAID)
    place = st.integers(0, len(text))
    ends = draw(st.lists(st.tuples(place, place).map(sorted), max_size=4))
    quote = st.tuples(place, place).map(sorted).map(lambda two: text[two[0] : two[1]])
    fields = {
        "statement": st.integers(-1, 5) | ANY,
        "activity": st.sampled_from(IDS) | ANY,
        "level": st.sampled_from(["absent", "partial", "unclear", 3]) | ANY,
        "quote": quote | SAID | ANY,
    }
    near = st.fixed_dictionaries({}, optional=fields)
    written = draw(st.fixed_dictionaries({"placements": st.lists(near | ANY, max_size=9)}) | ANY)
    return text, tuple(Stated(*one) for one in ends), written


@pytest.mark.holds(property=4)
@given(answers())
def test_every_suggestion_quotes_its_statement(
    drawn: tuple[str, tuple[Stated, ...], object],
) -> None:
    text, statements, written = drawn
    found = suggested(text, statements, IDS, written)
    for one in found:
        assert one.quote == text[one.start : one.end]
        assert 0 < len(one.quote) <= LONGEST
        assert any(two.start <= one.start and one.end <= two.end for two in statements)
        assert one.activity in IDS
        assert one.level is None or (type(one.level) is int and 0 <= one.level <= 3)
    assert len(found) <= MOST_EACH * len(statements)

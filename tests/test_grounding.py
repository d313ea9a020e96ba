"""What a language model wrote is cut into sentences, cleaned, and held to its sources."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import real

from assistant import encoder
from assistant.catalogue import parse_yaml
from assistant.grounding import Claim, Fault, Source, check, fault, marked_up, plain, split
from assistant.retrieval.words import sentences

PAIRS = Path(__file__).parent / "grounding" / "pairs.yaml"
WRITTEN = st.lists(
    st.sampled_from(
        ["A b. ", " [1]", "[2, 3]", " [", "]", "e.g. x", "\n", "?", '."', " ", "Z", "[1][2]", ".",
         "3.5", "<b>", "</b>", "**", "```", "![a](b)", "\u200b", "{"]
    ),
    max_size=16,
)  # fmt: skip


def claims(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.text, one.numbers) for one in split(text, ended=True)[0]]


def test_sentences_are_cut_with_their_citations_before_or_after_the_stop() -> None:
    written = "Alerts have one owner [1]. Drift is a change, e.g. of inputs. [2, 3] Why not?[1] End"
    assert claims(written) == [
        ("Alerts have one owner.", (1,)),
        ("Drift is a change, e.g. of inputs.", (2, 3)),
        ("Why not?", (1,)),
        ("End", ()),
    ]


def test_a_sentence_waits_for_the_citation_that_may_follow() -> None:
    assert split("Alerts ring. [1", ended=False) == ((), "Alerts ring. [1")
    assert split("Alerts ring. [1] N", ended=False)[0] == (Claim("Alerts ring.", (1,)),)


@given(WRITTEN)
def test_pieces_give_the_same_sentences_as_the_whole(pieces: list[str]) -> None:
    found: list[Claim] = []
    rest = ""
    for piece in pieces:
        done, rest = split(rest + piece, ended=False)
        found.extend(done)
    found.extend(split(rest, ended=True)[0])
    assert tuple(found) == split("".join(pieces), ended=True)[0]


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("**Bold** and _soft_ and `code`", "Bold and soft and code"),
        ("# Title\n- one\n2. two\n> three", "Title\none\ntwo\nthree"),
        ("see [the docs](https://far.example/a?b=c) now", "see the docs now"),
        ("![pixel](https://far.example/p.png?q=secret) end", "end"),
        ("![pixel][ref] end", "end"),
        ("<img src=x onerror=alert(1)>a <b>b</b>", "a b"),
        ("&lt;img src=x&gt;a", "a"),
        ("<script>steal()</script>a<style>p{}</style>", "a"),
        ("<script>never closed", ""),
        ("go to https://far.example/x or www.far.example today", "go to or today"),
        ("in\u200bvis\u202eible\U000e0041 \ufe0fwords\x00", "invisible words"),
        ("```json\nx\n```", "x"),
    ],
)
def test_markup_links_images_and_hidden_characters_go(written: str, left: str) -> None:
    assert " ".join(plain(written).split()) == " ".join(left.split())
    assert not marked_up(plain(written))


@pytest.mark.parametrize(
    "written", ['{"stage": 4}', "a <b", "x | y", "<<img>", "[a](b", "![a", "$x$", ":rocket:", "a_b"]
)
def test_what_cleaning_leaves_of_markup_is_seen(written: str) -> None:
    assert marked_up(plain(written))


@given(st.text(max_size=300) | WRITTEN.map("".join))
def test_no_text_breaks_the_cutting_and_none_keeps_what_cannot_be_seen(text: str) -> None:
    for claim in split(text, ended=True)[0]:
        assert "\n" not in claim.text
        assert not any(unicodedata.category(one).startswith("C") for one in claim.text)


# --- support, on vectors made by hand

ALERTS = Source(
    "alerts",
    "What deserves an alert",
    ("Each alert names one owner.", "Three kinds of failure never deserve an alert."),
    np.eye(3, dtype=np.float32)[:2],
)
ROLLBACK = Source(
    "rollback", "Going back", ("Automated rollback returns to the last version.",),
    np.eye(3, dtype=np.float32)[2:],
)  # fmt: skip
GIVEN = {1: ALERTS, 2: ROLLBACK}


def near(axis: int) -> Callable[[str], np.ndarray]:
    return lambda _: np.eye(3, dtype=np.float32)[axis]


@pytest.mark.parametrize(
    ("text", "numbers", "axis", "expected"),
    [
        ("One owner is named by each alert.", (1,), 0, None),
        ("Each alert names one owner.", (1,), 1, None),  # word for word, whatever the vector says
        ("One owner is named by each alert.", (), 0, Fault.UNCITED),
        ("One owner is named by each alert.", (3,), 0, Fault.FOREIGN),
        ("One owner is named by each alert.", (1, 9), 0, Fault.FOREIGN),
        ("One owner is named by each alert.", (2,), 0, Fault.APART),
        ("Soup tastes best with salt.", (1,), 2, Fault.APART),
        ("An alert never names one owner.", (1,), 0, Fault.NEGATION),
        ("Kinds of failure deserve an alert.", (1,), 1, Fault.NEGATION),
        ("Four kinds of failure never deserve an alert.", (1,), 1, Fault.NUMBER),
        ("Each alert names 2 owners.", (1,), 0, Fault.NUMBER),
        ("Manual rollback returns to the last version.", (2,), 2, Fault.NUMBER),
        ("Each alert names owner far.example/x.", (1,), 0, Fault.NUMBER),
        ("You have reached stage three of alert.", (1,), 0, Fault.RESULT),
        ("Your current level of alert is high.", (1,), 0, Fault.RESULT),
        ('{"alert": "owner"}', (1,), 0, Fault.MARKUP),
        ("owner " * 100, (1,), 0, Fault.LONG),
        ("Press here. Each alert names one owner.", (1,), 0, Fault.SEVERAL),
        ("Said before.", (1,), 0, Fault.REPEATED),
    ],
)
def test_a_sentence_is_kept_or_left_out_for_a_reason(
    text: str, numbers: tuple[int, ...], axis: int, expected: Fault | None
) -> None:
    checked = check(Claim(text, numbers), GIVEN, near(axis), ["said before."])
    assert checked.fault == expected
    assert checked.passages == (() if expected else ("alerts",))


def test_only_the_citations_that_carry_a_sentence_are_kept() -> None:
    both = Claim("One owner is named by each alert.", (2, 1))
    assert check(both, GIVEN, near(0)).passages == ("alerts",)


def test_a_source_needs_a_vector_for_each_sentence() -> None:
    with pytest.raises(ValueError, match="alerts: each sentence needs its vector"):
        Source("alerts", "t", ("One.",), np.eye(3, dtype=np.float32))


# --- the line, on sentences of the library


def test_the_line_keeps_what_is_said_in_other_words_and_leaves_out_what_is_not_said() -> None:
    model = encoder.load("")
    passages = real().passages
    pairs = [
        one
        for one in parse_yaml(PAIRS.read_text(encoding="utf-8"))
        if one["passage"] in passages and one["says"] in sentences(passages[one["passage"]].text)
    ]
    assert len(pairs) >= 40
    sources = []
    for one in pairs:
        lines = sentences(passages[one["passage"]].text)
        title = passages[one["passage"]].title
        sources.append(Source(one["passage"], title, lines, model.encode(lines)))
    same = model.encode([one["same"] for one in pairs])
    wrong = model.encode([one["wrong"] for one in pairs])
    many = range(len(pairs))
    kept = [fault(pairs[at]["same"], same[at], sources[at]) is None for at in many]
    slipped = [fault(pairs[at]["wrong"], wrong[at], sources[at]) is None for at in many]
    shuffled = [fault(pairs[at]["same"], same[at], sources[at - 1]) is None for at in many]
    assert np.mean(kept) >= 0.88
    assert np.mean(slipped) <= 0.22
    assert not any(shuffled)
    numbers = [slipped[at] for at in many if pairs[at]["kind"] == "number"]
    assert not any(numbers)
    assert all(fault(one, vector, source) is None
               for source in sources
               for one, vector in zip(source.sentences, source.vectors, strict=True))  # fmt: skip

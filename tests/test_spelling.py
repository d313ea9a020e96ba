"""What was mistyped or shortened is read as meant, and shown as it was typed."""

import pytest
from hearing import lexicon, prepared
from hypothesis import given
from hypothesis import strategies as st
from made import real

from assistant import reading
from assistant.reading.spelling import Mended, make_spelling, mend

SPELLING = make_spelling(real().items, lexicon())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("The monitering job", "The monitoring job"),
        ("Depoyment is manaul.", "deployment is manual."),
        ("deploymnet is manaul", "deployment is manual"),
        ("rolback by hand", "rollback by hand"),
        ("we dont check it b4 a release", "we don't check it before a release"),
        ("run w/o anybody", "run without anybody"),
        ("W/O tests", "without tests"),
        ("✅ unit tests\n❌ drift detection", "✅ unit tests\nno drift detection"),
        ("- [x] unit tests\n- [ ] alerts", "- [x] unit tests\n- no alerts"),
        ("retrain ✔ deploy ✘ (by Kim)", "retrain : yes.\n deploy : no. (by Kim)"),
    ],
)
def test_what_was_meant_is_found(typed: str, meant: str) -> None:
    assert mend(SPELLING, typed).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "Prefect runs what Seldon serves, and Henrik watches.",  # names near "perfect" and "seldom"
        "We parse, ingest and impute nightly; retrainings follow.",
        "unversioned data, untested code",  # a word that takes back what the rest says
        "src/modle.py and modle.py, my_modle",  # names of files and things
        "see [x] and :red[x] $x^2$, or [ ] in code",
        "He containerises, quantises and orchestrates it.",
        "Wir pflegen das Modell von Hand.",
        "",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert mend(SPELLING, text) == Mended(text)


WORDS = ["we", "dont", "check", "modle", "manaul", "w/o", "rollback", "b4", "mdls", "Monday", "ok"]


@given(st.lists(st.sampled_from(WORDS)), st.sampled_from([" ", ", ", "\n", " - "]))
def test_every_word_is_found_where_it_was_typed(words: list[str], between: str) -> None:
    text = between.join(words)
    mended = mend(SPELLING, text)
    assert mended.original(0, len(mended.text)) == (0, len(text))
    for here, until, start, end in mended.changes:
        assert mended.original(here, until) == (start, end)
        assert text[start:end] in WORDS
        assert mended.text[here:until] != text[start:end]
    if not mended.changes:
        assert mended.text == text


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_stretch_lies_within_what_was_typed(text: str, one: int, other: int) -> None:
    mended = mend(SPELLING, text)
    start, end = sorted(min(place, len(mended.text)) for place in (one, other))
    first, last = mended.original(start, end)
    assert 0 <= first <= last <= len(text)


@pytest.mark.slow
def test_a_finding_quotes_what_was_typed() -> None:
    typed = "Befor that: rolback is done manualy, by one of us."
    found = reading.read(prepared(), typed, None).findings
    assert [(one.activity, one.word) for one in found] == [("rollback", "manual")]
    assert found[0].quote == typed[found[0].start : found[0].end]
    assert "rolback" in found[0].quote

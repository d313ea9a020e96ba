"""Cues, folding and clauses: each cue is shown by a line of its own, offsets never slip."""

import re
import unicodedata

import pytest
from hearing import lexicon
from hypothesis import given, settings
from hypothesis import strategies as st
from made import real

from assistant.domain.lexicon import Cues, compile_cue
from assistant.reading.clauses import sentences
from assistant.reading.code import without_code
from assistant.reading.cues import make_finder
from assistant.reading.folding import fold

LEXICON = lexicon()
FINDER = make_finder(LEXICON)


def unmasked(cues: Cues, line: str) -> str:
    text = fold(line).text
    for mask in cues.mask:
        text = mask.sub(lambda match: "\0" * len(match.group()), text)
    return text


def strong(line: str) -> set[str]:
    return {hit.activity for hit in FINDER.find(fold(line).text) if hit.strong}


def test_every_activity_has_cues():
    assert set(LEXICON.cues) == set(real().activities)


@pytest.mark.parametrize("name", sorted(LEXICON.cues))
def test_every_strong_cue_matches_a_line_of_its_own(name):
    cues = LEXICON.cues[name]
    lines = [unmasked(cues, line) for line in cues.fires]
    assert [cue.pattern for cue in cues.strong if not any(map(cue.search, lines))] == []


@pytest.mark.parametrize("name", sorted(LEXICON.cues))
def test_lines_that_should_fire_do(name):
    assert [line for line in LEXICON.cues[name].fires if name not in strong(line)] == []


@pytest.mark.parametrize("name", sorted(LEXICON.cues))
def test_lines_that_should_be_silent_are(name):
    cues = LEXICON.cues[name]
    lines = [unmasked(cues, line) for line in cues.silent]
    fired = [(line, cue.pattern) for line in lines for cue in cues.strong if cue.search(line)]
    assert fired == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Evidently AI compares the batches.", "drift-detection"),
        ("It is all in Label  Studio.", "data-labeling"),
        ("We rely on `GitHub Actions` for that.", "ci-testing"),
        ("We use W&B for that.", "experiment-tracking"),
        ("KUBERNETES does it.", "serving-infrastructure"),
    ],
)
def test_tool_names_speak_for_their_activity(line, expected):
    assert expected in strong(line)


def test_the_longest_tool_name_wins():
    assert "code-versioning" not in strong("GitHub Actions is what we have.")


def test_a_cue_keeps_to_whole_words_and_to_its_clause():
    cue = compile_cue(r"(?:collect|gather)\w* ~ data")
    assert isinstance(cue, re.Pattern)
    assert cue.search("we collect all of our own data")
    assert cue.search("collect-data")
    assert not cue.search("recollect data")
    assert not cue.search("we collect stamps. data is elsewhere")
    assert not cue.search("collect one two three four five six data")


def test_a_broken_cue_is_a_fault():
    with pytest.raises(ValueError, match="not a regular expression"):
        compile_cue("(unclosed")


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("Don’t", "don't"),
        ("ｆｕｌｌ width", "full width"),
        ("caf\u00e9", "cafe"),
        (unicodedata.normalize("NFD", "caf\u00e9"), "cafe"),
        ("de\u200bploy", "deploy"),
        ("so\u00adft", "soft"),
        ("<b>We</b> **use** `DVC`", "we use dvc"),
        ("see https://example.org/dvc now", "see now"),
        ("retrain_trigger", "retrain trigger"),
        ("a   b", "a b"),
        ("- tests: none\n- data: DVC", "tests: none\ndata: dvc"),
    ],
)
def test_folding(given_text, folded):
    assert fold(given_text).text == folded


def test_an_accent_belongs_to_the_quote():
    text = unicodedata.normalize("NFD", "caf\u00e9 au lait")
    start, end = fold(text).original(0, 4)
    assert text[start:end] == unicodedata.normalize("NFD", "caf\u00e9")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_folded_spans_lie_in_the_original_in_order(text):
    folded = fold(text)
    spans = [folded.original(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab .,;?!\n-–(but and we", max_size=120))
def test_clauses_lie_in_their_sentence_and_do_not_overlap(text):
    folded = fold(text).text
    at = 0
    for sentence in sentences(folded):
        assert sentence.start >= at
        for start, end in sentence.clauses:
            assert at <= start < end <= sentence.end
            at = end


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("we deploy by hand; tests run in ci.", ["we deploy by hand", "tests run in ci."]),
        ("it runs nightly, but nobody looks.", ["it runs nightly", "but nobody looks."]),
        ("e.g. the api. it is slow.", ["e.g. the api.", "it is slow."]),
        ("version 1.2 is live.", ["version 1.2 is live."]),
        ("monitoring? none.", ["monitoring? none."]),
        ("we train nightly and we deploy by hand", ["we train nightly", "and we deploy by hand"]),
    ],
)
def test_clauses(text, clauses):
    found = [text[slice(*span)] for one in sentences(text) for span in one.clauses]
    assert found == clauses


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see [our gate](https://example.org/a_(b).html), by hand", "see our gate, by hand"),
        ("![plot](a.png) drift is watched", "plot drift is watched"),
        (
            "https://example.org/x?y=1 is where training(by hand) is",
            "is where training(by hand) is",
        ),
        ("[ ] alerts (by hand)", "[ ] alerts (by hand)"),
    ],
)
def test_an_address_tells_nothing_and_its_words_stay_in_their_place(text: str, shown: str) -> None:
    read = without_code(text)
    assert len(read) == len(text)
    assert re.sub(r" +,", ",", " ".join(read.split())) == shown
    assert all(one in (" ", was) for one, was in zip(read, text, strict=True))

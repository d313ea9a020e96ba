"""What holds for a stretch of a clause: where it opens, how far it reaches, what ends it."""

import pytest
from hearing import lexicon
from hypothesis import given
from hypothesis import strategies as st
from made import real

from assistant import reading
from assistant.domain.lexicon import Modifier
from assistant.reading.autonomy import judge
from assistant.reading.clauses import sentences
from assistant.reading.modifiers import make_modifiers
from assistant.reading.pieces import cut

PREPARED = reading.prepare(lexicon(), None, real().items)


def held(clause: str, **fields: object) -> list[str]:
    given = {"category": "past", "reach": "after", "opens": ("once",), **fields}
    finders = make_modifiers([Modifier.model_validate(given)])
    return [clause[one.lo : one.hi] for finder in finders for one in finder.find(clause)]


def test_it_holds_for_what_is_after_before_or_around_it():
    assert held("it ran once by hand") == ["once by hand"]
    assert held("it ran once by hand", reach="before") == ["it ran once"]
    assert held("it ran once by hand", reach="around") == ["it ran once by hand"]


def test_words_and_signs_end_its_hold():
    assert held("once by hand, now by a job", ends=("now",)) == ["once by hand, "]
    assert held("once by hand, always", stops=",") == ["once by hand"]
    assert held("then a job but once by hand", reach="before", ends=("but",)) == [" once"]


def test_what_only_looks_like_it_is_passed_over():
    assert held("at once, by a job", pseudo=("at once",)) == []


@given(st.text(alphabet="once now,. abc", max_size=60))
def test_it_always_holds_for_the_words_that_open_it(clause: str):
    given = {"category": "past", "reach": "around", "opens": ("once",), "ends": ("now",)}
    for finder in make_modifiers([Modifier.model_validate({**given, "stops": ",."})]):
        for one in finder.find(clause):
            assert 0 <= one.lo <= one.start < one.end <= one.hi <= len(clause)


@pytest.mark.parametrize(
    ("clause", "level"),
    [
        ("it used to be done by hand and is now automatic", 3),
        ("in the old system it ran automatically, today we copy it by hand", 1),
        ("hardly anything in our deployment isn't automated", 3),
        ("no model lives only on a laptop", 3),
        ("only the pipeline can deploy", 3),
        ("nothing goes live without passing the automated checks", 3),
    ],
)
def test_of_what_was_and_what_is_the_level_is_of_today(clause: str, level: int):
    assert judge(PREPARED.levels.find(clause, real().items["model-deployment"])).level == level


@pytest.mark.parametrize(
    "clause",
    ["we had a pilot group, it was dropped", "there was a board, dissolved in january"],
)
def test_what_was_given_up_is_over(clause: str):
    assert judge(PREPARED.levels.find(clause, real().items["governance"])).over


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("ci runs each commit, there's no cd", ["ci runs each commit", "there's no cd"]),
        ("sources are merged by hand and labels come by themselves",
         ["sources are merged by hand", "labels come by themselves"]),
        ("there is no registry, staged rollout or rollback",
         ["there is no registry, staged rollout or rollback"]),
        ("data and models are versioned", ["data and models are versioned"]),
    ],
)  # fmt: skip
def test_a_list_is_one_piece_and_what_has_a_verb_of_its_own_another(sentence, pieces):
    assert [sentence[slice(*one)] for one in cut(sentence, (0, len(sentence)))] == pieces


@pytest.mark.parametrize(
    ("activity", "clause", "level"),
    [
        ("governance", "nobody had to approve the new model", 0),
        ("governance", "nothing goes live unless two people have signed", 3),
        ("model-deployment", "new versions go out and nobody has to approve them", 3),
        ("drift-detection", "the inputs could change without anyone comparing them", 0),
        ("retraining-trigger", "it is retrained every night without anyone touching it", 3),
        ("data-validation", "nobody looks at the numbers before they go in", 0),
        ("code-versioning", "nobody can merge without a review", 3),
        ("progressive-delivery", "we'd love to roll releases out to a few users first", 0),
    ],
)
def test_nobody_is_no_hand_less_where_somebody_is_all_it_is_about(
    activity: str, clause: str, level: int
):
    assert judge(PREPARED.levels.find(clause, real().items[activity])).level == level


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("deployment is automated, rollback isn't.", 2),
        ("deployment fully automated, rollback not", 2),
        ("deployment automated, rollback manual, retraining by hand.", 3),
        ("we retrain every week, which we do not like.", 1),
        ("we test, build and release by hand.", 1),
        ("if the data have changed, it does not.", 1),
        ("the job runs, not often, but it runs.", 1),
    ],
)
def test_a_second_thing_told_without_a_verb_is_a_sentence_of_its_own(text: str, parts: int):
    assert len(sentences(text)) == parts

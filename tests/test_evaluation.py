"""Figures on hand-made items against numbers worked out on paper; loading; the yardsticks."""

import json
import math
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import catalogue as made_catalogue

from assistant import catalogue as knowledge
from assistant.domain.findings import Finding
from assistant.domain.knowledge import Catalogue
from assistant.domain.lexicon import Lexicon, Told
from assistant.evaluation import (
    baselines,
    metrics,
    own,
    searchers,
    table,
    timing,
)
from assistant.evaluation.folder import BadItems, Items, load
from assistant.evaluation.limits import Heard, limits
from assistant.evaluation.measure import Measured, failing
from assistant.evaluation.mistakes import confusions, level_matrix, mistaken
from assistant.evaluation.probes import dilution, judge, probe_figures
from assistant.evaluation.reliability import reliability
from assistant.evaluation.scores import (
    answer_figures,
    answer_margins,
    levels_said,
    opening_figures,
    profile_figures,
    profile_said,
    search_by_activity,
    search_figures,
)

DEVELOPMENT = Path(__file__).parent / "evaluation"
TAGS = {
    "negation",
    "hedge",
    "planned",
    "mixed",
    "past-tense",
    "tool-name-only",
    "multi-activity",
    "jargon-free",
    "long",
}
ACTIVITIES = ("alerting", "rollback", "model-training", "governance")

ANSWERS = [
    {
        "id": "a1",
        "text": "one",
        "hard": ["hedge"],
        "labels": [
            {"activity": "alerting", "level": "manual", "accept": ["partial"]},
            {"activity": "rollback", "level": "absent", "accept": []},
        ],
    },
    {
        "id": "a2",
        "text": "two",
        "hard": ["hedge", "long"],
        "labels": [{"activity": "alerting", "level": "automated", "accept": []}],
    },
    {"id": "a3", "text": "three", "hard": [], "labels": []},
    {"id": "a4", "text": "four", "hard": [], "labels": [], "url": "somewhere", "kind": "other"},
    {
        "id": "a5",
        "text": "five",
        "hard": ["long"],
        "labels": [{"activity": "model-training", "level": "unclear", "accept": ["manual"]}],
    },
]
SAID = (
    {"alerting": "partial"},  # alerting right and accepted; rollback missing
    {"alerting": "manual", "rollback": "manual"},  # level two off; rollback extra
    {"rollback": "unclear"},  # off-topic, and something said
    {},
    {"model-training": "unclear"},
)
QUESTIONS = [
    {"id": "q1", "text": "one", "activities": ["alerting", "rollback"]},
    {"id": "q2", "text": "two", "activities": ["governance"]},
    {"id": "q3", "text": "three", "activities": []},
    {"id": "q4", "text": "four", "activities": []},
]
PROFILES = [
    {
        "id": "p1",
        "statements": ["we do", "we also do"],
        "expected": {"alerting": "manual", "rollback": "absent", "governance": "unclear"},
        "accept": {"rollback": ["manual"]},
        "claimed_level": "none",
    }
]


def written(folder: Path, **files: object) -> Path:
    for name, lines in files.items():
        text = "\n".join(json.dumps(one) if not isinstance(one, str) else one for one in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def items(tmp_path: Path) -> Items:
    folder = written(tmp_path, answers=ANSWERS, questions=QUESTIONS, profiles=PROFILES)
    return load(folder, ACTIVITIES)


# --- openings and probes


def test_an_opening_counts_neither_for_nor_against_what_one_hand_alone_heard(
    tmp_path: Path,
) -> None:
    line = {
        "id": "o1",
        "text": "one",
        "labels": [
            {"activity": "alerting", "level": "manual", "accept": ["partial"], "cue": True},
            {"activity": "rollback", "level": "absent", "cue": False},
        ],
        "accept_activities": ["governance"],
    }
    found = load(written(tmp_path, openings=[line]), ACTIVITIES).openings
    said = {"alerting": "partial", "governance": "absent", "model-training": "manual"}
    figures = {name: one.value for name, one in opening_figures(found, [said]).items()}
    assert (figures["precision"], figures["recall"]) == (0.5, 0.5)
    assert (figures["level right"], figures["level strict"]) == (1.0, 0.0)
    assert (figures["heard by a usual term"], figures["heard without one"]) == (1.0, 0.0)


PROBE = {"id": "b1", "kind": "k", "text": "t", "expect": {"alerting|rollback": ["manual"]}}


@pytest.mark.parametrize(
    ("more", "said", "judged"),
    [
        ({}, {"rollback": "manual"}, (1, 1, 0, 0, True)),
        ({}, {"rollback": "unclear"}, (1, 0, 0, 0, False)),
        ({}, {}, (0, 0, 0, 0, False)),
        ({}, {"alerting": "automated"}, (1, 0, 1, 0, False)),  # two steps off: gravely wrong
        ({}, {"alerting": "manual", "governance": "absent"}, (1, 1, 0, 1, True)),
        ({"also": {"governance": ["absent"]}}, {"alerting": "manual", "governance": "absent"},
         (1, 1, 0, 0, True)),
        ({"forbid": ["governance"]}, {"alerting": "manual", "governance": "absent"},
         (1, 1, 1, 0, False)),
        ({"expect": {}, "forbid": "all"}, {"alerting": "manual"}, (0, 0, 1, 0, False)),
        ({"expect": {}, "forbid": "all"}, {"alerting": "unclear"}, (0, 0, 0, 0, True)),
        ({"forbid": {"rollback": ["absent"]}}, {"alerting": "manual", "rollback": "absent"},
         (1, 1, 1, 0, False)),
    ],
)  # fmt: skip
def test_a_probe_is_judged_by_what_may_be_heard_and_what_may_not(
    tmp_path: Path, more: dict[str, object], said: dict[str, str], judged: tuple[object, ...]
) -> None:
    (item,) = load(written(tmp_path, probes=[{**PROBE, **more}]), ACTIVITIES).probes
    one = judge(item, said)
    assert (one.heard, one.right, one.forbidden, one.other, one.full) == judged


def test_what_is_lost_of_a_sentence_inside_an_opening_is_told(tmp_path: Path) -> None:
    parts = [
        {"text": "one.", "expect": {"alerting": ["manual"]}},
        {"text": "two.", "expect": {"rollback": ["absent"]}},
    ]
    lines = [{"id": "b1", "kind": "opening", "sentences": parts}]
    items = load(written(tmp_path, probes=lines), ACTIVITIES).probes
    heard = {"one.": {"alerting": "manual"}, "two.": {"rollback": "absent"},
             "one. two.": {"alerting": "partial", "governance": "absent"}}  # fmt: skip
    found = dilution(items, lambda text, question: heard[text])
    assert {name: one["heard"].value for name, one in found.items()} == {"alone": 1, "inside": 0.5}
    assert found["inside"]["level right"].value == 0
    assert found["inside"]["beside a text"].value == 1
    assert probe_figures(items, lambda text, question: {}) == {}


# --- figures


def test_answer_figures_are_those_worked_out_on_paper(items: Items) -> None:
    found = {name: one.value for name, one in answer_figures(items.answers, SAID).items()}
    # Right 3 (alerting twice, training), missing 1 (rollback), extra 2 (rollback twice).
    assert found["precision"] == pytest.approx(3 / 5)
    assert found["recall"] == pytest.approx(3 / 4)
    assert found["F1"] == pytest.approx(6 / 9)
    # By activity: alerting 1, training 1, rollback 0; governance occurs nowhere.
    assert found["macro F1"] == pytest.approx(2 / 3)
    assert found["exactly right"] == pytest.approx(2 / 5)  # a4 and a5
    # Levels on the three matched: accepted, wrong, right; strict only the last.
    assert found["level right"] == pytest.approx(2 / 3)
    assert found["level strict"] == pytest.approx(1 / 3)
    # Distances of manual to partial and automated to manual; unclear has no number.
    assert found["level distance"] == pytest.approx((1 + 2) / 2)
    assert found["off-topic false"] == pytest.approx(1 / 2)


def test_figures_say_on_how_many_items_they_rest(items: Items) -> None:
    figures = answer_figures(items.answers, SAID)
    assert (figures["F1"].n, figures["off-topic false"].n) == (5, 2)


def test_nothing_to_share_is_not_a_number_rather_than_zero(items: Items) -> None:
    silent = answer_figures(items.answers, [{}] * 5)
    assert math.isnan(silent["precision"].value)
    assert math.isnan(silent["level right"].value)
    assert silent["F1"].value == 0
    assert silent["exactly right"].value == pytest.approx(2 / 5)
    assert math.isnan(answer_figures((), ())["F1"].value)
    off = [one for one in items.answers if not one.labels]
    nothing = answer_figures(off, [{}] * len(off))
    assert math.isnan(nothing["macro F1"].value)
    assert (nothing["exactly right"].value, nothing["off-topic false"].value) == (1, 0)


def test_margins_are_differences_on_the_same_items(items: Items) -> None:
    silent = [{}] * 5
    ours, none = (answer_figures(items.answers, one) for one in (SAID, silent))
    found = answer_margins(items.answers, SAID, silent)
    assert found["F1"].value == pytest.approx(ours["F1"].value - none["F1"].value)
    assert found["off-topic false"].value == pytest.approx(1 / 2)
    same = answer_margins(items.answers, SAID, SAID)["F1"]
    assert (same.value, same.low, same.high) == (0, 0, 0)  # drawn together, not apart


def test_a_margin_is_surer_than_two_figures_that_go_up_and_down_together() -> None:
    rng = np.random.default_rng(5)
    ours = np.column_stack([rng.random(60) < 0.5, np.ones(60)]).astype(np.float64)
    other = ours.copy()
    other[:6, 0] = 0
    share = metrics.share(0, 1)
    apart, alone = metrics.less(ours, other, share), metrics.figure(ours, share)
    assert apart.value == pytest.approx(share(ours.sum(axis=0)) - share(other.sum(axis=0)))
    assert apart.high - apart.low < alone.high - alone.low


def test_mistakes_name_what_was_taken_for_what_commonest_first(items: Items) -> None:
    found = mistaken(items.answers, [*SAID[:3], {"rollback": "manual"}, {"rollback": "absent"}])
    assert [(one.labelled, one.said, one.items) for one in found] == [
        ("", "rollback", ("a2", "a3", "a4")),
        ("alerting automated", "alerting manual", ("a2",)),
        ("model-training", "rollback", ("a5",)),
        ("rollback", "", ("a1",)),
    ]


def test_the_level_matrix_counts_matched_activities_only(items: Items) -> None:
    found = level_matrix(items.answers, SAID)
    counted = {(label, said): n for label, row in found.items() for said, n in row.items() if n}
    assert counted == {
        ("manual", "partial"): 1,
        ("automated", "manual"): 1,
        ("unclear", "unclear"): 1,
    }


def test_reliability_puts_scores_beside_rates(items: Items) -> None:
    findings = [
        [finding(2, 0.95)],  # a1: alerting, accepted level
        [finding(1, 0.95), finding(None, 0.2, activity="rollback")],  # a2: level wrong; not there
        [finding(None, 0.25, activity="rollback")],  # a3 is off topic
        [],
        [],
    ]
    found = reliability(items.answers, findings)
    assert [(one.low, one.n) for one in found.bins] == [(0.2, 2), (0.9, 2)]
    assert [(one.right, one.level) for one in found.bins] == [(0, 0), (1, 0.5)]
    assert found.bins[0].score == pytest.approx(0.225)
    # Gaps: two findings off by 0.225 each and two by 0.05; with levels the last bin is 0.45 off.
    errors = {name: one.value for name, one in found.errors.items()}
    assert errors["activity right"] == pytest.approx((2 * 0.225 + 2 * 0.05) / 4)
    assert errors["activity and level right"] == pytest.approx((2 * 0.225 + 2 * 0.45) / 4)


def test_limits_tell_named_activities_from_those_that_likeness_alone_finds(items: Items) -> None:
    heard = [
        Heard(("rollback", "governance", "model-training", "alerting"), frozenset({"alerting"})),
        Heard(("alerting", "rollback", "governance", "model-training"), frozenset({"governance"})),
        Heard(ACTIVITIES, frozenset()),
        Heard(ACTIVITIES, frozenset({"alerting"})),
        Heard(ACTIVITIES, frozenset()),
    ]
    columns = ("labelled", "found", "ranked first", "among first three", "without label")
    assert {
        key: tuple(row[one] for one in columns)
        for key, row in limits(items.answers, heard, SAID).items()
    } == {
        "first half, named by a cue": (1, 1, 0, 0, 1),  # alerting of a1; governance of a2 beside
        "first half, named by none": (2, 1, 2, 2, 2),  # rollback of a1, alerting of a2
        "second half, named by a cue": (0, 0, 0, 0, 1),
        "second half, named by none": (1, 1, 0, 1, 0),
    }


def test_a_score_of_one_has_a_bin_and_no_findings_have_none(items: Items) -> None:
    whole = reliability(items.answers, [[finding(2, 1.0)], [], [], [], []])
    assert [(one.low, one.high) for one in whole.bins] == [(0.9, 1.0)]
    nothing = reliability(items.answers, [[]] * 5)
    assert nothing.bins == ()
    assert math.isnan(nothing.errors["activity right"].value)


def test_confusions_count_by_activity(items: Items) -> None:
    found = confusions(items.answers, SAID)
    names = ("labelled", "right", "missing", "extra", "wrong level")
    assert [found["alerting"][one] for one in names] == [2, 2, 0, 0, 1]
    assert [found["rollback"][one] for one in names] == [1, 0, 1, 2, 0]
    assert [found["model-training"][one] for one in names] == [1, 1, 0, 0, 0]
    assert "governance" not in found


@given(st.lists(st.tuples(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))))
def test_micro_figures_agree_with_counting_pairs(pairs: list[tuple[set[str], set[str]]]) -> None:
    gold, said = [one for one, _ in pairs], [other for _, other in pairs]
    sums = metrics.activity_table(gold, said, "abcd").sum(axis=(0, 1))
    both = sum(len(one & other) for one, other in pairs)
    labelled, claimed = sum(map(len, gold)), sum(map(len, said))
    for found, part, whole in (
        (metrics.recall(sums), both, labelled),
        (metrics.precision(sums), both, claimed),
        (metrics.f1(sums), 2 * both, labelled + claimed),
    ):
        assert math.isnan(found) if whole == 0 else found == pytest.approx(part / whole)


def test_search_ranks_are_those_worked_out_on_paper() -> None:
    right = [False, True, False, False, False, True, False]
    assert metrics.hit_at(right) == 1
    assert metrics.hit_at([False] * 5 + [True]) == 0
    assert metrics.reciprocal_rank(right) == pytest.approx(1 / 2)
    gained = 1 / math.log2(3) + 1 / math.log2(7)
    assert metrics.ndcg(right) == pytest.approx(gained / (1 + 1 / math.log2(3)))
    assert metrics.ndcg([True, True, False]) == 1
    assert metrics.ndcg([False] * 10 + [True]) == 0  # the eleventh is not looked at
    assert metrics.ndcg([]) == metrics.reciprocal_rank([]) == metrics.hit_at([]) == 0


def test_search_figures_keep_in_and_out_of_scope_apart(items: Items) -> None:
    topics = {
        "x": frozenset({"rollback"}),
        "y": frozenset({"governance", "alerting"}),
        "z": frozenset[str](),
    }
    found = [(True, ("z", "x")), (False, ("z", "x")), (True, ("z",)), (False, ())]
    figures = {
        key: one.value for key, one in search_figures(items.questions, found, topics).items()
    }
    assert figures["hit@5"] == pytest.approx(1 / 2)
    assert figures["MRR"] == pytest.approx(1 / 4)
    assert figures["nDCG@10"] == pytest.approx(1 / math.log2(3) / 2)
    assert figures["answerable, in scope"] == pytest.approx(1 / 2)
    assert figures["answerable, out of scope"] == pytest.approx(1 / 2)
    # Of the two activities of the first question, one is among its first five; of the second none.
    assert figures["recall@5"] == pytest.approx(1 / 4)
    # Answered rightly once, refused wrongly once, answered wrongly once.
    assert figures["answerable F1"] == pytest.approx(2 / 4)
    assert search_by_activity(items.questions, found, topics) == {
        "alerting": {"questions": 1, "in first five": 0, "refused": 0},
        "governance": {"questions": 1, "in first five": 0, "refused": 1},
        "rollback": {"questions": 1, "in first five": 1, "refused": 0},
    }


def test_a_question_answered_by_passages_is_in_scope(tmp_path: Path) -> None:
    lines = [{"id": "q1", "text": "one", "activities": [], "passages": ["stage-"]}]
    found = load(written(tmp_path, questions=lines), ACTIVITIES).questions
    topics = {"stage-a": frozenset[str](), "b": frozenset[str]()}
    figures = search_figures(found, [(True, ("b", "stage-a"))], topics)
    assert figures["MRR"].value == pytest.approx(1 / 2)
    assert figures["answerable, out of scope"].n == 0


def test_profile_figures_and_how_statements_add_up(items: Items) -> None:
    said = profile_said(
        [{"alerting": "unclear", "rollback": "manual"}, {"alerting": "automated"}, {"x": "manual"}]
    )
    assert said == {"alerting": "automated", "rollback": "manual", "x": "manual"}
    figures = {key: one.value for key, one in profile_figures(items.profiles, [said]).items()}
    assert figures["expected found"] == pytest.approx(2 / 3)
    assert figures["right of found"] == pytest.approx(1 / 2)  # rollback, by accept
    assert figures["expected found right"] == pytest.approx(1 / 3)
    assert figures["said that is expected"] == pytest.approx(2 / 3)


def finding(
    level: int | None, score: float, *, planned: bool = False, activity: str = "alerting"
) -> Finding:
    return Finding(activity, level, planned, 0, 3, "", 0, 0, score, "")


def test_a_stated_level_goes_before_unclear_and_then_the_surest() -> None:
    assert levels_said([finding(None, 0.9), finding(1, 0.2), finding(2, 0.3)]) == {
        "alerting": "partial"
    }
    assert levels_said([finding(0, 0.5, planned=True), finding(None, 0.9)]) == {
        "alerting": "planned"
    }
    assert levels_said([]) == {}


def test_failing_lists_wrong_activities_and_wrong_levels_only(items: Items) -> None:
    team = {"alerting": "manual", "rollback": "absent", "governance": "unclear"}
    assert [one.id for one in failing(items, SAID, [team])] == ["a1", "a2", "a3"]
    less = {"alerting": "manual", "rollback": "absent"}
    assert [one.id for one in failing(items, SAID, [less])] == ["a1", "a2", "a3", "p1"]


# --- the bootstrap


def test_the_bootstrap_is_deterministic_and_holds_the_value() -> None:
    rng = np.random.default_rng(1)
    rows = np.column_stack([rng.random(80) < 0.7, np.ones(80)]).astype(np.float64)
    one, again = (metrics.figure(rows, metrics.share(0, 1)) for _ in range(2))
    assert one == again
    assert one != metrics.figure(rows, metrics.share(0, 1), seed=2)
    assert one.low < one.value < one.high
    # Half the width of a 95 % interval for a share of 0.7 in 80 items is about 0.10.
    assert 0.08 < (one.high - one.low) / 2 < 0.12


def test_the_bootstrap_of_a_constant_is_that_constant() -> None:
    rows = np.ones((7, 2))
    assert metrics.figure(rows, metrics.share(0, 1)) == metrics.Figure(1.0, 1.0, 1.0, 7)


def test_draws_without_anything_to_share_are_left_out() -> None:
    rows = np.array([[1.0, 1.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    found = metrics.figure(rows, metrics.share(0, 1))
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


# --- loading


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 2: not readable as JSON"),
        ("[1]", "line 2: must be an object"),
        ('{"id": "x", "labels": []}', "line 2: text: "),
        ('{"id": "x", "text": "t", "labels": 3}', "line 2: labels: "),
        ('{"id": 4, "text": "t", "labels": []}', "line 2: id: "),
        ('{"id": "x", "text": "", "labels": []}', "line 2: text: "),
        (
            '{"id": "x", "text": "t", "labels": [{"activity": "alerting", "level": "huge"}]}',
            "line 2: labels.0.level: ",
        ),
        (
            '{"id": "x", "text": "t", "labels": [{"activity": "cooking", "level": "manual"}]}',
            "line 2: labels: 'cooking' is not an activity",
        ),
        ('{"id": "a1", "text": "t", "labels": []}', "line 2: id: 'a1' is given twice"),
    ],
)
def test_a_fault_is_one_line_with_file_line_and_field(
    tmp_path: Path, line: str, words: str
) -> None:
    written(tmp_path, answers=[ANSWERS[0], line])
    with pytest.raises(BadItems) as fault:
        load(tmp_path, ACTIVITIES)
    said = str(fault.value)
    assert said.startswith(f"{tmp_path / 'answers.jsonl'}, {words}")
    assert "\n" not in said


def test_bytes_that_are_no_text_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_bytes(b"\n\n\xff\n")
    with pytest.raises(BadItems, match="line 3: is not UTF-8"):
        load(tmp_path, ACTIVITIES)


def test_a_folder_without_items_is_a_fault_and_a_missing_kind_is_not(tmp_path: Path) -> None:
    with pytest.raises(BadItems, match="there is no such folder"):
        load(tmp_path / "nowhere", ACTIVITIES)
    with pytest.raises(BadItems, match="holds none of"):
        load(tmp_path, ACTIVITIES)
    found = load(written(tmp_path, questions=QUESTIONS), ACTIVITIES)
    assert (len(found.answers), len(found.questions), len(found.profiles)) == (0, 4, 0)


def test_line_ends_inside_a_text_do_not_split_a_line(tmp_path: Path) -> None:
    odd = {"id": "q", "text": "one\u2028two\x85three", "activities": []}
    (tmp_path / "questions.jsonl").write_text(json.dumps(odd, ensure_ascii=False) + "\r\n", "utf-8")
    assert load(tmp_path, ACTIVITIES).questions[0].text == odd["text"]


# --- baselines: one that knows nothing of evaluation items


def small() -> tuple[Catalogue, Lexicon]:
    words = {"alerting": "pager siren", "rollback": "revert undo", "governance": "audit approval"}
    made = made_catalogue(tuple(words))
    told = tuple(
        Told(text=f"{word} is what team {n} does", labels={name: "manual" if n % 2 else "absent"})
        for name, pair in words.items()
        for word in pair.split()
        for n in range(10)
    )
    none = tuple(f"the weather was fine on day {n}" for n in range(10))
    return made, Lexicon(told=told, none=none)


@pytest.mark.parametrize("make", [baselines.keywords, baselines.linear])
def test_a_baseline_learns_from_own_sentences(make: object) -> None:
    knowing, lexicon = small()
    read = make(knowing, own.sentences(knowing, lexicon))
    assert set(read("our pager went off")) == {"alerting"}
    assert set(read("an audit happens")) == {"governance"}
    assert read("we had a nice lunch") == {}


def test_the_threshold_is_the_best_one() -> None:
    scores = np.array([[0.9, 0.1], [0.8, 0.7], [0.6, 0.2]])
    truth = np.array([[True, False], [True, False], [True, False]])
    # Saying yes from 0.6: right 3 of 4 said and 3 true; from 0.8: right 2 of 2 said and 3 true.
    limit = own.best_threshold(scores, truth)
    assert limit == 0.6


@given(st.integers(1, 40))
def test_folds_leave_each_one_out_exactly_once(n: int) -> None:
    parts = list(own.folds(n).split())
    assert sorted(int(one) for _, left_out in parts for one in left_out) == list(range(n))
    assert all(not set(learn) & set(left_out) for learn, left_out in parts)


def test_copies_are_seen_through_case_and_punctuation() -> None:
    ours = (small()[0], Lexicon(none=("The quick brown fox jumps over it.",)))
    whole, longer = (
        "the QUICK brown fox, jumps over it",
        "I saw: the quick brown fox jumps over it!",
    )
    assert own.copies(*ours, [whole, "a fox"]) == [whole]
    assert own.copies(*ours, [longer]) == [longer]
    part = "quick brown fox jumps over"
    assert own.copies(*ours, [part, "brown fox"]) == [part]  # two words: chance
    assert own.copies(*ours, ["over it the quick brown fox jumps"]) == []


def test_a_long_run_of_words_in_common_is_a_copy() -> None:
    text = "one two three four five six seven eight nine ten"
    ours = (small()[0], Lexicon(told=(Told(text=text, labels={"alerting": "manual"}),)))
    run = "zero, two three four five six seven eight nine, eleven"
    assert own.copies(*ours, [run]) == [run]
    assert own.copies(*ours, ["zero, two three four five six seven eight, eleven"]) == []


def test_no_text_we_judge_reading_by_is_among_those_it_learns_from() -> None:
    known = knowledge.load()
    lexicon = knowledge.load_lexicon(None, known)
    judged = load(DEVELOPMENT, known.items)
    assert lexicon.told
    assert len(own.copies(known, lexicon, [lexicon.told[-1].text])) == 1  # told texts are looked at
    repeated = own.copies(known, lexicon, judged.texts())
    assert repeated == [], "texts that a line of ours repeats, which has to be said in other words"


def test_the_development_items_hold_enough_of_everything() -> None:
    known = knowledge.load()
    judged = load(DEVELOPMENT, known.items)
    hard = Counter(tag for one in judged.answers for tag in one.hard)
    spoken = Counter(name for one in judged.answers for name in one.levels)
    assert len(judged.answers) >= 150
    assert sum(not one.labels for one in judged.answers) >= 30
    assert set(hard) == TAGS
    assert min(hard.values()) >= 10
    assert set(spoken) == set(known.activities)
    assert min(spoken.values()) >= 4
    assert len(judged.profiles) >= 6


# --- tables


def measured(items: Items) -> Measured:
    return Measured(
        counts={"answers": 5, "questions": 0, "profiles": 0, "statements": 0},
        copies=0,
        answers={"ours": answer_figures(items.answers, SAID)},
        margins={"other": answer_margins(items.answers, SAID, [{}] * 5)},
        halves={"first half": {"ours": answer_figures(items.answers[:3], SAID[:3])}},
        levels=level_matrix(items.answers, SAID),
        reliability=reliability(items.answers, [[finding(2, 0.9)], [], [], [], []]),
        limits=limits(items.answers, [Heard(ACTIVITIES, frozenset())] * 5, SAID),
        mistakes=mistaken(items.answers, SAID),
        tags={"long": answer_figures(items.answers[:2], SAID[:2])},
        activities=confusions(items.answers, SAID),
        failing=failing(items, SAID, [{}]),
    )


def test_texts_of_items_are_shown_only_when_asked_for(items: Items) -> None:
    one = measured(items)
    assert "text: two" in table.text(one, texts=True)
    assert "text: two" not in table.text(one)
    assert "rollback" in table.text(one, texts=True).split("MISTAKES")[1].split("FAILING")[0]
    assert "failing" not in table.data(one)
    assert len(table.data(one, texts=True)["failing"]) == len(one.failing)


def test_halves_are_shown_only_when_asked_for(items: Items) -> None:
    one = measured(items)
    assert "ANSWERS, FIRST HALF" in table.text(one, halves=True)
    assert "FIRST HALF" not in table.text(one)
    assert "WHAT LIMITS IT" in table.text(one, halves=True)
    assert "WHAT LIMITS IT" not in table.text(one)
    assert table.data(one, halves=True)["halves"]["first half"]["ours"]["F1"]["n"] == 3
    assert "halves" not in table.data(one)


def test_data_has_no_value_that_json_lacks(items: Items) -> None:
    silent = Measured(
        counts={"answers": 5, "questions": 0, "profiles": 0, "statements": 0},
        copies=0,
        answers={"ours": answer_figures(items.answers, [{}] * 5)},
    )
    data = json.loads(json.dumps(table.data(silent), allow_nan=False))
    assert data["answers"]["ours"]["precision"]["value"] is None
    assert data["answers"]["ours"]["F1"] == {"value": 0.0, "low": 0.0, "high": 0.0, "n": 5}


# --- the bench


def test_bench_texts_are_distinct_and_the_same_every_time() -> None:

    catalogue = knowledge.load()
    texts = timing.own_texts(catalogue, 150)
    assert len(set(texts)) == 150
    assert texts == timing.own_texts(catalogue, 150)
    assert min(map(len, texts)) < 120 < 400 < max(map(len, texts))
    for words in (20, 150):
        lengths = [len(one.split()) for one in timing.own_texts(catalogue, 50, words)]
        assert words <= min(lengths)
        assert max(lengths) < 2 * words + 20


def test_random_profiles_range_from_little_to_much_known() -> None:

    catalogue = knowledge.load()
    rng = random.Random(3)
    sizes = [len(timing.random_profile(catalogue, rng)) for _ in range(60)]
    assert min(sizes) < 8
    assert max(sizes) > len(catalogue.items) - 8


def test_search_baselines_find_the_passage_that_has_the_words() -> None:

    catalogue = knowledge.load()
    name, passage = next(iter(catalogue.passages.items()))
    for make in (searchers.bm25, searchers.tfidf):
        covered, found = make(catalogue)(f"{passage.title} {passage.text}", 3)
        assert covered
        assert found[0] == name
        assert len(found) == 3

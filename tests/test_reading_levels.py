"""Level rules: what a clause says of how far an activity runs by itself."""

import pytest
from hearing import lexicon
from made import real

from assistant import reading
from assistant.reading.autonomy import UNCLEAR, Verdict, combine, judge, nearest_only
from assistant.reading.wordlists import Kind, LevelHit

PREPARED = reading.prepare(lexicon(), None, real().items)


def level(clause: str, activity: str = "model-deployment") -> Verdict:
    return judge(PREPARED.levels.find(clause, real().items[activity]))


def at(*places: tuple[Kind, int]) -> list[LevelHit]:
    return [LevelHit(kind, start, start + 3) for kind, start in places]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("we do not deploy anything", 0),
        ("nobody deploys models here", 0),
        ("there was never a deployment", 0),
        ("we would have deployed it", 0),
        ("we deploy by hand", 1),
        ("deployment is manual", 1),
        ("we deploy manualy", 1),
        ("someone copies the file to the server", 1),
        ("deployment is not automated", 1),
        ("no automatic deployment", 1),
        ("deployment is not automated and nobody can merge without a review", 1),
        ("deployment is semi-automated", 2),
        ("someone still presses the button", 2),
        ("one command deploys it", 2),
        ("it deploys automatically for some models", 2),
        ("it deploys automatically", 3),
        ("the model goes out every night", 3),
        ("every merge deploys it", 3),
        ("no manual steps are left", 3),
        ("it is deployed without anyone touching it", 3),
        ("nobody has to start it", 3),
        ("nothing is released without passing tests", 3),
        ("no model goes live without passing the automated tests", 3),
        ("no one copies the model by hand", 3),
        ("nobody lifts a finger for a release", 3),
        ("releases don't come from people", 3),
        ("not everything is deployed", 2),
        ("we don't always deploy it", 2),
        ("we couldn't deploy it if we wanted to", 0),
        ("the plan is to deploy automatically, at the moment i copy the files over", 1),
        ("it deploys automatically so that nobody gets a broken version", 3),
    ],
)
def test_clauses_of_the_automation_scale(clause, expected):
    assert level(clause).level == expected


@pytest.mark.parametrize(
    "clause", ["we deploy with kubernetes", "we have deployment", "the model was deployed"]
)
def test_a_tool_or_a_bare_past_says_nothing_of_how(clause):
    found = level(clause)
    assert (found.level, found.lo, found.hi, found.planned) == (None, 1, 3, False)


@pytest.mark.parametrize(
    "clause",
    ["we plan to deploy it", "automatic deployment is on our roadmap", "we intend to deploy it"],
)
def test_what_is_intended_is_not_done(clause):
    assert level(clause).planned
    assert level(clause).lo == 0


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("nobody writes documentation", 0),
        ("documentation depends on whoever has time", 1),
        ("there is a written template", 2),
        ("every release must have a model card", 3),
    ],
)
def test_clauses_of_the_practice_scale(clause, expected):
    assert level(clause, "documentation").level == expected


def test_a_plan_stays_one_where_what_is_there_today_is_nothing():
    assert level("we plan to deploy on every merge, today there is no deployment").planned
    assert level("we want to deploy it now that the tests pass").planned


def test_the_interval_holds_the_level():
    for clause in ("by hand", "partly", "automatically", "not at all", "hardly ever", "weekly"):
        found = level(clause)
        assert found.level is None or found.lo <= found.level <= found.hi


@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        (at((Kind.AUTOMATED, 0), (Kind.MANUAL, 9)), 2),
        (at((Kind.AUTOMATED, 0), (Kind.ABSENT, 9)), 3),
        (at((Kind.ABSENT, 0), (Kind.AUTOMATED, 9)), 1),
        (at((Kind.ABSENT, 0), (Kind.MANUAL, 40)), 1),
        (at((Kind.REPEATED, 0), (Kind.PERSON, 9)), 3),
        (at((Kind.CADENCE, 0), (Kind.PERSON, 9)), None),
        (at((Kind.WISHED, 0), (Kind.AUTOMATED, 9)), 0),
    ],
)
def test_which_word_wins(hits, expected):
    assert judge(hits).level == expected


def test_a_denial_inside_a_purpose_does_not_count():
    aside = LevelHit(Kind.ASIDE, 10, 60)
    denial = LevelHit(Kind.ABSENT, 20, 23)
    assert judge([aside, denial]) == UNCLEAR


def test_clauses_are_put_together():
    absent, manual, automated = Verdict(0, 0, 0), Verdict(1, 1, 1), Verdict(3, 3, 3)
    assert combine([manual], [UNCLEAR]).level == 1
    assert combine([automated], [manual]).level == 2
    assert combine([absent], [manual]).level == 1
    assert combine([UNCLEAR], [absent]).level == 2
    assert combine([UNCLEAR], []).level is None


def test_in_a_shared_clause_the_nearer_word_counts():
    manual, automated = at((Kind.MANUAL, 0), (Kind.AUTOMATED, 40))
    assert nearest_only([manual, automated], [(4, 10)], [(44, 50)]) == [manual]
    assert nearest_only([manual, automated], [(44, 50)], [(4, 10)]) == [automated]


def test_what_was_done_once_may_be_done_no_more():
    assert level("we used to track experiments").lo == 0
    assert level("we used to version data but stopped").level == 0


@pytest.mark.parametrize(
    ("clauses", "bounds"),
    [
        (["we deploy every model automatically", "we deploy every model by hand"], (1, 3)),
        (["we monitor drift automatically", "we do not monitor drift at all"], (0, 3)),
    ],
)
def test_clauses_that_contradict_each_other_leave_open_what_lies_between(clauses, bounds):
    found = combine([level(one) for one in clauses], ())
    assert (found.lo, found.hi) == bounds

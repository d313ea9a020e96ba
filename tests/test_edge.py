"""The edge adviser: no advice against a hard constraint, and what an expert would say of uses."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import catalogue, real

from assistant.domain.comparing import Split, Verdict
from assistant.phrases import comparison
from assistant.splitting import advise, suppose
from tests.measuring import edge

QUESTIONS = {one.id: ["", *(option.id for option in one.options)] for one in real().context}
TABLE = real().edge
assert TABLE is not None
FACTORS = sorted({name for factor in TABLE.factors for name in factor.questions})
CENTRAL, INFERENCE, ADAPTATION, FEDERATED, LOCAL = [one.id for one in TABLE.options]


def chosen(values: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}


def forbidden(context: dict[str, str]) -> set[str]:
    """What the answers rule out, written down apart from the table: nothing may overrule it."""
    said = set(context.items())
    found: set[str] = set()
    if ("speed", "offline") in said:  # the answer has to be there without a line
        found |= {CENTRAL}
    if ("place", "cloud") in said:
        found |= {INFERENCE, ADAPTATION, FEDERATED, LOCAL}
    if ("data-origin", "stays") in said:  # only a base made of other data can come from a centre
        found |= {CENTRAL}
        found |= set() if ("learning-data", "base") in said else {INFERENCE, ADAPTATION}
    if ("learning-data", "many") in said or ("learning-data", "base") in said:
        found |= {LOCAL}
    if ("device-computing", "little") in said:
        found |= {INFERENCE, ADAPTATION, FEDERATED, LOCAL}
    if ("device-computing", "predict") in said or ("device-memory", "cramped") in said:
        found |= {ADAPTATION, FEDERATED, LOCAL}
    if ("device-memory", "fits") in said:
        found |= {FEDERATED, LOCAL}
    return found


def outcome(found: Split | None) -> tuple[str | None, bool]:
    assert found is not None
    return found.option and found.option.id, found.verdict is Verdict.CLASH


def consistent(context: dict[str, str], found: Split) -> None:
    """What holds of every advice: never ruled out, and explained by the answers given."""
    labels = {
        option.label
        for question in real().context
        for option in question.options
        if context.get(question.id) == option.id
    }
    reasons = (*found.objections, *found.others, *found.against, *found.clash)
    assert found.reason
    assert all(one.why and one.said and set(one.said) <= labels for one in reasons)
    assert {one.id for one in found.possible}.isdisjoint(forbidden(context))
    assert (found.option is not None) == (found.verdict in (Verdict.SETTLED, Verdict.SO_FAR))
    assert bool(found.open) or found.verdict in (Verdict.SETTLED, Verdict.CLASH)
    if found.option is not None:
        assert found.option.id not in forbidden(context)
        assert found.option == TABLE.options[found.number - 1]
        assert not any(one.hard for one in found.against)
        assert bool(found.objections) == (found.number > 1)
    if found.verdict is Verdict.CLASH:
        assert not found.possible
        assert len({one.said for one in found.clash}) > 1  # it takes two answers to clash
        assert found.ways
        assert all(one.lifted for one in found.ways)
    else:
        assert not found.clash
        assert not found.ways


@pytest.mark.slow
def test_over_all_answers_no_advice_is_ruled_out_and_what_is_settled_stays() -> None:
    """All of them: the six questions that bear on it, each answered in any way or skipped."""
    full: dict[tuple[str, ...], tuple[str | None, bool]] = {
        values: outcome(advise(real(), dict(zip(FACTORS, values, strict=True))))
        for values in product(*(QUESTIONS[name][1:] for name in FACTORS))
    }
    answers = 0
    for values in product(*(QUESTIONS[name] for name in FACTORS)):
        context = chosen(dict(zip(FACTORS, values, strict=True)))
        found = advise(real(), context)
        assert found is not None
        consistent(context, found)
        if found.verdict in (Verdict.SETTLED, Verdict.CLASH):  # nothing said later can move it
            later = product(
                *([one] if one else QUESTIONS[name][1:]
                  for name, one in zip(FACTORS, values, strict=True))
            )  # fmt: skip
            ends = {full[one] for one in later}
            assert ends == {outcome(found)}, context
        answers += 1
    assert answers == 5 * 6 * 5 * 4 * 4 * 4


def test_full_answers_reach_every_option_and_seldom_clash() -> None:
    counted = edge.spread(real())
    total = sum(counted.values())
    assert total == 1836  # as many as when three in five of them clashed
    assert set(counted) == {CENTRAL, INFERENCE, ADAPTATION, FEDERATED, LOCAL, edge.CLASH}
    assert counted[edge.CLASH] / total < 0.31


@pytest.mark.slow
def test_a_clash_of_full_answers_is_one_whatever_is_ruled_out_by_hand() -> None:
    """No clash is told where the constraints, written down apart, would leave a way."""
    for answers in edge.full_answers(real()):
        clash = len(forbidden(answers)) == len(TABLE.options)
        assert (edge.advised(real(), answers) == edge.CLASH) == clash, answers


@pytest.mark.parametrize("half", edge.HALVES)
def test_told_uses_are_advised_as_an_expert_would(half: str) -> None:
    told = [one for one in edge.uses() if one.half == half]
    missed = edge.wrong(real(), tuple(told))
    assert 1 - len(missed) / len(told) >= 0.85, [one.id for one in missed]
    for one in told:
        assert edge.advised(real(), one.answers) not in forbidden(one.answers)


def test_the_told_uses_are_many_and_of_every_option() -> None:
    told = edge.uses()
    assert len({one.id for one in told}) == len(told) >= 36
    for half in edge.HALVES:
        found = [one.expert for one in told if one.half == half]
        assert min(found.count(one.id) for one in TABLE.options) >= 4
        assert found.count(edge.CLASH) >= 4
    halves = [{tuple(one.answers.values()) for one in told if one.half == half}
              for half in edge.HALVES]  # fmt: skip
    assert not halves[0] & halves[1]  # nothing held back was seen under another name


def reached(context: dict[str, str]) -> tuple[str | None, bool]:
    """The best of what is possible, named already or not, weighed here from the table itself."""
    found = advise(real(), context)
    assert found is not None
    against = [
        name
        for one in TABLE.leanings
        if all(context.get(question) in chips for question, chips in one.when.items())
        for name in one.against * one.weight
    ]
    best = min((one.id for one in found.possible), key=against.count, default=None)
    return best, found.verdict is Verdict.CLASH


@settings(deadline=None, max_examples=200)
@given(st.fixed_dictionaries({key: st.sampled_from(values) for key, values in QUESTIONS.items()}))
def test_what_is_open_can_change_the_answer_and_nothing_else_can(values: dict[str, str]) -> None:
    context = chosen(values)
    found = advise(real(), context)
    assert found is not None
    for factor in TABLE.factors:
        unanswered = [name for name in factor.questions if name not in context]
        moved = any(
            reached(context | dict(zip(unanswered, one, strict=True))) != reached(context)
            for one in product(*(QUESTIONS[name][1:] for name in unanswered))
        )
        assert (factor in found.open) == moved


@pytest.mark.parametrize(
    ("context", "option", "verdict"),
    [
        # Too little said: once "nothing you answered speaks against everything in the centre".
        ({}, None, "open"),
        ({"place": "own"}, None, "open"),
        ({"learning-data": "base"}, None, "open"),
        ({"place": "both"}, "edge-inference", "so-far"),
        ({"place": "cloud"}, "central", "so-far"),
        ({"speed": "offline"}, "edge-inference", "so-far"),
        ({"place": "devices", "learning-data": "base"}, "edge-adaptation", "so-far"),
        ({"data-origin": "stays", "learning-data": "many"}, "federated", "so-far"),
        # What one unit sees is enough, so there is nothing to merge: once federated.
        ({"data-origin": "stays", "learning-data": "one-unit"}, "local", "so-far"),
        ({"data-origin": "heavy", "device-memory": "fits"}, "edge-inference", "so-far"),
        # Once the centre, which needs the network, and where the data may not go.
        ({"speed": "offline", "device-computing": "little"}, None, "clash"),
        ({"data-origin": "stays", "device-computing": "little"}, None, "clash"),
        # Once predicting on the device, though the model is said to run in the cloud.
        ({"place": "cloud", "data-origin": "stays"}, None, "clash"),
        # A base from elsewhere would still do, so this is no clash yet.
        ({"data-origin": "stays", "device-computing": "predict"}, None, "open"),
        ({"data-origin": "stays", "device-computing": "predict", "learning-data": "many"},
         None, "clash"),
        ({"place": "nowhere", "unheard-of": "yes"}, None, "open"),
    ],
)  # fmt: skip
def test_the_table_says_what_we_mean(
    context: dict[str, str], option: str | None, verdict: str
) -> None:
    found = advise(real(), context)
    assert found is not None
    assert (found.option and found.option.id, found.verdict) == (option, verdict)


def test_a_clash_names_the_answers_and_what_each_way_out_leads_to() -> None:
    found = advise(real(), {"place": "cloud", "data-origin": "stays"})
    assert found is not None
    assert [one.said for one in found.clash] == [
        ("In the cloud",),
        ("On devices or sites it must not leave",),
    ]
    assert [one.option.id for one in found.ways] == [CENTRAL, FEDERATED]
    told = [line for _, lines in comparison.grounds(real(), found) for line in lines]
    assert any(line.startswith("“In the cloud”: ") for line in told)
    assert any(line.endswith("Then: 4, federated learning.") for line in told)


def test_what_is_still_to_be_known_is_said() -> None:
    found = advise(real(), {"place": "both"})
    assert found is not None
    said = list(comparison.unsettled(real(), found))
    assert "moving data to the centre" in said[-1]
    assert comparison.split_title(real(), found).startswith("So far: 2 of 5")
    nothing = advise(real(), {})
    assert nothing is not None
    assert comparison.split_title(real(), nothing) == real().texts["edge.option-open"]
    assert list(comparison.unsettled(real(), nothing))


def test_what_if_it_ran_on_devices_leaves_aside_where_it_runs() -> None:
    found = suppose(real(), {"place": "cloud", "learning-data": "base"})
    assert found is not None
    assert found.option is not None
    assert found.option.id == ADAPTATION
    assert suppose(catalogue("ab"), {"place": "cloud"}) is None


def test_devices_are_seen_in_the_choices() -> None:
    for name, chip, expected in [
        ("place", "devices", True),
        ("place", "cloud", False),
        ("speed", "offline", True),
        ("data-origin", "stays", True),
        ("rules", "law", False),
    ]:
        found = advise(real(), {name: chip})
        assert found is not None
        assert found.wanted is expected


def test_an_edition_without_the_table_has_no_answer() -> None:
    assert advise(catalogue("ab"), {"place": "devices"}) is None


def test_the_factors_are_those_of_the_paper_and_say_what_is_ours() -> None:
    assert [one.id for one in TABLE.factors] == [
        "task-intent", "data-needed", "transfer", "computing", "memory",
    ]  # fmt: skip
    for factor in TABLE.factors:
        assert [one.basis.value for one in factor.sources] == ["stated", "reading"]
    assert len(TABLE.options) == 5

"""The edge adviser: an answer with a reason for every combination of choices, skipped ones too."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import catalogue, real

from assistant.domain.edge import EdgeTable
from assistant.splitting import advise

QUESTIONS = {one.id: ["", *(option.id for option in one.options)] for one in real().context}
TABLE = real().edge
assert TABLE is not None
FACTORS = sorted({name for factor in TABLE.factors for name in factor.questions})


def chosen(values: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}


def against(table: EdgeTable, context: dict[str, str]) -> dict[str, int]:
    """How many choices speak against each option, counted from the table itself."""
    return {
        option.id: sum(
            1
            for factor in table.factors
            for one in factor.objections
            if context.get(one.question) == one.chip and option.id in one.against
        )
        for option in table.options
    }


@pytest.mark.slow
def test_every_combination_gives_an_answer_with_a_reason() -> None:
    """All of them: the six questions that bear on it, each answered in any way or skipped."""
    answers = 0
    for values in product(*(QUESTIONS[name] for name in FACTORS)):
        context = chosen(dict(zip(FACTORS, values, strict=True)))
        found = advise(real(), context)
        assert found is not None
        assert found.reason
        counts = against(TABLE, context)
        least = min(counts.values())
        allowed = [key for key, count in counts.items() if count == least]
        assert found.option.id == allowed[0]  # the most central of the least opposed
        assert bool(found.against) == (least > 0)
        for option in TABLE.options[: found.number - 1]:  # each more central one has its reason
            assert any(option.id in one.against for one in found.objections)
        assert all(one.why for one in (*found.objections, *found.against))
        answers += 1
    assert answers == 5 * 6 * 5 * 4 * 4 * 4


@settings(deadline=None, max_examples=200)
@given(st.fixed_dictionaries({key: st.sampled_from(values) for key, values in QUESTIONS.items()}))
def test_what_is_open_can_change_the_answer_and_nothing_else_can(values: dict[str, str]) -> None:
    context = chosen(values)
    found = advise(real(), context)
    assert found is not None
    for factor in TABLE.factors:
        unanswered = [name for name in factor.questions if name not in context]
        moved = any(
            advise(real(), context | dict(zip(unanswered, one, strict=True))).option != found.option
            for one in product(*(QUESTIONS[name][1:] for name in unanswered))
        )
        assert (factor in found.open) == moved


@pytest.mark.parametrize(
    ("context", "option", "clash"),
    [
        ({}, "central", False),
        ({"place": "both"}, "central", False),
        ({"speed": "offline"}, "edge-inference", False),
        ({"place": "devices", "learning-data": "base"}, "edge-adaptation", False),
        ({"data-origin": "stays", "learning-data": "many"}, "federated", False),
        ({"data-origin": "stays", "learning-data": "one-unit"}, "federated", False),
        ({"data-origin": "heavy", "device-memory": "fits"}, "edge-inference", False),
        ({"speed": "offline", "device-computing": "little"}, "central", True),
        ({"data-origin": "stays", "device-computing": "predict"}, "central", True),
        ({"place": "nowhere", "unheard-of": "yes"}, "central", False),
    ],
)
def test_the_table_says_what_we_mean(context: dict[str, str], option: str, clash: bool) -> None:
    found = advise(real(), context)
    assert found is not None
    assert (found.option.id, bool(found.against)) == (option, clash)


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

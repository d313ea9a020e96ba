"""The target: several answers together, more never less, and every conclusion with its answers."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import CITED, at, catalogue, model, real

from assistant import report, staging
from assistant.commands.tabling import lines
from assistant.domain.knowledge import (
    Ask,
    Citation,
    ContextOption,
    ContextQuestion,
    Model,
    Target,
)
from assistant.domain.levels import Profile
from assistant.domain.results import Goal, Report
from assistant.domain.usecase import Degree, Needs, Weighing, Weights
from assistant.export import write
from assistant.phrases.floor import group
from assistant.phrases.outcome import aim, to_find_out, without_steps
from assistant.targets import ENOUGH, goal, goals, spread

KNOWN = real()
TEXTS = KNOWN.texts
MODELS = sorted(KNOWN.models.values(), key=lambda one: one.order)
ASKED = [one for one in KNOWN.context if one.about == "target"]
CHIPS = {one.id: {option.id: option for option in one.options} for one in ASKED}
CONTEXT = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(sorted(chips)) for key, chips in CHIPS.items()}
)


def made(profile: Profile, context: Mapping[str, str], primary: str = "") -> Report:
    closure = staging.close(KNOWN, profile)
    found = {key: staging.assess(one, closure.profile) for key, one in KNOWN.models.items()}
    return report.build(KNOWN, closure, found, primary or KNOWN.primary.id, context)


def aimed(one: Model, context: Mapping[str, str]) -> Goal:
    found = goal(KNOWN, one, context)
    assert found is not None
    return found


def speaks(option: ContextOption) -> bool:
    return bool(option.weighs.rules or option.weighs.excellence or "shared" in option.needs)


HARMLESS = {key: next(iter(chips)) for key, chips in CHIPS.items()}
HOSPITAL = {
    "cost-of-error": "harm", "rules": "law", "pace": "years", "breadth": "one", "place": "own",
    "speed": "seconds",
}  # fmt: skip
NOTHING_YET = {key: at(0) for key in KNOWN.items}


# --- how rows are found, on a small table


LADDER = model([{"a": 1}, {"a": 2, "b": 1}, {"a": 3}])
NEEDS = Needs(
    rules=Weighing(some=2, much=4, why="w", asks=(
        Ask(activity="b", level=1, since="some", sources=CITED),
        Ask(activity="c", level=1, since="some", sources=CITED),
        Ask(activity="c", level=2, since="much", sources=CITED),
    )),
    excellence=Weighing(some=1, much=3, why="w", asks=(
        Ask(activity="c", level=1, since="much", sources=CITED),
    )),
)  # fmt: skip
SOURCED = (Citation(basis="stated", source="src"), *CITED, Citation(basis="stated", source="src"))
ROWS = (
    Target(model="other", stage="s0", why="not this model", sources=CITED),
    Target(model="made", rules="much", excellence="much", stage="s3", why="both", sources=SOURCED),
    Target(model="made", excellence="some", renewal=True, stage="s2", why="fresh", sources=CITED),
    Target(model="made", rules="some", stage="s2", why="proof", sources=CITED),
    Target(model="made", shared=True, stage="s1", why="shared", sources=CITED),
    Target(model="made", stage="s0", why="free", sources=CITED),
)


def question(name: str, *options: ContextOption) -> ContextQuestion:
    return ContextQuestion(id=name, order=1, question="q", options=options)


def chip(name: str, rules: int = 0, excellence: int = 0, *needs: str) -> ContextOption:
    weighs = Weights(rules=rules, excellence=excellence)
    return ContextOption(id=name, label=f"{name} label", weighs=weighs, needs=needs)


QUESTIONS = (
    question("rules", chip("none"), chip("in-house", 1), chip("audit", 2), chip("law", 4)),
    question("pace", chip("slow"), chip("weeks", 0, 1), chip("days", 0, 2, "renewal")),
    question("cost", chip("little"), chip("harm", 1, 1), chip("others", 0, 0, "shared", "edge")),
    question("size", chip("small"), chip("large", 0, 1)),
    question("room", chip("x"), chip("y")).model_copy(update={"about": "edge"}),
)
SMALL = replace(
    catalogue("abc", models=[LADDER], context=QUESTIONS, targets=ROWS, needs=NEEDS), texts=TEXTS
)


@pytest.mark.parametrize(
    ("context", "stage", "why"),
    [
        ({"rules": "none"}, 0, "free"),
        ({"rules": "in-house"}, 0, "free"),
        ({"rules": "audit"}, 2, "proof"),
        ({"rules": "law"}, 2, "proof"),
        ({"rules": "in-house", "cost": "harm"}, 2, "proof"),
        ({"pace": "days"}, 2, "fresh"),
        ({"pace": "weeks", "size": "large"}, 0, "free"),
        ({"cost": "others"}, 1, "shared"),
        ({"rules": "law", "pace": "days"}, 2, "fresh"),
        ({"rules": "law", "pace": "days", "size": "large"}, 3, "both"),
        ({"rules": "gone", "gone": "law", "size": "small"}, 0, "free"),
    ],
)
def test_the_first_row_decides_that_fits_what_answers_add_up_to(
    context: Mapping[str, str], stage: int, why: str
) -> None:
    found = goal(SMALL, LADDER, context)
    assert found is not None
    assert (found.stage, found.why) == (stage, why)
    assert found.sources == (("src",) if why == "both" else ())


@pytest.mark.parametrize("context", [{}, {"rules": ""}, {"rules": "gone"}, {"gone": "law"}])
def test_without_a_chip_we_know_there_is_no_goal(context: Mapping[str, str]) -> None:
    assert goal(SMALL, LADDER, context) is None


def test_a_model_without_a_row_has_no_goal() -> None:
    bare = catalogue("abc", models=[LADDER], context=QUESTIONS, targets=ROWS[:1], needs=NEEDS)
    assert goal(bare, LADDER, {"rules": "law"}) is None
    assert spread(bare, LADDER).named == {}


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"rules": "in-house"}, {}),
        ({"rules": "audit"}, {"c": 1}),  # the stage asks for b itself
        ({"rules": "law"}, {"c": 2}),
        ({"pace": "days", "size": "large"}, {"c": 1}),
        ({"rules": "law", "pace": "days", "size": "large"}, {"c": 2}),
    ],
)
def test_what_a_need_asks_for_stands_beside_the_stage(
    context: Mapping[str, str], expected: dict[str, int]
) -> None:
    found = goal(SMALL, LADDER, context)
    assert found is not None
    assert {one.activity: one.level for one in found.besides} == expected


def test_the_counted_combinations_are_those_gone_through_one_by_one() -> None:
    asked = [one for one in QUESTIONS if one.about == "target"]
    named: Counter[int] = Counter()
    full: Counter[int] = Counter()
    for values in product(*(["", *(chip.id for chip in one.options)] for one in asked)):
        context = {one.id: value for one, value in zip(asked, values, strict=True) if value}
        found = goals(SMALL, context).get("made")
        if found is not None:
            named[found.stage] += 1
            full[found.stage] += len(context) == len(asked)
    found = spread(SMALL, LADDER)
    assert found.named == named
    assert found.full == +full
    assert sum(full.values()) == 4 * 3 * 3 * 2


# --- what must hold of the table that ships


@settings(deadline=None, max_examples=300)
@given(CONTEXT, st.data())
def test_a_heavier_answer_never_lowers_a_target(
    context: dict[str, str], data: st.DataObject
) -> None:
    """Another chip that weighs at least as much, or an answer where there was none."""
    name = data.draw(st.sampled_from(sorted(CHIPS)))
    before = CHIPS[name].get(context.get(name, ""))
    heavier = [key for key, one in CHIPS[name].items() if before is None or outweighs(one, before)]
    more = context | {name: data.draw(st.sampled_from(heavier))}
    if not context:
        return
    for one in MODELS:
        low, high = aimed(one, context), aimed(one, more)
        assert low.stage <= high.stage
        asked, after = asked_in_all(one, low), asked_in_all(one, high)
        assert all(after.get(key, 0) >= level for key, level in asked.items())


def outweighs(one: ContextOption, other: ContextOption) -> bool:
    return (
        one.weighs.rules >= other.weighs.rules
        and one.weighs.excellence >= other.weighs.excellence
        and {"shared", "renewal"} & set(one.needs) >= {"shared", "renewal"} & set(other.needs)
    )


def asked_in_all(one: Model, found: Goal) -> dict[str, int]:
    """The level of each activity that a goal asks for, with its stage and beside it."""
    inside = [need for stage in one.stages[: found.stage + 1] for need in stage.requirements]
    levels: dict[str, int] = {}
    for need in (*inside, *found.besides):
        levels[need.activity] = max(need.level, levels.get(need.activity, 0))
    return levels


@settings(deadline=None, max_examples=60)
@given(CONTEXT, st.data())
def test_who_asks_for_less_gets_no_step_more(context: dict[str, str], data: st.DataObject) -> None:
    """A level at which nobody stops on the way further is covered by the step beyond it."""
    name = data.draw(st.sampled_from(sorted(CHIPS)))
    if len(context) < ENOUGH or name not in context:
        return
    before = CHIPS[name][context[name]]
    heavier = [key for key, one in CHIPS[name].items() if outweighs(one, before)]
    more = context | {name: data.draw(st.sampled_from(heavier))}
    levels, _ = staging.repair(KNOWN, {key: data.draw(st.integers(0, 3)) for key in KNOWN.items})
    profile = {key: at(level) for key, level in levels.items()}
    primary = data.draw(st.sampled_from(MODELS)).id
    few, many = made(profile, context, primary), made(profile, more, primary)
    beyond = {(one.advice.activity, one.advice.to) for one in many.steps}
    for step in (one.advice for one in few.steps):
        covers = {step.to, step.to + 1} if step.passing else {step.to}
        assert any((step.activity, to) in beyond for to in covers), step.id


def test_no_one_or_two_answers_lead_to_the_top() -> None:
    """Alone, or with all else answered as harmlessly as can be."""
    every = [(name, key) for name, chips in CHIPS.items() for key in chips]
    for pair in combinations(every, 2):
        for context in (dict(pair), HARMLESS | dict(pair)):
            for one in MODELS:
                assert aimed(one, context).stage < len(one.stages) - 1, (one.id, pair)


def test_only_the_law_settles_a_need_alone() -> None:
    settled = {}
    for name, chips in CHIPS.items():
        for key in chips:
            found = aimed(MODELS[0], {name: key})
            if Degree.MUCH in (found.rules, found.excellence):
                settled[name, key] = (found.rules, found.excellence)
    assert settled == {("rules", "law"): (Degree.MUCH, Degree.NONE)}


def test_harmless_answers_lead_nowhere_and_claim_nothing() -> None:
    for key, chips in CHIPS.items():
        assert not speaks(chips[HARMLESS[key]])
    for count in range(ENOUGH, len(HARMLESS) + 1):
        context = dict(list(HARMLESS.items())[:count])
        for one in MODELS:
            found = aimed(one, context)
            assert (found.stage, found.besides) == (0, ())
            assert found.because[0] == TEXTS["aim.not-raised"]


def test_every_stage_is_a_target_and_none_takes_all() -> None:
    for one in MODELS:
        found = spread(KNOWN, one)
        # Who answers everything and presses everywhere is at the top more often.
        for counts, most in ((found.named, 0.25), (found.full, 0.3)):
            assert set(counts) == set(range(len(one.stages))), one.id
            assert counts[len(one.stages) - 1] <= most * sum(counts.values()), one.id
            assert max(counts.values()) <= 3 * sum(counts.values()) / 4, one.id


@settings(deadline=None, max_examples=200)
@given(CONTEXT)
def test_the_reasons_name_the_answers_that_weigh_and_no_other(context: dict[str, str]) -> None:
    if not context:
        return
    found = aimed(MODELS[0], context)
    named = re.findall(r"“([^”]+)”", " ".join(found.because))
    weighing = {CHIPS[key][value].label for key, value in context.items()
                if speaks(CHIPS[key][value])}  # fmt: skip
    assert set(named) == weighing
    left = [one for one in ASKED if one.id not in context and any(map(speaks, one.options))]
    said = TEXTS["aim.left.one" if len(left) == 1 else "aim.left"].format(count=len(left))
    assert (said in found.because) == bool(left)


CLAIMS = re.compile(r"\b(you|your|yours|use cases?|here it|this case|presses,)\b", re.IGNORECASE)


def test_no_row_says_anything_of_a_use_case() -> None:
    """It is shown whatever was answered, so what it says must hold of the stage alone."""
    for row in KNOWN.taxonomy.targets:
        assert not CLAIMS.search(row.why), row.why


def test_questions_on_the_device_decide_no_target() -> None:
    about = [option for one in KNOWN.context if one.about == "edge" for option in one.options]
    assert about
    assert not [one.id for one in about if one.needs or one.weighs != Weights()]


def test_the_command_prints_what_the_page_on_targets_shows() -> None:
    page = (Path(__file__).parents[1] / "docs" / "target.md").read_text(encoding="utf-8")
    table = "\n".join(lines(KNOWN))
    assert table in page
    (alone,) = {each.id for each in MODELS if f"**{each.id}**" in "\n".join(lines(KNOWN, "google"))}
    assert alone == "google"


# --- what stands beside the stage


def test_a_hospital_with_a_bought_model_is_asked_for_proof_and_not_for_automation() -> None:
    one = made(NOTHING_YET, HOSPITAL)
    now, steps = one.goals[one.primary], one.steps
    assert (now.rules, now.excellence) == (Degree.MUCH, Degree.NONE)
    assert (now.stage, one.primary) == (0, "john-2021")
    assert {each.activity for each in now.besides} >= {"governance", "documentation", "rollback"}
    assert {"governance-2", "documentation-2"} <= {each.advice.id for each in steps}
    assert all(each.advice.to < 3 for each in steps)
    busy = HOSPITAL | {"pace": "days", "breadth": "many", "speed": "instant"}
    assert 2 * len(steps) < len(made(NOTHING_YET, busy).steps)


def test_what_rules_ask_for_comes_before_the_next_stage() -> None:
    one = made(NOTHING_YET, HOSPITAL | {"pace": "days"})
    assert one.goals[one.primary].stage > 0
    said = [group(KNOWN, one, step) for step in one.steps]
    first = said.count(TEXTS["result.besides-first"])
    assert first
    assert set(said[:first]) == {TEXTS["result.besides-first"]}
    assert {"governance-2", "documentation-2"} <= {each.advice.id for each in one.steps[:first]}
    assert TEXTS["result.besides-first"] in write(KNOWN, one, "text").decode()


@pytest.mark.parametrize(
    ("governance", "said", "steps"),
    [
        ({"governance": at(0)}, "result.target-met-stage", ["governance-2"]),
        ({}, "result.target-met-open", []),
        ({"governance": at(2)}, "result.target-met", []),
    ],
)
def test_a_reached_stage_is_not_all_while_something_beside_it_is_missing(
    governance: Profile, said: str, steps: list[str]
) -> None:
    there = ("documentation", "performance-monitoring", "rollback", "model-validation")
    one = made({"data-collection": at(0), **{key: at(2) for key in there}} | governance, HOSPITAL)
    assert one.now.lo == one.goals[one.primary].stage == 0
    *_, besides, last = aim(KNOWN, one)
    assert last == TEXTS[said]
    # What is there already is not named again.
    assert ("governance (defined)" in besides) == (said != "result.target-met")
    assert [each.advice.id for each in one.steps] == steps
    unknown = [check.requirement.activity for _, checks in to_find_out(KNOWN, one)
               for check in checks]  # fmt: skip
    assert ("governance" in unknown) == (said == "result.target-met-open")
    if said == "result.target-met-open":
        assert without_steps(KNOWN, one) == TEXTS["result.besides-later"]
        written = write(KNOWN, one, "text").decode()
        assert " ".join(KNOWN.items["governance"].question.split()) in " ".join(written.split())

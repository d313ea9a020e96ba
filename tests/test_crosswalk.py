"""The models side by side: every model appears, only true differences are named, in any order."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import NAMES, UNKNOWN, at, catalogue, model, real, standings

from assistant import report
from assistant.crosswalk import compare
from assistant.domain.comparing import Contrast, Crosswalk, Pair
from assistant.domain.knowledge import Catalogue, Model, Requirement
from assistant.domain.levels import Profile
from assistant.domain.results import Assessment
from assistant.phrases.beside import ladders
from assistant.phrases.standing import inline
from assistant.staging import assess, close

LEVELS = st.integers(1, 3)
STAGES = st.lists(st.dictionaries(st.sampled_from(NAMES), LEVELS, max_size=3), min_size=1)
TEXTS = {key: text for key, text in real().texts.items() if key.startswith(("cross", "list"))}

KNOWN = real()


@st.composite
def several(draw: st.DrawFn) -> Catalogue:
    """A catalogue of one to five models over the same activities, with our texts."""
    models = [
        model(stages, f"model-{index}", index)
        for index, stages in enumerate(draw(st.lists(STAGES, min_size=1, max_size=5)))
    ]
    made = catalogue(NAMES, models=models)
    made.texts.update(TEXTS)  # type: ignore[attr-defined]
    return made


def assessed(made: Catalogue, told: Profile) -> dict[str, Assessment]:
    profile = close(made, told).profile
    return {key: assess(one, profile) for key, one in made.models.items()}


def asked(one: Model) -> dict[str, list[tuple[int, int]]]:
    """What a model asks of each activity, as (stage, level), found by walking the file."""
    found: dict[str, list[tuple[int, int]]] = {}
    for index, stage in enumerate(one.stages):
        for need in stage.requirements:
            found.setdefault(need.activity, []).append((index, need.level))
    return found


def since(one: Model, need: Requirement) -> int:
    return min(stage for stage, level in asked(one)[need.activity] if level >= need.level)


def shuffled(found: Mapping[str, Assessment], seed: int) -> dict[str, Assessment]:
    keys = sorted(found)
    random.Random(seed).shuffle(keys)
    return {key: found[key] for key in keys}


@settings(deadline=None, max_examples=150)
@given(several(), standings(NAMES), st.integers())
def test_every_model_appears_and_the_order_does_not_matter(
    made: Catalogue, told: Profile, seed: int
) -> None:
    found = assessed(made, told)
    shown = compare(made, found)
    assert [key for key, _ in shown.names] == list(made.models)
    for key, sentence in shown.names:
        assert made.models[key].label in sentence
    count = len(made.models)
    assert len(shown.pairs) == count * (count - 1) // 2
    assert {name for pair in shown.pairs for name in (pair.first, pair.second)} == (
        set(made.models) if count > 1 else set()
    )
    assert all(pair.sentences and all(pair.sentences) for pair in shown.pairs)
    assert compare(made, shuffled(found, seed)) == shown


@settings(deadline=None, max_examples=200)
@given(several(), standings(NAMES))
def test_only_true_differences_are_named(made: Catalogue, told: Profile) -> None:
    found = assessed(made, told)
    for pair in compare(made, found).pairs:
        for one in pair.differences:
            here, there = found[one.here], found[one.there]
            need = one.requirement
            others = asked(there.model).get(need.activity, [])
            waiting = here.open if one.open else here.blockers
            assert need in [check.requirement for check in waiting]
            if one.contrast is Contrast.NEVER:
                assert others == []
            elif one.contrast is Contrast.LESS:
                assert others
                assert max(level for _, level in others) == one.level < need.level
            else:
                first = min(stage for stage, level in others if level >= need.level)
                assert first == one.stage > there.lo + 1
        for swap in pair.swaps:
            mine, yours = found[swap.here].model, found[swap.there].model
            assert since(mine, swap.first) < since(mine, swap.second)
            assert since(yours, swap.first) > since(yours, swap.second)


@settings(deadline=None, max_examples=150)
@given(several(), standings(NAMES))
def test_no_difference_is_left_out(made: Catalogue, told: Profile) -> None:
    """What one model waits for and the other does not ask for by its own next stage, is named."""
    found = assessed(made, told)
    for pair in compare(made, found).pairs:
        for here, there in ((pair.first, pair.second), (pair.second, pair.first)):
            a, b = found[here], found[there]
            named = {one.requirement for one in pair.differences if one.here == here}
            for check in (*a.blockers, *a.open):
                need = check.requirement
                soon = any(
                    stage <= b.lo + 1 and level >= need.level
                    for stage, level in asked(b.model).get(need.activity, [])
                )
                assert (need in named) == (not soon)


def pair_of(shown: Crosswalk, first: str, second: str) -> Pair:
    return next(one for one in shown.pairs if (one.first, one.second) == (first, second))


def test_azure_asks_for_training_before_deployment_and_john_2021_the_other_way_round() -> None:
    """The example everybody meets first: deployment is all that is left in the 2021 model."""
    told = {
        need.activity: at(need.level)
        for stage in real().models["john-2021"].stages[:3]
        for need in stage.requirements
    }
    told["model-deployment"] = at(2)
    shown = compare(real(), assessed(real(), told))
    found = pair_of(shown, "john-2021", "azure")
    assert any(
        (one.first.activity, one.second.activity) == ("model-deployment", "model-training")
        for one in found.swaps
    )
    assert any(
        one.startswith("John et al. 2021 asks for model deployment (automated)")
        and one.endswith("before model training (automated); Azure takes them the other way round.")
        for one in found.sentences
    )
    never = [one for one in found.differences if one.contrast is Contrast.NEVER]
    assert all(one.requirement.activity not in asked(real().models[one.there]) for one in never)


@pytest.mark.parametrize("level", [0, 3])
def test_the_ends_of_every_ladder_are_told_too(level: int) -> None:
    found = assessed(real(), dict.fromkeys(real().items, at(level)))
    shown = compare(real(), found)
    assert len(shown.names) == len(real().models)
    for pair in shown.pairs:
        if level:
            assert pair.differences == ()
            assert len(pair.sentences) == 1


def test_what_is_not_known_is_told_apart_from_what_is_missing() -> None:
    told = {"data-collection": at(1), "data-integration": UNKNOWN}
    found = pair_of(compare(real(), assessed(real(), told)), "john-2021", "azure")
    known = {one.requirement.activity: one.open for one in found.differences}
    assert known["data-integration"] is True
    assert "data-collection" not in known  # Azure waits for it as well
    assert any("has yet to hear about data integration" in one for one in found.sentences)


# --- in short, and drawn


@settings(max_examples=60, deadline=None)
@given(profile=standings(tuple(KNOWN.items)))
def test_each_pair_is_told_in_one_sentence_that_holds(profile: Profile) -> None:
    found = assessed(KNOWN, profile)
    for pair in compare(KNOWN, found).pairs:
        first, second = found[pair.first], found[pair.second]
        assert pair.short.startswith(first.model.label)
        assert second.model.label in pair.short
        assert f"of {len(second.model.stages) - 1}: " in pair.short
        because = pair.short.partition(": ")[2]
        activities = {one.requirement.activity for one in pair.differences}
        if activities:
            assert any(inline(KNOWN.items[one].name) in because for one in activities)
        else:
            assert because == pair.sentences[0]


@settings(max_examples=60, deadline=None)
@given(profile=standings(tuple(KNOWN.items)))
def test_the_ladders_mark_place_range_and_target(profile: Profile) -> None:
    closure = close(KNOWN, profile)
    found = {key: assess(one, closure.profile) for key, one in KNOWN.models.items()}
    one = report.build(KNOWN, closure, found, KNOWN.primary.id, KNOWN.sample.context)
    for ladder in ladders(KNOWN, one):
        now, goal = found[ladder.model], one.goals[ladder.model]
        here = [rung.index for rung in ladder.rungs if rung.here]
        if not now.applies:
            assert here == []
        elif now.certain:
            assert here == [now.place]
        else:
            assert here == list(range(now.lo, now.hi + 1))
        assert [rung.index for rung in ladder.rungs if rung.target] == [goal.stage]
        assert all(rung.words and all(rung.words) for rung in ladder.rungs)
        shown = {KNOWN.texts["ladders.here"], KNOWN.texts["ladders.open"]}
        for rung in ladder.rungs:
            assert rung.here == bool(shown.intersection(rung.words))
            assert rung.target == (KNOWN.texts["ladders.target"] in rung.words)

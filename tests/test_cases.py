"""Published cases: placed by the tool itself, named honestly, the nearest found first."""

import io
import json
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import at, real, standings
from pypdf import PdfReader
from readable import PEOPLE, as_read

from assistant import report
from assistant.domain.citation import Basis
from assistant.domain.comparing import Neighbour
from assistant.domain.levels import OPEN, Profile
from assistant.export import write
from assistant.neighbours import NEAR, TOGETHER, neighbours, placed
from assistant.neighbours import standings as told_of
from assistant.phrases.comparison import distance
from assistant.staging import assess, close

CASES = real().cases
PRIMARY = real().primary


def near(told: Profile, most: int = 3) -> tuple[Neighbour, ...]:
    profile = close(real(), told).profile
    return neighbours(real(), profile, assess(PRIMARY, profile), most)


@st.composite
def like_a_case(draw: st.DrawFn) -> Profile:
    """What a team says that works as a case does, but for some things; else next to none is near.

    Whole levels only, as where the case leaves a range.
    """
    case = draw(st.sampled_from(sorted(CASES)))
    spans = {key: (one.lo, one.hi) for key, one in CASES[case].levels.items()}
    told = {key: at(draw(st.integers(*span))) for key, span in spans.items()}
    return {**told, **draw(standings(list(real().items)))}


def test_there_are_a_dozen_and_of_all_kinds() -> None:
    assert len(CASES) >= 12
    kinds = [one.kind for one in CASES.values()]
    assert kinds.count("organisation") >= 6
    assert set(kinds) == {"organisation", "reference", "tutorial"}


@pytest.mark.parametrize("name", CASES)
def test_a_case_says_what_it_rests_on(name: str) -> None:
    case = CASES[name]
    assert case.read <= date(2026, 12, 31)
    assert case.year <= case.read.year
    assert len(case.address) <= 84, "stays in one piece on a line of text"
    assert 15 <= len(case.summary.split()) <= 60
    bases = {one.basis for one in case.levels.values()}
    assert (Basis.SUMMARISED in bases) == bool(case.via)
    reasons = [one.why for one in case.levels.values()]
    assert len(set(reasons)) == len(reasons)
    for one in case.levels.values():
        assert (one.lo, one.hi) != (OPEN.lo, OPEN.hi), "not stated is left out"
        assert 4 <= len(one.why.split()) <= 25
        assert one.why.endswith(".")


@pytest.mark.parametrize("name", CASES)
def test_a_case_does_not_contradict_itself_and_stands_on_every_model(name: str) -> None:
    closure = close(real(), told_of(CASES[name]))
    assert closure.conflicts == ()
    places = placed(real())[name]
    assert set(places) == set(real().models)
    for key, one in places.items():
        assert one == assess(real().models[key], closure.profile)


def test_no_stage_is_stored_with_a_case() -> None:
    stages = {stage.id for model in real().models.values() for stage in model.stages}
    for case in CASES.values():
        text = json.dumps(case.model_dump(mode="json"))
        assert not [one for one in stages if re.search(rf'"{one}"', text)]
        assert not re.search(r"\bstage \d|\blevel \d", text, re.IGNORECASE)


def test_the_words_are_ours_alone() -> None:
    """No case shares eight words in a row with another, nor with a passage."""
    owner: dict[tuple[str, ...], str] = {}
    shared = set()
    texts = {one.id: [one.summary, *(each.why for each in one.levels.values())] for one in
             CASES.values()} | {one.id: [one.text] for one in real().passages.values()}  # fmt: skip
    for name, lines in texts.items():
        for line in lines:
            words = re.findall(r"[\w']+", line.lower())
            for run in zip(*(words[start:] for start in range(8)), strict=False):
                if owner.setdefault(run, name) != name:
                    shared.add((owner[run], name, " ".join(run)))
    # What a template says of its own rules for merging is said the same way of each.
    assert {run for _, _, run in shared if "rules for merging" not in run} == set()


@settings(deadline=None, max_examples=100)
@given(like_a_case())
def test_the_nearest_come_first_and_only_true_differences_are_named(told: Profile) -> None:
    profile = close(real(), told).profile
    now = assess(PRIMARY, profile)
    found = neighbours(real(), profile, now, len(CASES))
    assert [one.gap for one in found] == sorted(one.gap for one in found)
    for one in found:
        here = placed(real())[one.case.id][PRIMARY.id]
        apart = set(range(here.lo, here.hi + 1)).isdisjoint(range(now.lo, now.hi + 1))
        assert (one.gap > 0) == apart
        assert len(one.apart) <= one.different <= one.shared <= len(one.case.levels)
        for each in one.apart:
            level, mine = one.case.levels[each.activity], profile[each.activity]
            assert level.lo > mine.hi or level.hi < mine.lo
            assert (each.case, each.team) == ((level.lo, level.hi), (mine.lo, mine.hi))
    assert neighbours(real(), profile, now) == found[:3]


@settings(deadline=None, max_examples=100)
@given(like_a_case())
def test_what_is_known_carries_every_comparison(told: Profile) -> None:
    profile = close(real(), told).profile
    now = assess(PRIMARY, profile)
    for one in neighbours(real(), profile, now, len(CASES)):
        assert now.certain, "a range has no company"
        known = [key for key in one.case.levels if profile[key].known and not profile[key].waived]
        assert one.shared == len(known) >= TOGETHER
        assert one.different <= one.shared / 2
        assert one.gap <= NEAR
        assert {check.requirement.activity for check in now.blockers} <= set(one.case.levels)
        said = distance(real(), one)
        if said == real().texts["cases.same"]:
            here = placed(real())[one.case.id][PRIMARY.id]
            assert here.lo == here.hi == now.lo
            assert one.case.kind == "organisation"


def test_two_answers_make_no_neighbour_of_a_platform() -> None:
    """Uber stands at stage 1 as this team does; nothing else is known of both."""
    assert near({"data-collection": at(3), "data-integration": at(2), "model-deployment": at(1)},
                len(CASES)) == ()  # fmt: skip


def test_a_team_of_five_that_works_otherwise_is_not_shown_beside_a_platform() -> None:
    told = dict.fromkeys(CASES["uber-michelangelo"].levels, at(1))
    told |= {"data-collection": at(3), "data-integration": at(2)}
    profile = close(real(), told).profile
    assert assess(PRIMARY, profile).certain
    assert "uber-michelangelo" not in [one.case.id for one in near(told, len(CASES))]


def test_a_template_or_a_course_is_an_example_and_no_team() -> None:
    found = near(told_of(CASES["made-with-ml-course"]), len(CASES))
    examples = [one for one in found if one.case.kind != "organisation"]
    assert examples
    for one in examples:
        assert not one.team
        assert "be at your stage" in distance(real(), one) or "away" in distance(real(), one)
        assert distance(real(), one) != real().texts["cases.same"]


@pytest.mark.parametrize("name", ["uber-michelangelo", "made-with-ml-course"])
def test_a_team_just_like_a_case_finds_itself_first(name: str) -> None:
    found = near(told_of(CASES[name]))
    assert found[0].case.id == name
    assert (found[0].gap, found[0].different, found[0].apart) == (0, 0, ())


def test_what_a_case_does_more_is_told_with_its_reason() -> None:
    told = {**told_of(CASES["uber-michelangelo"]), "feature-management": at(0)}
    uber = next(one for one in near(told) if one.case.id == "uber-michelangelo")
    first = uber.apart[0]
    assert (first.activity, first.case, first.team) == ("feature-management", (3, 3), (0, 0))
    assert first.why == CASES["uber-michelangelo"].levels["feature-management"].why


@pytest.mark.parametrize("form", [*PEOPLE, "json", pytest.param("pdf", marks=pytest.mark.slow)])
def test_every_format_names_models_cases_and_edge(form: str) -> None:
    profile = close(real(), dict.fromkeys(real().items, at(1)))
    found = {key: assess(one, profile.profile) for key, one in real().models.items()}
    one = report.build(real(), profile, found, PRIMARY.id, {"place": "devices"})
    content = write(real(), one, form)
    if form == "pdf":
        assert len(PdfReader(io.BytesIO(content)).pages) > 3
        return
    flat = as_read(content)
    assert one.neighbours
    for each in one.neighbours:
        assert each.case.name in flat
        assert each.case.address in flat
    assert one.split is not None
    assert one.split.option is not None
    if form == "json":
        value = json.loads(content)
        assert value["edge"]["option"] == one.split.option.id == "edge-inference"
        assert len(value["crosswalk"]["pairs"]) == len(one.crosswalk.pairs)
    else:
        assert one.split.option.name in flat
        assert one.split.objections[0].why in flat
        assert real().passages[one.split.option.passage].title in flat
        assert real().sources["john-seaa2020-edge"].citation.split(",")[0] in flat
    for pair in one.crosswalk.pairs:
        if PRIMARY.id in {pair.first, pair.second} or form == "json":
            assert all(sentence in flat for sentence in pair.sentences)


@pytest.mark.parametrize("form", [*PEOPLE, "json"])
def test_answers_that_clash_are_named_in_every_format_and_no_way_is_advised(form: str) -> None:
    profile = close(real(), {})
    found = {key: assess(one, profile.profile) for key, one in real().models.items()}
    context = {"place": "cloud", "data-origin": "stays"}
    one = report.build(real(), profile, found, PRIMARY.id, context)
    assert one.split is not None
    content = write(real(), one, form)
    flat = as_read(content)
    for each in one.split.clash:
        assert each.said[0] in flat
        assert each.why in flat
    assert all(lifted in flat for way in one.split.ways for lifted in way.lifted)
    if form == "json":
        value = json.loads(content)["edge"]
        assert (value["option"], value["verdict"]) == (None, "clash")
        assert [each["option"] for each in value["would_free"]] == ["central", "federated"]
    else:
        assert real().texts["edge.option-clash"] in flat


def test_the_edge_is_left_out_of_a_document_where_no_device_takes_part() -> None:
    profile = close(real(), {})
    found = {key: assess(one, profile.profile) for key, one in real().models.items()}
    one = report.build(real(), profile, found, PRIMARY.id, {"place": "cloud"})
    assert real().texts["edge.title"] not in write(real(), one, "text").decode()
    assert json.loads(write(real(), one, "json"))["edge"]["runs_on_devices"] is False

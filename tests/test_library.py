"""What the library page rests on: relations, mentions of words, the drawing, links and texts."""

import re
import shutil
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from assistant import catalogue
from assistant.domain.knowledge import Citation
from assistant.export.outline import cited
from assistant.phrases.standing import summarised
from assistant.ui.library import cards, drawing, places
from assistant.ui.library.mentions import mentions
from assistant.ui.library.relations import (
    asking,
    citing,
    find_stage,
    followers,
    further,
    in_order,
    passages_at,
    stages,
)

KNOWLEDGE = catalogue.load()
NAMES = {one: one for one in (*drawing.FLOWING, drawing.ACROSS)}
WIDTHS = {drawing.wide: (704, 600), drawing.narrow: (599, 358, 288)}


def test_what_is_presupposed_comes_first_whatever_the_order_given() -> None:
    items = tuple(KNOWLEDGE.items.values())
    ordered = in_order(KNOWLEDGE, items)
    assert ordered == in_order(KNOWLEDGE, reversed(items))
    place = {one.id: at for at, one in enumerate(ordered)}
    for one in items:
        assert all(place[each] < place[one.id] for each in one.presupposes), one.id


def test_stages_and_activities_lead_to_each_other() -> None:
    asked = {
        (one.key, need.activity)
        for item in KNOWLEDGE.items
        for one, need in asking(KNOWLEDGE, item)
    }
    held = {
        (one.key, need.activity) for one in stages(KNOWLEDGE) for need in one.stage.requirements
    }
    assert asked == held
    for one in stages(KNOWLEDGE):
        assert find_stage(KNOWLEDGE, one.key) == one
        assert one.stage.passage not in {each.id for each in passages_at(KNOWLEDGE, one)}
    assert find_stage(KNOWLEDGE, "john-2021:99") is None
    assert find_stage(KNOWLEDGE, "john-2021") is None


def test_whoever_needs_an_activity_first_follows_it() -> None:
    for item in KNOWLEDGE.items.values():
        after = {one.id for one in followers(KNOWLEDGE, item.id)}
        assert item.id not in after
        for step in KNOWLEDGE.advice.values():
            for need in step.first:
                if need.activity == item.id and step.activity != item.id:
                    assert step.activity in after


def test_every_citation_is_counted_with_its_source() -> None:
    given = {
        (p.id, one.source) for p in KNOWLEDGE.passages.values() for one in p.sources if one.source
    }
    found = {
        (p.id, source) for source in KNOWLEDGE.sources for p in citing(KNOWLEDGE, source).passages
    }
    assert found == given


def test_further_reading_is_what_no_record_names_as_its_source() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for path in catalogue.default_folder().rglob("*.yaml")
        if path.parent.name != "sources"
    ]
    apart = further(KNOWLEDGE)
    assert 0 < len(apart) < len(KNOWLEDGE.sources)
    for name in KNOWLEDGE.sources:
        named = any(re.search(rf"source: {name}[,}}\s]", text) for text in texts)
        assert named != (name in apart), name


def test_the_bibliography_gives_each_licence_and_sets_further_reading_apart() -> None:
    def page() -> None:
        from assistant.ui.library import reference

        reference.bibliography()

    shown = AppTest.from_function(page, default_timeout=60).run()
    assert not shown.exception
    given = [one.value for one in shown.caption if one.value.startswith("Licence: ")]
    assert len(given) == len(KNOWLEDGE.sources)
    for one in KNOWLEDGE.sources.values():
        assert f"Licence: {one.licence or 'not stated'}" in given
    names = [one.key for one in shown.button]
    apart = {f"source-{one}" for one in further(KNOWLEDGE)}
    assert set(names[-len(apart) :]) == apart
    assert [one.value for one in shown.header] == ["Further reading"]


def test_how_far_a_source_was_read_stands_on_its_own_page_one_tap_away() -> None:
    def page() -> None:
        from assistant.ui.library import reference

        reference.show("john2021")

    shown = AppTest.from_function(page, default_timeout=60).run()
    assert not shown.exception
    said = f"What was read: {KNOWLEDGE.sources['john2021'].read}"
    assert said in [one.value for one in shown.caption]


# How our own copy of a paper came about is for its page in the bibliography, and there in words
# that help whoever wants to rely on it.
OF_OURSELVES = re.compile(
    r"could not be read|not opened|is from memory|\bour reading\b|\bas summarised\b|\bwe read\b",
    re.IGNORECASE,
)


def test_no_record_speaks_of_how_we_read_papers() -> None:
    said = {
        **{f"{key} of texts": one for key, one in KNOWLEDGE.texts.items()},
        **{f"{one.id}: read": one.read for one in KNOWLEDGE.sources.values()},
        **{f"{one.id}: why": one.why for one in KNOWLEDGE.advice.values()},
        **{f"{one.id}: do": one.do for one in KNOWLEDGE.advice.values()},
        **{f"{one.model}/{one.stage}": one.why for one in KNOWLEDGE.taxonomy.targets},
        **{f"{one.id}: summary": one.summary for one in KNOWLEDGE.models.values()},
    }
    for model in KNOWLEDGE.models.values():
        for stage in model.stages:
            said[f"{model.id}/{stage.id}"] = stage.summary
            for need in stage.requirements:
                reasons = " ".join(one.why for one in need.sources)
                said[f"{model.id}/{stage.id}: {need.activity}"] = reasons
    marks = {"result.reading of texts", "result.summarised of texts"}  # the marks of the basis
    assert {key for key, one in said.items() if OF_OURSELVES.search(one)} == marks


def test_a_summary_that_can_be_opened_leads_there() -> None:
    given = Citation(basis="summarised", source="john2021", via="a note", address="internal")
    address = "https://example.org/note"
    there = given.model_copy(update={"address": address})
    assert summarised(KNOWLEDGE, given) == "as summarised by a note"
    assert summarised(KNOWLEDGE, there) == f"as summarised by [a note]({address})"
    label = KNOWLEDGE.sources["john2021"].label
    assert cited(KNOWLEDGE, (there,)) == f"{label}, as summarised by a note ({address})"


def test_a_word_still_being_typed_finds_what_it_begins() -> None:
    for typed in ("dri", "drif", "Drift", "DRIFT detection", "how to do drift"):
        found = mentions(KNOWLEDGE, typed)
        assert found.passages, typed
        for one in found.passages:
            text = f"{one.title} {one.text}".lower()
            assert re.search(r"\b" + typed.lower().split()[-1][:4], text), (typed, one.id)
    assert mentions(KNOWLEDGE, "drift").activities[0].id == "drift-detection"
    assert mentions(KNOWLEDGE, "semi-automated").stages[0].key == "john-2021:3"


@pytest.mark.parametrize("text", ["", "   ", "?!", "qzxv", "drift qzxv"])
def test_what_nobody_mentions_finds_nothing(text: str) -> None:
    assert not mentions(KNOWLEDGE, text)


@pytest.mark.parametrize("arrange", [drawing.wide, drawing.narrow])
def test_the_drawing_holds_every_activity_once_and_none_overlap(arrange) -> None:
    drawn = arrange(KNOWLEDGE, NAMES)
    assert sorted(one.activity for one in drawn.boxes) == sorted(KNOWLEDGE.activities)
    for width in WIDTHS[arrange]:
        spans = [
            (one.left[0] * width + one.left[1], one.right[0] * width + one.right[1], one)
            for one in drawn.boxes
        ]
        for left, right, one in spans:
            assert 0 <= left < right <= width
            assert right - left > 100, "room for a name"
            for other_left, other_right, other in spans:
                apart = (
                    one is other or right <= other_left or other_right <= left
                    or one.bottom <= other.top or other.bottom <= one.top
                )  # fmt: skip
                assert apart, (one.name, other.name)


@pytest.mark.parametrize("arrange", [drawing.wide, drawing.narrow])
def test_each_loop_runs_from_its_source_to_its_target(arrange) -> None:
    drawn = arrange(KNOWLEDGE, NAMES)
    place = {one.activity: one for one in drawn.boxes}
    pairs = {(one.id, to) for one in KNOWLEDGE.activities.values() for to in one.feeds}
    assert {(one.source, one.target) for one in drawn.loops} == pairs
    assert ("retraining-trigger", "model-training") in pairs
    for loop in drawn.loops:
        source, target = place[loop.source], place[loop.target]
        assert source.top < loop.corners[0][1] < source.bottom
        assert loop.corners[-1][1] == target.middle
        for (one_x, one_y), (other_x, other_y) in pairwise(loop.corners):
            assert one_x == other_x or one_y == other_y, "lines run straight"


def test_a_loop_back_to_an_unknown_activity_is_a_fault(tmp_path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(catalogue.default_folder(), folder)
    path = folder / "activities" / "rollback.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "feeds: [nowhere]\n", encoding="utf-8")
    shelf = folder / "shelves" / "edge.yaml"
    shelf.write_text(shelf.read_text(encoding="utf-8") + "  - no-such-passage\n", encoding="utf-8")
    with pytest.raises(catalogue.KnowledgeError) as caught:
        catalogue.load(folder)
    assert caught.value.faults == (
        "activities/rollback.yaml: feeds: there is no activity 'nowhere'",
        "shelves/edge.yaml: passages: there is no passage 'no-such-passage'",
    )


def test_an_edition_may_go_without_reading_lists(tmp_path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(catalogue.default_folder(), folder)
    shutil.rmtree(folder / "shelves")
    assert catalogue.load(folder).shelves == {}


def test_every_kind_of_passage_has_its_place_and_no_topic_hides_another() -> None:
    assert {one.kind for one in KNOWLEDGE.passages.values()} <= set(places.KINDS)
    assert not set(KNOWLEDGE.shelves) & set(places.KINDS)
    for kind in places.KINDS:
        assert f"passages.{kind}" in KNOWLEDGE.texts
        assert f"passages.{kind}-lead" in KNOWLEDGE.texts


def test_the_line_under_a_title_is_a_whole_sentence() -> None:
    for one in (*KNOWLEDGE.passages.values(), *KNOWLEDGE.items.values()):
        text = one.summary if hasattr(one, "summary") else one.text
        line = cards.opening(text)
        assert text.startswith(line)
        assert line[-1] in ".?:”", one.id

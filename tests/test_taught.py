"""What the folder's own documents would teach is measured without an item's own document."""

from dataclasses import replace
from functools import cache

import pytest

from assistant import encoder
from assistant.catalogue import default_folder, load, load_lexicon
from assistant.evaluation.items import AnswerItem, Items, Label, ProfileItem
from assistant.evaluation.taught import (
    AS_IT_IS,
    HINDSIGHT,
    TAUGHT,
    School,
    apart,
    parted,
    taught_answers,
    taught_profiles,
)

KEPT = ("alerting", "rollback")
UNHEARD = "We let the quokka hop around the {} each night and it did."


@pytest.fixture(scope="module")
def school() -> School:
    """A school of two activities and few texts of ours, quick to fit, with the real encoder."""
    known = load(default_folder())
    whole = load_lexicon(None, known)
    told = tuple(one for one in whole.told if set(one.labels) <= set(KEPT))
    lexicon = replace(whole, told=told[:60], none=whole.none[:60])
    activities = {name: known.activities[name] for name in KEPT}
    return School(activities, lexicon, cache(encoder.load().vector))


def item(name: str, url: str, text: str, activity: str = "rollback") -> AnswerItem:
    labels = [Label(activity=activity, level="automated")]
    return AnswerItem(id=name, url=url, text=text, labels=labels)


def test_a_document_is_itself_its_parts_and_nothing_else() -> None:
    assert not apart("host/a/report", "host/a/report")
    assert not apart("host/a", "host/a/report")
    assert apart("host/a/report", "host/b/report")


def test_documents_are_dealt_whole() -> None:
    parts = parted(["a", "b", "c", "a", "b"], 2)
    assert parts == (frozenset("ac"), frozenset("b"))
    assert parted(["a"], 6) == (frozenset("a"),)


def test_other_documents_teach_and_the_own_one_does_not(school: School) -> None:
    places = ("barn", "shed", "yard", "field")
    others = [item(f"o{n}", f"doc{n}", UNHEARD.format(one)) for n, one in enumerate(places)]
    alone = [
        item("s1", "same", "Purple clarinets tumble over the weir, said the dean."),
        item("s2", "same", "Purple clarinets tumble over the weir, said the vicar."),
    ]
    untaught = school.reader(school.head([]))

    def first_half(items: list[AnswerItem]) -> tuple[float, float, float]:
        found = taught_answers(school, items, untaught, lambda _: None)["first half"]
        as_it_is, taught, best = (found[one]["F1"].value for one in (AS_IT_IS, TAUGHT, HINDSIGHT))
        return as_it_is, taught, best

    before, after, best = first_half(others)
    assert before == 0 < after <= best
    # Two texts of one document are as good as the same, but neither may teach the other.
    assert first_half([*alone, *others[:2]])[1] == 0


def test_a_profile_learns_from_other_documents_only(school: School) -> None:
    told = [item(f"o{n}", f"doc{n}", UNHEARD.format(one)) for n, one in enumerate(("barn", "shed"))]
    team = ProfileItem(
        id="t", url="doc9", statements=[UNHEARD.format("yard")], expected={"rollback": "automated"}
    )
    own = team.model_copy(update={"url": "doc"})  # the whole that both answers are parts of
    untaught = school.reader(school.head([]))

    def found(profile: ProfileItem) -> float:
        items = Items(answers=tuple(told), profiles=(profile,))
        figures = taught_profiles(school, items, untaught, lambda _: None)
        assert figures[AS_IT_IS]["expected found"].value == 0
        return figures[TAUGHT]["expected found"].value

    assert found(team) == 1
    assert found(own) == 0

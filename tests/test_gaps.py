"""What an edition lacks without being wrong: `check` says it, with the file that would fill it."""

from dataclasses import replace

import pytest

from assistant.catalogue import load, load_asked, load_lexicon
from assistant.catalogue.gaps import gaps
from assistant.domain.asked import Asked
from assistant.domain.citation import Basis, Citation
from assistant.domain.knowledge import Catalogue
from assistant.domain.lexicon import Lexicon
from tests.made import activity, model

Loaded = tuple[Catalogue, Lexicon, Asked]


@pytest.fixture(scope="module")
def shipped() -> Loaded:
    known = load()
    return known, load_lexicon(None, known), load_asked(None, known)


def test_nothing_is_missing_in_what_is_shipped(shipped: Loaded) -> None:
    assert gaps(*shipped) == []


def test_a_new_activity_lacks_all_but_its_record(shipped: Loaded) -> None:
    known, lexicon, asked = shipped
    new = {"caching": activity("caching")}
    grown = replace(known, activities=known.activities | new, items=known.items | new)
    assert gaps(grown, lexicon, asked) == [
        "activities/caching.yaml: no advice/caching-1.yaml, advice/caching-2.yaml, "
        "advice/caching-3.yaml; no passage is on it; "
        "no variants/hosted-models/caching.yaml; no level in sample.yaml; "
        "no reading/cues/caching.yaml; no text of reading/told/ tells of it; "
        "fewer than 6 examples of a level; no clauses under 'said'; "
        "no passages/caching-in-short.yaml; no question of asked/ is on it"
    ]
    assert gaps(grown) == [
        "activities/caching.yaml: no advice/caching-1.yaml, advice/caching-2.yaml, "
        "advice/caching-3.yaml; no passage is on it; no variants/hosted-models/caching.yaml; "
        "no level in sample.yaml"
    ]


def test_a_new_model_lacks_passages_and_a_target(shipped: Loaded) -> None:
    known, lexicon, asked = shipped
    grown = replace(known, models=known.models | {"made": model([{"rollback": 1}])})
    assert gaps(grown, lexicon, asked) == [
        "models/made.yaml: no passage of kind stage on 's0'; no passage of kind stage on 's1'; "
        "no passage of kind transition on 's1'; no row of taxonomy.yaml aims at it"
    ]


def test_a_target_of_our_own_names_us_as_its_source(shipped: Loaded) -> None:
    known, lexicon, asked = shipped
    rows = list(known.taxonomy.targets)
    mine = Citation(basis=Basis.READING, why="Ours.")
    rows[0] = rows[0].model_copy(update={"sources": (mine,)})
    grown = replace(known, taxonomy=known.taxonomy.model_copy(update={"targets": tuple(rows)}))
    assert gaps(grown, lexicon, asked) == [
        f"models/{rows[0].model}.yaml: a row of taxonomy.yaml names no record of sources/ "
        "('this-assistant' for a choice)"
    ]


def test_a_model_needs_a_row_for_when_nothing_presses(shipped: Loaded) -> None:
    known, lexicon, asked = shipped
    rows = [
        one for one in known.taxonomy.targets if (one.model, one.stage) != ("google", "level-0")
    ]
    grown = replace(known, taxonomy=known.taxonomy.model_copy(update={"targets": tuple(rows)}))
    assert gaps(grown, lexicon, asked) == [
        "models/google.yaml: no row of taxonomy.yaml fits when nothing presses"
    ]


def test_a_quality_needs_no_words_of_reading(shipped: Loaded) -> None:
    known, lexicon, asked = shipped
    fewer = {key: one for key, one in known.advice.items() if key != "improvement-data-3"}
    assert gaps(replace(known, advice=fewer), lexicon, asked) == [
        "qualities/improvement-data.yaml: no advice/improvement-data-3.yaml"
    ]

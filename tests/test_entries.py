"""The order of answers: asks lead to their entry, the ranker is fitted and kept, and told apart."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.entry import Asks, Entry
from assistant.domain.knowledge import Passage
from assistant.encoder.adapting import PASSES
from assistant.retrieval import (
    FORMS,
    Library,
    Ranker,
    RankerUnfit,
    form_of,
    load_ranker,
    plain_ranker,
    ranker_hash,
    ranker_made_for,
    save_ranker,
)
from assistant.retrieval.entries import HOME
from assistant.retrieval.rows import rows
from assistant.training import fit_ranker
from tests.made import CITED

SUBJECTS = ("cats", "dogs", "birds", "fish")
WAYS = ("do we need {}?", "what about {}", "{} or not", "somebody bought {}, now what")
SIZE = 32


def vector(text: str) -> np.ndarray:
    """A vector that hangs on the subject above all, and a little on the rest."""
    rng = np.random.default_rng(sum(map(ord, text)))
    made = rng.normal(size=SIZE) * 0.1
    for at, subject in enumerate(SUBJECTS):
        made[at] += text.lower().count(subject)
    return (made / np.linalg.norm(made)).astype(np.float32)


def encode(texts: list[str]) -> np.ndarray:
    return np.stack([vector(one) for one in texts])


def entry(subject: str) -> Entry:
    asks = [f"Do we need {subject}, really?", *(way.format(subject) for way in WAYS)]
    given = {"kind": "should-we", "asks": asks, "verdict": f"Take {subject} home."}
    return Entry.model_validate(given)


PASSAGES = {
    one: Passage(
        id=one, title=f"On {one}", kind="concept", text=f"All about {one}. They eat.",
        answers=(entry(one),), sources=CITED, activities=(),
    )
    for one in SUBJECTS
}  # fmt: skip
LIBRARY = Library(PASSAGES, {}, encode([row.text for row in rows(PASSAGES, Library.build(
    PASSAGES, {}, encode).asked)]))  # fmt: skip


@given(st.sampled_from(SUBJECTS), st.sampled_from(("are {} for us", "tell me of {}", "{}!")))
def test_a_question_leads_to_the_entry_that_is_asked_so(subject: str, way: str) -> None:
    text = way.format(subject)
    hits = LIBRARY.answers(text, vector(text), 3)
    assert (hits[0].passage, hits[0].number) == (subject, 0)
    assert [one.score for one in hits] == sorted((one.score for one in hits), reverse=True)
    assert hits == LIBRARY.answers(text, vector(text), 3)


def test_who_asks_shortly_is_told_how_to_begin() -> None:
    """Two passages say the very same, but one tells of the activity in general."""
    same = {
        key: PASSAGES["cats"].model_copy(update={"id": key, "activities": ("cats",)})
        for key in ("cats-at-night", "cats-next")
    }
    library = Library.build(same, {}, encode)

    def gain(text: str) -> float:
        first, second = library.answers(text, vector(text), 2)
        assert (first.passage, second.passage) == ("cats-next", "cats-at-night")
        return first.score - second.score

    short, longer = gain("cats?"), gain("cats that sleep under old wooden stairs")
    assert HOME["-next"] > short > longer > 0
    stranger = {key: one.model_copy(update={"activities": ()}) for key, one in same.items()}
    even = Library.build(stranger, {}, encode).answers("cats?", vector("cats?"), 2)
    assert even[0].score == even[1].score


def test_what_a_passage_is_asked_elsewhere_counts_for_all_its_entries() -> None:
    one, other = PASSAGES["cats"], PASSAGES["dogs"]
    both = one.model_copy(update={"answers": (*one.answers, *PASSAGES["fish"].answers)})
    library = Library.build({"cats": both, "dogs": other}, {}, encode)
    hits = library.answers("cats?", vector("cats?"), 3)
    assert [(hit.passage, hit.number) for hit in hits[:2]] == [("cats", 0), ("cats", 1)]


def test_passages_that_say_nothing_of_what_they_answer_have_no_entries() -> None:
    silent = {key: one.model_copy(update={"answers": ()}) for key, one in PASSAGES.items()}
    library = Library.build(silent, {}, encode)
    assert library.answers("cats?", vector("cats?"), 3) == ()
    with pytest.raises(ValueError, match="no passage says"):
        fit_ranker(library, "", lambda _: None)


def test_a_ranker_is_fitted_kept_and_taken_back(tmp_path: Path) -> None:
    shares: list[float] = []
    ranker = fit_ranker(LIBRARY, "these asks", shares.append)
    assert shares[-1] == 1.0
    assert len(shares) >= PASSES
    again = fit_ranker(LIBRARY, "these asks", shares.append)
    assert np.array_equal(ranker.weights, again.weights)
    save_ranker(tmp_path, ranker)
    kept = load_ranker(tmp_path, SIZE)
    assert kept.made_for == ranker_made_for(tmp_path) == "these asks"
    assert np.allclose(kept.asks_in, ranker.asks_in, atol=1e-3)
    for subject in SUBJECTS:
        hits = LIBRARY.ranking(kept).answers(f"about {subject}", vector(f"about {subject}"), 1)
        assert hits[0].passage == subject


def test_a_ranker_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    assert ranker_made_for(tmp_path) == ""
    with pytest.raises(RankerUnfit, match="cannot be read"):
        load_ranker(tmp_path, SIZE)
    save_ranker(tmp_path, plain_ranker(SIZE + 1))
    with pytest.raises(RankerUnfit, match="another encoder"):
        load_ranker(tmp_path, SIZE)
    (tmp_path / "ranker.npz").write_bytes(b"no archive")
    with pytest.raises(RankerUnfit):
        load_ranker(tmp_path, SIZE)


def test_what_a_ranker_is_made_for_hangs_on_asks_and_encoder() -> None:
    changed = {**PASSAGES, "cats": PASSAGES["cats"].model_copy(update={"answers": ()})}
    hashes = {ranker_hash(PASSAGES, "a"), ranker_hash(PASSAGES, "b"), ranker_hash(changed, "a")}
    assert len(hashes) == 3


def test_maps_leave_vectors_of_length_one() -> None:
    ranker = plain_ranker(SIZE)
    some = encode(["cats", "dogs and fish"])
    assert isinstance(ranker, Ranker)
    assert np.allclose(ranker.asked(some), some, atol=1e-6)
    assert np.linalg.norm(ranker.told(some), axis=1) == pytest.approx([1, 1])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How much does it cost?", Asks.HOW_MUCH), ("canary vs shadow", Asks.VERSUS),
        ("Why version data?", Asks.WHY), ("Do we need a feature store?", Asks.SHOULD_WE),
        ("When should it be done", Asks.SHOULD_WE), ("when to retrain", Asks.WHEN),
        ("Who approves a model?", Asks.WHO), ("How do I start?", Asks.HOW),
        ("which tool", Asks.WHICH), ("What is drift?", Asks.WHAT), ("drift", None),
    ],
)  # fmt: skip
def test_what_a_question_wants_is_told_by_its_words(text: str, kind: Asks | None) -> None:
    assert form_of(text) == kind
    assert kind in FORMS

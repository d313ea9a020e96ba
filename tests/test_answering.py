"""Answers are the library's own sentences: few, relevant, not repeating, in reading order."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering import MOST, compose
from assistant.domain.findings import Answer, Found, Hit
from assistant.domain.sentences import Sentence

YES = Found(True, (Hit("a", 1.0), Hit("b", 0.5)))


def axes(count: int) -> np.ndarray:
    """Vectors that have nothing in common."""
    return np.eye(max(count, 1), dtype=np.float32)[:count]


def told(*given: tuple[str, int, str, float]) -> tuple[Sentence, ...]:
    """Sentences from the second of a passage on: the first of few words leads on to others."""
    return tuple(Sentence(name, number + 1, text, score) for name, number, text, score in given)


def texts(answer: Answer) -> list[str]:
    return [text for text, _ in answer.sentences]


def answered(sentences: Sequence[Sentence], vectors: np.ndarray | None = None) -> Answer:
    return compose("Why?", YES, sentences, axes(len(sentences)) if vectors is None else vectors)


def test_what_the_library_does_not_cover_is_refused() -> None:
    sentences = told(("a", 0, "Sure.", 1.0))
    refusal = compose("Soup?", Found(False, YES.hits), sentences, axes(1))
    assert refusal == Answer("Soup?")
    assert refusal.sentences == ()
    assert compose("Soup?", YES, (), axes(0)) == Answer("Soup?")


def test_the_best_sentences_are_given_in_reading_order_with_their_passages() -> None:
    answer = answered(
        told(
            ("a", 0, "Rollback returns to the last good version.", 0.7),
            ("a", 1, "Unrelated.", 0.1),
            ("a", 2, "Rehearse each return.", 0.8),
            ("b", 0, "Blue-green makes returning quick.", 0.9),
            ("b", 1, "Also unrelated.", 0.1),
        )
    )
    assert answer.question == "Why?"
    assert answer.sentences == (
        ("Rollback returns to the last good version.", ("a",)),
        ("Rehearse each return.", ("a",)),
        ("Blue-green makes returning quick.", ("b",)),
    )
    assert answer.passages == ("a", "b")


def test_only_passages_that_are_quoted_are_cited() -> None:
    answer = answered(
        told(("a", 0, "Good.", 1.0), ("a", 1, "Better.", 0.9), ("b", 0, "Weak.", 0.1))
    )
    assert answer.passages == ("a",)


def test_one_good_sentence_at_least_and_four_at_most() -> None:
    weak = told(("a", 0, "Best.", 1.0), ("a", 2, "Weak.", 0.2), ("b", 0, "Weaker.", 0.1))
    assert texts(answered(weak)) == ["Best."]
    strong = told(*(("a", 2 * number, f"Strong {number}.", 1.0) for number in range(9)))
    assert texts(answered(strong)) == [f"Strong {number}." for number in range(4)]
    assert texts(answered(told(("a", 0, "Alone.", 1.0)))) == ["Alone."]


def test_an_opening_that_outdoes_all_others_is_followed_by_what_it_leads_to() -> None:
    opening = "To test a model for bias, compare its error rates between the groups that matter."
    said = (
        Sentence("a", 0, opening, 1.0),
        Sentence("a", 1, "Begin with three figures.", 0.4),
        Sentence("a", 2, "Agree on the gap.", 0.4),
        Sentence("a", 3, "Watch it later.", 0.4),
        Sentence("b", 0, "Beside the point.", 0.6),
    )
    assert texts(answered(said)) == [one.text for one in said[:3]]
    dated = compose("When do the duties apply?", YES, said, axes(len(said)))
    assert texts(dated) == [opening]
    assert texts(answered((said[0], Sentence("a", 1, "Nothing of it.", 0.2)))) == [opening]


def test_a_sentence_that_repeats_another_gives_way() -> None:
    sentences = told(
        ("a", 0, "Watch for drift.", 1.0),
        ("a", 2, "Drift must be watched.", 0.95),
        ("a", 4, "Labels come late.", 0.85),
        ("a", 6, "Check weekly.", 0.84),
        ("a", 8, "Tell owners.", 0.83),
    )
    same = np.eye(5, dtype=np.float32)
    same[1] = same[0]
    assert "Drift must be watched." in texts(answered(sentences))
    # Said again it is worth 0.95 - 0.4 * (1 - 0.5) = 0.75, less than the other three.
    assert "Drift must be watched." not in texts(answered(sentences, same))
    assert len(texts(answered(sentences, same))) == MOST


LEANING = [
    "It is quick.",
    "Without it, users find out first.",
    "(An aside.)",
    "Is it worth it?",
    "The second is slower.",
]


@pytest.mark.parametrize("leaning", LEANING)
def test_a_sentence_that_leans_on_another_is_left_out_alone(leaning: str) -> None:
    def with_third(text: str) -> list[str]:
        third = ("b", 3, text, 0.8)
        return texts(answered(told(("a", 0, "Good.", 1.0), ("a", 2, "Fine.", 0.76), third)))

    assert with_third("Itineraries are quick.") == ["Good.", "Fine.", "Itineraries are quick."]
    assert with_third(leaning) == ["Good.", "Fine."]


@pytest.mark.parametrize("leaning", LEANING)
def test_a_sentence_that_leans_on_another_is_welcome_beside_it(leaning: str) -> None:
    fine = ("b", 0, "Fine.", 0.76)
    beside = told(("a", 0, "Good.", 1.0), ("a", 1, leaning, 0.72), fine)
    assert texts(answered(beside)) == ["Good.", leaning, "Fine."]
    elsewhere = told(("a", 0, "Good.", 1.0), ("b", 1, leaning, 0.72), fine)
    assert texts(answered(elsewhere)) == ["Good.", "Fine."]


def test_each_sentence_needs_its_vector() -> None:
    with pytest.raises(ValueError, match="1 sentences need as many vectors, not 2"):
        compose("Why?", YES, told(("a", 0, "Sure.", 1.0)), axes(2))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Good.", "It leans.", "Asked?", "(Aside.)"]),
            st.floats(-2, 2, allow_nan=False),
            st.integers(0, 3),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_found_the_answer_is_a_short_selection_in_order(
    given_: list[tuple[str, float, int]],
) -> None:
    sentences = [
        Sentence("ab"[at // 6], at % 6, f"{text[:-1]} {at}{text[-1]}", score)
        for at, (text, score, _) in enumerate(given_)
    ]
    vectors = np.eye(4, dtype=np.float32)[[axis for _, _, axis in given_]]
    answer = compose("Why?", YES, sentences, vectors)
    places = [[one.text for one in sentences].index(text) for text, _ in answer.sentences]
    assert places == sorted(set(places))
    assert len(places) <= MOST
    assert [cited for _, cited in answer.sentences] == [(sentences[at].passage,) for at in places]
    assert set(answer.passages) == {sentences[at].passage for at in places}
    assert compose("Why?", YES, sentences, vectors) == answer

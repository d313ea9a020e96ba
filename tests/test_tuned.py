"""The tuned encoder: the same bytes, learnt from few texts, taken up again, refused when unfit."""

from pathlib import Path

import numpy as np
import pytest
import torch
from hearing import head

from assistant import encoder, training
from assistant.catalogue import default_folder
from assistant.encoder import EncoderError, load_tuned, tuning
from assistant.encoder.tuning import Lesson, save, tune
from assistant.reading.scoring import LEVELS

PATH = default_folder() / "reading" / encoder.FILE
LINES = [
    "We train the model by hand in a notebook.",
    "Old versions stay in the cupboard, next to the printer.",
    "What a nice day it was!",
]
LARGEST = 25_000_000
LESSONS = [
    Lesson(("Cats are brushed by hand.",), {"cats": "manual"}),
    Lesson(("A machine brushes every cat.",), {"cats": "automated"}),
    Lesson(("Dogs are fed by hand.", "It rains."), {"dogs": "manual"}),
    Lesson(("The dogs are fed by a machine.",), {"dogs": "automated"}),
    Lesson(("It is a nice day.",), {}),
    Lesson(("Trains are often late.",), {}),
]  # fmt: skip
NAMES = ("cats", "dogs")


def hear(tuned: encoder.Tuned, text: str) -> tuple[np.ndarray, np.ndarray]:
    """What is heard of a text that is one statement."""
    [((within, alone, levels), _)] = tuned.hear([((text, ()),)])
    assert np.array_equal(within, alone)
    return within[0], levels[0]


@pytest.fixture(scope="module")
def model() -> encoder.Encoder:
    return encoder.load()


@pytest.fixture(scope="module")
def tuned(model: encoder.Encoder) -> encoder.Tuned:
    return load_tuned(PATH, model)


def test_what_ships_is_small_and_knows_our_activities(tuned: encoder.Tuned) -> None:
    assert PATH.stat().st_size <= LARGEST
    assert (tuned.activities, tuned.levels) == (head().activities, LEVELS)


def test_neither_order_nor_threads_nor_a_second_copy_changes_a_byte(
    model: encoder.Encoder, tuned: encoder.Tuned
) -> None:
    first = [hear(tuned, one) for one in LINES]
    again = load_tuned(PATH)  # on layers of its own
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        others = [hear(again, one) for one in reversed(LINES)]
    finally:
        torch.set_num_threads(threads)
    for (odds, levels), (more, further) in zip(first, reversed(others), strict=True):
        assert np.abs(odds - more).max() <= 0.0011  # rounded; a last digit may tip over
        assert np.abs(levels - further).max() <= 0.0011
    assert all(
        np.array_equal(one, two) for one, two in zip(first[0], hear(tuned, LINES[0]), strict=True)
    )
    assert model.vector(LINES[0]).shape == (384,)


def test_the_levels_of_an_activity_are_shares(tuned: encoder.Tuned) -> None:
    odds, levels = hear(tuned, LINES[0])
    assert odds.shape == (len(tuned.activities) + 1,)
    assert np.exp(levels).sum(axis=1) == pytest.approx(np.ones(len(levels)), abs=0.01)
    assert tuned.activities[int(odds[:-1].argmax())] == "model-training"
    assert hear(tuned, LINES[2])[0][-1] < 0 < odds[-1]


def test_each_statement_of_a_long_text_is_heard_in_its_place(tuned: encoder.Tuned) -> None:
    text = [LINES[2]] * 60 + [LINES[0]] + [LINES[2]] * 60
    [((odds, _, _), _)] = tuned.hear([tuple((one, ()) for one in text)])
    own = odds[:, -1]
    assert len(own) == 121
    assert own.argmax() == 60
    assert tuned.activities[int(odds[60, :-1].argmax())] == "model-training"


def test_what_is_read_in_one_row_does_not_see_each_other(tuned: encoder.Tuned) -> None:
    alone = [hear(tuned, one) for one in LINES]
    for asked, ((odds, _, levels), _) in zip(
        alone, tuned.hear([((one, ()),) for one in LINES]), strict=True
    ):
        assert np.abs(asked[0] - odds[0]).max() <= 0.0011  # rounded; a last digit may tip over
        assert np.abs(asked[1] - levels[0]).max() <= 0.0011


def test_a_statement_is_heard_by_itself_as_if_nothing_else_were_told(tuned: encoder.Tuned) -> None:
    [((within, alone, _), _)] = tuned.hear([tuple((one, ()) for one in LINES)])
    for odds, one in zip(alone, LINES, strict=True):
        assert np.abs(odds - hear(tuned, one)[0]).max() <= 0.0011
    assert np.abs(within - alone).max() > 0.05, "the others are its context"


def test_stretches_are_heard_within_their_statement(tuned: encoder.Tuned) -> None:
    two = "Models are trained by hand, and every old one stays in the cupboard."
    cut = two.index(",")
    asked = ((LINES[2], ()), (two, ((0, cut), (cut + 2, len(two)))))
    [(_, (within, alone, levels))] = tuned.hear([asked])
    assert within.shape == alone.shape == (2, len(tuned.activities) + 1)
    assert levels.shape == (2, len(tuned.activities), len(LEVELS))
    training_of_each = alone[:, tuned.activities.index("model-training")]
    assert training_of_each[0] > training_of_each[1] + 1
    [(_, (_, by_itself, _))] = tuned.hear([asked[1:]])
    assert np.abs(alone - by_itself).max() <= 0.0011


def test_an_empty_and_an_endless_text_are_heard(tuned: encoder.Tuned) -> None:
    assert np.isfinite(hear(tuned, "")[0]).all()
    assert np.isfinite(hear(tuned, "word " * 3000)[0]).all()


def test_it_learns_goes_on_where_it_broke_off_and_is_kept_whole(
    model: encoder.Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "PASSES", 12)
    monkeypatch.setattr(tuning, "AT_ONCE", 40)
    before = model.vector(LINES[0])
    keep, shares = tmp_path / "keep.safetensors", []
    found = tune(model, LESSONS, NAMES, LEVELS, shares.append, keep)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    odds, _ = hear(found, "Cats are brushed by hand.")
    assert odds[0] > odds[1]
    more: list[float] = []
    again = tune(model, LESSONS, NAMES, LEVELS, more.append, keep)
    assert more == [1.0]  # there was nothing left to do
    save(tmp_path / "tuned.safetensors", again, {"made": "here"})
    loaded = load_tuned(tmp_path / "tuned.safetensors", model)
    assert loaded.manifest["made"] == "here"
    assert hear(loaded, "Dogs bark.")[0] == pytest.approx(hear(found, "Dogs bark.")[0], abs=0.02)
    assert np.array_equal(model.vector(LINES[0]), before), "the packaged model is as it was"


def test_what_is_unfit_is_refused_in_a_sentence(tmp_path: Path, model: encoder.Encoder) -> None:
    with pytest.raises(EncoderError, match="cannot be read"):
        load_tuned(tmp_path / "none.safetensors", model)
    broken = tmp_path / encoder.FILE
    broken.write_bytes(PATH.read_bytes()[:5000])
    with pytest.raises(EncoderError, match="cannot be read"):
        load_tuned(broken, model)
    assert training.load_second(tmp_path, model, head()) is None
    assert training.load_second(tmp_path / "nowhere", model, head()) is None

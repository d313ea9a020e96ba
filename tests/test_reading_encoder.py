"""The encoder: vectors hang on the text alone, and only the model we know is taken."""

import threading

import numpy as np
import pytest

from assistant import encoder

TEXTS = ["We deploy by hand.", "Tests run on every commit.", "", "é 👍", "word " * 600]


@pytest.fixture(scope="module")
def model():
    return encoder.load()


def test_vectors_have_length_one(model):
    vectors = model.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), model.dimension) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(model):
    assert model.encode([]).shape == (0, 384)


def test_neither_batch_nor_order_changes_a_byte(model):
    forth, back = model.encode(TEXTS), model.encode(TEXTS[::-1])[::-1]
    assert forth.tobytes() == back.tobytes()
    assert all(
        model.vector(text).tobytes() == row.tobytes()
        for text, row in zip(TEXTS, forth, strict=True)
    )


def test_threads_get_the_same_bytes(model):
    expected = model.vector(TEXTS[0]).tobytes()
    found: list[bytes] = []
    workers = [
        threading.Thread(target=lambda: found.append(model.vector(TEXTS[0]).tobytes()))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == [expected] * 4


def test_the_packaged_weights_are_the_ones_we_know(model):
    assert model.sha256 == encoder.PACKAGED_SHA256


def test_a_missing_model_is_one_plain_sentence(tmp_path):
    with pytest.raises(encoder.EncoderError) as raised:
        encoder.load(str(tmp_path / "nowhere"))
    assert "\n" not in str(raised.value)

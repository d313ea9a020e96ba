"""What several tests share: the real reader, loaded once."""

from functools import cache

import pytest

from assistant import encoder, reading, training
from assistant.catalogue import default_folder, load_lexicon
from assistant.domain.findings import Reader
from tests.made import real


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader with the encoder and the head that are shipped."""
    lexicon = load_lexicon(None, real())
    head = training.load(
        default_folder() / "reading" / training.FILE,
        real().activities,
        lexicon,
        encoder.PACKAGED_SHA256,
    )
    prepared = reading.prepare(lexicon, head, real().items)
    vector = cache(encoder.load().vector)
    return cache(lambda text, question: reading.read(prepared, text, vector, question))

"""What several tests share: the real reader, and more draws when asked: pytest --examples 2000."""

from functools import cache

import pytest
from hypothesis import is_hypothesis_test, settings

from assistant import encoder, reading, training
from assistant.catalogue import default_folder, load_lexicon
from assistant.domain.findings import Reader
from tests.made import real

GIVEN = "_hypothesis_internal_use_settings"


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader with the encoder and the head that are shipped."""
    lexicon = load_lexicon(None, real())
    head = training.load(
        default_folder() / "reading" / training.FILE,
        real().activities,
        encoder.PACKAGED_SHA256,
    )
    prepared = reading.prepare(lexicon, head, real().items)
    vector = cache(encoder.load().vector)
    return cache(lambda text, question: reading.read(prepared, text, vector, question))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--examples", type=int, help="examples for each property, instead of its own number"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    count = config.getoption("--examples")
    for item in items if count else ():
        test = getattr(item, "obj", None)
        if is_hypothesis_test(test):
            own = getattr(test, GIVEN)  # hypothesis has no public way to say this from outside
            setattr(test, GIVEN, settings(own, max_examples=count, deadline=None))

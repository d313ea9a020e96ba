"""What ships to read texts with, each part made once: compiling the words alone takes seconds."""

from functools import cache

from made import real

from assistant import encoder, reading, training
from assistant.catalogue import default_folder, load_lexicon
from assistant.domain.lexicon import Lexicon
from assistant.reading import Head, Prepared


@cache
def lexicon() -> Lexicon:
    return load_lexicon(None, real())


@cache
def head() -> Head:
    """The fitted weights."""
    path = default_folder() / "reading" / training.FILE
    return training.load(path, real().activities)


@cache
def prepared() -> Prepared:
    """All that ships to read with, the second reader too."""
    second = training.load_second(default_folder() / "reading", encoder.load(), head())
    return reading.prepare(lexicon(), head(), real().items, second)

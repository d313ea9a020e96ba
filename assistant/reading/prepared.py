"""All that reading needs, made once from the lexicon, the fitted head and the activities."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon
from assistant.domain.stems import stem
from assistant.reading.cues import CueFinder, Hit, make_finder
from assistant.reading.folding import fold
from assistant.reading.intents import IntentFinder, make_intents
from assistant.reading.judge import Second
from assistant.reading.scoring import Floats, Head, marks_of
from assistant.reading.spelling import Spelling, make_spelling
from assistant.reading.vocabulary import Vocabulary, make_vocabulary
from assistant.reading.wordlists import LevelFinder, make_levels

_WORD = re.compile(r"[a-z]{4,}")
_SHARED_BY = 3
"""Items whose questions and replies may share a word that is still a word of each of them."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Joined cues, phrases and level words, the head (None while it is fitted) and the items.

    `second` is the second reader, where there is one; `spelling` tells what was mistyped.
    `stems` are, for each item, those of the words that its question and replies hardly share.
    """

    finder: CueFinder
    intents: IntentFinder
    levels: LevelFinder
    head: Head | None
    items: Mapping[str, Activity]
    stems: Mapping[str, frozenset[str]]
    vocabulary: Vocabulary
    second: Second | None = None
    spelling: Spelling | None = None


def prepare(
    lexicon: Lexicon,
    head: Head | None,
    items: Mapping[str, Activity],
    second: Second | None = None,
) -> Prepared:
    """Join the cues of a lexicon."""
    finder, intents, levels = (
        make_finder(lexicon),
        make_intents(lexicon.intents),
        make_levels(lexicon),
    )
    vocabulary = make_vocabulary(items)
    spelling = make_spelling(items, lexicon)
    own = _own(items, levels, vocabulary)
    return Prepared(finder, intents, levels, head, items, own, vocabulary, second, spelling)


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words of a folded text."""
    return frozenset(stem(word) for word in _WORD.findall(text))


def marks(
    prepared: Prepared, text: str, hits: tuple[Hit, ...], activities: tuple[str, ...]
) -> Floats:
    """Return what the head sees of a folded text besides its vector and its runs."""
    return marks_of(
        text,
        hits,
        activities,
        first_person=prepared.intents.count_first_person(text),
        general=prepared.intents.count_general(text),
        asks=text.rstrip("\"')] ").endswith("?"),
    )


def _own(
    items: Mapping[str, Activity], levels: LevelFinder, vocabulary: Vocabulary
) -> Mapping[str, frozenset[str]]:
    asked = {}
    for key, one in items.items():
        said = fold(". ".join([one.name, one.question, *(r.label for r in one.replies)])).text
        for pattern in levels.words():
            said = pattern.sub(" ", said)  # how far something runs by itself is said of anything
        words = [word for word in said.split() if not vocabulary.says_nothing(word)]
        asked[key] = stems(" ".join(words))
    shared = Counter(stem for found in asked.values() for stem in found)
    return {
        key: frozenset(stem for stem in found if shared[stem] <= _SHARED_BY)
        for key, found in asked.items()
    }

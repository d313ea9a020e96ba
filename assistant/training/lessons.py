"""What the tuned encoder learns from: every labelled text of ours, cut into its statements."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon, Told
from assistant.encoder.rows import APART
from assistant.encoder.tuning import Lesson
from assistant.reading.clauses import sentences
from assistant.reading.folding import fold
from assistant.training.samples import Sample, samples

Hands = Mapping[str, Sequence[Told]]
LEFT_OUT = ("logic-b", "openings-b", "plain-b", "reports-b", "spoken-b", "typed-b")
"""Hands on which the judge is fitted, with an encoder not tuned on them; one of each kind."""


def lessons(items: Mapping[str, Activity], lexicon: Lexicon, hands: Hands) -> tuple[Lesson, ...]:
    """Return all labelled texts in a fixed order."""
    return tuple(_lesson(one) for one in _samples(items, lexicon, hands))


def lessons_hash(items: Mapping[str, Activity], lexicon: Lexicon, hands: Hands) -> str:
    """Return the sha256 of everything the encoder is tuned on: texts and labels, and how."""
    told = [
        [one.text, sorted(one.levels.items()), one.weight]
        for one in _samples(items, lexicon, hands)
    ]
    return hashlib.sha256(json.dumps([APART, told]).encode()).hexdigest()


def _samples(items: Mapping[str, Activity], lexicon: Lexicon, hands: Hands) -> Iterator[Sample]:
    yield from samples(items, lexicon)
    for _, texts in sorted(hands.items()):
        for one in texts:
            yield Sample(one.text, one.labels, told=True)


def _lesson(one: Sample) -> Lesson:
    folded = fold(one.text)
    spans = [folded.original(part.start, part.end) for part in sentences(folded.text)]
    return Lesson(tuple(one.text[slice(*span)] for span in spans), one.levels, one.weight)

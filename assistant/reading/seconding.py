"""What the second reader hears of sentences, and what of it counts beside the first reader."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.reading.clauses import Sentence
from assistant.reading.cues import Hit
from assistant.reading.folding import Folded
from assistant.reading.gathered import Span
from assistant.reading.judge import HEARD, HEARD_CUED, Listened, features
from assistant.reading.prepared import Prepared
from assistant.reading.scoring import Floats, Head

SAYS, LETTERS = 2, 0.85
"""Words that a sentence needs, and share of its characters that are letters, digits or spaces, for
what only the second reader hears in it: it makes something of markup and of scraps."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the second reader hears of one sentence: odds within its text and alone, and levels."""

    within: Floats
    alone: Floats
    levels: Floats

    @property
    def own(self) -> float:
        """Log odds that it tells of own practice."""
        return float(max(self.within[-1], self.alone[-1]))


def hears(
    prepared: Prepared,
    folded: Folded,
    shown: str,
    told: Sequence[Sentence],
    pieces: Sequence[Sequence[Span]],
) -> tuple[Sequence[Heard | None], Sequence[Heard]]:
    """Return what the second reader hears of each sentence, within the text and by itself.

    And of the pieces of each, one after another, within the text and within their sentence alone.
    """
    if prepared.second is None or prepared.head is None:
        return [None] * len(told), ()
    asked = []
    for one, each in zip(told, pieces, strict=True):
        start, end = folded.original(one.start, one.end)
        spans = [folded.original(*piece) for piece in each]
        asked.append((ended(shown[start:end]), tuple((a - start, b - start) for a, b in spans)))
    [(statements, stretches)] = prepared.second.listen([tuple(asked)])
    return _each(statements), _each(stretches)


def _each(told: Listened) -> list[Heard]:
    """Return what was heard one by one."""
    return [Heard(*one) for one in zip(*told, strict=True)]


def shares_of(
    prepared: Prepared,
    head: Head,
    said: str,
    hits: tuple[Hit, ...],
    spoken: tuple[Floats, Floats],
    heard: Heard,
) -> dict[str, float]:
    """Return how likely each activity is told, by all that was heard of a sentence.

    `spoken` is what cues, marks and runs of characters add to a score.

    What it tells by itself it tells within a text too, so that a text tells all that its parts do.
    """
    if prepared.second is None:
        return {}
    general = prepared.intents.count_general(said)
    names, words, judge = head.activities, len(said.split()), prepared.second.judge
    shares = np.maximum(*(
        judge.shares(features(names, odds, hits, spoken, general=general, words=words))
        for odds in (heard.within, heard.alone)
    ))  # fmt: skip
    return {name: round(float(one), 3) for name, one in zip(head.activities, shares, strict=True)}


def counted(shares: Mapping[str, float], cued: Collection[str], *, tells: bool) -> dict[str, float]:
    """Return what of the likely counts as told; `tells` whether own practice is told at all."""
    return {
        name: one
        for name, one in shares.items()
        if (one >= HEARD_CUED if name in cued else tells and one >= HEARD)
    }


def says_enough(said: str) -> bool:
    """Tell whether words are enough of a sentence to be heard by the second reader alone."""
    plain = sum(one.isalnum() or one.isspace() for one in said)
    return len(said.split()) >= SAYS and plain >= LETTERS * len(said)


def ended(text: str) -> str:
    """Return a text with a full stop where it just breaks off, since people type without one."""
    last = text.rstrip()
    return f"{last}." if last[-1:].isalnum() else text

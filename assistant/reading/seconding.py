"""What the second reader hears of sentences, and what of it counts beside the first reader."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.reading.clauses import Sentence
from assistant.reading.cues import Hit
from assistant.reading.folding import Folded
from assistant.reading.judge import DOUBTED, DOUBTED_CUED, HEARD, features
from assistant.reading.prepared import Prepared, marks
from assistant.reading.scoring import Floats, Head, spoken_for

SAYS, LETTERS = 3, 0.85
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
    prepared: Prepared, folded: Folded, shown: str, told: Sequence[Sentence]
) -> Sequence[Heard | None]:
    """Return what the second reader hears of each sentence, within the text and by itself."""
    if prepared.second is None or prepared.head is None:
        return [None] * len(told)
    spans = [folded.original(one.start, one.end) for one in told]
    listen = prepared.second.listen
    within = listen(ended(shown), spans)
    if len(told) == 1:
        return [Heard(within[0][0], within[0][0], within[1][0])]
    alone = [listen(ended(shown[start:end]), [(0, end - start)])[0][0] for start, end in spans]
    return [Heard(*one) for one in zip(within[0], alone, within[1], strict=True)]


def shares_of(
    prepared: Prepared, head: Head, said: str, hits: tuple[Hit, ...], heard: Heard
) -> dict[str, float]:
    """Return how likely each activity is told, by all that was heard of a sentence.

    What it tells by itself it tells within a text too, so that a text tells all that its parts do.
    """
    if prepared.second is None:
        return {}
    spoken = spoken_for(head, said, marks(prepared, said, hits, head.activities))
    general = prepared.intents.count_general(said)
    names, words, judge = head.activities, len(said.split()), prepared.second.judge
    shares = np.maximum(*(
        judge.shares(features(names, odds, hits, spoken, general=general, words=words))
        for odds in (heard.within, heard.alone)
    ))  # fmt: skip
    return {name: round(float(one), 3) for name, one in zip(head.activities, shares, strict=True)}


def agreed(
    sure: Mapping[str, float], shares: Mapping[str, float], cued: Collection[str], *, tells: bool
) -> dict[str, float]:
    """Return what counts as told: what is likely enough, and what was heard and not improbable."""
    kept = {
        name: max(one, shares[name])
        for name, one in sure.items()
        if shares[name] >= (DOUBTED_CUED if name in cued else DOUBTED)
    }
    likely = {name: one for name, one in shares.items() if tells and one >= HEARD}
    return {**likely, **kept}


def says_enough(said: str) -> bool:
    """Tell whether words are enough of a sentence to be heard by the second reader alone."""
    plain = sum(one.isalnum() or one.isspace() for one in said)
    return len(said.split()) >= SAYS and plain >= LETTERS * len(said)


def ended(text: str) -> str:
    """Return a text with a full stop where it just breaks off, since people type without one."""
    last = text.rstrip()
    return f"{last}." if last[-1:].isalnum() else text

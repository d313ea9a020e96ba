"""Composes an answer of what passages say they answer: a verdict, its parts, and neighbours.

Nothing is cut out of a text: verdict and parts were written to stand alone. A few neighbouring
questions go with them, each of another passage and with its own verdict, so that whoever meant one
of those need not ask again. A passage that does not say what it answers is told by its opening.
"""

from collections.abc import Sequence

from assistant.domain.entry import Asks, Entry, Share
from assistant.domain.findings import Answer, Further, Piece

FURTHER = 4
"""Neighbouring questions that go with an answer, each of another passage."""
LOWER = ("dbt",)
"""Names that begin in lower case wherever they stand."""
OPENING = 3
"""Sentences of a passage that stand for it where it does not say what it answers."""


def compose(question: str, found: Sequence[tuple[str, Entry]]) -> Answer:
    """Return the answer that the first entry gives, beside what is near; none of nothing.

    `found` are entries with the ids of their passages, best first.
    """
    if not found:
        return Answer(question)
    passage, entry = found[0]
    pieces = (
        Piece(entry.verdict, (passage,), ours=entry.ours),
        *(Piece(one.text, (passage,), one.kind, headed(one.of), one.ours) for one in entry.parts),
    )
    near: dict[str, Entry] = {}
    for where, one in found[1:]:
        if where != passage:
            near.setdefault(where, one)
    further = tuple(
        Further(one.asks[0], Piece(one.verdict, (where,), ours=one.ours))
        for where, one in list(near.items())[:FURTHER]
    )
    return Answer.of(question, pieces, further)


def opening(sentences: Sequence[str], title: str) -> Entry:
    """Return an entry of a passage that has none: its first sentences stand for a verdict."""
    first, *rest = sentences[:OPENING]
    parts = tuple({"kind": Share.REASON, "text": one} for one in rest)
    asks = (f"{title.rstrip('?.')}?", title)
    return Entry.model_validate({"kind": Asks.WHAT, "asks": asks, "verdict": first, "parts": parts})


def headed(of: str) -> str:
    """Return what a part is about as the beginning of a sentence; names written small stay so."""
    first = of.split(" ")[0]
    plain = first.isalpha() and first.islower() and first not in LOWER
    return of[:1].upper() + of[1:] if plain else of

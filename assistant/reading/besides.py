"""Adds what a piece of a sentence tells and its sentence, heard as a whole, does not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.reading.clauses import Sentence
from assistant.reading.cues import Hit
from assistant.reading.folding import Folded
from assistant.reading.pieces import Piece
from assistant.reading.prepared import Prepared
from assistant.reading.telling import tells
from assistant.reading.uniting import Statement

NAMED, UNNAMED = 0.5, 0.8
"""Share from which a piece adds an activity that it names, or does not. Less adds as much that is
false as true: on 785 texts that nothing had learnt from, and on real answers."""
WORDS = 5
"""Words that such a piece has at least."""


def besides(
    prepared: Prepared,
    folded: Folded,
    each: Sequence[Statement],
    heard: Sequence[Sequence[Piece]],
    hits: tuple[Hit, ...],
) -> Iterator[Statement]:
    """Yield the statements, before each what only its pieces tell; `hits` are the text's cues.

    Before, since what goes on about a sentence goes on about all of it.
    """
    for one, pieces in zip(each, heard, strict=True):
        known = set(one.sure)
        for piece in pieces:
            start, end = piece.span
            if len(folded.text[start:end].split()) < WORDS:
                continue
            sentence = Sentence(start, end, False, (piece.span,))
            more = tells(prepared, folded, sentence, hits, None, piece.heard)
            named = {hit.activity for hit in more.hits if hit.strong}
            sure = {
                name: share
                for name, share in more.sure.items()
                if name not in known and share >= (NAMED if name in named else UNNAMED)
            }
            if sure:
                known |= set(sure)
                yield replace(more, sure=sure)
        yield one

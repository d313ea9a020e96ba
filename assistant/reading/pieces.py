"""Tells apart what a sentence says of one activity from what it says of the next.

The second reader hears each piece among the words of its text; where it hears an activity most
clearly, there its level stands too. What merely goes on with a list is no piece.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.reading.clauses import Sentence
from assistant.reading.gathered import Span, cue_spans
from assistant.reading.prepared import Prepared
from assistant.reading.seconding import Heard
from assistant.reading.uniting import Statement

GOES_ON = -1.0
"""Log odds from which a piece that names nothing is about what it tells most of."""
LEAST = 2
"""Words that a piece has at least."""
_CUT = re.compile(
    r"[,:]\s+(?:(?:and|but|then|while|whereas|yet|so|from which|after which|which|where)\s+)?"
    r"|\s+(?:and|but|while|whereas|yet)\s+"
)
_VERB = re.compile(
    r"\b(?:i|we|they|he|she|it|you|nobody|no one|someone|somebody|everyone|everybody|whoever|"
    r"anyone|is|are|was|were|been|has|have|had|do|does|did|gets?|got|can|cannot|will|must|may|\w+n't|"
    r"'s|comes?|goes|lives?|runs?|stays?|sits?|stands?|works?|happens?|exists?|uses?|needs?|"
    r"takes?|makes?|keeps?|gives?|holds?|pulls?|pushes|stops?|starts?|trains?|tests?|builds?|"
    r"ships?|watch(?:es)?|checks?|writes?|reads?|sends?|loads?|copies|copy|moves?|waits?|relies|"
    r"depends?|records?|stores?|logs|lands?|cleans|none|nothing|not at all|not yet|never|by hand|"
    r"manual(?:ly)?|automatic(?:ally)?|automated)\b"
)
SOON = 5
"""Words within which what has a verb of its own has it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Folded words [start, end) with what the second reader hears in them."""

    span: Span
    heard: Heard


def cut(plain: str, clause: Span) -> list[Span]:
    """Return the pieces of a clause that may each tell of something else.

    What has no verb of its own just goes on with a list.
    """
    found: list[Span] = []
    start = clause[0]
    for match in _CUT.finditer(plain, *clause):
        before, after = plain[start : match.start()], plain[match.end() : clause[1]]
        words = _CUT.split(after, maxsplit=1)[0].split()
        if min(len(before.split()), len(words)) < LEAST:
            continue
        if _VERB.search(before) and _VERB.search(" ".join(words[:SOON])):
            found.append((start, match.start()))
            start = match.end()
    return [*found, (start, clause[1])]


def pieces_of(plain: str, told: Sequence[Sentence]) -> list[list[Span]]:
    """Return the pieces of each sentence; none of one that has one."""
    found = [[piece for clause in one.clauses for piece in cut(plain, clause)] for one in told]
    return [spans if len(spans) > 1 else [] for spans in found]


def listened(spans: Sequence[Sequence[Span]], heard: Sequence[Heard]) -> list[list[Piece]]:
    """Return pieces with what was heard in them, all one after another; none if nothing was."""
    row = iter(heard)
    return [[Piece(span, one) for span, one in zip(each, row, strict=False)]
            for each in spans]  # fmt: skip


def apart(
    prepared: Prepared, each: Sequence[Statement], heard: Sequence[Sequence[Piece]]
) -> list[Statement]:
    """Return the statements, each that tells of several things with its pieces as its clauses."""
    if prepared.head is None:
        return list(each)
    names = prepared.head.activities
    return [
        _placed(names, one, told) if told and len(one.sure) > 1 else one
        for one, told in zip(each, heard, strict=True)
    ]


def _placed(activities: Sequence[str], one: Statement, told: Sequence[Piece]) -> Statement:
    """Return a statement with each activity at the piece that names it, or else tells it most."""
    cued = cue_spans(one.hits, one.sure)
    row = {name: activities.index(name) for name in one.sure}
    at: dict[str, int] = {}
    for name in one.sure:
        named = [n for n, two in enumerate(told) if any(_in(x, two) for x, _ in cued.get(name, ()))]
        most = [float(each.heard.within[row[name]]) for each in told]
        at[name] = max(named or range(len(told)), key=most.__getitem__)
    goes: dict[Span, str] = {}
    for number, piece in enumerate(told):
        if number in at.values():
            continue
        name = max(one.sure, key=lambda each: float(piece.heard.within[row[each]]))
        if piece.heard.within[row[name]] < GOES_ON:
            continue
        shared = list(at.values()).count(at[name]) > 1
        if name not in cued and shared:
            at[name] = number
        else:
            goes[piece.span] = name
    places = {name: told[number].span for name, number in at.items() if name not in cued}
    levels = None if one.levels is None else one.levels.copy()
    if levels is not None:
        for name, number in at.items():
            levels[row[name]] = (levels[row[name]] + told[number].heard.levels[row[name]]) / 2
    about = [_about(piece, number, cued, at, goes) for number, piece in enumerate(told)]
    by_name = [_named(piece, cued) for piece in told]
    clauses = _joined(one.sentence, [piece.span for piece in told], about, by_name)
    places = {name: _around(span, clauses) for name, span in places.items()}
    sentence = replace(one.sentence, clauses=tuple(clauses))
    return replace(one, sentence=sentence, levels=levels, places=places, goes=goes)


def _about(
    piece: Piece,
    number: int,
    cued: Mapping[str, Sequence[Span]],
    at: Mapping[str, int],
    goes: Mapping[Span, str],
) -> frozenset[str]:
    """Return the activities that a piece names, tells most of, or goes on about."""
    names = _named(piece, cued) | {name for name, place in at.items() if place == number}
    return names | ({goes[piece.span]} if piece.span in goes else frozenset())


def _named(piece: Piece, cued: Mapping[str, Sequence[Span]]) -> frozenset[str]:
    return frozenset(
        name for name, spans in cued.items() if any(_in(start, piece) for start, _ in spans)
    )


def _joined(
    sentence: Sentence,
    pieces: Sequence[Span],
    about: Sequence[frozenset[str]],
    named: Sequence[frozenset[str]],
) -> list[Span]:
    """Return the pieces; those that follow each other and are about just the same are one.

    So are two that name the same activity.
    """
    found: list[Span] = []
    for number, span in enumerate(pieces):
        one_clause = found and any(a <= found[-1][0] and span[1] <= b for a, b in sentence.clauses)
        same = about[number] == about[number - 1] or named[number] & named[number - 1]
        if one_clause and same:
            found[-1] = (found[-1][0], span[1])
        else:
            found.append(span)
    return found


def _around(span: Span, clauses: Sequence[Span]) -> Span:
    return next(one for one in clauses if one[0] <= span[0] and span[1] <= one[1])


def _in(start: int, piece: Piece) -> bool:
    return piece.span[0] <= start < piece.span[1]

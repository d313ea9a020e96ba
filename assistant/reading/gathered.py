"""Finds, for each activity read, the clauses that speak of it and those that go on about it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.reading.clauses import Sentence
from assistant.reading.cues import Hit

Span = tuple[int, int]
_GOES_ON = re.compile(
    r"(?:and |but |so |then |well |yeah |also |however |although |though |yet |which |still )*"
    r"(?:it|its|it's|this|that|that's|these|those|they|them|he|she|all of (?:it|them|this|that)|"
    r"none of (?:it|them|this|that)|both|everything|nothing|nobody|no one|someone|somebody|whoever|"
    r"everybody|everyone|but|however|although|so|then|then again|instead|otherwise|by hand|"
    r"manually|automatically|mostly|only|not|never|no|nope|yes|in theory|usually|sometimes|always|"
    r"now|today|these days|nowadays|so far|every|each|the rest|the others?|i do|we do|after that|"
    r"from there|once|when|if|unless|until|except|apart|same|done)\b"
)
_SHORT = 6


@dataclass(slots=True)
class Region:
    """Clauses of one activity: `main` hold its cues, `further` go on about them."""

    main: list[Span] = field(default_factory=list)
    further: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Clause:
    span: Span
    sentence: int
    activities: frozenset[str]


def regions(
    text: str,
    told: Sequence[Sentence],
    spans: dict[str, list[Span]],
    goes: Mapping[Span, str],
) -> dict[str, Region]:
    """Return the region of each activity, given the spans of its evidence.

    `goes` is what a clause without evidence goes on about, where that is known.
    """
    clauses = [
        _Clause(clause, number, _within(clause, spans))
        for number, one in enumerate(told)
        for clause in one.clauses
    ]
    found = {name: Region() for name in spans}
    for place, clause in enumerate(clauses):
        for name in clause.activities:
            found[name].main.append(clause.span)
        if not clause.activities:
            known = goes.get(clause.span)
            for name in [known] if known else _owners(text, clauses, place):
                found[name].further.append(clause.span)
    return {name: region for name, region in found.items() if region.main}


def cue_spans(hits: Iterable[Hit], names: Iterable[str]) -> dict[str, list[Span]]:
    """Return the spans of strong cues for each activity, or of weak ones where it has none."""
    wanted = set(names)
    strong: dict[str, list[Span]] = {}
    weak: dict[str, list[Span]] = {}
    for hit in hits:
        if hit.activity in wanted:
            table = strong if hit.strong else weak
            table.setdefault(hit.activity, []).append((hit.start, hit.end))
    return {name: strong.get(name) or weak[name] for name in sorted({*strong, *weak})}


def _within(clause: Span, spans: dict[str, list[Span]]) -> frozenset[str]:
    return frozenset(
        name
        for name, places in spans.items()
        if any(clause[0] <= start < clause[1] for start, _ in places)
    )


def _owners(text: str, clauses: Sequence[_Clause], place: int) -> frozenset[str]:
    """Return the activities that a clause without a cue goes on about."""
    clause = clauses[place]
    before = next(
        (one for one in reversed(clauses[:place]) if one.activities),
        None,
    )
    if before is not None and before.sentence == clause.sentence:
        return before.activities
    after = next((one for one in clauses[place + 1 :] if one.activities), None)
    if after is not None and after.sentence == clause.sentence:
        return after.activities
    if before is None or clause.sentence - before.sentence > 1:
        return frozenset()
    return before.activities if goes_on(text[slice(*clause.span)]) else frozenset()


def goes_on(words: str) -> bool:
    """Tell whether words that name nothing may be about what was spoken of before them."""
    return len(words.split()) <= _SHORT or _GOES_ON.match(words) is not None

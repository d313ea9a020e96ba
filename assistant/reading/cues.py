"""Finds the words of activities in a folded text, leaving out what a mask covers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.domain.lexicon import Cues, Lexicon, Tools

_EDGE = "(?<![a-z0-9])"
_TOKEN = re.compile(r"[a-z0-9]+(?:[&.+'][a-z0-9]+)*")
_LONGEST_NAME = 4
_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue of an activity at the folded span [start, end); only a `strong` one may decide.

    `tool` tells that it is the name of a product, which says by what something is done.
    """

    activity: str
    start: int
    end: int
    strong: bool
    tool: bool = False


@dataclass(frozen=True, slots=True)
class _Matcher:
    activity: str
    mask: re.Pattern[str] | None
    strong: re.Pattern[str]
    weak: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class CueFinder:
    """All cues of a lexicon, each activity's joined into one expression."""

    matchers: tuple[_Matcher, ...]
    names: Mapping[tuple[str, ...], tuple[tuple[str, bool], ...]]

    def find(self, text: str) -> tuple[Hit, ...]:
        """Return all hits in a folded text, by start; a stretch counts once for an activity."""
        hits: list[Hit] = []
        hidden: dict[str, list[tuple[int, int]]] = {}
        for one in self.matchers:
            shown = text
            if one.mask is not None and (spans := [m.span() for m in one.mask.finditer(text)]):
                hidden[one.activity] = spans
                shown = _blank(text, spans)
            hits += [Hit(one.activity, *m.span(), True) for m in one.strong.finditer(shown)]
            if one.weak is not None:
                hits += [Hit(one.activity, *m.span(), False) for m in one.weak.finditer(shown)]
        for start, end, meant in self._named(text):
            hits += [
                Hit(activity, start, end, strong, tool=True)
                for activity, strong in meant
                if not any(a < end and start < b for a, b in hidden.get(activity, ()))
            ]
        hits.sort(key=lambda hit: (hit.start, hit.activity, not hit.strong, hit.end))
        return tuple(hits)

    def _named(self, text: str) -> Iterable[tuple[int, int, tuple[tuple[str, bool], ...]]]:
        """Yield start, end and meaning of every tool named; the longest name wins."""
        tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        at = 0
        while at < len(tokens):
            for size in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
                meant = self.names.get(tuple(token for token, _, _ in tokens[at : at + size]))
                if meant:
                    yield tokens[at][1], tokens[at + size - 1][2], meant
                    at += size - 1
                    break
            at += 1


def make_finder(lexicon: Lexicon) -> CueFinder:
    """Prepare the cues and tool names of a lexicon for matching."""
    return CueFinder(
        matchers=tuple(_matcher(lexicon.cues[key]) for key in sorted(lexicon.cues)),
        names=_names(lexicon.tools),
    )


def join(cues: Iterable[re.Pattern[str]]) -> re.Pattern[str] | None:
    """Return one expression that matches where any of the cues does; None for no cues."""
    bodies = [cue.pattern.removeprefix(_EDGE) for cue in cues]
    return re.compile(_EDGE + "(?:" + "|".join(bodies) + ")") if bodies else None


def counts(hits: Iterable[Hit], activities: tuple[str, ...]) -> list[float]:
    """Return strong then weak counts of hits per activity (0 to 3), strong ones first."""
    place = {name: index for index, name in enumerate(activities)}
    found = [0.0] * (2 * len(activities))
    ends: dict[tuple[str, bool], int] = {}
    for hit in hits:
        key = (hit.activity, hit.strong)
        if hit.activity in place and hit.start >= ends.get(key, 0):
            index = place[hit.activity] + (0 if hit.strong else len(activities))
            found[index] = min(found[index] + 1.0, _COUNTED)
            ends[key] = hit.end
    return found


def _matcher(cues: Cues) -> _Matcher:
    strong = join(cues.strong)
    if strong is None:
        raise ValueError(f"{cues.id} has no strong cue")
    return _Matcher(cues.id, join(cues.mask), strong, join(cues.weak))


def _names(tools: Tools) -> dict[tuple[str, ...], tuple[tuple[str, bool], ...]]:
    found: dict[tuple[str, ...], set[tuple[str, bool]]] = {}
    for table, strong in ((tools.strong, True), (tools.weak, False)):
        for name, activities in table.items():
            key = tuple(_TOKEN.findall(name.lower()))
            found.setdefault(key, set()).update((activity, strong) for activity in activities)
    return {key: tuple(sorted(meant)) for key, meant in found.items()}


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text

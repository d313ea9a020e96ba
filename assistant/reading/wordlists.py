"""The words that speak for a level: general ones, of the practice scale, hints by activity."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.knowledge import Activity
from assistant.domain.levels import Scale
from assistant.domain.lexicon import Hints, LevelCues, Lexicon, PracticeCues
from assistant.reading.cues import join
from assistant.reading.modifiers import ModifierFinder, make_modifiers

WORDS_OF_LEVEL = ("absent", "manual", "partial", "automated")


class Kind(StrEnum):
    """What a level word speaks for."""

    IDIOM = "idiom"
    ASIDE = "aside"
    HANDS_OFF = "hands_off"
    BY_HAND_AFTER_ALL = "by_hand_after_all"
    RELEASED = "released"
    ENFORCED = "enforced"
    NO_MEANS = "no_means"
    ABSENT = "absent"
    WEAK_ABSENT = "weak_absent"
    MANUAL = "manual"
    PARTIAL = "partial"
    SCOPE = "scope"
    AUTOMATED = "automated"
    REPEATED = "repeated"
    SYSTEM = "system"
    CADENCE = "cadence"
    PERSON = "person"
    PLANNED = "planned"
    SOON = "soon"
    WISHED = "wished"
    PRAISE = "praise"
    ENDED = "ended"
    PAST = "past"
    PRESENT = "present"
    HEDGE = "hedge"
    HINT_ABSENT = "hint_absent"
    HINT_MANUAL = "hint_manual"
    HINT_PARTIAL = "hint_partial"
    HINT_AUTOMATED = "hint_automated"


@dataclass(frozen=True, slots=True)
class LevelHit:
    """A level word at the folded span [start, end); what modifies others `holds` for a stretch."""

    kind: Kind
    start: int
    end: int
    holds: tuple[int, int] | None = None


def inside(hit: LevelHit, cover: LevelHit) -> bool:
    """Tell whether a level word begins within another, or in the stretch that one holds for."""
    lo, hi = cover.holds or (cover.start, cover.end)
    return lo <= hit.start and hit.start < hi if cover.holds else lo <= hit.start and hit.end <= hi


@dataclass(frozen=True, slots=True)
class LevelFinder:
    """Joined level words: general ones, those of the practice scale, and hints per activity."""

    general: Mapping[Kind, re.Pattern[str]]
    modifiers: Sequence[ModifierFinder]
    practice: Mapping[Kind, re.Pattern[str]]
    hints: Mapping[str, Mapping[Kind, re.Pattern[str]]]
    qualities: Mapping[str, Mapping[Kind, re.Pattern[str]]]

    def find(self, text: str, item: Activity) -> list[LevelHit]:
        """Return the level words of a folded clause for an item, those inside an idiom left out."""
        shown = _without(text, self.general.get(Kind.IDIOM))
        tables = [self.general, self.hints.get(item.id, {})]
        if item.scale is Scale.PRACTICE:
            tables.append(self.practice)
        hits = [
            LevelHit(kind, *match.span())
            for table in tables
            for kind, pattern in table.items()
            if kind is not Kind.IDIOM
            for match in pattern.finditer(shown)
        ]
        hits += [
            LevelHit(Kind(one.category), one.start, one.end, (one.lo, one.hi))
            for modifier in self.modifiers
            for one in modifier.find(shown)
        ]
        return _drop_covered(hits)

    def words(self) -> Iterator[re.Pattern[str]]:
        """Yield all that is said of how far anything runs by itself."""
        yield from self.general.values()
        yield from (one.opens for one in self.modifiers)

    def quality(self, text: str, item: Activity) -> tuple[int, ...]:
        """Return the levels of a process quality that a text has words for, lowest first."""
        table = self.qualities.get(item.id.split("-", 1)[0], {})
        return tuple(
            level
            for level, kind in enumerate((Kind.ABSENT, Kind.MANUAL, Kind.PARTIAL, Kind.AUTOMATED))
            if kind in table and table[kind].search(text)
        )


def make_levels(lexicon: Lexicon) -> LevelFinder:
    """Prepare the level words of a lexicon for matching."""
    levels = lexicon.levels
    return LevelFinder(
        general=_general(levels.automation),
        modifiers=make_modifiers(lexicon.modifiers),
        practice=_practice(levels.practice, hint=True),
        hints={key: _hints(cues.levels) for key, cues in lexicon.cues.items()},
        qualities={
            "standardization": _practice(levels.standardization, hint=False),
            "improvement": _practice(levels.improvement, hint=False),
        },
    )


def _drop_covered(hits: list[LevelHit]) -> list[LevelHit]:
    """Leave out a word for by-hand or automatic that is part of a word for partly."""
    covers = [hit for hit in hits if hit.kind is Kind.PARTIAL]
    return sorted(
        (
            hit
            for hit in hits
            if hit.kind not in {Kind.MANUAL, Kind.AUTOMATED}
            or not any(inside(hit, cover) for cover in covers)
        ),
        key=lambda hit: (hit.start, hit.end, hit.kind),
    )


def _without(text: str, idiom: re.Pattern[str] | None) -> str:
    if idiom is None:
        return text
    return idiom.sub(lambda match: "\0" * len(match.group()), text)


def _general(cues: LevelCues) -> dict[Kind, re.Pattern[str]]:
    return {
        Kind(name): pattern
        for name in type(cues).model_fields
        if (pattern := join(getattr(cues, name))) is not None
    }


def _hints(cues: Hints) -> dict[Kind, re.Pattern[str]]:
    return {
        Kind(f"hint_{word}"): pattern
        for word in WORDS_OF_LEVEL
        if (pattern := join(getattr(cues, word))) is not None
    }


def _practice(cues: PracticeCues, *, hint: bool) -> dict[Kind, re.Pattern[str]]:
    found = {}
    for word, field in zip(
        WORDS_OF_LEVEL, ("absent", "informal", "defined", "embedded"), strict=True
    ):
        pattern = join(getattr(cues, field))
        if pattern is not None:
            found[Kind(f"hint_{word}" if hint else word)] = pattern
    return found

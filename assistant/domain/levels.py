"""The ordinal scale every activity is read on, and what is known of one activity at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LOWEST = 0
HIGHEST = 3


class Scale(StrEnum):
    """Which words name the four levels: how far something runs by itself, or how settled it is."""

    AUTOMATION = "automation"
    PRACTICE = "practice"


LEVEL_WORDS: Mapping[Scale, tuple[str, str, str, str]] = {
    Scale.AUTOMATION: ("absent", "manual", "partial", "automated"),
    Scale.PRACTICE: ("absent", "informal", "defined", "embedded"),
}


def level_word(level: int, scale: Scale = Scale.AUTOMATION) -> str:
    """Return the word for a level (0 to 3) on the given scale."""
    return LEVEL_WORDS[scale][level]


def level_of(word: str | int) -> int:
    """Return the level (0 to 3) that a number or a word of either scale names.

    Raises ValueError with one plain sentence when the word names no level.
    """
    if isinstance(word, int) and not isinstance(word, bool) and LOWEST <= word <= HIGHEST:
        return word
    name = str(word).strip().lower()
    for words in LEVEL_WORDS.values():
        if name in words:
            return words.index(name)
    if name in {"0", "1", "2", "3"}:
        return int(name)
    raise ValueError(
        f"'{word}' is not a level; use 0 to 3, absent, manual, partial, automated, "
        "informal, defined or embedded"
    )


class Status(StrEnum):
    """What the user gave for an activity. Unknown is never zero.

    A deduction narrows the interval and leaves the status as it was: nobody has said anything yet.
    """

    OPEN = "open"
    LEVEL = "level"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    SKIPPED = "skipped"


class Origin(StrEnum):
    """How a level became known: not at all, read in words, tapped or set, or implied by another.

    Placed is what was read in words of which the user had to tell what they are about.
    """

    NONE = "none"
    SAID = "said"
    PLACED = "placed"
    CHOSEN = "chosen"
    DEDUCED = "deduced"


@dataclass(frozen=True, slots=True)
class Words:
    """The user's own words behind a level: `quote == text[start:end]` of turn number `turn`.

    `placed` tells that the user said what they are about, and not the reader.
    """

    quote: str
    turn: int
    start: int
    end: int
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one activity: an interval of levels [lo, hi], how, and by which words."""

    lo: int = LOWEST
    hi: int = HIGHEST
    status: Status = Status.OPEN
    origin: Origin = Origin.NONE
    words: tuple[Words, ...] = ()
    planned: bool = False
    because: str = ""
    sure: bool = True
    carried: bool = False
    """Whether it was told in an earlier assessment, and neither confirmed nor changed since."""

    @property
    def known(self) -> bool:
        """Whether the level is one number."""
        return self.lo == self.hi

    @property
    def spoken(self) -> bool:
        """Whether it was read in the user's own words, wherever those belonged."""
        return self.origin in {Origin.SAID, Origin.PLACED}

    @property
    def waived(self) -> bool:
        """Whether the activity does not apply, which removes its requirements."""
        return self.status is Status.NOT_APPLICABLE


OPEN = Standing()

Profile = Mapping[str, Standing]
"""What is known of every activity, by id; an id that is missing is open."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two things the user said that cannot both hold, and the rule between them.

    `first` is held to be at least `first_level`, which asks `second` to be at least
    `second_level`, but `second` was said to be lower.
    """

    first: str
    first_level: int
    second: str
    second_level: int
    because: str


@dataclass(frozen=True, slots=True)
class Closure:
    """A profile with everything that follows from it by definition, and what contradicts itself."""

    profile: Profile
    conflicts: tuple[Conflict, ...] = ()

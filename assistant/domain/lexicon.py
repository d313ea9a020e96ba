"""The words by which a text is read: cues of activities, levels and intents, as records."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from assistant.domain.record import Id, Lines, Record, Text

_GAP = r"[ -]+(?:[\w'%&/-]+(?:\.\w+)*[ -]+){0,4}?"
_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]| ~ | ")


def _spell_out(piece: re.Match[str]) -> str:
    return {" ~ ": _GAP, " ": "[ -]"}.get(piece.group(), piece.group())


def compile_cue(given: object) -> object:
    """Return the compiled form of a cue, matched on folded (lower-case, plain) text.

    A space stands for a space or a hyphen, " ~ " for up to four words in between; a cue
    begins and ends at the edge of a word. Raises ValueError when it is no regular expression.
    """
    if not isinstance(given, str):
        return given
    body = _PIECE.sub(_spell_out, given.strip().replace(r"(?:\w+ )", r"(?:[\w']+ )"))
    try:
        return re.compile(rf"(?<![a-z0-9])(?:{body})(?![a-z0-9])")
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error


Cue = Annotated[re.Pattern[str], BeforeValidator(compile_cue)]
CueList = tuple[Cue, ...]
LevelWord = Literal["absent", "manual", "partial", "automated", "planned", "unclear"]


class Hints(Record):
    """What in this activity stands for a level, though the general level words do not say it."""

    absent: CueList = ()
    manual: CueList = ()
    partial: CueList = ()
    automated: CueList = ()


class Cues(Record):
    """How people speak of one activity.

    `strong` cues may decide alone, `weak` ones never, and what a `mask` matches is not looked at.
    Every strong cue must match a line of `fires`, and no line of `silent` may have one.
    """

    id: Id
    strong: Annotated[CueList, Field(min_length=3)]
    weak: CueList = ()
    mask: CueList = ()
    levels: Hints = Hints()
    fires: Annotated[Lines, Field(min_length=3)]
    silent: Annotated[Lines, Field(min_length=3)]


class Tools(Record):
    """Names of tools, with the activities each speaks for: alone (`strong`) or not (`weak`)."""

    strong: Mapping[Text, tuple[Id, ...]] = Field(default_factory=dict)
    weak: Mapping[Text, tuple[Id, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _once(self) -> Self:
        for name in self.strong:
            both = set(self.strong[name]) & set(self.weak.get(name, ()))
            if both:
                raise ValueError(f"'{name}' is both strong and weak for {sorted(both)[0]}")
        return self

    def by_activity(self) -> Mapping[str, tuple[str, ...]]:
        """Return the names that speak for each activity, alone or not, in their order."""
        names: dict[str, tuple[str, ...]] = {}
        for table in (self.strong, self.weak):
            for name, meant in table.items():
                for activity in meant:
                    names[activity] = (*names.get(activity, ()), name)
        return names


class LevelCues(Record):
    """General words for how far something runs by itself, by the class they speak for."""

    idiom: CueList = ()
    """Looks like a denial or a level and is none: blanked first."""
    hands_off: CueList = ()
    """Denies work by hand, so speaks for automated."""
    by_hand_after_all: CueList = ()
    """Denies automation, so speaks for manual."""
    absent: CueList = ()
    no_means: CueList = ()
    """Denies only the tool, not the work."""
    weak_absent: CueList = ()
    manual: CueList = ()
    partial: CueList = ()
    scope: CueList = ()
    """Only a part: some models, one team, a trial."""
    automated: CueList = ()
    repeated: CueList = ()
    """Every time: by itself, unless a person is named."""
    system: CueList = ()
    """The system acts without being asked: it notifies us, gets logged, is enforced."""
    cadence: CueList = ()
    """Once a week or seldomer: what a person may do as well as a clock."""
    person: CueList = ()
    praise: CueList = ()
    """Says what something would bring: says nothing of the practice."""
    hedge: CueList = ()


class Modifier(Record):
    """What holds for a stretch of a clause, opened by `opens`: after it, before it, or around it.

    Its hold ends with the clause, or where a word of `ends` or a character of `stops` stands.
    `pseudo` looks like it and is not. Whatever is `ended`, `past`, `planned` or `wished` is not so
    today; a denial in an `aside`, in what is `enforced` or `released` is none of the practice.
    """

    category: Literal[
        "aside", "enforced", "released", "planned", "soon", "wished", "ended", "past", "present"
    ]
    reach: Literal["after", "before", "around"]
    opens: Annotated[CueList, Field(min_length=1)]
    ends: CueList = ()
    stops: str = ""
    pseudo: CueList = ()


class Modifiers(Record):
    """All modifiers, in the order in which they are looked for."""

    modifiers: tuple[Modifier, ...] = ()


class PracticeCues(Record):
    """Level words of the practice scale: informal, defined, embedded."""

    absent: CueList = ()
    informal: CueList = ()
    defined: CueList = ()
    embedded: CueList = ()


class Levels(Record):
    """All level words: of the automation scale, of the practice scale, and of the qualities."""

    automation: LevelCues = LevelCues()
    practice: PracticeCues = PracticeCues()
    standardization: PracticeCues = PracticeCues()
    improvement: PracticeCues = PracticeCues()


class Intents(Record):
    """Phrases that tell what the user wants; commands count only when they are the whole text."""

    polite: CueList = ()
    """Courtesy around a command, taken off both ends before it is compared."""
    commands: Mapping[
        Literal["unknown", "not-applicable", "skip", "undo", "restart", "result", "more", "help"],
        CueList,
    ] = Field(default_factory=dict)
    correction: CueList = ()
    greeting: CueList = ()
    first_person: CueList = ()
    general: CueList = ()
    """How opinion, theory and advice are worded."""
    agree: CueList = ()
    deny: CueList = ()


Wanted = Literal["tells", "asks", "requests", "unknown", "corrects", "talks"]
"""What a text wants, where a hand says so."""


class Told(Record):
    """Something told as people tell it, with the level of each activity; none is off topic."""

    text: Text
    labels: Mapping[Id, LevelWord] = Field(default_factory=dict)
    wants: tuple[Wanted, ...] = ()


class Shorthand(Record):
    """Short forms of quick typing, with what each stands for."""

    shorthand: Mapping[Text, Text] = Field(default_factory=dict)


class NoneSentences(Record):
    """Sentences of ours that name the topics and state no practice of the speaker."""

    sentences: Lines


class Voice(Record):
    """Texts of ours in one voice: a podcast guest, a project report, documentation."""

    id: Id
    voice: Text
    sentences: Annotated[tuple[Told, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of `knowledge/reading/`, by activity where it belongs to one."""

    cues: Mapping[str, Cues] = field(default_factory=dict)
    tools: Tools = field(default_factory=Tools)
    levels: Levels = field(default_factory=Levels)
    modifiers: tuple[Modifier, ...] = ()
    intents: Intents = field(default_factory=Intents)
    none: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    shorthand: Mapping[str, str] = field(default_factory=dict)
    english: frozenset[str] = frozenset()
    """Words that are right as they stand; without any, nothing is taken for mistyped."""


def lexicon_faults(lexicon: Lexicon, activities: Container[str]) -> Iterator[str]:
    """Yield a line for every activity named in the lexicon that the knowledge does not have."""
    for name in lexicon.cues:
        if name not in activities:
            yield f"cues/{name}.yaml: id: there is no activity '{name}'"
    for table in (lexicon.tools.strong, lexicon.tools.weak):
        for tool, meant in table.items():
            for name in meant:
                if name not in activities:
                    yield f"tools.yaml: {tool}: there is no activity '{name}'"
    for one in lexicon.told:
        for name in one.labels:
            if name not in activities:
                yield f"told/: '{one.text[:40]}…': labels: there is no activity '{name}'"

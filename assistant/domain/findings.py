"""What a reading of a text yields: findings with the words that caused them, and the intent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.entry import Share


class Intent(StrEnum):
    """What the user wants with a text."""

    ANSWER = "answer"
    QUESTION = "question"
    CORRECTION = "correction"
    COMMAND = "command"
    OTHER = "other"


class Command(StrEnum):
    """What a command asks for; NONE when the text is not a command."""

    NONE = ""
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    SKIP = "skip"
    UNDO = "undo"
    RESTART = "restart"
    RESULT = "result"
    MORE = "more"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Finding:
    """One activity read out of a text.

    `level` is 0 to 3, or None when the text does not say how it is done. `lo` and `hi` bound the
    levels that a careful reader could defend; they equal `level` when the reading is sure.
    `quote == text[start:end]`. `score` (0 to 1) is the share of such findings that are right.
    `reason` names the cue or example relied on.
    """

    activity: str
    level: int | None
    planned: bool
    lo: int
    hi: int
    quote: str
    start: int
    end: int
    score: float
    reason: str

    @property
    def word(self) -> str:
        """The level as the command line writes it."""
        if self.planned:
            return "planned"
        if self.level is None:
            return "unclear"
        return ("absent", "manual", "partial", "automated")[self.level]


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement of a text, the stretch [start, end), and which activities were heard in it.

    Where none was, `likely` are up to three that it may tell of, likeliest first; it has none
    where it does not seem to tell how the team works.
    """

    start: int
    end: int
    activities: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read out of one text. Findings are ordered by start, then activity.

    `about` is the activity that a command names; without one it is about the open question.
    `hints` are what the text may also speak of, too weakly to count. `statements` are all that
    was told, in its order.
    """

    intent: Intent
    findings: tuple[Finding, ...] = ()
    command: Command = Command.NONE
    about: str = ""
    hints: tuple[Finding, ...] = ()
    statements: tuple[Stated, ...] = ()


def placed(statements: Sequence[Stated], findings: Sequence[Finding]) -> tuple[Stated, ...]:
    """Return statements with the findings that were made in them, and no others."""
    heard = {one.activity for one in findings}
    found = []
    for one in statements:
        inside = (two for two in findings if two.start < one.end and one.start < two.end)
        names = dict.fromkeys([*one.activities, *(two.activity for two in inside)])
        activities = tuple(name for name in names if name in heard)
        likely = () if activities else one.likely
        found.append(Stated(one.start, one.end, activities, likely))
    return tuple(found)


Reader = Callable[[str, str | None], Reading]
"""Reads a text, given the id of the activity just asked about, or None."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query, best first; `score` is comparable within one query only."""

    passage: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What the library holds for a query; `answerable` is false when it does not cover it."""

    answerable: bool
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands alone in an answer, with the passages (ids) that carry it.

    `kind` says what it brings; none is the verdict. `of` names the side or item it is about, and
    `ours` says that it is our own advice, held by no source.
    """

    text: str
    passages: tuple[str, ...]
    kind: Share | None = None
    of: str = ""
    ours: bool = False

    @property
    def whole(self) -> str:
        """The text with what it is about."""
        return f"{self.of}: {self.text}" if self.of else self.text


@dataclass(frozen=True, slots=True)
class Further:
    """A neighbouring question, and what decides it."""

    question: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question: sentences, each with the passages that carry it.

    Empty `sentences` is a plain refusal. It follows from the library alone; see `domain.wording`
    for the same answer in the words of a language model. `pieces` are the same sentences with what
    each brings, `further` what is near the question.
    """

    question: str
    sentences: tuple[tuple[str, tuple[str, ...]], ...] = ()
    passages: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    further: tuple[Further, ...] = ()
    closing: str = ""
    """How the asker's own team stands in it; it may quote them, so it is never markup."""

    @classmethod
    def of(cls, question: str, pieces: tuple[Piece, ...], further: tuple[Further, ...]) -> "Answer":
        """Return the answer made of pieces."""
        sentences = tuple((one.whole, one.passages) for one in pieces)
        used = dict.fromkeys(key for one in pieces for key in one.passages)
        return cls(question, sentences, tuple(used), pieces, further)


def cited(answer: Answer) -> tuple[str, ...]:
    """Return the passages an answer cites, what is near it last, as they are numbered from 1."""
    cites = [passages for _, passages in answer.sentences]
    cites += [one.piece.passages for one in answer.further]
    return tuple(dict.fromkeys(one for passages in cites for one in passages))


Answerer = Callable[[str], Answer]
"""Answers a question from the library."""

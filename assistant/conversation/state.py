"""The values a conversation consists of: its phase, what was exchanged, and what is known now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.domain.aim import Aim
from assistant.domain.findings import Answer, Intent
from assistant.domain.levels import Closure, Profile, Standing, Words
from assistant.domain.milestone import Note
from assistant.domain.points import Point
from assistant.domain.results import Assessment, Question, Remaining
from assistant.domain.scenario import Scenario
from assistant.domain.session import Turn


class Phase(StrEnum):
    """Where a conversation is."""

    OPENING = "opening"  # nothing is known of the team yet
    ASKING = "asking"  # an answer can still change stage or blockers
    RESULT = "result"  # stage and blockers are certain, or nothing more can be asked
    DETAIL = "detail"  # as RESULT, and the user goes on to complete the picture


class Signal(StrEnum):
    """What a turn did, as far as the phase is concerned."""

    LISTENED = "listened"  # nothing new is known: a question was answered, context was set
    LEARNT = "learnt"  # a question remains that can change the result or settle a contradiction
    SETTLED = "settled"  # no question remains
    GO_ON = "go-on"  # only questions for full detail remain, and the user asked for them


TRANSITIONS: Mapping[tuple[Phase, Signal], Phase] = {
    (Phase.OPENING, Signal.LISTENED): Phase.OPENING,
    (Phase.OPENING, Signal.LEARNT): Phase.ASKING,
    (Phase.OPENING, Signal.SETTLED): Phase.RESULT,
    (Phase.OPENING, Signal.GO_ON): Phase.DETAIL,
    (Phase.ASKING, Signal.LISTENED): Phase.ASKING,
    (Phase.ASKING, Signal.LEARNT): Phase.ASKING,
    (Phase.ASKING, Signal.SETTLED): Phase.RESULT,
    (Phase.ASKING, Signal.GO_ON): Phase.DETAIL,
    (Phase.RESULT, Signal.LISTENED): Phase.RESULT,
    (Phase.RESULT, Signal.LEARNT): Phase.ASKING,
    (Phase.RESULT, Signal.SETTLED): Phase.RESULT,
    (Phase.RESULT, Signal.GO_ON): Phase.DETAIL,
    (Phase.DETAIL, Signal.LISTENED): Phase.DETAIL,
    (Phase.DETAIL, Signal.LEARNT): Phase.ASKING,
    (Phase.DETAIL, Signal.SETTLED): Phase.RESULT,
    (Phase.DETAIL, Signal.GO_ON): Phase.DETAIL,
}
"""Every phase and signal has one follower: a conversation cannot get stuck or fall out."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of "here is what I heard": an activity, how it stands now, and how it stood."""

    activity: str
    standing: Standing
    before: Standing | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The stretch [start, end) of a message: what was heard in it, or may have been meant.

    `told` is a statement on how the team works, in which something is heard or can be placed; else
    it asks, does not know or just talks. Where nothing was heard, `likely` are up to three
    activities that it may be about. `placed` tells that the user said what it is about.
    """

    start: int
    end: int
    heard: tuple[Noted, ...] = ()
    likely: tuple[str, ...] = ()
    told: bool = False
    placed: bool = False

    @property
    def open(self) -> bool:
        """Whether it tells something that is not placed."""
        return self.told and not self.heard


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two turns that say different things of one activity, until the user settles it."""

    activity: str
    earlier: Standing
    later: Standing


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many questions an aim still takes, most likely at least and at most; none once sure."""

    aim: Aim
    left: Remaining


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of the user and how the assistant took it.

    `asked` is the id of the question that was open, `remarks` are plain sentences (they may quote
    the user, so no page may render them as markup), `answer` is set when a question was answered.
    `parts` are a message piece by piece, all of it in its order; none where it tells nothing.
    """

    number: int
    turn: Turn
    said: str
    asked: str = ""
    intent: Intent | None = None
    noted: tuple[Noted, ...] = ()
    parts: tuple[Part, ...] = ()
    remarks: tuple[str, ...] = ()
    answer: Answer | None = None
    wants: str = ""
    """What the words ask of the page: "undo", "restart", "result" or "more"; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that follows from a list of turns."""

    phase: Phase
    model: str
    exchanges: tuple[Exchange, ...]
    told: Profile
    closure: Closure
    assessments: Mapping[str, Assessment]
    question: Question | None = None
    remaining: Remaining = field(default_factory=lambda: Remaining(0, 0))
    promise: Remaining = field(default_factory=lambda: Remaining(0, 0))
    """What may be said of the questions left: narrower than `remaining`, kept by nearly all."""
    whole: Remaining = field(default_factory=lambda: Remaining(0, 0))
    """The same to the end, with the aims beside the stage; none where nothing is asked."""
    ahead: tuple[Outlook, ...] = ()
    """What each aim beside the stage still takes, once the questions are about those."""
    context: Mapping[str, str] = field(default_factory=dict)
    disputes: Mapping[str, Dispute] = field(default_factory=dict)
    settled: frozenset[tuple[str, str]] = frozenset()
    hints: Mapping[str, Words] = field(default_factory=dict)
    """Words that may speak of an activity, too weakly to count: quoted when it is asked about."""
    full: bool = False
    """Whether the user asked to go on for full detail once the result is there."""
    doubtful: bool = False
    """Whether the stage hangs on a reading that is still to be confirmed."""
    scenarios: tuple[Scenario, ...] = ()
    """The what-ifs beside it, oldest first; they change nothing of all this."""
    notes: Mapping[str, Note] = field(default_factory=dict)
    """What the team noted of steps, by the id of their advice; it moves no level."""
    earlier: tuple[Point, ...] = ()
    """How the team stood at the end of each earlier assessment of this session, oldest first."""
    notice: str = ""
    """One sentence on the last turn when it left no exchange of its own, such as an undo."""

    @property
    def profile(self) -> Profile:
        """What is told and what follows from it by definition."""
        return self.closure.profile

    @property
    def detail(self) -> bool:
        """Whether the open question only completes the picture and cannot change the stage."""
        return self.phase is Phase.DETAIL

    @property
    def certain(self) -> bool:
        """Whether the stage is certain, and rests on nothing that is still to be asked back."""
        return self.assessment.certain and not self.doubtful

    @property
    def assessment(self) -> Assessment:
        """Where the profile stands in the model that is being settled."""
        return self.assessments[self.model]

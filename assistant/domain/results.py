"""What the core concludes: stages with proof, the next question, steps, and the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.domain.condition import Condition, When
from assistant.domain.knowledge import Advice, ContextQuestion, Model, Requirement, Stage
from assistant.domain.levels import Conflict, Profile, Standing
from assistant.domain.milestone import Milestone, Note
from assistant.domain.points import NO_TREND, Trend
from assistant.domain.sayings import Saying
from assistant.domain.usecase import Degree

if TYPE_CHECKING:  # they hold assessments, which are defined here
    from assistant.domain.comparing import Crosswalk, Neighbour, Split
    from assistant.domain.scenario import Supposed


class Verdict(StrEnum):
    """Whether a requirement holds: OPEN while both are possible, WAIVED if it does not apply."""

    MET = "met"
    UNMET = "unmet"
    OPEN = "open"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the proof: a requirement, whether it holds, and what it was judged on."""

    requirement: Requirement
    verdict: Verdict
    standing: Standing


@dataclass(frozen=True, slots=True)
class StageCheck:
    """One stage of the proof with its checks. Reached needs all earlier stages reached too."""

    stage: Stage
    index: int
    checks: tuple[Check, ...]
    reached: Verdict

    @property
    def shown(self) -> bool:
        """Whether a requirement of the stage is met, and what gives it its name applies.

        Else it is merely passed over.
        """
        waived = {one.requirement.activity for one in self.checks if one.verdict is Verdict.WAIVED}
        unnamed = bool(self.stage.named_after) and waived.issuperset(self.stage.named_after)
        return not unnamed and any(one.verdict is Verdict.MET for one in self.checks)

    @property
    def sign(self) -> Verdict:
        """Whether the stage is reached; WAIVED where it is only passed over."""
        passed = self.checks and not self.shown
        return Verdict.WAIVED if passed and self.reached is Verdict.MET else self.reached


@dataclass(frozen=True, slots=True)
class Assessment:
    """Where a profile stands in one model: between stage `lo` and `hi` (indices), with the trace.

    `blockers` are the requirements of stage lo + 1 that are certainly unmet; `open` those of it
    that are not decided yet. Both are empty at the top.
    """

    model: Model
    lo: int
    hi: int
    trace: tuple[StageCheck, ...]
    blockers: tuple[Check, ...]
    open: tuple[Check, ...]

    @property
    def certain(self) -> bool:
        """Whether no further answer can change the stage."""
        return self.lo == self.hi

    @property
    def complete(self) -> bool:
        """Whether stage and blockers are both certain."""
        return self.certain and not self.open

    @property
    def following(self) -> tuple[Check, ...]:
        """All that the next stage asks for; none at the top."""
        return self.trace[self.lo + 1].checks if self.lo + 1 < len(self.trace) else ()

    @property
    def checks(self) -> tuple[Check, ...]:
        """All that the model asks for, lowest stage first."""
        return tuple(one for stage in self.trace for one in stage.checks)

    @property
    def waived(self) -> tuple[Check, ...]:
        """What the stages reached ask for and does not apply."""
        below = (one for stage in self.trace[: self.lo + 1] for one in stage.checks)
        return tuple(one for one in below if one.verdict is Verdict.WAIVED)

    @property
    def everything_met(self) -> bool:
        """Whether all that the model asks for is known to be met: nothing is waived or unsure."""
        return all(one.verdict is Verdict.MET and one.standing.sure for one in self.checks)

    @property
    def shown(self) -> bool:
        """Whether each stage reached has a requirement that is met, not only some that are waived.

        A stage nothing of which applies is passed over, and nobody has shown to work like that.
        """
        return all(one.shown for one in self.trace[1 : self.lo + 1])

    @property
    def place(self) -> int:
        """The highest stage (index) reached that is not merely passed over."""
        return max(one.index for one in self.trace[: self.lo + 1] if one.shown or not one.index)

    @property
    def applies(self) -> bool:
        """Whether anything at all the model asks for applies."""
        return any(one.verdict is not Verdict.WAIVED for one in self.checks)


class Asking(StrEnum):
    """Why a question is asked."""

    LEVEL = "level"  # the level is not known
    CONFIRM = "confirm"  # a reading is unsure and could change the result
    CONFLICT = "conflict"  # two things said contradict each other


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a reply would lead to: the stage range (indices) after answering with `level`."""

    level: int
    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class Question:
    """The next question: about which activity, why, and what hangs on it.

    `stage` is the index of the stage whose requirement it decides, `needed` the level it asks for;
    0 when no requirement of the model hangs on it. `companions` are up to two more activities of
    the same stage and pipeline that may be asked in the same turn, as one checklist.
    """

    activity: str
    asking: Asking
    model: str
    stage: int
    needed: int
    consequences: tuple[Consequence, ...] = ()
    conflict: Conflict | None = None
    companions: tuple[str, ...] = ()
    aim: str = ""
    """Why it is asked although the stage is certain, in a sentence; "" where it may change that."""
    offered: tuple[int, ...] = (0, 1, 2, 3)
    """The levels offered as replies: those that what is known leaves open."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """How many questions are left to a certain stage and its blockers, at least and at most."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Interview:
    """The adaptive interview played against a full profile, beside the full questionnaire.

    `questions` are activity ids in the order asked, up to certain stage and blockers;
    `asked` of them were needed for the stage alone. `floor` is the fewest answers that could have
    fixed the stage, `full_floor` the fewest for stage and blockers. Blockers are activity ids in
    the order of the model's file.
    """

    model: str
    questions: tuple[str, ...]
    asked: int
    floor: int
    full_floor: int
    stage: int
    full_stage: int
    blockers: tuple[str, ...]
    full_blockers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """The stage (index) of a model that fits the use case, and why.

    `why` tells what the stage brings, `because` which answers led there, a sentence each. `besides`
    is what the two needs ask for whatever the stage, as far as the stage does not.
    """

    model: str
    stage: int
    why: str
    sources: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    rules: Degree = Degree.NONE
    excellence: Degree = Degree.NONE
    besides: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Concern:
    """How one condition of the safety floor, or of the use case, stands.

    `applies` is False while it is not known whether it applies: that hangs on `hangs`. `lacking`
    and `unsure` are what it asks for that is certainly missing, or may be: (activity id, level).
    """

    condition: Condition
    verdict: Verdict
    applies: bool
    lacking: tuple[tuple[str, int], ...] = ()
    unsure: tuple[tuple[str, int], ...] = ()
    hangs: tuple[When, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether it surely applies and something it asks for is surely missing."""
        return self.verdict is Verdict.UNMET


@dataclass(frozen=True, slots=True)
class Step:
    """One recommended step: the advice, which stage (index) it serves, and what hangs on it.

    `serves` are the conditions it helps to meet beside the stage, those of the safety floor first;
    a step for conditions alone has stage 0. `blocks` is True when it removes a blocker of the very
    next stage; `after` lists the ids of advice in the same plan that has to be done first. `known`
    is False where it is not known whether the step is done already.
    """

    advice: Advice
    stage: int
    blocks: bool
    after: tuple[str, ...] = ()
    known: bool = True
    serves: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One assessment, whole, as every page, file and command shows it."""

    primary: str
    profile: Profile
    assessments: Mapping[str, Assessment]
    crosswalk: "Crosswalk"
    goals: Mapping[str, Goal]
    steps: tuple[Step, ...]
    context: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()
    known: int = 0
    """Activities (qualities apart) whose level is known."""
    total: int = 0
    questions: tuple[ContextQuestion, ...] = field(default_factory=tuple)
    neighbours: "tuple[Neighbour, ...]" = ()
    """Published teams near this one, in the primary model."""
    split: "Split | None" = None
    """How to split the model between centre and devices; None where knowledge has no table."""
    knowledge: str = ""
    """Hash of the knowledge the report was made with."""
    summary: tuple[Saying, ...] = ()
    """Where the team stands in the primary model, in a few sentences, each from its answers."""
    reaches: Mapping[str, Assessment] = field(default_factory=dict)
    """How far each dimension that the primary model asks of reaches by itself in it."""
    floor: tuple[Concern, ...] = ()
    """The conditions of the safety floor that apply, or may apply, and how they stand."""
    uses: tuple[Concern, ...] = ()
    """What the use case asks for beyond its stage."""
    doubts: frozenset[str] = frozenset()
    """Ids of the models whose stage hangs on a reading that is still to be confirmed."""
    besides: tuple[Check, ...] = ()
    """What the use case asks for beside the target's stage in the primary model, judged."""
    supposed: "tuple[Supposed, ...]" = ()
    """The what-ifs kept beside it, with what each leads to; nothing else here follows from them."""
    road: tuple[Milestone, ...] = ()
    """Where each of `steps` leads, in their order."""
    notes: Mapping[str, Note] = field(default_factory=dict)
    """What the team noted of steps, by the id of their advice: of some that are done, too."""

    trend: Trend = NO_TREND
    """How the team stood at earlier assessments of the same session, and what changed since."""

    @property
    def unsafe(self) -> tuple[Concern, ...]:
        """The conditions of the safety floor that are surely broken."""
        return tuple(one for one in self.floor if one.broken)

    @property
    def now(self) -> Assessment:
        """Where the team stands in the primary model."""
        return self.assessments[self.primary]

    @property
    def doubtful(self) -> bool:
        """Whether the stage in the primary model hangs on a reading still to be confirmed."""
        return self.primary in self.doubts

"""What comparisons conclude: models side by side, cases nearby, and a way to split at the edge."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.cases import Case
from assistant.domain.edge import EdgeOption, Factor
from assistant.domain.knowledge import Requirement
from assistant.domain.results import Assessment


class Contrast(StrEnum):
    """How another model treats what one model asks for next."""

    NEVER = "never"  # it does not ask for the activity at all
    LESS = "less"  # it asks for the activity, at a lower level only
    LATER = "later"  # it asks for the same, but not yet


@dataclass(frozen=True, slots=True)
class Difference:
    """One requirement that `here` asks for next and is not met, and how `there` treats it.

    `stage` is the index of the stage of `there` that asks for the activity (the first to ask that
    much, or for LESS the last to ask for it); 0 for NEVER. `level` is what `there` asks at that
    stage. `open` tells that the requirement is not known to be unmet.
    """

    here: str
    there: str
    requirement: Requirement
    contrast: Contrast
    open: bool
    stage: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Swap:
    """Two requirements that `here` asks for in this order and `there` in the other one."""

    here: str
    there: str
    first: Requirement
    second: Requirement


@dataclass(frozen=True, slots=True)
class Pair:
    """Two models (ids, lower `order` first) with all that parts them, in one sentence each.

    `short` says in one sentence where both put the team, and what parts them most.
    """

    first: str
    second: str
    differences: tuple[Difference, ...]
    swaps: tuple[Swap, ...]
    sentences: tuple[str, ...]
    short: str = ""


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What each model calls the same levels (one sentence a model), and why they differ."""

    names: tuple[tuple[str, str], ...]
    """Model id and its sentence, in the order of the models."""
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """One activity on which a case and the team differ: levels as intervals, and its words."""

    activity: str
    case: tuple[int, int]
    team: tuple[int, int]
    why: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A case near the team in one model. `gap` counts the stages between, 0 where they may meet.

    `certain` tells that the case stands at one stage, as the team does. `different` activities
    certainly differ, of the `shared` ones of which both sides are known.
    """

    case: Case
    placed: tuple[Assessment, ...]
    """Where it stands in every model, in the order of the models."""
    gap: int
    certain: bool
    different: int
    shared: int
    apart: tuple[Apart, ...]
    """The widest differences, what the case does more first."""

    @property
    def team(self) -> bool:
        """Whether the case is a team at work; a reference design or a tutorial is an example."""
        return self.case.kind == "organisation"


class Verdict(StrEnum):
    """How far the answers lead at the edge."""

    SETTLED = "settled"  # no single factor left open could change the option
    SO_FAR = "so-far"  # an option is named that something left open could still change
    OPEN = "open"  # too little is known to name an option
    CLASH = "clash"  # hard constraints rule out every option


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an option falls or is worse, with the labels of the chips that say so."""

    said: tuple[str, ...]
    why: str
    hard: bool
    """Whether it rules out, or only weighs."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a clash: what would have to be so, and the option that it would lead to."""

    option: EdgeOption
    number: int
    lifted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """The way to split a model between centre and device that the answers lead to.

    `option` is None, and `number` 0, where answers clash or too little was said. `objections`
    are the reasons against more central options, `others` what rules out less central ones where
    the most central is taken, `against` what weighs against the option itself: never a hard
    constraint. `clash` are the fewest constraints that leave no option, `ways` what would lead
    out. `possible` are the options not ruled out; `open` the factors without an answer that could
    still move the choice.
    """

    verdict: Verdict
    option: EdgeOption | None
    number: int
    """Its place from the most central option, beginning with 1."""
    reason: str
    objections: tuple[Reason, ...]
    others: tuple[Reason, ...]
    against: tuple[Reason, ...]
    clash: tuple[Reason, ...]
    ways: tuple[Way, ...]
    possible: tuple[EdgeOption, ...]
    open: tuple[Factor, ...]
    wanted: bool
    """Whether the use case is said to run on devices, in whole or in part."""

"""The records of `knowledge/`: what the assistant knows, as frozen values that check themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from assistant.domain.aim import Aims
from assistant.domain.cases import Case
from assistant.domain.citation import Basis as Basis
from assistant.domain.citation import Citation as Citation
from assistant.domain.citation import Citations as Citations
from assistant.domain.citation import LevelNumber as LevelNumber
from assistant.domain.condition import Safety
from assistant.domain.edge import EdgeTable
from assistant.domain.entry import Asks as Asks
from assistant.domain.entry import Entry as Entry
from assistant.domain.entry import Part as Part
from assistant.domain.entry import Share as Share
from assistant.domain.glossary import Glossary
from assistant.domain.itself import Itself
from assistant.domain.levels import Scale
from assistant.domain.prompt import Prompt as Prompt
from assistant.domain.prompt import Suggesting as Suggesting
from assistant.domain.record import Id as Id
from assistant.domain.record import Lines as Lines
from assistant.domain.record import Record as Record
from assistant.domain.record import Text as Text
from assistant.domain.reply import Reply as Reply
from assistant.domain.reply import in_order
from assistant.domain.shelf import Shelf as Shelf
from assistant.domain.source import Source as Source
from assistant.domain.toolbox import Toolbox
from assistant.domain.track import Dimension, Tracks
from assistant.domain.usecase import Ask as Ask
from assistant.domain.usecase import ContextOption as ContextOption
from assistant.domain.usecase import ContextQuestion as ContextQuestion
from assistant.domain.usecase import Target as Target
from assistant.domain.usecase import Taxonomy as Taxonomy
from assistant.domain.variant import Variant as Variant
from assistant.domain.wants import Wants


class ImplicationKind(StrEnum):
    """Definitional implications may deduce a level; empirical ones may only order questions."""

    DEFINITIONAL = "definitional"
    EMPIRICAL = "empirical"


class Implication(Record):
    """`when` or more of the activity that carries this means `then` or more of `activity`."""

    when: Annotated[int, Field(ge=1, le=3, strict=True)]
    activity: Id
    then: Annotated[int, Field(ge=1, le=3, strict=True)]
    kind: ImplicationKind
    because: Text


class Examples(Record):
    """Sentences a practitioner could say, by the level they state (automation-scale words)."""

    absent: Lines
    manual: Lines
    partial: Lines
    automated: Lines

    def by_level(self) -> tuple[Lines, Lines, Lines, Lines]:
        """Return the sentences as a tuple indexed by level 0 to 3."""
        return (self.absent, self.manual, self.partial, self.automated)


class Following(Record):
    """How an activity is asked where `activity` stands at level `at`, which says a part of it."""

    activity: Id
    at: Annotated[int, Field(ge=0, le=3, strict=True)]
    question: Text


class Activity(Record):
    """One thing a team does, or one process quality: what it is, how it is asked and rated."""

    id: Id
    name: Text
    pipeline: Literal["data", "modeling", "release", "cross-cutting", "process"]
    dimension: Dimension
    scale: Scale
    phase: Literal["", "design", "integration", "deployment", "operation", "evolution"] = ""
    summary: Text
    why: Text
    rubric: Annotated[tuple[Text, ...], Field(min_length=4, max_length=4)]
    question: Text
    replies: Annotated[tuple[Reply, ...], Field(min_length=4, max_length=4)]
    said: Annotated[tuple[Text, ...], Field(max_length=4)] = ()
    """What each level means for a team, as a clause for a sentence on it: all four, or none."""
    examples: Examples
    following: tuple[Following, ...] = ()
    """Other words for `question`, so that what was just said is not asked again; the first fits."""
    presupposes: tuple[Id, ...] = ()
    feeds: tuple[Id, ...] = ()
    """Earlier activities that what it yields sets going again: the loops of the framework."""
    implies: tuple[Implication, ...] = ()
    sources: Citations

    @model_validator(mode="after")
    def _every_level_is_given(self) -> Self:
        in_order(self.replies)
        if self.said and len(self.said) != len(self.rubric):
            raise ValueError("said must give a clause for each of the levels 0, 1, 2, 3, or none")
        return self


class Requirement(Record):
    """An activity that must stand at a level or above for a stage to be reached."""

    activity: Id
    level: Annotated[int, Field(ge=1, le=3, strict=True)]
    sources: Citations


class Stage(Record):
    """One stage of a maturity model with all it asks besides the earlier stages."""

    id: Id
    name: Text
    summary: Text
    requirements: tuple[Requirement, ...] = ()
    named_after: tuple[Id, ...] = ()
    """Activities that its name promises: where they do not apply, the stage does not either."""
    passage: Id


class Model(Record):
    """A maturity model: ordered stages, lowest first. The first stage asks for nothing."""

    id: Id
    name: Text
    label: Text
    order: int
    variant: str = ""
    """The one kind of team it is for, by its folder of variants; for all, where it is empty."""
    summary: Text
    stages: Annotated[tuple[Stage, ...], Field(min_length=2)]
    sources: Citations

    @model_validator(mode="after")
    def _first_stage_is_free(self) -> Self:
        if self.stages[0].requirements:
            raise ValueError("the first stage must have no requirements")
        for stage in self.stages:
            if set(stage.named_after) - {one.activity for one in stage.requirements}:
                raise ValueError(f"{stage.id}: named_after must be among its requirements")
        return self


class Passage(Record):
    """A short text of our own that answers one question, with its sources."""

    id: Id
    title: Text
    kind: Literal[
        "concept", "practice", "stage", "transition", "pitfall",
        "trade-off", "example", "regulation", "crosswalk",
    ]  # fmt: skip
    activities: tuple[Id, ...] = ()
    stages: tuple[str, ...] = ()
    text: Text
    related: tuple[Id, ...] = ()
    answers: tuple[Entry, ...] = ()
    sources: Citations


class Need(Record):
    """A level of another activity that has to come first."""

    activity: Id
    level: Annotated[int, Field(ge=1, le=3, strict=True)]


class Advice(Record):
    """How to take one activity up one level (`to` is reached from `to - 1`)."""

    id: Id
    activity: Id
    to: Annotated[int, Field(ge=1, le=3, strict=True)]
    do: Text
    why: Text
    done_when: Text
    effort: Literal["S", "M", "L"]
    first: tuple[Need, ...] = ()
    passing: bool = False
    """Whether nobody stops at `to` on the way to a higher level: the next step covers this one."""
    tools: tuple[Text, ...] = ()
    pitfall: Text
    passages: Annotated[tuple[Id, ...], Field(min_length=1)]
    sources: Citations


class Opening(Record):
    """A way to begin: a team that describes itself, or a question others start with."""

    id: Id
    order: int
    kind: Literal["team", "question"]
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
    text: Text


class Sample(Record):
    """An invented team with all its levels, for the sample result; `label` is what is tapped."""

    team: Text
    label: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    levels: dict[Id, LevelNumber]
    context: dict[Id, Id] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All knowledge, checked: every link resolves. `hash` is the sha256 of its files.

    Each is equal to itself alone, so that what follows from it can be kept, not worked out again.
    """

    activities: Mapping[str, Activity]
    qualities: Mapping[str, Activity]
    models: Mapping[str, Model]
    passages: Mapping[str, Passage]
    advice: Mapping[str, Advice]
    sources: Mapping[str, Source]
    context: tuple[ContextQuestion, ...]
    taxonomy: Taxonomy
    texts: Mapping[str, str]
    openings: Mapping[str, Opening]
    sample: Sample
    hash: str
    shelves: Mapping[str, Shelf] = field(default_factory=dict)
    items: Mapping[str, Activity] = field(default_factory=dict)
    """Activities and qualities together, in file order of the two folders."""
    cases: Mapping[str, Case] = field(default_factory=dict)
    """Published teams to compare with; a company's own edition may have none."""
    edge: EdgeTable | None = None
    """The table of the edge adviser; None where an edition leaves it out."""
    glossary: Glossary = field(default_factory=Glossary)
    itself: Itself = field(default_factory=Itself)
    """Our own words, explained to whoever asks what we mean; an edition may go without."""
    aims: Aims = field(default_factory=Aims)
    """What the interview goes on for once the stage is certain; an edition may end there."""
    safety: Safety = field(default_factory=Safety)
    """The floor below which a team is not safe; an edition may set none."""
    wants: Wants = field(default_factory=Wants)
    """The words by which a statement shows that it tells nothing of the team."""
    prompts: Mapping[str, Prompt] = field(default_factory=dict)
    """What a language model is told, by id; used only where one is configured."""
    suggesting: Suggesting | None = None
    """What it is told when it may suggest placements, too."""
    toolbox: Toolbox = field(default_factory=Toolbox)
    """Which tools were looked up, and when; an edition may go without."""
    tracks: Tracks = field(default_factory=Tracks)
    """The tracks of a roadmap; without any, it is one list."""
    variants: Mapping[str, Mapping[str, Variant]] = field(default_factory=dict)
    """The words for other kinds of teams: by the kind, then by the activity."""
    variant: str = ""
    """The kind of team in whose words all of this is; see `assistant.specialising`."""
    lenses: Mapping[str, Model] = field(default_factory=dict)
    """Models for one kind of team each: where that kind is spoken to, they are in `models` too."""
    samples: Mapping[str, Sample] = field(default_factory=dict)
    """Invented teams of other kinds, besides `sample`; an edition may have none."""

    def implications(self) -> tuple[tuple[str, Implication], ...]:
        """Return all definitional implications as (activity that carries it, implication)."""
        return tuple(
            (item.id, rule)
            for item in self.items.values()
            for rule in item.implies
            if rule.kind is ImplicationKind.DEFINITIONAL
        )

    @property
    def every_model(self) -> Mapping[str, Model]:
        """All models there are, those for one kind of team among them."""
        return {**self.models, **self.lenses}

    @property
    def primary(self) -> Model:
        """The model a conversation settles first: the lowest `order`."""
        return min(self.models.values(), key=lambda model: (model.order, model.id))

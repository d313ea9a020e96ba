"""The published form of a result as JSON, and how one is read back.

What a file says of levels and words is taken; every stage, blocker and step is computed anew, so
that nothing a hand changed in it is believed.
"""

import json
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import HIGHEST, LOWEST, Origin, Standing, Status, Words
from assistant.domain.sayings import About
from assistant.domain.session import LONGEST_TEXT, Level
from assistant.export.data import FORMAT, VERSION
from assistant.specialising import spoken_to

LONGEST_NAME = 500
MOST_WORDS = 500


class NotAResult(Exception):
    """A file is no result that can be read; the message names the first field that is wrong."""


class _Part(BaseModel):
    # Later versions may add fields: what is not known here is passed over.
    model_config = ConfigDict(frozen=True, extra="ignore")


class WordsGiven(_Part):
    """Words of the user: `quote` stands at [start, end) of turn number `turn`."""

    quote: Annotated[str, Field(max_length=LONGEST_TEXT)]
    turn: Annotated[int, Field(ge=0)]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    placed: bool


class StandingGiven(_Part):
    """What is known of one activity: levels from lowest to highest, and how they became known."""

    status: Status
    lowest: Level
    highest: Level
    origin: Origin
    sure: bool
    carried_over: bool = False
    planned: bool
    because: Annotated[str, Field(max_length=LONGEST_TEXT)]
    words: Annotated[tuple[WordsGiven, ...], Field(max_length=MOST_WORDS)]


class Place(_Part):
    """One stage of a model: its index from 0, and its id."""

    index: int
    id: str


class Requirement(StandingGiven):
    """One thing that a stage asks for: the level it needs, and how that stands."""

    activity: str
    needs: Level
    verdict: Literal["met", "unmet", "open", "waived"]
    basis: list[str]


class StageGiven(_Part):
    """One stage with all it asks for."""

    stage: str
    reached: Literal["met", "unmet", "open", "waived"]
    counts: dict[str, int]
    requirements: list[Requirement]


class ModelGiven(_Part):
    """Where the team stands in one model, and why."""

    certain: bool
    to_be_confirmed: bool
    stage: str | None
    lowest: Place
    highest: Place
    blockers: list[Requirement]
    open: list[str]
    proof: list[StageGiven]


class Product(_Part):
    """What made the file."""

    name: str
    version: str


class StepGiven(_Part):
    """One recommended step, in order."""

    id: str
    activity: str
    to: Level
    stage: int
    blocks_next_stage: bool
    serves: list[str]
    known_to_be_needed: bool
    after: list[str]
    do: str
    done_when: str
    effort: Literal["S", "M", "L"]
    passages: list[str]
    sources: list[dict[str, object]]


class PointGiven(_Part):
    """How the team stood on a day."""

    date: date | None
    known: int
    stages: dict[str, dict[str, int]]


class OverTime(_Part):
    """Earlier assessments of the same session, and what changed since the last of them."""

    points: list[PointGiven]
    changed: list[dict[str, object]]
    confirmed: list[str]
    carried_over: list[str]


class ResultDocument(_Part):
    """A whole result. Read back, only activities, choices, model, name and date are taken."""

    format: Literal["mlops-assessment-report"]
    version: Literal[1]
    product: Product
    knowledge: str
    name: Annotated[str, Field(max_length=LONGEST_NAME)]
    date: date | None
    model: str
    summary: list[dict[str, object]]
    reaches: dict[str, dict[str, int]]
    safety: dict[str, dict[str, object]]
    known: int
    of: int
    context: dict[str, str]
    models: dict[str, ModelGiven]
    targets: dict[str, dict[str, object]]
    steps: list[StepGiven]
    activities: dict[str, StandingGiven]
    crosswalk: dict[str, object]
    cases: list[dict[str, object]]
    edge: dict[str, object] | None
    over_time: OverTime
    conflicts: list[dict[str, str]]


class Taken(BaseModel):
    """What was read out of a result: what was told, and what the file claims to follow from it."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    told: dict[str, Standing]
    context: dict[str, str]
    model: str
    about: About
    claims: dict[str, tuple[int, int]]
    """The stages (lowest, highest) that the file names, by model; they are compared, never used."""
    unknown: tuple[str, ...] = ()
    """Ids in the file that this knowledge does not have; they are passed over."""


def schema() -> dict[str, object]:
    """Return the JSON Schema of a result."""
    return ResultDocument.model_json_schema()


def looks_like_one(data: bytes) -> bool:
    """Return whether bytes are a JSON object that calls itself a result."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("format") == FORMAT


def read(catalogue: Catalogue, data: bytes) -> Taken:
    """Return what a result holds that is not computed. Raises NotAResult."""
    try:
        found = ResultDocument.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise NotAResult(f"{place}: {first['msg']}" if place else first["msg"]) from error
    chips = {one.id: {option.id for option in one.options} for one in catalogue.context}
    context = {key: one for key, one in found.context.items() if one in chips.get(key, ())}
    strange = (set(found.activities) - set(catalogue.items)) | (set(found.context) - set(context))
    models = spoken_to(catalogue, context).models
    if found.model not in models:
        strange.add(found.model)
    return Taken(
        told=dict(_told(catalogue, found.activities)),
        context=context,
        model=found.model if found.model in models else "",
        about=About(found.name, found.date),
        claims={key: (one.lowest.index, one.highest.index) for key, one in found.models.items()},
        unknown=tuple(sorted(strange)),
    )


def _told(catalogue: Catalogue, activities: dict[str, StandingGiven]) -> list[tuple[str, Standing]]:
    """Return what was told: what the file deduced is left out, and deduced again."""
    found: list[tuple[str, Standing]] = []
    for key in catalogue.items:
        one = activities.get(key)
        if one is None or one.status is Status.OPEN:
            continue
        if one.lowest > one.highest:
            raise NotAResult(f"activities.{key}: the lowest level is above the highest")
        words = tuple(Words(w.quote, w.turn, w.start, w.end, w.placed) for w in one.words)
        # What was deduced follows again; a mark, a plan and unclear words below it stay.
        deduced = one.origin is Origin.DEDUCED
        told = Origin.SAID if words else Origin.CHOSEN
        found.append(
            (
                key,
                Standing(
                    lo=LOWEST if deduced else one.lowest,
                    hi=HIGHEST if deduced else one.highest,
                    status=one.status,
                    origin=told if deduced else one.origin,
                    words=words,
                    planned=one.planned,
                    because="" if deduced else one.because,
                    sure=one.sure,
                    carried=one.carried_over,
                ),
            )
        )
    return found


__all__ = ["VERSION", "NotAResult", "ResultDocument", "Taken", "looks_like_one", "read",
           "schema"]  # fmt: skip

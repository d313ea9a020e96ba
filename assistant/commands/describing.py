"""Counts what a knowledge folder holds, and keeps the tables of its README in step with it."""

import re
import types
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from assistant.commands.inputs import BadInput
from assistant.domain.aim import Aims
from assistant.domain.cases import Case
from assistant.domain.condition import Safety
from assistant.domain.edge import EdgeTable
from assistant.domain.knowledge import (
    Activity,
    Advice,
    Catalogue,
    ContextQuestion,
    Model,
    Opening,
    Passage,
    Sample,
    Source,
    Taxonomy,
    Variant,
)
from assistant.domain.record import Record
from assistant.domain.toolbox import Toolbox
from assistant.domain.track import Tracks

RECORDS: Mapping[str, type[Record]] = {
    "activities/": Activity,
    "qualities/": Activity,
    "models/": Model,
    "passages/": Passage,
    "advice/": Advice,
    "sources/": Source,
    "context/": ContextQuestion,
    "cases/": Case,
    "openings/": Opening,
    "taxonomy.yaml": Taxonomy,
    "edge.yaml": EdgeTable,
    "safety.yaml": Safety,
    "aims.yaml": Aims,
    "toolbox.yaml": Toolbox,
    "tracks.yaml": Tracks,
    "sample.yaml": Sample,
    "variants/": Variant,
}
"""Where each kind of record lives, and its type. The words of reading are described by hand."""

BETWEEN = re.compile(
    r"(?P<head><!-- table: (?P<name>[a-z-]+) -->\n).*?(?P<tail><!-- end -->)", re.DOTALL
)


def counts(found: Catalogue) -> dict[str, int]:
    """Return how many of each thing the catalogue holds."""
    return {
        "activities": len(found.activities),
        "qualities": len(found.qualities),
        "models": len(found.every_model),
        "stages": sum(len(one.stages) for one in found.every_model.values()),
        "passages": len(found.passages),
        "advice": len(found.advice),
        "sources": len(found.sources),
        "context questions": len(found.context),
        "targets": len(found.taxonomy.targets),
        "cases": len(found.cases),
        "edge options": len(found.edge.options) if found.edge else 0,
        "safety conditions": len(found.safety.floor) + len(found.safety.uses),
        "aims": len(found.aims.aims),
        "openings": len(found.openings),
        "samples": 1 + len(found.samples),
        "variants": sum(len(one) for one in found.variants.values()),
        "texts": len(found.texts),
        "definitional implications": len(found.implications()),
    }


def by_kind(found: Catalogue) -> Iterator[str]:
    """Yield a line for each kind of passage, and for each kind of case, with its count."""
    passages = Counter(one.kind for one in found.passages.values())
    cases = Counter(one.kind for one in found.cases.values())
    for word, tally in (("passages", passages), ("cases", cases)):
        for kind, count in sorted(tally.items()):
            yield f"{count:5d} {word} of kind {kind}"


def by_item(found: Catalogue) -> Iterator[str]:
    """Yield a line for each activity and quality with how much the folder says of it."""
    for item in found.items.values():
        examples = sum(len(one) for one in item.examples.by_level())
        about, steps, cases = _about(found, item.id)
        yield (
            f"{item.id}: {examples} examples, {about} passages, {steps} steps of advice, "
            f"{cases} cases"
        )


def rewrite(readme: Path, found: Catalogue) -> None:
    """Write the tables of a README anew; what stands outside its marks is left as it is.

    Raises BadInput when there is no such file, or when it asks for a table we do not have.
    """
    if not readme.is_file():
        raise BadInput(f"{readme}: this file is missing")
    text = readme.read_text(encoding="utf-8")
    readme.write_text(filled(text, found, str(readme)), encoding="utf-8")


def filled(text: str, found: Catalogue, name: str) -> str:
    """Return the text of a README with its tables as the catalogue has them now."""
    tables = {"records": _records(found), "kinds": _kinds(found), "activities": _activities(found)}

    def fill(match: re.Match[str]) -> str:
        if match["name"] not in tables:
            raise BadInput(f"{name}: there is no table '{match['name']}'")
        return f"{match['head']}{tables[match['name']]}{match['tail']}"

    return BETWEEN.sub(fill, text)


def _records(found: Catalogue) -> str:
    held = {
        "activities/": len(found.activities),
        "qualities/": len(found.qualities),
        "models/": len(found.every_model),
        "passages/": len(found.passages),
        "advice/": len(found.advice),
        "sources/": len(found.sources),
        "context/": len(found.context),
        "cases/": len(found.cases),
        "openings/": len(found.openings),
        "taxonomy.yaml": len(found.taxonomy.targets),
        "edge.yaml": len(found.edge.options) if found.edge else 0,
        "safety.yaml": len(found.safety.floor) + len(found.safety.uses),
        "aims.yaml": len(found.aims.aims),
        "toolbox.yaml": len(found.toolbox.tools),
        "tracks.yaml": len(found.tracks.tracks),
        "sample.yaml": 1,
        "variants/": sum(len(one) for one in found.variants.values()),
    }
    rows = [
        (f"`{place}`", str(held[place]), _fields(kind, needed=True), _fields(kind, needed=False))
        for place, kind in RECORDS.items()
    ]
    return _table(("where", "records", "must have", "may have"), rows)


def _fields(kind: type[Record], *, needed: bool) -> str:
    chosen = {key: one for key, one in kind.model_fields.items() if one.is_required() == needed}
    return ", ".join(f"{key} ({_said(one)})" for key, one in chosen.items()) or "–"


def _said(field: FieldInfo) -> str:
    """Return in a word what a field takes: text, number, one of some words, a list."""
    return _kind(field.annotation)


def _kind(annotation: object) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0])
    if origin is Literal:
        return " / ".join(str(one) for one in inner if one)
    if origin in (Union, types.UnionType):
        return _kind(next(one for one in inner if one is not type(None)))
    if origin is tuple:
        return "list"
    if origin is dict:
        return "names with values"
    if isinstance(annotation, type):
        if issubclass(annotation, Record):
            return "record"
        if issubclass(annotation, Enum):
            return " / ".join(str(one.value) for one in annotation)
        return {"int": "number", "str": "text", "bool": "yes / no", "date": "day"}.get(
            annotation.__name__, annotation.__name__.lower()
        )
    return "text"


def _kinds(found: Catalogue) -> str:
    tally = Counter(one.kind for one in found.passages.values())
    return _table(("kind of passage", "passages"), [(a, str(b)) for a, b in sorted(tally.items())])


def _activities(found: Catalogue) -> str:
    rows = [
        (f"`{item.id}`", item.pipeline, *(str(one) for one in _about(found, item.id)))
        for item in found.items.values()
    ]
    return _table(("activity", "pipeline", "passages", "advice", "cases"), rows)


def _about(found: Catalogue, item: str) -> tuple[int, int, int]:
    """Return how many passages, steps of advice and cases speak of an activity."""
    return (
        sum(1 for one in found.passages.values() if item in one.activities),
        sum(1 for one in found.advice.values() if one.activity == item),
        sum(1 for one in found.cases.values() if item in one.levels),
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)

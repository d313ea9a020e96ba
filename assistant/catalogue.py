"""Reads `knowledge/` into one checked Catalogue; every fault is reported, with file and field.

One record is one YAML file, and its name is the record's id. Schema faults come from the types of
`assistant.domain.knowledge`, links between records are checked by `assistant.domain.links`.
"""

import hashlib
import re
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import ValidationError

from assistant.domain.asked import Asked, Group, asked_faults
from assistant.domain.cases import Case
from assistant.domain.edge import EdgeTable
from assistant.domain.knowledge import (
    Activity,
    Advice,
    Catalogue,
    ContextQuestion,
    Model,
    Opening,
    Passage,
    Prompt,
    Record,
    Sample,
    Shelf,
    Source,
    Taxonomy,
)
from assistant.domain.lexicon import (
    Cues,
    Intents,
    Levels,
    Lexicon,
    NoneSentences,
    Tools,
    Voice,
    lexicon_faults,
)
from assistant.domain.links import link_faults, text_faults

R = TypeVar("R", bound=Record)

PACKAGED = Path(__file__).parent / "knowledge"
CHECKOUT = Path(__file__).parent.parent / "knowledge"


# The loader of libyaml reads ten times faster, and is there in every published wheel of PyYAML.
if TYPE_CHECKING:
    _Safe = yaml.SafeLoader
else:
    _Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


DEEPEST = 1000
"""Levels of nesting we read; libyaml recurses, and would crash the process at some ten thousand."""

_INDENTED = re.compile(rf"^[ ?:-]{{{DEEPEST}}}", re.MULTILINE)


class KnowledgeError(Exception):
    """The knowledge has faults; `faults` holds one line for each, `file: field: what is wrong`."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(" ".join(one.split()) for one in faults)
        super().__init__("\n".join(self.faults))


class _Loader(_Safe):
    """SafeLoader that refuses a key given twice, which YAML would let the last one win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.MarkedYAMLError(
                    problem="the name of a field must be a word", problem_mark=key_node.start_mark
                )
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the field '{key}' is given twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def default_folder() -> Path:
    """Return the knowledge folder that came with the installed package or the checkout."""
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT


def parse_yaml(text: str) -> object:
    """Return the value of a YAML text; raises ValueError with line and reason when it is broken."""
    if text.count("[") + text.count("{") > DEEPEST or _INDENTED.search(text):
        raise ValueError("not readable as YAML: it may be nested too deeply")
    try:
        return yaml.load(text, _Loader)  # noqa: S506 -- a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise ValueError(
            f"{where}not readable as YAML: {error.problem or error.context}"
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A number or a date that Python cannot hold is a plain ValueError.
        raise ValueError(f"not readable as YAML: {str(error).splitlines()[0]}") from error


def load(folder: Path | None = None) -> Catalogue:
    """Read and check a knowledge folder. Raises KnowledgeError listing every fault at once."""
    root = folder or default_folder()
    faults: list[str] = []
    if not root.is_dir():
        raise KnowledgeError([f"{root}: there is no such folder"])
    activities = _records(root, "activities", Activity, faults)
    qualities = _records(root, "qualities", Activity, faults)
    models = _records(root, "models", Model, faults)
    passages = _records(root, "passages", Passage, faults)
    advice = _records(root, "advice", Advice, faults)
    sources = _records(root, "sources", Source, faults)
    context = _records(root, "context", ContextQuestion, faults)
    prompts = _records(root, "wording", Prompt, faults)
    taxonomy = _one(root, "taxonomy.yaml", Taxonomy, faults)
    texts = _texts(root, "texts.yaml", faults)
    if texts and root != default_folder():
        faults.extend(text_faults(texts, _texts(default_folder(), "texts.yaml", [])))
    openings = _records(root, "openings", Opening, faults)
    sample = _one(root, "sample.yaml", Sample, faults)
    cases = _records(root, "cases", Case, faults) if (root / "cases").is_dir() else {}
    edge = _one(root, "edge.yaml", EdgeTable, faults) if (root / "edge.yaml").is_file() else None
    # Reading lists are a convenience: an edition of the knowledge may go without.
    shelves = _records(root, "shelves", Shelf, faults) if (root / "shelves").is_dir() else {}
    unread = {Path(fault.partition(":")[0]).stem for fault in faults}
    if taxonomy is None or sample is None or any("/:" in fault for fault in faults):
        raise KnowledgeError(faults)
    catalogue = Catalogue(
        activities=activities,
        qualities=qualities,
        models=models,
        passages=passages,
        advice=advice,
        sources=sources,
        context=tuple(sorted(context.values(), key=lambda one: (one.order, one.id))),
        taxonomy=taxonomy,
        texts=texts,
        openings=openings,
        sample=sample,
        hash=_hash(root),
        shelves=shelves,
        items={**activities, **qualities},
        cases=cases,
        edge=edge,
        prompts=prompts,
    )
    faults.extend(link_faults(catalogue, unread))
    if faults:
        raise KnowledgeError(faults)
    return catalogue


def load_lexicon(folder: Path | None, catalogue: Catalogue) -> Lexicon:
    """Read and check the words by which texts are read, `reading/` of a knowledge folder.

    Apart from `load`, because compiling them takes a second that a page need not wait for. Raises
    KnowledgeError listing every fault at once.
    """
    root = (folder or default_folder()) / "reading"
    faults: list[str] = []
    cues = _records(root, "cues", Cues, faults)
    tools = _one(root, "tools.yaml", Tools, faults)
    levels = _one(root, "levels.yaml", Levels, faults)
    intents = _one(root, "intents.yaml", Intents, faults)
    none = _one(root, "none.yaml", NoneSentences, faults)
    voices = _records(root, "told", Voice, faults)
    if tools is None or levels is None or intents is None or none is None:
        raise KnowledgeError([f"reading/{fault}" for fault in faults])
    told = tuple(one for voice in voices.values() for one in voice.sentences)
    lexicon = Lexicon(cues, tools, levels, intents, none.sentences, told)
    faults.extend(lexicon_faults(lexicon, catalogue.activities))
    if faults:
        raise KnowledgeError([f"reading/{fault}" for fault in faults])
    return lexicon


def load_asked(folder: Path | None, catalogue: Catalogue) -> Asked:
    """Read and check the questions that search learns from, `asked/` of a knowledge folder.

    Apart from `load`, because only search needs them. Raises KnowledgeError listing every fault.
    """
    root = folder or default_folder()
    faults: list[str] = []
    groups = _records(root, "asked", Group, faults)
    found = asked_faults(groups, catalogue.activities, catalogue.passages)
    faults.extend(f"asked/{fault}" for fault in found)
    if faults:
        raise KnowledgeError(faults)
    return Asked.of(groups.values())


def _records(root: Path, name: str, kind: type[R], faults: list[str]) -> dict[str, R]:
    found: dict[str, R] = {}
    folder = root / name
    if not folder.is_dir():
        faults.append(f"{name}/: this folder is missing")
        return found
    for path in sorted(folder.glob("*.yml")):
        faults.append(f"{name}/{path.name}: the name must end in .yaml")
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        faults.append(f"{name}/: this folder holds no record")
    for path in paths:
        record = _read(path, f"{name}/{path.name}", kind, faults)
        if record is None:
            continue
        given = getattr(record, "id", path.stem)
        if given != path.stem:
            faults.append(f"{name}/{path.name}: id: '{given}' must equal the file name")
            continue
        found[path.stem] = record
    return found


def _one(root: Path, name: str, kind: type[R], faults: list[str]) -> R | None:
    if not (root / name).is_file():
        faults.append(f"{name}: this file is missing")
        return None
    return _read(root / name, name, kind, faults)


def _texts(root: Path, name: str, faults: list[str]) -> dict[str, str]:
    path = root / name
    if not path.is_file():
        faults.append(f"{name}: this file is missing")
        return {}
    try:
        value = parse_yaml(_text(path))
    except (ValueError, OSError) as error:
        faults.append(f"{name}: {error}")
        return {}
    if not isinstance(value, dict):
        faults.append(f"{name}: must be a list of 'name: text'")
        return {}
    faults.extend(
        f"{name}: {key}: must be text" for key, one in value.items() if not isinstance(one, str)
    )
    return {str(key): str(one).strip() for key, one in value.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8 text") from error


def _read(path: Path, shown: str, kind: type[R], faults: list[str]) -> R | None:
    try:
        value = parse_yaml(_text(path))
    except (ValueError, OSError) as error:
        faults.append(f"{shown}: {error}")
        return None
    if not isinstance(value, dict):
        faults.append(f"{shown}: must be a record of 'field: value'")
        return None
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        for one in found:
            if one["type"] == "too_short" and any(
                _within(each["loc"], one["loc"]) for each in found
            ):
                continue  # counts the faulty entries as missing; each has its own line
            field = ".".join(str(part) for part in one["loc"]) or "record"
            faults.append(f"{shown}: {field}: {_plain(one['msg'], one.get('input'))}")
        return None


def _within(place: tuple[int | str, ...], whole: tuple[int | str, ...]) -> bool:
    return len(place) > len(whole) and place[: len(whole)] == whole


def _plain(message: str, given: object) -> str:
    message = message.removeprefix("Value error, ")
    if isinstance(given, str | int | float) and len(str(given)) <= 60:  # noqa: PLR2004
        return f"{message} (found '{given}')"
    return message


def _hash(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.yaml")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()

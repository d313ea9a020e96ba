"""Reads the labelled texts that further hands wrote, one file of JSON lines a hand."""

from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from assistant.catalogue.loading import KnowledgeError
from assistant.domain.lexicon import Told

FOLDER = "hands"


def load_hands(folder: Path, activities: Container[str]) -> Mapping[str, tuple[Told, ...]]:
    """Return the texts of each hand of a knowledge folder, by its name; none where it has none.

    Only what fits the reader needs them. Raises KnowledgeError listing every fault at once.
    """
    found: dict[str, tuple[Told, ...]] = {}
    faults: list[str] = []
    for path in sorted((folder / "reading" / FOLDER).glob("*.jsonl")):
        found[path.stem] = tuple(_texts(path, activities, faults))
    if faults:
        raise KnowledgeError([f"reading/{FOLDER}/{one}" for one in faults])
    return found


def _texts(path: Path, activities: Container[str], faults: list[str]) -> Iterator[Told]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: cannot be read: {error}")
        return
    for number, line in enumerate(lines, start=1):
        try:
            one = Told.model_validate_json(line)
        except ValidationError as error:
            faults.append(f"{path.name}: line {number}: {error.errors()[0]['msg']}")
            continue
        for name in one.labels:
            if name not in activities:
                faults.append(f"{path.name}: line {number}: there is no activity '{name}'")
        yield one

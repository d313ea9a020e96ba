"""Keeps the fitted head in one file of plain arrays, and takes it back only when it fits.

No pickle. The file has fixed time stamps, so that the same sentences give the same bytes.
"""

import io
import json
import logging
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon
from assistant.reading import Head
from assistant.training.fit import train
from assistant.training.samples import training_hash

FILE = "head.npz"
ARRAYS = (
    "rarity", "runs", "marks", "bias", "level_runs", "level_words", "level_own", "level_bias",
    "right",
)  # fmt: skip
NUMBERS = ("low", "high", "gate")
HALVED = frozenset({"runs", "level_runs"})
"""Kept with half the digits: by far the largest, and fitted so."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
log = logging.getLogger(__name__)


class HeadUnfit(Exception):
    """The file holds no head that can be used here; one sentence says why."""


def save(path: Path, head: Head) -> None:
    """Write a head; readers in other processes see the old file or the new one, never a part."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "manifest.json", json.dumps(dict(head.manifest), indent=1).encode())
        told = {
            "activities": list(head.activities),
            "vocabulary": sorted(head.vocabulary, key=lambda run: head.vocabulary[run]),
            "words": sorted(head.words, key=lambda word: head.words[word]),
            **{name: getattr(head, name) for name in NUMBERS},
        }
        _put(archive, "head.json", json.dumps(told, ensure_ascii=False).encode())
        for name in ARRAYS:
            array = getattr(head, name)
            kept = array.astype(np.float16) if name in HALVED else array
            buffer = io.BytesIO()
            np.save(buffer, kept, allow_pickle=False)
            _put(archive, f"{name}.npy", buffer.getvalue())
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content.getvalue())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def manifest(path: Path) -> Mapping[str, str]:
    """Return what a head says of what it was made from. Raises HeadUnfit when there is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            found: Mapping[str, str] = json.loads(archive.read("manifest.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise HeadUnfit(f"{path.name} cannot be read: {error}") from error
    return found


def load(path: Path, items: Mapping[str, Activity]) -> Head:
    """Return the head in a file, fitted for these activities.

    It may have been fitted on earlier sentences: that makes it a little less good, not unusable;
    see `current`. Raises HeadUnfit when it cannot be used.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            told = json.loads(archive.read("head.json"))
            arrays = {
                name: np.load(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False)
                for name in ARRAYS
            }
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise HeadUnfit(f"{path.name} cannot be read: {error}") from error
    if set(told["activities"]) != set(items):
        raise HeadUnfit(f"{path.name} was made for other activities.")
    numbers: dict[str, Any] = {name: float(told[name]) for name in NUMBERS}
    return Head(
        activities=tuple(told["activities"]),
        vocabulary={run: place for place, run in enumerate(told["vocabulary"])},
        words={word: place for place, word in enumerate(told["words"])},
        manifest=manifest,
        **{name: array.astype(np.float32) for name, array in arrays.items()},
        **numbers,
    )


def current(head: Head, items: Mapping[str, Activity], lexicon: Lexicon) -> bool:
    """Return whether a head was fitted on just the sentences, cues and words at hand."""
    return head.manifest.get("training_sha256") == training_hash(items, lexicon)


def load_or_train(
    shipped: Path,
    own: Path,
    items: Mapping[str, Activity],
    lexicon: Lexicon,
) -> Head:
    """Return the head from `shipped` or `own` (folders), or fit it and keep it in `own`.

    Fitting takes up to a minute.
    """
    found = []
    for folder in (shipped, own):
        if not (folder / FILE).exists():
            continue
        try:
            found.append(load(folder / FILE, items))
        except HeadUnfit as error:
            log.info("the head in %s is not used: %s", folder.name, error)
    for head in found:
        if current(head, items, lexicon):
            return head
    if found:
        log.warning("the reader was fitted on earlier sentences; the command `train` renews it")
        return found[0]
    log.warning("the reader is fitted on the sentences of the knowledge, which takes a minute")
    head = train(items, lexicon)
    try:
        save(own / FILE, head)
    except OSError as error:
        log.warning("the head could not be kept: %s", error)
    return head


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)

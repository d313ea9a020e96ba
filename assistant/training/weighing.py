"""Fits the judge: how much the tuned encoder, cues and runs count, on hands left out of tuning."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.domain.lexicon import Told
from assistant.reading import Prepared
from assistant.reading.clauses import sentences
from assistant.reading.folding import fold
from assistant.reading.judge import FEATURES, Judge, Listen, features
from assistant.reading.prepared import marks
from assistant.reading.scoring import Head, spoken_for
from assistant.reading.seconding import ended

Numbers = npt.NDArray[np.floating]
ROUNDS = 3
"""A text does not say which of its statements tells an activity: the likeliest is taken, anew."""
STRENGTH = 1.0
DECIMALS = 4


def fit_judge(prepared: Prepared, head: Head, listen: Listen, texts: Sequence[Told]) -> Judge:
    """Return the judge fitted on labelled texts that `listen` and the head have not learnt from."""
    from sklearn.linear_model import LogisticRegression

    seen = [(found, one) for one in texts if len(found := _seen(prepared, head, listen, one.text))]
    truth = np.concatenate([[name in one.labels for name in head.activities] for _, one in seen])
    every = np.arange(len(head.activities))
    judge = Judge((1.0, *([0.0] * (len(FEATURES) - 1))), 0.0)
    for _ in range(ROUNDS):
        best = [np.stack([judge.shares(one) for one in found]).argmax(axis=0) for found, _ in seen]
        rows = np.concatenate(
            [found[at, every] for (found, _), at in zip(seen, best, strict=True)]
        ).astype(np.float64)
        mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((rows - mean) / scale, truth)
        weights = model.coef_[0] / scale
        bias = float(model.intercept_[0] - weights @ mean)
        judge = Judge(tuple(round(float(one), DECIMALS) for one in weights), round(bias, DECIMALS))
    return judge


def _seen(prepared: Prepared, head: Head, listen: Listen, text: str) -> Numbers:
    """Return what is weighed of each told statement of a text (s, a, f)."""
    folded = fold(text)
    told = [one for one in sentences(folded.text) if not one.asks]
    if not told:
        return np.zeros((0, len(head.activities), len(FEATURES)))
    hits = prepared.finder.find(folded.text)
    written = [text[slice(*folded.original(one.start, one.end))] for one in told]
    [((odds, _, _), _)] = listen([tuple((ended(one), ()) for one in written)])
    found = []
    for one, row in zip(told, odds, strict=True):
        here = tuple(hit for hit in hits if one.start <= hit.start < one.end)
        said = ended(folded.text[one.start : one.end])
        spoken = spoken_for(head, said, marks(prepared, said, here, head.activities))
        general = prepared.intents.count_general(said)
        found.append(
            features(head.activities, row, here, spoken, general=general, words=len(said.split()))
        )
    return np.stack(found)

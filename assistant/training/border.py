"""Fits the line between questions the library covers and those it does not, on our own ones."""

import numpy as np
import numpy.typing as npt

from assistant.domain.coverage import Coverage

Numbers = npt.NDArray[np.float64]

STRENGTH = 0.01
"""Little: what fits our own manner of asking too closely fits nobody else's, see docs/search.md."""
SIGNALS_COUNT, MEANING_COUNTS = 0.2, 2.0
"""How much signals and meaning weigh against the form in what is regularised."""
FOLDS = 10
ANSWERED = 0.91
"""Share of the questions inside that must be answered when they are left out of the fit.

Ours are vaguer than what is mostly asked, of which more are answered then: docs/search.md.
"""
DECIMALS = 5


def fit_coverage(
    signals: Numbers, meaning: Numbers, form: Numbers, inside: Numbers, made_for: str
) -> Coverage:
    """Return the coverage fitted on questions, one row each; `inside` is true for covered ones.

    The same rows give the same numbers. `report` says what came out with each tenth left out.
    """
    truth = inside.astype(bool)
    mean, scale = signals.mean(axis=0), signals.std(axis=0)
    scale[scale == 0] = 1.0
    matrix = np.hstack([SIGNALS_COUNT * (signals - mean) / scale, MEANING_COUNTS * meaning, form])
    left_out = _left_out(matrix, truth)
    line = float(np.quantile(left_out[truth], 1 - ANSWERED))
    weights, bias = _fit(matrix, truth)
    size = signals.shape[1]
    end = size + meaning.shape[1]
    said = left_out >= line
    report = {
        "questions": str(len(truth)),
        "inside_answered": f"{said[truth].mean():.3f}",
        "outside_answered": f"{said[~truth].mean():.3f}",
    }
    return Coverage(
        mean=_rounded(mean),
        scale=_rounded(scale),
        signals=_rounded(SIGNALS_COUNT * weights[:size]),
        meaning=_rounded(MEANING_COUNTS * weights[size:end]),
        form=_rounded(weights[end:]),
        bias=round(bias - line, DECIMALS),
        made_for=made_for,
        report=report,
    )


def _left_out(matrix: Numbers, truth: npt.NDArray[np.bool_]) -> Numbers:
    """Return the score of each question by a fit without its tenth, drawn by the place in it."""
    fold = np.arange(len(truth)) % FOLDS
    scores = np.zeros(len(truth))
    for number in range(FOLDS):
        learn = fold != number
        weights, bias = _fit(matrix[learn], truth[learn])
        scores[~learn] = matrix[~learn] @ weights + bias
    return scores


def _fit(matrix: Numbers, truth: npt.NDArray[np.bool_]) -> tuple[Numbers, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", max_iter=1000, random_state=0, class_weight="balanced"
    ).fit(matrix, truth)
    return model.coef_[0], float(model.intercept_[0])


def _rounded(values: Numbers) -> tuple[float, ...]:
    return tuple(round(float(one), DECIMALS) for one in values)

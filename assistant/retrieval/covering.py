"""Measures a question for `Coverage`, decides by it, and keeps it as a file of plain numbers."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.domain.asked import Asked
from assistant.domain.coverage import FORM, SIGNALS, Coverage
from assistant.retrieval.lexical import Lexical, Scores, bounded
from assistant.retrieval.whole import put

FILE = "coverage.json"
DEEP, FIRST, NEAREST = 10, 5, 3
MANY = 5.0
TOLD, NEAR, APART, DOUBT = 0.75, 0.7, 0.1, 1.0
"""How near a question outside must be to decide by itself; how near an ask, by how much nearer
than what lies outside, and how far the score may be below the line that the ask overrules."""
_WORD = re.compile(r"\w+")
_PLACE = {word: place for place, word in enumerate(FORM)}


class CoverageUnfit(Exception):
    """The file holds no coverage that can be used here; one sentence says why."""


def signals(
    dense: Scores,
    lines: Scores,
    lexical: Scores,
    talk: Scores,
    inside: Scores,
    outside: Scores,
    asked: Sequence[str],
    index: Lexical,
    answers: Sequence[float],
    topics: Sequence[float],
) -> Scores:
    """Return one number for each of SIGNALS.

    `dense` and `lexical` (raw BM25) are of all passages, `lines` similarities of their lines,
    `talk` raw BM25 of activities, `inside` and `outside` similarities of known questions, `asked`
    the words of the question, `index` the words of the library, `answers` how near the nearest ask
    of an entry is and the score of the best entry, and `topics` what a reader of practice makes.
    """
    best = _top(dense, DEEP)
    known = sum(index.rarity[word] for word in asked if word in index.rarity)
    whole = sum(index.rarity.get(word, index.rarest) for word in asked)
    length = max(len(asked), 1)
    both = set(_first(dense)) & set(_first(lexical))
    within, without = _top(inside, FIRST), _top(outside, FIRST)
    found = (
        best[0],
        best[:FIRST].mean(),
        best[0] - best[-1],
        lines.max(),
        bounded(lexical).max(),
        bounded(talk).max(),
        lexical.max() / length / MANY,
        talk.max() / length / MANY,
        known / whole if whole > 0 else 0.0,
        len(both) / FIRST,
        np.log(length),
        float(not asked),
        within[0],
        without[0],
        within[:NEAREST].mean(),
        without[:NEAREST].mean(),
        within.mean() - without.mean(),
        *answers,
        *topics,
    )
    return np.array(found, dtype=np.float64)


def form(text: str) -> Scores:
    """Return how often each of FORM is used, as a vector of length 1, or of zeros."""
    counted: Scores = np.zeros(len(FORM), dtype=np.float64)
    for word in _WORD.findall(text.lower()):
        if word in _PLACE:
            counted[_PLACE[word]] += 1.0
    length = float(np.linalg.norm(counted))
    return counted / length if length else counted


def covered(
    coverage: Coverage, measured: Scores, vector: npt.NDArray[np.float32], text: str
) -> float:
    """Return the weighted sum for a question; 0 or more means covered."""
    standard = (measured - np.array(coverage.mean)) / np.array(coverage.scale)
    total = float(standard @ np.array(coverage.signals)) + coverage.bias
    if coverage.meaning:
        total += float(vector.astype(np.float64) @ np.array(coverage.meaning))
    if coverage.form:
        total += float(form(text) @ np.array(coverage.form))
    return total


def decided(score: float, inside: Scores, outside: Scores, asks: Callable[[], float]) -> bool:
    """Tell whether a question is covered, by its score and by the questions that we know.

    A known question that is nearly the same knows better than the line: one outside, or an ask of
    an entry. `inside` and `outside` are similarities of known questions, `asks` returns that of
    the nearest ask.
    """
    without, within = _top(outside, 1)[0], _top(inside, 1)[0]
    if without >= TOLD and without > within and without > asks():
        return False
    if score >= 0:
        return True
    near = asks() if score >= -DOUBT else -1.0
    return bool(near >= NEAR and near >= without + APART)


def save_coverage(folder: Path, coverage: Coverage) -> None:
    """Write the coverage into a folder. Raises OSError when that cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(coverage), ensure_ascii=False)
    put(folder / FILE, (text + "\n").encode())


def load_coverage(folder: Path, made_for: str, dimension: int) -> Coverage:
    """Return the coverage in a folder, for vectors of a dimension.

    Raises CoverageUnfit unless it was made for the same questions and encoder.
    """
    lengths = dict.fromkeys(("mean", "scale", "signals"), len(SIGNALS))
    lengths |= {"meaning": dimension, "form": len(FORM)}
    try:
        given = json.loads((folder / FILE).read_text(encoding="utf-8"))
        numbers = {key: tuple(float(one) for one in given[key]) for key in lengths}
        bias, made = float(given["bias"]), str(given["made_for"])
        report = {str(key): str(value) for key, value in given["report"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CoverageUnfit(f"{FILE} cannot be read.") from error
    if made != made_for:
        raise CoverageUnfit(f"{FILE} was made for other questions or another encoder.")
    whole = all(len(numbers[key]) == length for key, length in lengths.items())
    every = np.array([bias, *(one for part in numbers.values() for one in part)])
    if not (whole and np.isfinite(every).all() and min(numbers["scale"], default=0.0) > 0):
        raise CoverageUnfit(f"{FILE} does not hold the numbers it should.")
    return Coverage(**numbers, bias=bias, made_for=made, report=report)


def fingerprint(asked: Asked, made_with: str) -> str:
    """Return the sha256 of all that a coverage is fitted on, but for the passages.

    `made_with` names what made the numbers: encoder and reader. Passages change often, and a
    coverage still fits when a few of them do.
    """
    told = [
        [[one.text, one.activities, one.passages] for one in asked.inside],
        list(asked.outside), sorted(asked.tools.items()), list(SIGNALS), list(FORM), made_with,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _top(values: Scores, most: int) -> Scores:
    """Return the greatest values, best first; a single 0 when there are none."""
    if not len(values):
        return np.zeros(1)
    best: Scores = np.sort(values)[::-1][:most]
    return best


def _first(values: Scores) -> list[int]:
    return [int(at) for at in np.argsort(-values, kind="stable")[:FIRST]]

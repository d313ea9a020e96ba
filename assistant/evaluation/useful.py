"""Measures answers by what a satisfying one must say: facts, one of which decides.

A fact is said where one of its patterns is found in the answer, in small letters and on one line.
An answer is useful that says as many facts as are needed, the deciding ones among them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.domain.findings import Answer
from assistant.evaluation import metrics as m
from assistant.evaluation.items import AskedItem
from assistant.evaluation.scores import Figures

Given = Callable[[AskedItem], str]
"""Returns the words that a person gets on a question; none where it is declined."""
_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‑": "-", "–": "-", "—": "-"})
ONE, FOLLOW, OUTSIDE = "in scope", "follow-up", "outside"
FIRST, FIVE = 1, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """Figures for each way of answering; ours by kind and by what the library holds; our ranks.

    Items without facts tell only whether they are answered and which passage comes first.
    """

    ways: Mapping[str, Figures] = field(default_factory=dict)
    kinds: Mapping[str, Figures] = field(default_factory=dict)
    ranks: Mapping[str, Figures] = field(default_factory=dict)


def alone(given: Answer) -> str:
    """Return the words of an answer alone, without what is near the question."""
    return " ".join(text for text, _ in given.sentences)


def shown(given: Answer) -> str:
    """Return all words of an answer that are shown, what is near the question last."""
    near = [f"{one.question} {one.piece.whole}" for one in given.further]
    return " ".join([alone(given), *near])


def asked_figures(
    items: Sequence[AskedItem],
    ways: Mapping[str, Given],
    ours: str,
    ranked: Callable[[str], Sequence[str]],
) -> Asked:
    """Return how useful each of the ways is; `ranked` gives the passages we find, best first."""
    inside = [one for one in items if one.scope == "in"]
    given = {name: {one.id: way(one) for one in items} for name, way in ways.items()}
    parts = {
        ONE: [one for one in inside if not one.previous],
        FOLLOW: [one for one in inside if one.previous],
    }
    found = {name: _figures(items, parts, texts) for name, texts in given.items()}
    kinds: dict[str, list[AskedItem]] = defaultdict(list)
    for one in parts[ONE]:
        for key in (one.kind, f"library: {one.library}"):
            kinds[key].append(one)
    places = {one.id: [key in one.passages for key in ranked(one.text)] for one in parts[ONE]}

    def placed(of: Sequence[AskedItem]) -> Figures:
        told = [places[one.id] for one in of if one.passages]
        return {
            "best passage first": _mean([any(one[:FIRST]) for one in told]),
            "among five": _mean([any(one[:FIVE]) for one in told]),
        }

    return Asked(
        found,
        {
            key: {**placed(of), "useful": _useful(of, given[ours])}
            for key, of in sorted(kinds.items())
        },
        {ours: placed(parts[ONE])},
    )


def useful(item: AskedItem, text: str) -> bool:
    """Tell whether an answer says what is needed, what decides among it."""
    plain = " ".join(text.lower().translate(_FOLD).split())
    said = [any(re.search(one, plain) for one in fact.any) for fact in item.facts]
    decides = all(hit for hit, fact in zip(said, item.facts, strict=True) if fact.verdict)
    return bool(item.facts) and decides and sum(said) >= item.need


def _figures(
    items: Sequence[AskedItem], parts: Mapping[str, Sequence[AskedItem]], given: Mapping[str, str]
) -> Figures:
    found: dict[str, m.Figure] = {}
    for name, part in parts.items():
        if part:
            found[f"useful, {name}"] = _useful(part, given)
            found[f"refused, {name}"] = _mean([not given[one.id] for one in part])
    outside = [bool(given[one.id]) for one in items if one.scope == OUTSIDE]
    if outside:
        found["answered, outside"] = _mean(outside)
    found["words"] = _mean([len(text.split()) for text in given.values() if text])
    return found


def _useful(items: Sequence[AskedItem], given: Mapping[str, str]) -> m.Figure:
    """Return the share of useful answers, of the items that say what one must hold."""
    return _mean([useful(one, given[one.id]) for one in items if one.facts])


def _mean(values: Sequence[float]) -> m.Figure:
    return m.mean(np.array(values, dtype=np.float64)[:, None])

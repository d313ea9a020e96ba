"""Scores probes of language by kind, and what is lost of a sentence inside an opening."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluation import metrics as m
from assistant.evaluation.items import Levels, Probed, ProbeItem
from assistant.evaluation.scores import Figures, Said

OPENING = "opening"
GRAVE = 2
"""Steps by which a level is wrong enough to count as forbidden."""
Read = Callable[[str, str | None], Said]


@dataclass(frozen=True, slots=True)
class Judged:
    """What of one text was heard and right of so many expected, forbidden, or said beside them."""

    expected: int
    heard: int
    right: int
    forbidden: int
    other: int

    @property
    def full(self) -> bool:
        """Whether all that is expected was heard rightly, and nothing that is forbidden."""
        return self.right == self.expected and not self.forbidden


def judge(item: Probed, said: Said) -> Judged:
    """Compare what was said of a text with what may be; "unclear" is heard, and is no level."""
    fine: dict[str, set[str]] = {}
    for key, levels in (*item.expect.items(), *item.also.items()):
        for name in key.split("|"):
            fine.setdefault(name, set()).update(levels)
    heard = right = 0
    for key, levels in item.expect.items():
        found = [said[name] for name in key.split("|") if name in said]
        heard += bool(found)
        right += any(word in levels for word in found)
    stated = {name: word for name, word in said.items() if word != "unclear"}
    forbidden = {name for name, word in stated.items() if _forbidden(item, name, word)}
    forbidden |= {name for name, word in stated.items() if _grave(fine.get(name, set()), word)}
    other = set(stated) - set(fine) - forbidden
    return Judged(len(item.expect), heard, right, len(forbidden), len(other))


def probe_figures(items: Sequence[ProbeItem], read: Read) -> Mapping[str, Figures]:
    """Return for each kind of probe, and for all, the shares of what was heard."""
    kinds: dict[str, list[Judged]] = {}
    for one in items:
        if one.kind != OPENING:
            kinds.setdefault(one.kind, []).append(judge(one, read(one.text, one.question)))
    every = [one for found in kinds.values() for one in found]
    return {kind: _figures(found) for kind, found in (*kinds.items(), ("all", every)) if found}


def dilution(items: Sequence[ProbeItem], read: Read) -> Mapping[str, Figures]:
    """Return what is heard of the sentences of openings read alone, and read as one text."""
    alone, inside = [], []
    for one in items:
        if one.kind == OPENING:
            whole = read(" ".join(part.text for part in one.sentences), None)
            joined = Probed(expect=_joined(part.expect for part in one.sentences),
                            also=_joined(part.also for part in one.sentences))  # fmt: skip
            beside = judge(joined, whole)
            each = [judge(part, read(part.text, None)) for part in one.sentences]
            within = [judge(part, whole) for part in one.sentences]
            alone.append(_sum(each, sum(found.other for found in each)))
            inside.append(_sum(within, beside.other))
    return {"alone": _figures(alone), "inside": _figures(inside)} if alone else {}


def _sum(each: Sequence[Judged], other: int) -> Judged:
    return Judged(
        sum(one.expected for one in each), sum(one.heard for one in each),
        sum(one.right for one in each), sum(one.forbidden for one in each), other,
    )  # fmt: skip


def _figures(found: Sequence[Judged]) -> Figures:
    table = np.array(
        [(one.full, one.heard, one.right, one.forbidden, one.other, one.expected, 1)
         for one in found], dtype=np.float64,
    )  # fmt: skip
    full, heard, right, forbidden, other, expected, texts = range(7)
    return {
        "fully right": m.figure(table, m.share(full, texts)),
        "heard": m.figure(table, m.share(heard, expected)),
        "level right": m.figure(table, m.share(right, heard)),
        "forbidden a text": m.figure(table, m.share(forbidden, texts)),
        "beside a text": m.figure(table, m.share(other, texts)),
    }


def _joined(parts: Iterable[Levels]) -> Levels:
    found: Levels = {}
    for part in parts:
        for key, levels in part.items():
            found.setdefault(key, []).extend(levels)
    return found


def _forbidden(item: Probed, name: str, word: str) -> bool:
    if isinstance(item.forbid, Mapping):
        return word in item.forbid.get(name, ())
    return item.forbid == "all" or name in item.forbid


def _grave(fine: set[str], word: str) -> bool:
    steps = [m.ORDINAL[one] for one in fine if one in m.ORDINAL]
    return (
        word not in fine
        and word in m.ORDINAL
        and bool(steps)
        and min(abs(m.ORDINAL[word] - one) for one in steps) >= GRAVE
    )

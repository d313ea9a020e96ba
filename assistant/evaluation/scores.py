"""Scores what was said against what was labelled, for answers, searches and profiles."""

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.domain.findings import Finding
from assistant.evaluation import metrics as m
from assistant.evaluation.items import AnswerItem, OpeningItem, ProfileItem, QuestionItem
from assistant.evaluation.metrics import Figure, Numbers, Statistic

Said = Mapping[str, str]
"""The activities that were said, each with the word of its level."""

Figures = Mapping[str, Figure]

COMPARED = ("F1", "exactly right", "level right", "level strict", "off-topic false")
"""Figures of which the distance to each baseline is shown too."""


def levels_said(findings: Sequence[Finding]) -> dict[str, str]:
    """Return one level for each activity: a stated one before "unclear", then the surest."""
    ranked = sorted(findings, key=lambda one: (one.word != "unclear", one.score))
    return {one.activity: one.word for one in ranked}


def profile_said(statements: Sequence[Said]) -> dict[str, str]:
    """Return what a team said in all: for each activity the first level stated, else "unclear"."""
    found: dict[str, str] = {}
    for said in statements:
        for activity, word in said.items():
            if found.get(activity, "unclear") == "unclear":
                found[activity] = word
    return found


def answer_figures(items: Sequence[AnswerItem], said: Sequence[Said]) -> Figures:
    """Return the figures on activities, levels and off-topic texts."""
    return {
        name: m.figure(table, statistic)
        for name, (table, statistic) in _answer_tables(items, said).items()
    }


def answer_margins(
    items: Sequence[AnswerItem], ours: Sequence[Said], other: Sequence[Said]
) -> Figures:
    """Return by how much our figures exceed those of another way to read, item by item."""
    one, two = _answer_tables(items, ours), _answer_tables(items, other)
    return {name: m.less(one[name][0], two[name][0], one[name][1]) for name in COMPARED}


def _answer_tables(
    items: Sequence[AnswerItem], said: Sequence[Said]
) -> dict[str, tuple[Numbers, Statistic]]:
    gold = [one.levels for one in items]
    names = sorted({name for one in (*gold, *said) for name in one})
    table = m.activity_table(gold, said, names)
    summed = table.sum(axis=1)
    wrong = summed[:, m.MISSING] + summed[:, m.EXTRA]
    exact = np.column_stack([wrong == 0, np.ones(len(items))]).astype(np.float64)
    pairs = zip(items, said, strict=True)
    levels = _rows([m.level_counts(one.levels, one.accepted, found) for one, found in pairs], 5)
    off = _rows([(bool(found), 1) for one, found in zip(gold, said, strict=True) if not one], 2)
    return {
        "F1": (summed, m.f1),
        "precision": (summed, m.precision),
        "recall": (summed, m.recall),
        "macro F1": (table.reshape(len(items), 3 * len(names)), m.macro_f1),
        "exactly right": (exact, m.share(0, 1)),
        "level right": (levels, m.share(m.ACCEPTED, m.MATCHED)),
        "level strict": (levels, m.share(m.STRICT, m.MATCHED)),
        "level distance": (levels, m.share(m.DISTANCE, m.NUMERIC)),
        "off-topic false": (off, m.share(0, 1)),
    }


def search_figures(
    items: Sequence[QuestionItem],
    found: Sequence[tuple[bool, Sequence[str]]],
    topics: Mapping[str, frozenset[str]],
) -> Figures:
    """Return the figures on search; a passage is right when it shares an activity.

    recall@5 is the share of a question's activities that one of the first five passages is on; F1
    takes answering as the positive decision.
    """
    inside, outside, decided = [], [], []
    for item, (covered, passages) in zip(items, found, strict=True):
        decided.append((covered and not item.outside, not covered and not item.outside,
                        covered and item.outside))  # fmt: skip
        if item.outside:
            outside.append((float(covered), 1.0))
            continue
        right = [is_right(item, one, topics) for one in passages]
        reached = {name for one in passages[: m.FIRST] for name in topics[one]}
        wanted = set(item.activities)
        share = len(wanted & reached) / len(wanted) if wanted else m.hit_at(right)
        ranks = (m.hit_at(right), share, m.ndcg(right), m.reciprocal_rank(right))
        inside.append((*ranks, float(covered), 1.0))
    table = _rows(inside, 6)
    columns = ("hit@5", "recall@5", "nDCG@10", "MRR", "answerable, in scope")
    figures = {name: m.figure(table, m.share(at, 5)) for at, name in enumerate(columns)}
    return figures | {
        "answerable, out of scope": m.figure(_rows(outside, 2), m.share(0, 1)),
        "answerable F1": m.figure(_rows(decided, 3), m.f1),
    }


def is_right(item: QuestionItem, passage: str, topics: Mapping[str, frozenset[str]]) -> bool:
    """Return whether a passage answers a question: by an activity they share, or by its id."""
    named = any(passage.startswith(one) for one in item.passages)
    return named or not topics[passage].isdisjoint(item.activities)


def search_by_activity(
    items: Sequence[QuestionItem],
    found: Sequence[tuple[bool, Sequence[str]]],
    topics: Mapping[str, frozenset[str]],
) -> Mapping[str, Mapping[str, int]]:
    """Return for each activity its questions, those with it among the first five, those refused."""
    table: dict[str, dict[str, int]] = {}
    for item, (covered, passages) in zip(items, found, strict=True):
        reached = {name for one in passages[: m.FIRST] for name in topics[one]}
        for name in item.activities:
            blank = dict.fromkeys(("questions", "in first five", "refused"), 0)
            row = table.setdefault(name, blank)
            row["questions"] += 1
            row["in first five"] += name in reached
            row["refused"] += not covered
    return {name: table[name] for name in sorted(table)}


def profile_figures(items: Sequence[ProfileItem], said: Sequence[Said]) -> Figures:
    """Return how much of what is expected was found, how much of that is right, and the product."""
    rows = []
    for item, found in zip(items, said, strict=True):
        both = [name for name in item.expected if name in found]
        right = sum(found[name] in item.accepted[name] for name in both)
        rows.append((len(item.expected), len(both), right, len(found)))
    table = _rows(rows, 4)
    shares: dict[str, Statistic] = {
        "expected found": m.share(1, 0),
        "right of found": m.share(2, 1),
        "expected found right": m.share(2, 0),
        "said that is expected": m.share(1, 3),
    }
    return {name: m.figure(table, statistic) for name, statistic in shares.items()}


def _rows(rows: Sequence[Sequence[float]], columns: int) -> Numbers:
    return np.array(rows, dtype=np.float64).reshape(len(rows), columns)


def opening_figures(items: Sequence[OpeningItem], said: Sequence[Said]) -> Figures:
    """Return the figures on whole openings, and what is heard with and without a usual term."""
    counted = [
        {k: v for k, v in found.items() if k in one.levels or k not in one.accept_activities}
        for one, found in zip(items, said, strict=True)
    ]
    figures = dict(answer_figures(items, counted))
    for name, cue in (("heard by a usual term", True), ("heard without one", False)):
        labels = [[x.activity for x in one.labels if x.cue is cue] for one in items]
        pairs = zip(labels, counted, strict=True)
        table = _rows([(sum(x in found for x in each), len(each)) for each, found in pairs], 2)
        figures[name] = m.figure(table, m.share(0, 1))
    return figures


def width(items: Sequence[AnswerItem], found: Sequence[Sequence[Finding]]) -> Mapping[str, Figure]:
    """Return how wide findings are, and how often they are sure of what is wrong.

    Of findings on a labelled activity whose text says one plain level: the share kept as a range;
    and of those kept as one level, the share that no careful reader would defend.
    """
    ranges, sure = [], []
    for one, findings in zip(items, found, strict=True):
        plain = {x.activity for x in one.labels if not x.accept and x.level in m.ORDINAL}
        own = [x for x in findings if x.activity in plain]
        ranges.append((sum(x.lo < x.hi for x in own), len(own)))
        stated = [x for x in findings if x.lo == x.hi and x.activity in one.accepted]
        wrong = sum(x.word not in one.accepted[x.activity] for x in stated)
        sure.append((wrong, len(stated)))
    return {
        "ranges wider than the text": m.figure(_rows(ranges, 2), m.share(0, 1)),
        "sure but wrong": m.figure(_rows(sure, 2), m.share(0, 1)),
    }

"""Runs ours and every baseline over the same items and adds up the figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.catalogue import load_lexicon
from assistant.evaluation import baselines, own, searchers
from assistant.evaluation.baselines import Classify
from assistant.evaluation.items import AnswerItem, Items
from assistant.evaluation.metrics import DEPTH
from assistant.evaluation.scores import (
    Figures,
    Said,
    answer_figures,
    confusions,
    levels_said,
    profile_figures,
    profile_said,
    search_by_activity,
    search_figures,
)
from assistant.evaluation.searchers import Search
from assistant.service import Service

OURS = "ours"


@dataclass(frozen=True, slots=True)
class Failing:
    """An item that ours got wrong: what was labelled and what was said, for a person to read."""

    id: str
    text: str
    labelled: str
    said: str


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of one run; methods, tags and activities in the order they are shown."""

    counts: Mapping[str, int]
    copies: int
    answers: Mapping[str, Figures] = field(default_factory=dict)
    tags: Mapping[str, Figures] = field(default_factory=dict)
    activities: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    search: Mapping[str, Figures] = field(default_factory=dict)
    asked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    profiles: Mapping[str, Figures] = field(default_factory=dict)
    failing: tuple[Failing, ...] = ()


def measure(service: Service, items: Items, note: Callable[[str], None]) -> Measured:
    """Return the figures of ours and every baseline; `note` is told what is being done.

    Raises Refused when the slow parts of the service cannot be loaded.
    """
    catalogue, encode = service.catalogue, service.engine.encoder.encode
    note("Fitting the baselines on the project's own sentences")
    lexicon = load_lexicon(service.settings.knowledge, catalogue)
    owns = own.sentences(catalogue, lexicon)
    readers: dict[str, Classify] = {
        OURS: lambda text: levels_said(service.read(text).findings),
        "nearest description": baselines.nearest(catalogue, owns, encode),
        "TF-IDF, linear head": baselines.linear(catalogue, owns),
        "keyword rules": baselines.keywords(catalogue, owns),
    }
    libraries: dict[str, Search] = {
        OURS: lambda query, k: _found(service, query, k),
        "BM25": searchers.bm25(catalogue),
        "encoder, flat index": searchers.vectors(catalogue, encode),
        "TF-IDF": searchers.tfidf(catalogue),
    }
    note("Reading the answers and statements")
    said = {name: [dict(read(one.text)) for one in items.answers] for name, read in readers.items()}
    profiles = {
        name: [profile_said([read(text) for text in one.statements]) for one in items.profiles]
        for name, read in readers.items()
    }
    note("Searching")
    topics = {one.id: frozenset(one.activities) for one in catalogue.passages.values()}
    hits = {
        name: [find(q.text, DEPTH) for q in items.questions] for name, find in libraries.items()
    }
    searched = {name: search_figures(items.questions, one, topics) for name, one in hits.items()}
    tags = sorted({tag for one in items.answers for tag in one.hard})
    return Measured(
        counts={
            "answers": len(items.answers),
            "questions": len(items.questions),
            "profiles": len(items.profiles),
            "statements": sum(len(one.statements) for one in items.profiles),
        },
        copies=own.copies(catalogue, lexicon, items.texts()),
        answers={name: answer_figures(items.answers, one) for name, one in said.items()},
        tags={tag: answer_figures(*_tagged(items.answers, said[OURS], tag)) for tag in tags},
        activities=confusions(items.answers, said[OURS]),
        search=searched,
        asked=search_by_activity(items.questions, hits[OURS], topics),
        profiles={name: profile_figures(items.profiles, one) for name, one in profiles.items()},
        failing=failing(items, said[OURS], profiles[OURS]),
    )


def failing(items: Items, answers: Sequence[Said], profiles: Sequence[Said]) -> tuple[Failing, ...]:
    """Return the answers and profiles of which an activity or a level is wrong."""
    found = []
    for one, said in zip(items.answers, answers, strict=True):
        if set(said) != set(one.levels) or any(said[k] not in one.accepted[k] for k in said):
            found.append(Failing(one.id, one.text, _words(one.levels), _words(said)))
    for team, said in zip(items.profiles, profiles, strict=True):
        if any(said.get(name) not in team.accepted[name] for name in team.expected):
            text = " | ".join(team.statements)
            found.append(Failing(team.id, text, _words(team.expected), _words(said)))
    return tuple(found)


def _found(service: Service, query: str, k: int) -> tuple[bool, tuple[str, ...]]:
    found = service.find(query, k)
    return found.answerable, tuple(hit.passage for hit in found.hits)


def _tagged(
    items: Sequence[AnswerItem], said: Sequence[Said], tag: str
) -> tuple[list[AnswerItem], list[Said]]:
    pairs = [(one, found) for one, found in zip(items, said, strict=True) if tag in one.hard]
    return [one for one, _ in pairs], [found for _, found in pairs]


def _words(levels: Said) -> str:
    return ", ".join(f"{name} {levels[name]}" for name in sorted(levels)) or "nothing"

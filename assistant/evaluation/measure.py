"""Runs ours and every baseline over the same items and adds up the figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.catalogue import load_lexicon
from assistant.conversation import advance, begin
from assistant.domain.findings import Answer
from assistant.domain.session import Turn, TurnKind
from assistant.evaluation import baselines, own, searchers
from assistant.evaluation.baselines import Classify
from assistant.evaluation.conversations import Assessed, Ears, assessments
from assistant.evaluation.folder import Items
from assistant.evaluation.items import AnswerItem, AskedItem, halves
from assistant.evaluation.limits import Heard, limits
from assistant.evaluation.metrics import DEPTH
from assistant.evaluation.mistakes import Mistake, confusions, level_matrix, mistaken
from assistant.evaluation.probes import dilution, probe_figures
from assistant.evaluation.reliability import Reliability, reliability
from assistant.evaluation.scores import (
    Figures,
    Said,
    answer_figures,
    answer_margins,
    levels_said,
    opening_figures,
    profile_figures,
    profile_said,
    search_by_activity,
    search_figures,
    width,
)
from assistant.evaluation.searchers import Search
from assistant.evaluation.useful import Asked, Given, alone, asked_figures, shown
from assistant.retrieval import Encode
from assistant.service import Service

OURS = "ours"
ALONE = "ours, without neighbours"
Note = Callable[[str], None]


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
    margins: Mapping[str, Figures] = field(default_factory=dict)
    halves: Mapping[str, Mapping[str, Figures]] = field(default_factory=dict)
    tags: Mapping[str, Figures] = field(default_factory=dict)
    activities: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    levels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    reliability: Reliability = field(default_factory=Reliability)
    limits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    search: Mapping[str, Figures] = field(default_factory=dict)
    asked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    profiles: Mapping[str, Figures] = field(default_factory=dict)
    openings: Mapping[str, Figures] = field(default_factory=dict)
    width: Mapping[str, Figures] = field(default_factory=dict)
    probes: Mapping[str, Figures] = field(default_factory=dict)
    dilution: Mapping[str, Figures] = field(default_factory=dict)
    answered: Asked = field(default_factory=Asked)
    assessed: Assessed = field(default_factory=Assessed)
    mistakes: tuple[Mistake, ...] = ()
    failing: tuple[Failing, ...] = ()


def measure(service: Service, items: Items, note: Note) -> Measured:
    """Return the figures of ours and every baseline; `note` is told what is being done.

    Raises Refused when the slow parts of the service cannot be loaded.
    """
    catalogue, encode = service.catalogue, service.engine.encoder.at_once
    lexicon = load_lexicon(service.settings.knowledge, catalogue)
    readers: dict[str, Classify] = {}
    if items.answers or items.profiles or items.openings:
        owns = own.sentences(catalogue, lexicon)
        readers = _readers(service, owns, encode, note)
    note("Reading the answers and statements")
    said = {name: [dict(read(one.text)) for one in items.answers] for name, read in readers.items()}
    profiles = {
        name: [profile_said([read(text) for text in one.statements]) for one in items.profiles]
        for name, read in readers.items()
    }
    ours = said.get(OURS, [])
    figures = {name: answer_figures(items.answers, one) for name, one in said.items()}

    def probed(text: str, question: str | None) -> Said:
        return levels_said(service.read(text, question).findings)

    searched, asked = _searched(service, items, encode, note)
    return Measured(
        counts={
            "answers": len(items.answers),
            "questions": len(items.questions),
            "profiles": len(items.profiles),
            "statements": sum(len(one.statements) for one in items.profiles),
            "openings": len(items.openings),
            "probes": len(items.probes),
            "asked": len(items.asked),
        },
        copies=len(own.copies(catalogue, lexicon, items.texts())),
        answers=figures,
        margins={
            name: answer_margins(items.answers, ours, one)
            for name, one in said.items()
            if name != OURS
        },
        halves=_halves(items.answers, said),
        tags={
            tag: answer_figures(*_tagged(items.answers, ours, tag))
            for tag in sorted({tag for one in items.answers for tag in one.hard})
        },
        activities=confusions(items.answers, ours),
        levels=level_matrix(items.answers, ours),
        reliability=reliability(
            items.answers, [service.read(one.text).findings for one in items.answers]
        ),
        limits=limits(items.answers, [_heard(service, one.text) for one in items.answers], ours),
        search=searched,
        asked=asked,
        profiles={name: profile_figures(items.profiles, one) for name, one in profiles.items()},
        openings={
            name: opening_figures(items.openings, [read(one.text) for one in items.openings])
            for name, read in readers.items()
            if items.openings
        },
        width={
            name: width(texts, [service.read(one.text).findings for one in texts])
            for name, texts in (("answers", items.answers), ("openings", items.openings))
            if texts
        },
        probes=probe_figures(items.probes, probed),
        dilution=dilution(items.probes, probed),
        answered=_answered(service, items, encode, note),
        assessed=assessments(
            Ears(catalogue, service.read, service.answer), items.profiles, encode, note
        ),
        mistakes=mistaken(items.answers, ours),
        failing=failing(items, ours, profiles.get(OURS, [])),
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


def _readers(
    service: Service, owns: Sequence[own.Own], encode: Encode, note: Note
) -> dict[str, Classify]:
    catalogue = service.catalogue
    note("Fitting the baselines on the project's own sentences")
    return {
        OURS: lambda text: levels_said(service.read(text).findings),
        "nearest description": baselines.nearest(catalogue, owns, encode),
        "TF-IDF, linear head": baselines.linear(catalogue, owns),
        "keyword rules": baselines.keywords(catalogue, owns),
    }


def _searched(
    service: Service, items: Items, encode: Encode, note: Note
) -> tuple[Mapping[str, Figures], Mapping[str, Mapping[str, int]]]:
    """Return the figures of each way of searching, and ours by activity."""
    if not items.questions:
        return {}, {}
    catalogue = service.catalogue
    note("Searching")
    libraries: dict[str, Search] = {
        OURS: lambda query, k: _found(service, query, k),
        "BM25": searchers.bm25(catalogue),
        "encoder, flat index": searchers.vectors(catalogue, encode),
        "TF-IDF": searchers.tfidf(catalogue),
    }
    topics = {one.id: frozenset(one.activities) for one in catalogue.passages.values()}
    hits = {
        name: [find(q.text, DEPTH) for q in items.questions] for name, find in libraries.items()
    }
    figures = {name: search_figures(items.questions, one, topics) for name, one in hits.items()}
    return figures, search_by_activity(items.questions, hits[OURS], topics)


def _answered(service: Service, items: Items, encode: Encode, note: Note) -> Asked:
    """Return how useful our answers are, beside the top passage of each way of searching."""
    if not items.asked:
        return Asked()
    note("Answering")
    catalogue = service.catalogue

    def whole(search: Search) -> Given:
        def given(item: AskedItem) -> str:
            covered, hits = search(item.text, 1)
            return catalogue.passages[hits[0]].text if covered and hits else ""

        return given

    return asked_figures(
        [one for one in items.asked if one.scope != "session"],
        {
            OURS: lambda item: shown(_answer(service, item)),
            ALONE: lambda item: alone(_answer(service, item)),
            "our top passage, whole": whole(lambda text, k: _found(service, text, k)),
            "BM25, top passage": whole(searchers.bm25(catalogue)),
            "encoder, top passage": whole(searchers.vectors(catalogue, encode)),
        },
        OURS,
        lambda text: service.engine.answering(text, DEPTH),
    )


def _answer(service: Service, item: AskedItem) -> Answer:
    """Return the answer to a question, after the one before it where there is one."""
    if not item.previous:
        return service.answer(item.text)
    now = begin(service.catalogue)
    for text in (item.previous, item.text):
        turn = Turn(kind=TurnKind.SAY, text=text)
        now = advance(service.catalogue, now, turn, service.read, service.answer)
    return now.exchanges[-1].answer or Answer(item.text)


def _heard(service: Service, text: str) -> Heard:
    scores, named = service.engine.heard(text)
    return Heard(tuple(sorted(scores, key=lambda name: (-scores[name], name))), named)


def _found(service: Service, query: str, k: int) -> tuple[bool, tuple[str, ...]]:
    found = service.find(query, k)
    return found.answerable, tuple(hit.passage for hit in found.hits)


def _halves(
    items: Sequence[AnswerItem], said: Mapping[str, Sequence[Said]]
) -> dict[str, dict[str, Figures]]:
    return {
        half: {name: answer_figures(items[part], one[part]) for name, one in said.items()}
        for half, part in halves(len(items))
    }


def _tagged(
    items: Sequence[AnswerItem], said: Sequence[Said], tag: str
) -> tuple[list[AnswerItem], list[Said]]:
    pairs = [(one, found) for one, found in zip(items, said, strict=True) if tag in one.hard]
    return [one for one, _ in pairs], [found for _, found in pairs]


def _words(levels: Said) -> str:
    return ", ".join(f"{name} {levels[name]}" for name in sorted(levels)) or "nothing"

"""The report as a list of blocks, from which every format is written."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.knowledge import Catalogue, Citation
from assistant.domain.levels import OPEN, Standing, Status, level_word
from assistant.domain.phrases import (
    inline,
    quoted,
    shortened,
    stage_name,
    standing_word,
    summarised,
    where,
)
from assistant.domain.results import Assessment, Check, Report, Step, Verdict
from assistant.export import compared
from assistant.export.blocks import Block as Block
from assistant.export.blocks import Kind as Kind

LONGEST_QUOTE = 600
"""Characters of the user's words shown at one place; the JSON holds them whole."""

SIGNS = {Verdict.MET: "✓", Verdict.UNMET: "✗", Verdict.OPEN: "?", Verdict.WAIVED: "–"}


def outline(catalogue: Catalogue, report: Report) -> tuple[Block, ...]:
    """Return the report as blocks, each one line of words, in reading order."""
    return tuple(replace(one, text=_plain(one.text)) for one in _blocks(catalogue, report))


def _plain(text: str) -> str:
    return "".join(one for one in " ".join(text.split()) if unicodedata.category(one) != "Cc")


def cited(catalogue: Catalogue, citations: tuple[Citation, ...]) -> str:
    """Return citations in one line, each with its basis."""
    texts = catalogue.texts
    parts = []
    for one in citations:
        source = catalogue.sources.get(one.source)
        label = source.label if source else ""
        if one.basis == "summarised":
            label += ", " + summarised(catalogue, one, "{via} ({address})")
        if one.basis == "reading":
            label = f"{label}, {texts['result.reading']}" if label else texts["result.reading"]
        parts.append(f"{label}: {one.why}" if one.why else label)
    return "; ".join([*(one.removesuffix(".") for one in parts[:-1]), *parts[-1:]])


def _blocks(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    texts = catalogue.texts
    now = report.assessments[report.primary]
    yield Block(Kind.TITLE, texts["report.title"])
    yield Block(Kind.TEXT, where(catalogue, now), now.model.label)
    yield Block(Kind.TEXT, now.trace[now.lo].stage.summary)
    yield Block(Kind.NOTE, texts["report.known"].format(known=report.known, total=report.total))
    if not now.certain:
        names = _names(catalogue, now.open)
        yield Block(Kind.TEXT, texts["result.range-why"].format(open=names))
    yield from _goal(catalogue, report, now)
    yield from _blockers(catalogue, now)
    yield from _steps(catalogue, report)
    yield from _proof(catalogue, now)
    yield from _models(catalogue, report)
    yield from compared.crosswalk(catalogue, report.crosswalk, report.primary)
    yield from compared.neighbours(catalogue, report.neighbours)
    yield from compared.split(catalogue, report.split)
    yield from _understood(catalogue, report)
    yield from _sources(catalogue, report)


def _goal(catalogue: Catalogue, report: Report, now: Assessment) -> Iterator[Block]:
    goal = report.goals.get(report.primary)
    if goal is not None:
        name = stage_name(now, goal.stage)
        lead = catalogue.texts["result.target"].format(stage=name)
        yield Block(Kind.TEXT, goal.why, lead)
    for one in report.conflicts:
        names = f"{catalogue.items[one.first].name}, {catalogue.items[one.second].name}"
        yield Block(Kind.NOTE, f"{catalogue.texts['result.conflicts']}: {names}. {one.because}")


def _blockers(catalogue: Catalogue, now: Assessment) -> Iterator[Block]:
    texts = catalogue.texts
    if now.lo == len(now.model.stages) - 1:
        yield Block(Kind.TEXT, texts["result.top"])
        return
    name = stage_name(now, now.lo + 1)
    yield Block(Kind.SECTION, texts["result.blockers"].format(stage=name))
    for check in now.blockers:
        yield from _check(catalogue, check)
    if now.open:
        names = _names(catalogue, now.open)
        yield Block(Kind.NOTE, texts["result.blockers-open"].format(open=names))


def _steps(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    texts = catalogue.texts
    now = report.assessments[report.primary]
    yield Block(Kind.SECTION, texts["result.steps"])
    if not report.steps:
        yield Block(Kind.TEXT, texts["result.steps-later" if now.open else "result.steps-none"])
    for number, step in enumerate(report.steps, start=1):
        yield from _step(catalogue, number, step, now)


def _step(catalogue: Catalogue, number: int, step: Step, now: Assessment) -> Iterator[Block]:
    texts, advice = catalogue.texts, step.advice
    item = catalogue.items[advice.activity]
    effort = texts[f"result.effort.{advice.effort}"]
    level = level_word(advice.to, item.scale)
    yield Block(Kind.PART, f"{number}. {item.name} → {level} ({effort})")
    yield Block(Kind.NOTE, texts["result.towards"].format(stage=stage_name(now, step.stage)))
    yield Block(Kind.TEXT, advice.do)
    yield Block(Kind.ITEM, advice.done_when, texts["result.done-when"])
    yield Block(Kind.ITEM, advice.why, texts["result.why-now"])
    yield Block(Kind.ITEM, advice.pitfall, texts["result.pitfall"])
    if advice.tools:
        yield Block(Kind.ITEM, ", ".join(advice.tools), texts["result.tools"])
    titles = "; ".join(catalogue.passages[one].title for one in advice.passages)
    yield Block(Kind.ITEM, titles, texts["library.passages"])
    yield Block(Kind.NOTE, cited(catalogue, advice.sources))


def _proof(catalogue: Catalogue, now: Assessment) -> Iterator[Block]:
    yield Block(Kind.SECTION, catalogue.texts["result.proof"])
    for stage in now.trace[1:]:
        name = stage_name(now, stage.index)
        yield Block(Kind.PART, f"{SIGNS[stage.reached]} {name}")
        for check in stage.checks:
            yield from _check(catalogue, check)
            yield Block(Kind.NOTE, cited(catalogue, check.requirement.sources))


def _check(catalogue: Catalogue, check: Check) -> Iterator[Block]:
    item = catalogue.items[check.requirement.activity]
    texts = catalogue.texts
    stands = texts["result.stands"].format(level=standing_word(catalogue, item, check.standing))
    needs = texts["result.needs"].format(level=level_word(check.requirement.level, item.scale))
    planned = f"; {texts['result.planned']}" if check.standing.planned else ""
    lead = f"{SIGNS[check.verdict]} {item.name}"
    yield Block(Kind.ITEM, f"{needs}; {stands}{planned}", lead)
    yield from _words(check.standing)


def _words(standing: Standing) -> Iterator[Block]:
    if standing.words:
        yield Block(Kind.QUOTE, quoted(standing.words, LONGEST_QUOTE))
    elif standing.because:
        yield Block(Kind.NOTE, shortened(standing.because, LONGEST_QUOTE))


def _models(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    yield Block(Kind.SECTION, catalogue.texts["result.other-models"])
    for one in sorted(report.assessments.values(), key=lambda one: one.model.order):
        yield Block(Kind.ITEM, where(catalogue, one), one.model.label)


def _understood(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    yield Block(Kind.SECTION, catalogue.texts["panel.understood"])
    for item in catalogue.items.values():
        standing = report.profile.get(item.id, OPEN)
        if standing.status is Status.OPEN and not standing.known:
            continue
        yield Block(Kind.ITEM, standing_word(catalogue, item, standing), item.name)
        yield from _words(standing)


def _sources(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    used: dict[str, None] = {}
    for one in report.assessments.values():
        for source in one.model.sources:
            used.setdefault(source.source)
    for stage in report.assessments[report.primary].trace:
        for check in stage.checks:
            for source in check.requirement.sources:
                used.setdefault(source.source)
    for step in report.steps:
        for source in step.advice.sources:
            used.setdefault(source.source)
    if catalogue.edge is not None and report.split is not None and report.split.wanted:
        for source in catalogue.edge.sources:
            used.setdefault(source.source)
    yield Block(Kind.SECTION, catalogue.texts["library.sources"])
    for key in used:
        if key in catalogue.sources:
            record = catalogue.sources[key]
            yield Block(Kind.ITEM, f"{record.citation} {record.address}", record.label)
    yield Block(Kind.NOTE, catalogue.texts["result.advice-note"])
    yield Block(Kind.NOTE, catalogue.texts["report.made-with"].format(hash=report.knowledge[:12]))


def _names(catalogue: Catalogue, checks: tuple[Check, ...]) -> str:
    return ", ".join(inline(catalogue.items[one.requirement.activity].name) for one in checks)

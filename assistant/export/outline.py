"""The report as a list of blocks, from which every format is written."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.knowledge import Catalogue, Citation
from assistant.domain.levels import OPEN, Standing, Status, level_word
from assistant.domain.results import Assessment, Check, Report, Step, Verdict
from assistant.domain.sayings import NOBODY, About
from assistant.export import compared, planned, what_if
from assistant.export.blocks import Block as Block
from assistant.export.blocks import Kind as Kind
from assistant.export.changed import changed
from assistant.export.front import front
from assistant.export.made import day, version
from assistant.phrases import gist
from assistant.phrases.floor import dangers, group, safety_lines, serves
from assistant.phrases.outcome import (
    SHOWN_FIRST,
    aim,
    condition,
    headline,
    later,
    not_planned,
    reason,
    settles_most,
    stage_tally,
    standing_in_the_way,
    to_find_out,
    without_steps,
)
from assistant.phrases.reaching import reaches
from assistant.phrases.standing import (
    grounds,
    quoted,
    shortened,
    stage_name,
    standing_word,
    summarised,
)

LONGEST_QUOTE = 600
"""Characters of the user's words shown at one place; the JSON holds them whole."""
LONGEST_NAME = 120
"""Characters of the name of a team or system that a title holds."""


SIGNS = {Verdict.MET: "✓", Verdict.UNMET: "✗", Verdict.OPEN: "?", Verdict.WAIVED: "–"}


def outline(catalogue: Catalogue, report: Report, about: About = NOBODY) -> tuple[Block, ...]:
    """Return the report as blocks, each one line of words, in reading order."""
    return tuple(
        replace(
            one,
            text=one_line(one.text),
            rows=tuple(tuple(one_line(cell) for cell in row) for row in one.rows),
        )
        for one in _blocks(catalogue, report, about)
    )


def one_line(text: str) -> str:
    """Return a text in one line, without control characters."""
    return "".join(one for one in " ".join(text.split()) if unicodedata.category(one) != "Cc")


def title(catalogue: Catalogue, about: About) -> str:
    """Return what the report is called, with the name of the team or system where it is given."""
    name = one_line(shortened(about.name, LONGEST_NAME))
    return (
        catalogue.texts["report.title-of"].format(name=name)
        if name
        else catalogue.texts["report.title"]
    )


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


def _blocks(catalogue: Catalogue, report: Report, about: About) -> Iterator[Block]:
    texts, now = catalogue.texts, report.now
    yield Block(Kind.TITLE, title(catalogue, about))
    yield Block(Kind.HEADLINE, headline(catalogue, report), now.model.label)
    known = gist.known(catalogue, report)
    yield Block(Kind.NOTE, f"{day(about)} · {known}" if about.day else known)
    yield from front(catalogue, report)
    yield Block(Kind.DETAIL, texts["report.detail"])
    yield from changed(catalogue, report)
    yield from _safety(catalogue, report)
    yield Block(Kind.SECTION, texts["front.words"])
    for one in report.summary:
        yield Block(Kind.TEXT, one.text)
        if one.quote:
            yield Block(Kind.QUOTE, one.quote)
    yield from _goal(catalogue, report, now)
    yield from _reaches(catalogue, report)
    yield from _blockers(catalogue, report)
    yield from _steps(catalogue, report)
    yield from _proof(catalogue, now)
    yield from compared.side_by_side(catalogue, report)
    yield from compared.crosswalk(catalogue, report.crosswalk, report.primary)
    yield from compared.neighbours(catalogue, report)
    yield from compared.split(catalogue, report.split)
    yield from what_if.blocks(catalogue, report)
    yield from _understood(catalogue, report)
    yield from _sources(catalogue, report)


def _safety(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    found, lines = dangers(catalogue, report), " ".join(safety_lines(catalogue, report))
    if found:
        yield Block(Kind.SECTION, catalogue.texts["floor.title"])
        yield Block(Kind.TEXT, catalogue.texts["floor.lead"])
    for one in found:
        yield Block(Kind.PART, one.text)
        yield Block(Kind.TEXT, one.why)
        for stands in one.stands:
            yield Block(Kind.NOTE, stands)
        yield Block(Kind.TEXT, one.enough)
    if lines:
        yield Block(Kind.TEXT, lines)


def _goal(catalogue: Catalogue, report: Report, now: Assessment) -> Iterator[Block]:
    goal = report.goals.get(report.primary)
    if goal is not None:
        lead = catalogue.texts["result.target"].format(stage=stage_name(now, goal.stage))
        yield Block(Kind.TEXT, " ".join(aim(catalogue, report)), lead)
    for one in report.conflicts:
        names = f"{catalogue.items[one.first].name}, {catalogue.items[one.second].name}"
        yield Block(Kind.NOTE, f"{catalogue.texts['result.conflicts']}: {names}. {one.because}")


def _reaches(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    rows = list(reaches(catalogue, report))
    if rows:
        yield Block(Kind.SECTION, catalogue.texts["result.reaches"])
        yield Block(Kind.TEXT, catalogue.texts["result.reaches-lead"])
    for row in rows:
        yield Block(Kind.ITEM, f"{row.reach} {row.next}".strip(), row.name)


def _blockers(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    if not report.now.following:
        return
    heading, lead = standing_in_the_way(catalogue, report)
    yield Block(Kind.SECTION, heading)
    if not report.now.open:
        yield Block(Kind.TEXT, lead)
    for check in report.now.blockers:
        yield from _check(catalogue, check)
    if report.now.open:
        yield Block(Kind.TEXT, lead)


def _heading(catalogue: Catalogue, number: int, step: Step) -> str:
    texts, item = catalogue.texts, catalogue.items[step.advice.activity]
    to = texts["result.step-to"].format(level=level_word(step.advice.to, item.scale))
    return f"{number}. {item.name}: {to} ({texts[f'result.effort.{step.advice.effort}']})"


def _steps(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    texts = catalogue.texts
    yield Block(Kind.SECTION, texts["result.steps"])
    found = tuple(to_find_out(catalogue, report))
    if found:
        yield Block(Kind.PART, texts["result.find-out"])
    for lead, checks in found:
        yield Block(Kind.TEXT, lead)
        for check in checks:
            item = catalogue.items[check.requirement.activity]
            yield Block(Kind.ITEM, item.question, item.name)
    if not report.steps:
        yield Block(Kind.TEXT, without_steps(catalogue, report))
    yield from planned.roadmap(catalogue, report)
    for number, step in enumerate(report.steps, start=1):
        if number == SHOWN_FIRST + 1:
            yield Block(Kind.SECTION, later(catalogue, report))
        yield from _step(catalogue, number, step, report)
    for line in (not_planned(catalogue, report), settles_most(catalogue, report)):
        if line:
            yield Block(Kind.TEXT, line)


def _step(catalogue: Catalogue, number: int, step: Step, report: Report) -> Iterator[Block]:
    texts, advice = catalogue.texts, step.advice
    yield Block(Kind.PART, _heading(catalogue, number, step))
    yield Block(Kind.KEY, group(catalogue, report, step))
    if why := serves(catalogue, report, step):
        yield Block(Kind.TEXT, why)
    unsure = condition(catalogue, report, step)
    if unsure:
        yield Block(Kind.TEXT, unsure)
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
    texts = catalogue.texts
    yield Block(Kind.SECTION, texts["result.proof"])
    for stage in now.trace[1:]:
        name = stage_name(now, stage.index)
        yield Block(Kind.PART, f"{SIGNS[stage.sign]} {name}: {stage_tally(catalogue, now, stage)}")
        yield Block(Kind.KEY, texts["result.in-general"].format(summary=stage.stage.summary))
        for check in stage.checks:
            yield from _check(catalogue, check)
            yield Block(Kind.NOTE, cited(catalogue, check.requirement.sources))


def _check(catalogue: Catalogue, check: Check) -> Iterator[Block]:
    item = catalogue.items[check.requirement.activity]
    texts = catalogue.texts
    stands = texts["result.stands"].format(level=standing_word(catalogue, item, check.standing))
    needs = texts["result.needs"].format(level=level_word(check.requirement.level, item.scale))
    words = [needs, stands, *_planned(catalogue, check.standing)]
    words += grounds(catalogue, check.standing)
    yield Block(Kind.ITEM, "; ".join(words), f"{SIGNS[check.verdict]} {item.name}")
    yield from _words(catalogue, check.standing)


def _planned(catalogue: Catalogue, standing: Standing) -> list[str]:
    return [catalogue.texts["result.planned"]] if standing.planned else []


def _words(catalogue: Catalogue, standing: Standing) -> Iterator[Block]:
    if standing.words:
        yield Block(Kind.QUOTE, quoted(standing.words, LONGEST_QUOTE))
    rests_on = reason(catalogue, standing)
    if rests_on:
        yield Block(Kind.NOTE, shortened(rests_on, LONGEST_QUOTE))


def _understood(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    yield Block(Kind.SECTION, catalogue.texts["panel.understood"])
    for item in catalogue.items.values():
        standing = report.profile.get(item.id, OPEN)
        if standing.status is Status.OPEN and not standing.because:
            continue
        words = [standing_word(catalogue, item, standing), *_planned(catalogue, standing)]
        words += grounds(catalogue, standing)
        yield Block(Kind.ITEM, "; ".join(words), item.name)
        yield from _words(catalogue, standing)


def _sources(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    used: dict[str, None] = {}
    for one in report.assessments.values():
        for source in one.model.sources:
            used.setdefault(source.source)
    for stage in report.assessments[report.primary].trace:
        for check in stage.checks:
            for source in check.requirement.sources:
                used.setdefault(source.source)
    for check in report.besides:
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
    words = catalogue.texts["report.made-with"].format(
        product=catalogue.texts["product"],
        version=version(),
        hash=report.knowledge[:12],
        model=report.now.model.name,
    )
    yield Block(Kind.NOTE, words)

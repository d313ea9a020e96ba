"""The first page of a report: where a team stands, why, what is unsafe, what to do first."""

from collections.abc import Iterator

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import level_word
from assistant.domain.results import Check, Report
from assistant.export.blocks import Block, Kind
from assistant.phrases import gist, glance
from assistant.phrases.floor import dangers
from assistant.phrases.glance import SIGNS, Fill
from assistant.phrases.outcome import standing_in_the_way, without_steps
from assistant.phrases.reaching import Cell
from assistant.phrases.standing import inline, quoted, standing_word

SHOWN = 5
"""Things in one list of the first page; the details have them all."""


def front(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    """Yield the first page as blocks: the same that the page shows before one scrolls.

    A sentence on why, what makes unsafe, the ladder, what blocks, the first steps, what is ahead,
    and every activity. No list is longer than `SHOWN`, but for the stages.
    """
    why, safe = gist.why(catalogue, report), gist.safe(catalogue, report)
    if why:
        yield Block(Kind.TEXT, why)
    yield from _unsafe(catalogue, report)
    if safe:
        yield Block(Kind.TEXT, safe, catalogue.texts["floor.safety"].removesuffix("?"))
    yield from _ladder(catalogue, report)
    yield Block(Kind.NOTE, gist.goal(catalogue, report))
    yield from _blockers(catalogue, report)
    yield from _steps(catalogue, report)
    yield from _strengths(catalogue, report)
    yield from _profile(catalogue, report)


def _unsafe(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    found = dangers(catalogue, report)
    for number, one in enumerate(found[:SHOWN]):
        yield Block(Kind.DANGER, one.text, "" if number else catalogue.texts["floor.title"])
        if one.quotes:
            yield Block(Kind.QUOTE, one.quotes[0])


def _ladder(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    texts, drawn = catalogue.texts, glance.ladder(catalogue, report)
    yield Block(Kind.SECTION, texts["front.standing"])
    rows = [
        (
            f"{rung.index} {rung.name}: {', '.join(rung_words(catalogue, report, rung))}",
            *(_cell(catalogue, one.cell) for one in rung.squares),
        )
        for rung in drawn.rungs
    ]
    head = (texts["front.stage"], *drawn.areas)
    fills = tuple(
        (Fill.REACHED if rung.here else None, *(one.fill for one in rung.squares))
        for rung in drawn.rungs
    )
    yield Block(Kind.TABLE, texts["front.ladder"], rows=(head, *rows), drawn=fills)
    if key := glance.ladder_key(catalogue, drawn):
        yield Block(Kind.NOTE, key)
    parts = zip(drawn.areas, drawn.reach, strict=True)
    if drawn.areas:
        reach = "; ".join(f"{area}: {inline(words).removesuffix('.')}" for area, words in parts)
        yield Block(Kind.TEXT, f"{reach}.", texts["result.reaches"])


def _cell(catalogue: Catalogue, cell: Cell) -> str:
    """Return a square of the ladder in words; the sign alone where nothing is asked."""
    word = "" if cell is Cell.NOTHING else catalogue.texts[f"reach.{cell.value}"]
    return f"{SIGNS[cell]} {word}".strip()


def rung_words(catalogue: Catalogue, report: Report, rung: glance.Rung) -> list[str]:
    """Return how a stage stands in words: reached or not, whether the team is there, the aim."""
    texts = catalogue.texts
    words = [texts[f"ladder.{rung.sign.value}"]]
    if rung.here:
        words = [texts["front.here" if report.now.certain else "front.here-least"]]
    if rung.aim:
        words.append(texts["front.aim"])
    return words


def _blockers(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    if not report.now.following:
        return
    heading, lead = standing_in_the_way(catalogue, report)
    yield Block(Kind.SECTION, heading)
    for check in report.now.blockers[:SHOWN]:
        yield from _blocker(catalogue, check)
    left = len(report.now.blockers) - SHOWN
    if left > 0:
        yield Block(Kind.NOTE, catalogue.texts["told.more-clauses"].format(count=left))
    if report.now.open:
        yield Block(Kind.TEXT, lead)


def _blocker(catalogue: Catalogue, check: Check) -> Iterator[Block]:
    item, texts = catalogue.items[check.requirement.activity], catalogue.texts
    needs = texts["result.needs"].format(level=level_word(check.requirement.level, item.scale))
    yield Block(Kind.ITEM, f"{standing_word(catalogue, item, check.standing)}; {needs}", item.name)
    if words := quoted(check.standing.words):
        yield Block(Kind.QUOTE, words)


def _steps(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    texts = catalogue.texts
    yield Block(Kind.SECTION, texts["front.steps"])
    if not report.steps:
        yield Block(Kind.TEXT, without_steps(catalogue, report))
    for one in gist.first_steps(catalogue, report):
        yield Block(Kind.ITEM, f"{one.to}, {one.effort}", f"{one.number}. {one.name}")
        if one.condition:
            yield Block(Kind.NOTE, one.condition)
        yield Block(Kind.NOTE, f"{texts['result.done-when']}: {one.done_when}")


def _strengths(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    found = gist.strengths(catalogue, report)
    if not found:
        return
    texts = catalogue.texts
    yield Block(Kind.SECTION, texts["front.strengths"])
    for one in found[: gist.FIRST]:
        yield Block(Kind.ITEM, one.text, catalogue.items[one.activity].name)
        if one.quote:
            yield Block(Kind.QUOTE, one.quote)
    left = len(found) - gist.FIRST
    if left > 0:
        yield Block(Kind.NOTE, texts["front.strengths-more"].format(count=left))


def _profile(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    texts = catalogue.texts
    yield Block(Kind.SECTION, texts["front.profile"])
    yield Block(Kind.KEY, glance.profile_key(catalogue, report))
    head = tuple(texts[one] for one in ("front.activity", "front.today", "front.asked"))
    for group in glance.profile(catalogue, report):
        title = texts["front.group"].format(
            pipeline=group.name, known=group.known, total=len(group.bars)
        )
        rows = [(bar.name, bar.word, _asked(bar)) for bar in group.bars]
        bars = tuple((None, bar, None) for bar in group.bars)
        yield Block(Kind.TABLE, title, rows=(head, *rows), drawn=bars)


def _asked(bar: glance.Bar) -> str:
    """Return what is asked of an activity, with a sign where that is there."""
    if not bar.asked:
        return ""
    met = bar.met and bar.look is not glance.Look.WAIVED
    return f"◆ {bar.asked_word}" + (f" {SIGNS[Cell.MET]}" if met else "")

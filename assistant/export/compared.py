"""The blocks and values of comparisons: why models differ, who else is here, the edge."""

from collections.abc import Iterator

from assistant.domain.comparing import Crosswalk, Neighbour, Split
from assistant.domain.knowledge import Catalogue
from assistant.domain.results import Assessment, Report
from assistant.export.blocks import Block, Kind
from assistant.phrases.beside import ladders
from assistant.phrases.comparison import (
    differing,
    distance,
    grounds,
    levels_apart,
    no_teams,
    read_where,
    split_title,
    unsettled,
)
from assistant.phrases.standing import inline, stage_name, tally, where


def side_by_side(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    """Yield where the same answers stand in every model, and why each two of them differ."""
    texts = catalogue.texts
    yield Block(Kind.SECTION, texts["ladders.title"])
    yield Block(Kind.TEXT, texts["ladders.lead"])
    head = ("ladders.model", "ladders.place", "ladders.fits", "ladders.next")
    rows = [tuple(texts[one] for one in head)]
    rows += [(one.label, one.place, one.fits, one.next) for one in ladders(catalogue, report)]
    yield Block(Kind.TABLE, texts["result.other-models"], rows=tuple(rows))
    for pair in report.crosswalk.pairs:
        yield Block(Kind.ITEM, pair.short)


def crosswalk(catalogue: Catalogue, found: Crosswalk, primary: str) -> Iterator[Block]:
    """Yield what each model calls the result, and why the primary one differs from each other.

    The other pairs are left to the page and to the values, where they can be folded away.
    """
    texts = catalogue.texts
    yield Block(Kind.SECTION, texts["crosswalk.title"])
    yield Block(Kind.TEXT, texts["crosswalk.lead"])
    for _, sentence in found.names:
        yield Block(Kind.ITEM, sentence)
    labels = {key: one.label for key, one in catalogue.models.items()}
    for pair in found.pairs:
        if primary not in {pair.first, pair.second}:
            continue
        names = {"first": labels[pair.first], "second": labels[pair.second]}
        yield Block(Kind.PART, texts["crosswalk.pair"].format(**names))
        for sentence in pair.sentences:
            yield Block(Kind.ITEM, sentence)


def next_stage(catalogue: Catalogue, one: Assessment) -> str:
    """Return how much of the next stage is met, not met and not known, in brackets."""
    if not one.following:
        return ""
    stage = catalogue.texts["result.towards"].format(stage=stage_name(one, one.lo + 1))
    return f" ({inline(stage)}: {tally(catalogue, one.following)})"


def neighbours(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    """Yield the teams near the result with what they do differently, and the examples apart."""
    texts = catalogue.texts
    if not catalogue.cases:
        return
    teams = [one for one in report.neighbours if one.team]
    examples = [one for one in report.neighbours if not one.team]
    yield Block(Kind.SECTION, texts["cases.title"])
    yield Block(Kind.TEXT, texts["cases.lead"] if teams else no_teams(catalogue, report))
    for one in teams:
        yield from _neighbour(catalogue, one)
    if examples:
        yield Block(Kind.SECTION, texts["cases.examples"])
        yield Block(Kind.TEXT, texts["cases.examples-lead"])
    for one in examples:
        yield from _neighbour(catalogue, one)


def _neighbour(catalogue: Catalogue, one: Neighbour) -> Iterator[Block]:
    texts, case = catalogue.texts, one.case
    yield Block(Kind.PART, case.name)
    kind = texts[f"cases.kind.{case.kind}"]
    meta = texts["cases.meta"].format(kind=kind, year=case.year)
    yield Block(Kind.NOTE, f"{distance(catalogue, one)}; {meta}")
    yield Block(Kind.TEXT, case.summary)
    yield Block(Kind.TEXT, differing(catalogue, one))
    for each in one.apart:
        item = catalogue.items[each.activity]
        yield Block(Kind.ITEM, f"{levels_apart(catalogue, each)}. {each.why}", item.name)
    for place in one.placed:
        found = f"{where(catalogue, place)}{next_stage(catalogue, place)}"
        yield Block(Kind.ITEM, found, place.model.label)
    yield Block(Kind.NOTE, read_where(catalogue, case))


def split(catalogue: Catalogue, found: Split | None) -> Iterator[Block]:
    """Yield the way to split the model, where the use case is said to run on devices."""
    if found is None or not found.wanted or catalogue.edge is None:
        return
    texts, option = catalogue.texts, found.option
    yield Block(Kind.SECTION, texts["edge.title"])
    yield Block(Kind.PART, split_title(catalogue, found))
    yield Block(Kind.TEXT, found.reason)
    if option is not None:
        yield Block(Kind.TEXT, option.summary)
        place = {"train": option.train, "adapt": option.adapt, "predict": option.predict}
        yield Block(Kind.NOTE, texts["edge.where"].format(**place))
    for heading, sentences in grounds(catalogue, found):
        for sentence in sentences:
            yield Block(Kind.ITEM, sentence, heading)
    for sentence in unsettled(catalogue, found):
        yield Block(Kind.NOTE, sentence)
    for one in (option,) if option else tuple(way.option for way in found.ways):
        title = catalogue.passages[one.passage].title
        yield Block(Kind.ITEM, title, texts["library.passages"])
    yield Block(Kind.NOTE, texts["edge.note"])


def as_values(report: Report) -> dict[str, object]:
    """Return the three comparisons as plain values with stable ids."""
    found = report.split
    return {
        "crosswalk": {
            "names": dict(report.crosswalk.names),
            "pairs": [
                {
                    "models": [pair.first, pair.second],
                    "differences": [
                        {
                            "model": one.here,
                            "asks": one.requirement.activity,
                            "level": one.requirement.level,
                            "known": not one.open,
                            "other": one.contrast.value,
                            "other_stage": one.stage,
                            "other_level": one.level,
                        }
                        for one in pair.differences
                    ],
                    "short": pair.short,
                    "sentences": list(pair.sentences),
                }
                for pair in report.crosswalk.pairs
            ],
        },
        "cases": [_case(one) for one in report.neighbours],
        "edge": None
        if found is None
        else {
            "runs_on_devices": found.wanted,
            "verdict": found.verdict.value,
            "option": found.option.id if found.option else None,
            "reason": found.reason,
            "against_more_central": [one.why for one in found.objections],
            "against_others": [one.why for one in found.others],
            "against_this": [one.why for one in found.against],
            "clash": [{"answers": list(one.said), "why": one.why} for one in found.clash],
            "would_free": [{"option": one.option.id, "if": list(one.lifted)} for one in found.ways],
            "possible": [one.id for one in found.possible],
            "open": [one.id for one in found.open],
        },
    }


def _case(one: Neighbour) -> dict[str, object]:
    return {
        "id": one.case.id,
        "name": one.case.name,
        "kind": one.case.kind,
        "address": one.case.address,
        "year": one.case.year,
        "stages_away": one.gap,
        "certain": one.certain,
        "places": {
            place.model.id: {"lowest": place.lo, "highest": place.hi} for place in one.placed
        },
        "different": one.different,
        "of": one.shared,
        "apart": [
            {
                "activity": each.activity,
                "case": list(each.case),
                "you": list(each.team),
                "why": each.why,
            }
            for each in one.apart
        ],
    }

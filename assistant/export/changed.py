"""The blocks on a team over time: its earlier points, and what changed since the last of them."""

from collections.abc import Iterator

from assistant.domain.knowledge import Catalogue
from assistant.domain.results import Report
from assistant.export.blocks import Block, Kind
from assistant.phrases.changing import changes, climb, filled, rest, rows, since_when, stages


def changed(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    """Yield how the team stood at each point and what changed; nothing where there is one only."""
    since, texts = report.trend.since, catalogue.texts
    if since is None:
        return
    yield Block(Kind.SECTION, texts["trend.title"])
    head = (texts["trend.when"], texts["trend.place"], texts["trend.known"])
    yield Block(Kind.TABLE, texts["trend.points"], rows=(head, *rows(catalogue, report)))
    picture = climb(catalogue, report)
    if picture.rungs:
        stages_of = tuple(
            (name, *(filled(catalogue, one) for one in fills)) for name, fills in picture.rungs
        )
        yield Block(
            Kind.TABLE,
            texts["trend.picture"],
            rows=((texts["front.stage"], *picture.days), *stages_of),
            drawn=tuple((None, *fills) for _, fills in picture.rungs),
        )
    yield Block(Kind.PART, since_when(catalogue, since))
    for one in stages(catalogue, report, since):
        yield Block(Kind.ITEM, one.text, one.name)
    for one in changes(catalogue, since):
        yield Block(Kind.ITEM, one.text, one.name)
        if one.quote:
            yield Block(Kind.QUOTE, one.quote)
    for sentence in rest(catalogue, since):
        yield Block(Kind.TEXT, sentence)

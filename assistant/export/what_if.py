"""The what-ifs of a report: what is supposed, and where each model would stand then."""

from collections.abc import Iterator

from assistant.domain.knowledge import Catalogue
from assistant.domain.results import Report
from assistant.export.blocks import Block, Kind
from assistant.phrases.shifting import lines, supposed


def blocks(catalogue: Catalogue, report: Report) -> Iterator[Block]:
    """Yield a short section where there is any what-if; each says that it is only supposed."""
    texts = catalogue.texts
    if report.supposed:
        yield Block(Kind.SECTION, texts["whatif.title"])
        yield Block(Kind.NOTE, texts["whatif.here"])
    for one in report.supposed:
        yield Block(Kind.PART, texts["whatif.of"].format(name=one.scenario.name))
        if not one.scenario.levels:
            yield Block(Kind.TEXT, texts["whatif.nothing"])
            continue
        levels = supposed(catalogue, one.scenario.levels)
        yield Block(Kind.TEXT, texts["whatif.supposes"].format(levels=levels))
        for line in lines(catalogue, one.shift, one.scenario.supposed):
            yield Block(Kind.ITEM, line)


def as_values(report: Report) -> dict[str, object]:
    """Return the what-ifs as plain values; nothing where there is none."""
    if not report.supposed:
        return {}
    return {
        "what_if": [
            {
                "name": one.scenario.name,
                "levels": {
                    name: {"lowest": lo, "highest": hi} for name, lo, hi in one.scenario.levels
                },
                "models": {
                    move.after.model.id: {
                        "today": {"low": move.before.lo, "high": move.before.hi},
                        "then": {"low": move.after.lo, "high": move.after.hi},
                    }
                    for move in one.shift.moves
                },
                "steps_left": list(one.shift.left),
            }
            for one in report.supposed
        ]
    }

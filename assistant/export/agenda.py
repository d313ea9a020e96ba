"""The agenda of a meeting: what several people said of one system, as blocks and as values."""

from collections.abc import Iterator, Mapping

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import level_word
from assistant.domain.merged import Merged, Position
from assistant.export.blocks import Block, Kind
from assistant.phrases.between import agreed, apart, matters, place, quotes, says
from assistant.phrases.standing import described


def agenda(catalogue: Catalogue, merged: Merged, picked: Mapping[str, int]) -> Iterator[Block]:
    """Yield the agenda; `picked` are the levels settled already, by activity."""
    texts = catalogue.texts
    people = ", ".join(one.name for one in merged.voices)
    yield Block(Kind.TITLE, texts["merge.title"])
    yield Block(Kind.TEXT, texts["merge.people"].format(names=people))
    yield Block(Kind.TEXT, f"{agreed(catalogue, merged)}. {place(catalogue, merged)}.")
    if merged.disagreements:
        count = len(merged.disagreements)
        yield Block(Kind.SECTION, texts["merge.agenda"].format(count=count))
    for one in merged.disagreements:
        item = catalogue.items[one.activity]
        yield Block(Kind.PART, item.name)
        yield Block(Kind.NOTE, matters(catalogue, merged, one))
        for position in one.positions:
            yield Block(Kind.ITEM, says(catalogue, one, position))
            for quote in quotes(position):
                yield Block(Kind.QUOTE, quote)
        if one.activity in picked:
            level = level_word(picked[one.activity], item.scale)
            yield Block(Kind.TEXT, texts["merge.settled"].format(level=level))
    for question, said in apart(catalogue, merged):
        yield Block(Kind.SECTION, texts["merge.apart"])
        yield Block(Kind.PART, question)
        for line in said:
            yield Block(Kind.ITEM, line)
    if merged.agreements:
        yield Block(Kind.SECTION, texts["merge.agreed"])
    for each in merged.agreements:
        yield Block(Kind.ITEM, described(catalogue, each.activity, each.standing))


def as_values(merged: Merged) -> dict[str, object]:
    """Return the same as plain values with stable ids."""
    return {
        "people": [one.name for one in merged.voices],
        "model": merged.model,
        "lowest": merged.place[0],
        "highest": merged.place[1],
        "disagreements": [
            {
                "activity": one.activity,
                "decides_stage": one.stage or None,
                "positions": [_position(each) for each in one.positions],
            }
            for one in merged.disagreements
        ],
        "agreements": [
            {"activity": one.activity, **_position(Position(one.names, one.standing))}
            for one in merged.agreements
        ],
        "context": dict(merged.context),
        "context_apart": {
            key: [{"people": list(names), "option": option} for names, option in views]
            for key, views in merged.apart
        },
    }


def _position(one: Position) -> dict[str, object]:
    return {
        "people": list(one.names),
        "lowest": one.standing.lo,
        "highest": one.standing.hi,
        "status": one.standing.status.value,
        "quotes": [each.quote for each in one.standing.words],
    }

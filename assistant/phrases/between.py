"""What several people agree on and what they have to talk about, in words."""

from collections.abc import Iterator

from assistant.domain.knowledge import Catalogue
from assistant.domain.merged import Disagreement, Merged, Position
from assistant.phrases.standing import quoted, standing_word

LONGEST = 300
"""Characters of one person's words that are shown."""


def agreed(catalogue: Catalogue, merged: Merged) -> str:
    """Return on how many of the answers given all can be right."""
    count, rest = len(merged.agreements), len(merged.disagreements)
    key = "merge.agree" if rest else "merge.agree-all"
    return catalogue.texts[key].format(count=count, total=count + rest)


def place(catalogue: Catalogue, merged: Merged) -> str:
    """Return at which stage the leading model stands while nothing is settled."""
    texts, model = catalogue.texts, catalogue.every_model[merged.model]
    low, high = merged.place
    where = (
        f"{texts['result.stage'].format(stage=low)}, {model.stages[low].name}"
        if low == high
        else texts["result.range"].format(low=low, high=high)
    )
    return texts["merge.place"].format(place=where)


def matters(catalogue: Catalogue, merged: Merged, one: Disagreement) -> str:
    """Return which stage a disagreement decides."""
    if not one.stage:
        return catalogue.texts["merge.decides-not"]
    name = catalogue.every_model[merged.model].stages[one.stage].name
    return catalogue.texts["merge.decides"].format(stage=one.stage, name=name)


def says(catalogue: Catalogue, one: Disagreement, position: Position) -> str:
    """Return who says what level."""
    item = catalogue.items[one.activity]
    level = standing_word(catalogue, item, position.standing)
    return catalogue.texts["merge.says"].format(names=", ".join(position.names), level=level)


def quotes(position: Position) -> Iterator[str]:
    """Yield the words behind a position; they are the users' own, and never markup."""
    for each in position.standing.words:
        yield quoted((each,), LONGEST)


def apart(catalogue: Catalogue, merged: Merged) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each question on the use case that was answered differently, with who said what."""
    questions = {one.id: one for one in catalogue.context}
    for key, views in merged.apart:
        labels = {one.id: one.label for one in questions[key].options}
        said = tuple(
            catalogue.texts["merge.says"].format(names=", ".join(names), level=labels[option])
            for names, option in views
        )
        yield questions[key].question, said

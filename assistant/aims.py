"""Says which choices on the use case led to the stage it should aim at, and which are missing."""

from collections.abc import Iterator, Mapping

from assistant.domain.knowledge import Catalogue, ContextQuestion
from assistant.phrases.standing import listed

NEEDS = frozenset({"regulatory", "excellence", "shared"})
"""What decides the row of the target table; other needs of an option decide other things."""


def because(catalogue: Catalogue, context: Mapping[str, str]) -> tuple[str, ...]:
    """Return what raised the aim, or that nothing did, and what could still raise it."""
    return tuple(_because(catalogue, context))


def _because(catalogue: Catalogue, context: Mapping[str, str]) -> Iterator[str]:
    texts = catalogue.texts
    asked = [one for one in catalogue.context if one.about == "target" and _decides(one)]
    raising = [
        f"“{option.label}”"
        for one in asked
        for option in one.options
        if context.get(one.id) == option.id and NEEDS & set(option.needs)
    ]
    if raising:
        yield texts["aim.raised"].format(choices=listed(catalogue, raising))
    else:
        yield texts["aim.not-raised"]
    left = sum(1 for one in asked if not context.get(one.id))
    if left:
        yield texts["aim.left.one" if left == 1 else "aim.left"].format(count=left)


def _decides(question: ContextQuestion) -> bool:
    return any(NEEDS & set(option.needs) for option in question.options)

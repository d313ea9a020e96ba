"""Adds up what the chips chosen say of a use case: two needs by points, and flags."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Catalogue, ContextOption, Target
from assistant.domain.usecase import Degree, Flag, Needs

DECIDES: frozenset[Flag] = frozenset({"shared", "renewal"})
"""The flags that the target table reads; the others of a chip decide other things."""


@dataclass(frozen=True, slots=True)
class Points:
    """The sum of some chips: points of each need, and the flags of the target table."""

    rules: int = 0
    excellence: int = 0
    flags: frozenset[Flag] = frozenset()

    def plus(self, option: ContextOption) -> "Points":
        """Return the sum with one more chip."""
        return Points(
            self.rules + option.weighs.rules,
            self.excellence + option.weighs.excellence,
            self.flags | (DECIDES & set(option.needs)),
        )


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a use case asks for, as the target table reads it."""

    rules: Degree
    excellence: Degree
    flags: frozenset[Flag]


def chosen(catalogue: Catalogue, context: Mapping[str, str]) -> Iterator[ContextOption]:
    """Yield the chips chosen, by context question id; those the knowledge lacks are passed over."""
    for question in catalogue.context:
        for option in question.options:
            if context.get(question.id) == option.id:
                yield option


def total(options: Iterable[ContextOption]) -> Points:
    """Return what chips say together; a question left out adds nothing."""
    points = Points()
    for option in options:
        points = points.plus(option)
    return points


def leaning(needs: Needs, points: Points) -> Leaning:
    """Return how much of each need the points are, by the thresholds of the knowledge."""
    return Leaning(
        needs.rules.degree(points.rules),
        needs.excellence.degree(points.excellence),
        points.flags,
    )


def row(catalogue: Catalogue, model: str, found: Leaning) -> Target | None:
    """Return the first row of a model's target table that fits; None where none does."""
    return next(
        (one for one in catalogue.taxonomy.targets if one.model == model and _fits(one, found)),
        None,
    )


def _fits(row: Target, found: Leaning) -> bool:
    return (
        (row.rules is None or found.rules >= Degree[row.rules.upper()])
        and (row.excellence is None or found.excellence >= Degree[row.excellence.upper()])
        and (row.shared is None or "shared" in found.flags)
        and (row.renewal is None or "renewal" in found.flags)
    )

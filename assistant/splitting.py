"""Finds the most central way to split a model between centre and device that answers allow."""

from collections.abc import Mapping
from itertools import product

from assistant.domain.comparing import Split
from assistant.domain.edge import EdgeOption, EdgeTable, Factor, Objection
from assistant.domain.knowledge import Catalogue

NEED = "edge"


def advise(catalogue: Catalogue, context: Mapping[str, str]) -> Split | None:
    """Return the split for the chips chosen, by context question id; None without a table.

    Every chip may speak against options. The most central option that nothing speaks against is
    taken; where the chips leave none, the one with the fewest objections, and the clash is named.
    Chips that the knowledge does not have are passed over.
    """
    table = catalogue.edge
    if table is None:
        return None
    raised = _raised(table, context)
    option = _choice(table, raised)
    number = table.options.index(option) + 1
    central = {one.id for one in table.options[: number - 1]}
    against = tuple(one for one in raised if option.id in one.against)
    return Split(
        option=option,
        number=number,
        reason=catalogue.texts["edge.clash" if against else _reason(number)],
        objections=tuple(one for one in raised if central & set(one.against)),
        against=against,
        open=tuple(one for one in table.factors if _movable(catalogue, table, context, one)),
        wanted=wanted(catalogue, context),
    )


def wanted(catalogue: Catalogue, context: Mapping[str, str]) -> bool:
    """Return whether a chosen chip says that devices play a part."""
    return any(
        NEED in option.needs
        for question in catalogue.context
        for option in question.options
        if context.get(question.id) == option.id
    )


def _raised(table: EdgeTable, context: Mapping[str, str]) -> tuple[Objection, ...]:
    return tuple(
        one
        for factor in table.factors
        for one in factor.objections
        if context.get(one.question) == one.chip
    )


def _choice(table: EdgeTable, raised: tuple[Objection, ...]) -> EdgeOption:
    def count(option: EdgeOption) -> int:
        return sum(1 for one in raised if option.id in one.against)

    return min(table.options, key=count)  # the first of equals is the most central


def _movable(
    catalogue: Catalogue, table: EdgeTable, context: Mapping[str, str], factor: Factor
) -> bool:
    """Return whether answering what a factor still leaves open could change the choice."""
    chips = {one.id: one.options for one in catalogue.context}
    open_ones = [one for one in factor.questions if one not in context]
    now = _choice(table, _raised(table, context))
    for answers in product(*([option.id for option in chips[one]] for one in open_ones)):
        asked = {**context, **dict(zip(open_ones, answers, strict=True))}
        if _choice(table, _raised(table, asked)) != now:
            return True
    return False


def _reason(number: int) -> str:
    return "edge.first" if number == 1 else "edge.reason"

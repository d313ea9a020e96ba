"""Finds how to split a model between centre and device: what limits leave, then least against."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from assistant.domain.comparing import Reason, Split, Verdict, Way
from assistant.domain.edge import Chips, EdgeOption, EdgeTable, Factor, Ground, Limit
from assistant.domain.knowledge import Catalogue

NEED = "edge"


def advise(catalogue: Catalogue, context: Mapping[str, str]) -> Split | None:
    """Return the split for the chips chosen, by context question id; None without a table.

    Limits rule options out, and what one rules out is never advised. Of the others the one with
    the least weight of leanings against it is taken, of equals the most central. Chips that the
    knowledge does not have are passed over.
    """
    table = catalogue.edge
    if table is None:
        return None
    limits = _limits(table, context)
    free = _free(table, limits)
    best = _best(table, context, free)
    movable = tuple(one for one in table.factors if _movable(catalogue, table, context, one))
    verdict = _verdict(table, context, free, movable=bool(movable))
    option = best if verdict in {Verdict.SETTLED, Verdict.SO_FAR} else None
    number = table.options.index(option) + 1 if option else 0
    central = {one.id for one in table.options[: max(number - 1, 0)]}
    chosen = {option.id} if option else set()
    grounds: tuple[Ground, ...] = (*limits, *_leanings(table, context))
    clash = verdict is Verdict.CLASH
    sure = _limits(table, context, pending=False)
    conflict = _fewest(table, sure, leave=0) if clash else ()
    alone = number == 1 and len(free) == 1
    return Split(
        verdict=verdict,
        option=option,
        number=number,
        reason=catalogue.texts[_text(verdict, number, len(free))],
        objections=_reasons(catalogue, context, _against(grounds, central)),
        others=_reasons(catalogue, context, _fewest(table, limits, leave=1) if alone else ()),
        against=_reasons(catalogue, context, _against(grounds, chosen)),
        clash=_reasons(catalogue, context, conflict),
        ways=tuple(_ways(table, context, limits)) if clash else (),
        possible=free,
        open=movable,
        wanted=wanted(catalogue, context),
    )


def suppose(catalogue: Catalogue, context: Mapping[str, str]) -> Split | None:
    """Return the split as it would be if the use case ran on devices, with what else was said."""
    supposed = catalogue.edge.suppose if catalogue.edge is not None else {}
    return advise(catalogue, {**context, **supposed})


def wanted(catalogue: Catalogue, context: Mapping[str, str]) -> bool:
    """Return whether a chosen chip says that devices play a part."""
    return any(
        NEED in option.needs
        for question in catalogue.context
        for option in question.options
        if context.get(question.id) == option.id
    )


def _limits(
    table: EdgeTable, context: Mapping[str, str], *, pending: bool = True
) -> tuple[Limit, ...]:
    """Return the limits that hold; `pending` ones hang on an `unless` that is not answered."""
    return tuple(
        one
        for one in table.limits
        if _fits(one.when, context)
        and not (one.unless and _fits(one.unless, context))
        and (pending or all(name in context for name in one.unless))
    )


def _leanings(table: EdgeTable, context: Mapping[str, str]) -> tuple[Ground, ...]:
    return tuple(one for one in table.leanings if _fits(one.when, context))


def _fits(chips: Chips, context: Mapping[str, str]) -> bool:
    return all(context.get(name) in allowed for name, allowed in chips.items())


def _free(table: EdgeTable, limits: Sequence[Limit]) -> tuple[EdgeOption, ...]:
    return tuple(
        option for option in table.options if not any(option.id in one.against for one in limits)
    )


def _best(
    table: EdgeTable, context: Mapping[str, str], free: Sequence[EdgeOption]
) -> EdgeOption | None:
    def weight(option: EdgeOption) -> int:
        leanings = (one for one in table.leanings if _fits(one.when, context))
        return sum(one.weight for one in leanings if option.id in one.against)

    return min(free, key=weight, default=None)  # the first of equals is the most central


def _verdict(
    table: EdgeTable, context: Mapping[str, str], free: Sequence[EdgeOption], *, movable: bool
) -> Verdict:
    if not _free(table, _limits(table, context, pending=False)):
        return Verdict.CLASH
    if not free:
        return Verdict.OPEN
    if not movable:
        return Verdict.SETTLED
    # The most central option comes first when nothing was said at all, so that alone is no advice.
    first = _best(table, context, free) == table.options[0]
    return Verdict.OPEN if first and len(free) > 1 else Verdict.SO_FAR


def _movable(
    catalogue: Catalogue, table: EdgeTable, context: Mapping[str, str], factor: Factor
) -> bool:
    """Return whether answering what a factor still leaves open could change the outcome."""
    chips = {one.id: one.options for one in catalogue.context}
    open_ones = [one for one in factor.questions if one not in context]
    now = _outcome(table, context)
    return any(
        _outcome(table, {**context, **dict(zip(open_ones, answers, strict=True))}) != now
        for answers in product(*([option.id for option in chips[one]] for one in open_ones))
    )


def _outcome(table: EdgeTable, context: Mapping[str, str]) -> tuple[EdgeOption | None, bool]:
    """Return the option that comes out, and whether there is a clash."""
    free = _free(table, _limits(table, context))
    clash = not _free(table, _limits(table, context, pending=False))
    return _best(table, context, free), clash


def _fewest(table: EdgeTable, limits: Sequence[Limit], *, leave: int) -> tuple[Limit, ...]:
    """Return the fewest limits that together leave so many options, the first of equally many."""
    sizes = range(1, len(limits) + 1)
    groups = (group for size in sizes for group in combinations(limits, size))
    return next((group for group in groups if len(_free(table, group)) <= leave), ())


def _ways(table: EdgeTable, context: Mapping[str, str], limits: Sequence[Limit]) -> Iterator[Way]:
    """Yield what could be lifted to free an option, the least first, and the option then best."""
    blocking = dict.fromkeys(
        frozenset(at for at, one in enumerate(limits) if option.id in one.against)
        for option in table.options
    )
    for group in sorted(blocking, key=len):  # stable, so the more central of equals comes first
        if any(other < group for other in blocking):
            continue  # lifting less is enough
        rest = [one for at, one in enumerate(limits) if at not in group]
        option = _best(table, context, _free(table, rest))
        if option is not None:
            lifted = tuple(dict.fromkeys(limits[at].lifted for at in sorted(group)))
            yield Way(option=option, number=table.options.index(option) + 1, lifted=lifted)


def _against(grounds: Iterable[Ground], options: set[str]) -> tuple[Ground, ...]:
    return tuple(one for one in grounds if options & set(one.against))


def _reasons(
    catalogue: Catalogue, context: Mapping[str, str], grounds: Iterable[Ground]
) -> tuple[Reason, ...]:
    """Return grounds with the labels of the chips that raised them."""
    labels = {
        (question.id, option.id): option.label
        for question in catalogue.context
        for option in question.options
    }
    return tuple(
        Reason(
            said=tuple(labels[name, context[name]] for name in one.when),
            why=one.why,
            hard=isinstance(one, Limit),
        )
        for one in grounds
    )


def _text(verdict: Verdict, number: int, free: int) -> str:
    """Return the key of the sentence that says how far the answers lead."""
    if verdict is Verdict.OPEN and not free:
        return "edge.pending"
    if verdict is not Verdict.SETTLED:
        return f"edge.{verdict}"
    if free == 1:
        return "edge.only"
    return "edge.first" if number == 1 else "edge.reason"

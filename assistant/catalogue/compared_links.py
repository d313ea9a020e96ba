"""Checks the links of cases, edge table and safety floor: every id exists, and only once."""

from collections.abc import Callable, Iterator, Mapping

from assistant.domain.citation import Citation
from assistant.domain.edge import Chips, EdgeTable, Ground, Limit
from assistant.domain.knowledge import Catalogue, ContextQuestion

Known = Callable[[str, Mapping[str, object], str, str], Iterator[str]]
Cited = Callable[[tuple[Citation, ...], str], Iterator[str]]


def case_faults(catalogue: Catalogue, known: Known) -> Iterator[str]:
    """Yield a line for every level of a case that belongs to no activity."""
    for case in catalogue.cases.values():
        for item in case.levels:
            yield from known(item, catalogue.items, f"cases/{case.id}.yaml: levels", "activity")


def edge_faults(catalogue: Catalogue, known: Known, cited: Cited) -> Iterator[str]:
    """Yield a line for every id of the edge table that names nothing, or is given twice."""
    table = catalogue.edge
    if table is None:
        return
    questions = {one.id: one for one in catalogue.context}
    yield from cited(table.sources, "edge.yaml")
    yield from _twice([one.id for one in table.options], "edge.yaml: options")
    for option in table.options:
        where = f"edge.yaml: {option.id}: passage"
        yield from known(option.passage, catalogue.passages, where, "passage")
    for factor in table.factors:
        where = f"edge.yaml: {factor.id}"
        yield from cited(factor.sources, where)
        for name in factor.questions:
            yield from known(name, questions, f"{where}: questions", "context question")
    yield from _twice([one.id for one in table.factors], "edge.yaml: factors")
    for name, chip in table.suppose.items():
        yield from _chip_faults({name: (chip,)}, "edge.yaml: suppose", questions, known)
    yield from _ground_faults(table, questions, known)


def safety_faults(catalogue: Catalogue, known: Known, cited: Cited) -> Iterator[str]:
    """Yield a line for every id of the safety floor that names nothing."""
    chips = {one.id: {option.id: option for option in one.options} for one in catalogue.context}
    for condition in (*catalogue.safety.floor, *catalogue.safety.uses):
        where = f"safety.yaml: {condition.id}"
        yield from cited(condition.sources, where)
        for ask in condition.asks:
            yield from known(ask.activity, catalogue.items, f"{where}: asks", "activity")
        for one in (one for group in condition.when for one in group):
            yield from known(one.activity or "", catalogue.items, f"{where}: when", "activity")
            question = one.question or ""
            yield from known(question, chips, f"{where}: when", "context question")
            for chip in one.chips if question in chips else ():
                yield from known(chip, chips[question], f"{where}: when", "chip")


def _ground_faults(
    table: EdgeTable, questions: Mapping[str, ContextQuestion], known: Known
) -> Iterator[str]:
    options = {one.id: one for one in table.options}
    asked = {name for factor in table.factors for name in factor.questions}
    seen: list[str] = []
    kinds: tuple[tuple[str, tuple[Ground, ...]], ...] = (
        ("limits", table.limits),
        ("leanings", table.leanings),
    )
    for kind, grounds in kinds:
        where = f"edge.yaml: {kind}"
        for one in grounds:
            chips = {**one.when, **one.unless} if isinstance(one, Limit) else one.when
            yield from _chip_faults(chips, where, questions, known)
            for name in chips:
                if name in questions and name not in asked:
                    yield f"{where}: '{name}' is not among the questions of any factor"
            for name in one.against:
                yield from known(name, options, where, "option")
                seen.append(f"{kind}: {_said(one.when)}: {name}")
    yield from _twice(seen, "edge.yaml")


def _chip_faults(
    chips: Chips, where: str, questions: Mapping[str, ContextQuestion], known: Known
) -> Iterator[str]:
    for name, ids in chips.items():
        yield from known(name, questions, where, "context question")
        if name in questions:
            has = {chip.id: chip for chip in questions[name].options}
            for one in ids:
                yield from known(one, has, where, "chip")


def _said(chips: Chips) -> str:
    return ", ".join(f"{name}/{'|'.join(ids)}" for name, ids in chips.items())


def _twice(names: list[str], where: str) -> Iterator[str]:
    repeated = dict.fromkeys(name for name in names if names.count(name) > 1)
    yield from (f"{where}: '{name}' is given twice" for name in repeated)

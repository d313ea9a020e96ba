"""Checks what a language model wrote against the passages it was given, sentence by sentence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assistant.grounding.claims import Claim
from assistant.grounding.plain import marked_up
from assistant.grounding.sources import LONGEST, Fault, Source, Vectors, fault


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence with the passages (ids) that carry it, or with the fault it is left out for."""

    text: str
    passages: tuple[str, ...] = ()
    fault: Fault | None = None


def check(
    claim: Claim,
    given: Mapping[int, Source],
    vector: Callable[[str], Vectors],
    before: Iterable[str] = (),
) -> Checked:
    """Return a sentence with those of its citations that carry it; `before` was said already.

    `given` are the passages by the number they were given with.
    """
    if early := _by_form(claim, given, before):
        return Checked(claim.text, fault=early)
    meaning = vector(claim.text)
    faults = {number: fault(claim.text, meaning, given[number]) for number in claim.numbers}
    carried = tuple(given[number].passage for number, one in faults.items() if one is None)
    if carried:
        return Checked(claim.text, carried)
    return Checked(claim.text, fault=next(iter(faults.values())))


def _by_form(claim: Claim, given: Mapping[int, Source], before: Iterable[str]) -> Fault | None:
    if len(claim.text) > LONGEST:
        return Fault.LONG
    if marked_up(claim.text):
        return Fault.MARKUP
    if claim.several:
        return Fault.SEVERAL
    if not claim.numbers:
        return Fault.UNCITED
    if not set(claim.numbers) <= set(given):
        return Fault.FOREIGN
    said = claim.text.casefold()
    return Fault.REPEATED if any(one.casefold() == said for one in before) else None

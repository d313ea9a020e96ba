"""In whose terms a conversation goes on: the kind of team that was picked, or heard in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant import staging
from assistant.conversation.placing import OVERCOME
from assistant.conversation.settling import settle
from assistant.conversation.state import Conversation, Phase
from assistant.conversation.statements import Want, plain, statements
from assistant.domain.findings import Finding, Intent, Reader, Reading
from assistant.domain.knowledge import Catalogue
from assistant.domain.results import Remaining
from assistant.domain.session import READ_AT_MOST, Turn, TurnKind
from assistant.domain.usecase import ContextOption, ContextQuestion, Telltale
from assistant.phrases.standing import listed, shortened
from assistant.specialising import fitted, spoken_to

QUOTED = 120
"""Letters of the words that a remark quotes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A chip that words stand for, with the words."""

    question: str
    option: str
    quote: str


def chosen(catalogue: Catalogue, before: Conversation, context: Mapping[str, str]) -> Conversation:
    """Return the conversation with these choices on the use case.

    What is not theirs is waived, and open again once they choose otherwise.
    """
    if context == before.context:
        return before
    spoken = spoken_to(catalogue, context)
    told = fitted(spoken, before.told)
    same = told == before.told
    closure = before.closure if same else staging.close(spoken, told)
    # A model for the kind of team that they were leads nobody else.
    model = before.model if before.model in spoken.models else spoken.primary.id
    now = replace(before, context=context, told=told, closure=closure, model=model, notice="")
    now = replace(now, whole=Remaining(0, 0))  # a chip may add to what is asked
    return settle(spoken, now, moved=not same and before.phase is not Phase.OPENING)


def heard_choices(catalogue: Catalogue, before: Conversation, turn: Turn) -> tuple[Choice, ...]:
    """Return the chips on the kind of team that a typed text stands for, one a question at most.

    None of a question that is answered already, and none where the words fit several chips.
    """
    asked = [
        one for one in catalogue.context if one.about == "team" and not before.context.get(one.id)
    ]
    if not asked or turn.kind is not TurnKind.SAY:
        return ()
    text = turn.text[:READ_AT_MOST]
    told = [
        text[one.start : one.end].strip()
        for one in statements(catalogue.wants, text)
        if one.want is Want.TELL
    ]
    found = (_choice(one, told, first=before.phase is Phase.OPENING) for one in asked)
    return tuple(one for one in found if one is not None)


def with_choices(before: Conversation, choices: Sequence[Choice]) -> dict[str, str]:
    """Return the choices on the use case with those that were heard."""
    return {**before.context, **{one.question: one.option for one in choices}}


def noticed(catalogue: Catalogue, choices: Sequence[Choice], after: Conversation) -> Conversation:
    """Return the conversation that says, before all else, in whose terms it goes on and why.

    Nothing is said where the words heard change no terms.
    """
    said = tuple(_remark(catalogue, one) for one in choices if _option(catalogue, one).variant)
    if not said:
        return after
    if after.phase is Phase.OPENING:  # they described themselves, if only in this
        after = settle(catalogue, after, moved=True)
    last = after.exchanges[-1]
    unheard = {catalogue.texts[key] for key in OVERCOME}
    kept = tuple(one for one in last.remarks if one not in unheard)
    last = replace(last, remarks=(*said, *kept))
    return replace(after, exchanges=(*after.exchanges[:-1], last))


def reader(catalogue: Catalogue, context: Mapping[str, str], read: Reader) -> Reader:
    """Return a reader that finds no practice in words which only say what kind of team it is.

    "We train no models" answers nothing about those who never do, and "over our docs" is not how
    they document.
    """
    cues = tuple(_silenced(catalogue, context))
    return partial(_read, cues, read) if cues else read


def _silenced(catalogue: Catalogue, context: Mapping[str, str]) -> Iterator[re.Pattern[str]]:
    for question in catalogue.context:
        for option in question.options:
            chosen_one = context.get(question.id) == option.id
            if chosen_one and option.variant and option.heard is not None:
                yield from (*option.heard.plain, *option.heard.no_practice)


def _read(cues: Sequence[re.Pattern[str]], read: Reader, text: str, asked: str | None) -> Reading:
    left, small = list(text), plain(text)
    for cue in cues:
        for found in cue.finditer(small):
            left[found.start() : found.end()] = " " * (found.end() - found.start())
    told = "".join(left)
    if not any(one.isalnum() for one in told):
        return Reading(Intent.OTHER) if told != text else read(text, asked)
    reading = read(told, asked)

    def own(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(replace(one, quote=text[one.start : one.end]) for one in findings)

    return replace(reading, findings=own(reading.findings), hints=own(reading.hints))


def _remark(catalogue: Catalogue, choice: Choice) -> str:
    question = next(one for one in catalogue.context if one.id == choice.question)
    said = catalogue.texts["say.terms"].format(
        quote=shortened(choice.quote, QUOTED).rstrip(".!;, "),
        terms=_option(catalogue, choice).terms,
        question=question.question,
    )
    lenses = [one.label for one in catalogue.models.values() if one.variant]
    if not lenses:
        return said
    return f"{said} {catalogue.texts['say.lens'].format(models=listed(catalogue, lenses))}"


def _option(catalogue: Catalogue, choice: Choice) -> ContextOption:
    question = next(one for one in catalogue.context if one.id == choice.question)
    return next(one for one in question.options if one.id == choice.option)


def _choice(question: ContextQuestion, told: Sequence[str], *, first: bool) -> Choice | None:
    found = [
        Choice(question.id, option.id, quote)
        for option in question.options
        if option.heard is not None and (quote := _heard(option.heard, told, first=first))
    ]
    return found[0] if len(found) == 1 else None


def _heard(words: Telltale, told: Sequence[str], *, first: bool) -> str:
    """Return the statement that says it; "" where none does, or any speaks against it."""
    every = [plain(one) for one in told]
    if any(cue.search(one) for cue in words.unless for one in every):
        return ""
    cues = (*words.plain, *(words.first if first else ()))
    return next(
        (said for said, one in zip(told, every, strict=True) if any(c.search(one) for c in cues)),
        "",
    )

"""What is still asked once the stage is certain, and for what: safety first, then the profile."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant import questioning, safety, staging
from assistant.conversation.state import Conversation
from assistant.domain.aim import Aim, AimKind
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.results import Question, Remaining
from assistant.reckoning.slices import slices


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many questions an aim still takes, most likely at least and at most; none once sure."""

    aim: Aim
    left: Remaining


def aimed(catalogue: Catalogue, now: Conversation) -> Question | None:
    """Return the next question of the first aim that is not reached; None when all are.

    No reply to it can change the stage or what blocks the next one: those are certain before.
    """
    for aim in _pursued(catalogue, now):
        for ladder in _ladders(catalogue, now, aim):
            found = staging.assess(ladder, now.profile)
            if found.complete or (aim.kind is AimKind.PROFILE and found.certain):
                continue
            question = questioning.next_question(catalogue, ladder, now.profile, found)
            if question is not None:
                return replace(
                    question, model=now.model, aim=_name(catalogue, aim, ladder, question),
                    stage=0, needed=0, consequences=(), companions=(),
                )  # fmt: skip
    return None


def outlook(catalogue: Catalogue, now: Conversation) -> tuple[Outlook, ...]:
    """Return what each aim still takes, in the order they are pursued; those reached are not there.

    The numbers of two aims may share a question.
    """
    found = []
    for aim in _pursued(catalogue, now):
        least = most = 0
        for ladder in _ladders(catalogue, now, aim):
            one = questioning.expected(
                catalogue, ladder, now.profile, blockers=aim.kind is not AimKind.PROFILE
            )
            least, most = least + one.least, most + one.most
        if most:
            found.append(Outlook(aim, Remaining(max(least, 1), most)))
    return tuple(found)


def _pursued(catalogue: Catalogue, now: Conversation) -> Iterator[Aim]:
    return (one for one in catalogue.aims.aims if one.default or now.full)


def _ladders(catalogue: Catalogue, now: Conversation, aim: Aim) -> Iterator[Model]:
    """Yield the ladders whose place an aim makes certain."""
    if aim.kind is AimKind.FLOOR:
        floor = safety.concerns(catalogue.safety.floor, now.profile, now.context)
        ladder = safety.ladder(catalogue, floor)
        if ladder is not None:
            yield ladder
    elif aim.kind is AimKind.PROFILE:
        yield from slices(catalogue, now.model).values()
    else:
        yield from (one for one in catalogue.models.values() if one.id != now.model)


def _name(catalogue: Catalogue, aim: Aim, ladder: Model, question: Question) -> str:
    """Return the sentence on why a question of an aim is asked."""
    dimension = catalogue.items[question.activity].dimension
    named = catalogue.texts[f"dimension.{dimension}"].lower()
    return aim.why.format(dimension=named, model=ladder.label)

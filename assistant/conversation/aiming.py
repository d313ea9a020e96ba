"""What is still asked once the stage is certain, and for what: safety first, then the profile."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant import questioning, safety, staging
from assistant.conversation.state import Conversation
from assistant.domain.aim import Aim, AimKind
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import Profile
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
    found = pursue(catalogue, pursued(catalogue, now.full), now.model, now.profile, now.context)
    if found is None:
        return None
    question, aim, ladder = found
    dimension = catalogue.texts[f"dimension.{catalogue.items[question.activity].dimension}"].lower()
    why = aim.why.format(dimension=dimension, model=ladder.label)
    return replace(question, model=now.model, aim=why, stage=0, needed=0,
                   consequences=(), companions=())  # fmt: skip


def pursue(
    catalogue: Catalogue,
    aims: Iterable[Aim],
    model: str,
    profile: Profile,
    context: Mapping[str, str],
) -> tuple[Question, Aim, Model] | None:
    """Return what the first aim asks that is not reached, the aim, and the ladder it is about.

    `profile` is closed, `context` holds the chips chosen, by question id.
    """
    for aim in aims:
        for ladder in ladders(catalogue, aim, model, profile, context):
            found = staging.assess(ladder, profile)
            if found.complete or (aim.kind is AimKind.PROFILE and found.certain):
                continue
            question = questioning.next_question(catalogue, ladder, profile, found)
            if question is not None:
                return question, aim, ladder
    return None


def outlook(catalogue: Catalogue, now: Conversation) -> tuple[Outlook, ...]:
    """Return what each aim still takes, in the order they are pursued; those reached are not there.

    The numbers of two aims may share a question.
    """
    found = []
    for aim in pursued(catalogue, now.full):
        least = most = 0
        for ladder in ladders(catalogue, aim, now.model, now.profile, now.context):
            one = questioning.expected(
                catalogue, ladder, now.profile, blockers=aim.kind is not AimKind.PROFILE
            )
            least, most = least + one.least, most + one.most
        if most:
            found.append(Outlook(aim, Remaining(max(least, 1), most)))
    return tuple(found)


def pursued(catalogue: Catalogue, full: bool) -> tuple[Aim, ...]:
    """Return the aims of an interview, all of them where somebody wants the `full` picture."""
    return tuple(one for one in catalogue.aims.aims if one.default or full)


def ladders(
    catalogue: Catalogue, aim: Aim, model: str, profile: Profile, context: Mapping[str, str]
) -> Iterator[Model]:
    """Yield the ladders whose place an aim makes certain."""
    if aim.kind is AimKind.FLOOR:
        floor = safety.concerns(catalogue.safety.floor, profile, context)
        ladder = safety.ladder(catalogue, floor)
        if ladder is not None:
            yield ladder
    elif aim.kind is AimKind.PROFILE:
        yield from slices(catalogue, model).values()
    else:
        yield from (one for one in catalogue.models.values() if one.id != model)

"""What is still asked once the stage is certain, and for what: safety first, then the profile."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from assistant import questioning, safety, staging
from assistant.conversation.state import Conversation, Outlook
from assistant.domain.aim import Aim, AimKind
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import Profile
from assistant.domain.results import Question, Remaining
from assistant.reckoning.slices import slices


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

    Counted is what comes after the stage, and of a question that serves two aims the first.
    """
    aims = pursued(catalogue, now.full)
    _, *left = questioning.foreseen(catalogue, _goals(catalogue, now), now.profile)
    return tuple(Outlook(aim, one) for aim, one in zip(aims, left, strict=True) if one.most)


def altogether(catalogue: Catalogue, now: Conversation) -> Remaining:
    """Return how many questions the stage and the aims beside it most likely take together."""
    return questioning.altogether(catalogue, _goals(catalogue, now), now.profile)


def _goals(catalogue: Catalogue, now: Conversation) -> Iterator[questioning.Goal]:
    """Yield what is made certain one after the other: the stage, then each aim."""
    yield questioning.Goal((catalogue.models[now.model],))
    for aim in pursued(catalogue, now.full):
        around = ladders(catalogue, aim, now.model, now.profile, now.context)
        dependent = tuple(_dependent(catalogue, aim, now))
        yield questioning.Goal(tuple(around), aim.kind is not AimKind.PROFILE, dependent)


def _dependent(
    catalogue: Catalogue, aim: Aim, now: Conversation
) -> Iterator[tuple[safety.Groups, Model]]:
    """Yield the ladders that join an aim for some teams only, with the levels that decide it."""
    if aim.kind is AimKind.FLOOR:
        floor = safety.concerns(catalogue.safety.floor, now.profile, now.context)
        yield from safety.dependent(catalogue, floor, now.profile, now.context).items()


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

"""Reports on a conversation, on a profile nobody talked about, and on an invented team."""

from collections.abc import Mapping
from dataclasses import replace

from assistant import preview, report, staging
from assistant.conversation import Conversation
from assistant.conversation.doubts import hangs
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Origin, Profile, Standing, Status
from assistant.domain.results import Report
from assistant.specialising import fitted, spoken_to


def of_conversation(catalogue: Catalogue, now: Conversation) -> Report:
    """Return the report on a conversation, with what hangs on a reading to be confirmed."""
    words = spoken_to(catalogue, now.context)
    doubts = {
        key
        for key, model in words.models.items()
        if hangs(words, model, now.told, now.assessments[key])
    }
    if now.doubtful:
        doubts.add(now.model)
    found = report.build(
        words, now.closure, now.assessments, now.model, now.context, doubts, now.earlier,
        told=now.told, notes=now.notes,
    )  # fmt: skip
    return replace(found, supposed=preview.supposals(words, now)) if now.scenarios else found


def of_profile(
    catalogue: Catalogue,
    profile: Profile,
    model: str = "",
    context: Mapping[str, str] | None = None,
) -> Report:
    """Return the report on a profile that was not talked about; `model` leads, if named.

    What was read in words and is not sure counts as still to be confirmed, as it does in a
    conversation.
    """
    words = spoken_to(catalogue, context or {})
    told = fitted(words, profile)
    closure = staging.close(words, told)
    found = {key: staging.assess(one, closure.profile) for key, one in words.models.items()}
    leading = model or words.primary.id
    doubts = {key for key, one in words.models.items() if hangs(words, one, told, found[key])}
    return report.build(words, closure, found, leading, context or {}, doubts, told=told)


def of_sample(catalogue: Catalogue, name: str = "") -> Report:
    """Return the report on the invented team of the sample, or of another one by its id."""
    sample = catalogue.samples[name] if name else catalogue.sample
    profile = {
        key: Standing(level, level, Status.LEVEL, Origin.CHOSEN)
        for key, level in sample.levels.items()
    }
    return of_profile(catalogue, profile, context=sample.context)

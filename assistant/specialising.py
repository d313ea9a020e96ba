"""The knowledge in the words of one kind of team: the same activities, models and rules.

Whose words they are is decided in one place, `spoken_to`, from the choices on the use case. What
reads texts and what searches the library never see any words but the first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from assistant.domain.knowledge import Activity, Advice, Catalogue, Examples, Variant
from assistant.domain.levels import OPEN, Origin, Profile, Standing, Status

KEPT = 16
"""Catalogues kept in the words of a kind of team; each is equal to itself alone."""


def spoken_to(catalogue: Catalogue, context: Mapping[str, str]) -> Catalogue:
    """Return the catalogue in the words of who made these choices, by context question id.

    The same choices on the same catalogue give the same one, which is `catalogue` itself where
    none of them names a kind of team.
    """
    for question in catalogue.context:
        for option in question.options:
            if option.variant and context.get(question.id) == option.id:
                return specialised(catalogue, option.variant)
    return catalogue


@lru_cache(maxsize=KEPT)
def specialised(catalogue: Catalogue, variant: str) -> Catalogue:
    """Return the catalogue in the words of one kind of team; an id it does not have is a KeyError.

    Ids, rules and all else stay; sources are added to, examples are what replies say, and models
    for that kind of team alone stand beside the rest.
    """
    words = catalogue.variants[variant]
    activities = {key: _activity(one, words.get(key)) for key, one in catalogue.activities.items()}
    advice = {key: _step(one, words.get(one.activity)) for key, one in catalogue.advice.items()}
    return replace(
        catalogue,
        activities=activities,
        advice=advice,
        items={key: activities.get(key, one) for key, one in catalogue.items.items()},
        models={
            key: one for key, one in catalogue.every_model.items() if one.variant in {"", variant}
        },
        variant=variant,
    )


def fitted(catalogue: Catalogue, profile: Profile) -> dict[str, Standing]:
    """Return a profile in which what is not theirs does not apply, unless they said how it stands.

    `catalogue` is in their words. What an earlier kind of team waived is open again.
    """
    waived = dict(_waived(catalogue))
    kept = {key: one for key, one in profile.items() if not _by_kind(one)}
    return {**kept, **{key: one for key, one in waived.items() if kept.get(key, OPEN) == OPEN}}


def _waived(catalogue: Catalogue) -> Iterator[tuple[str, Standing]]:
    for key, one in catalogue.variants.get(catalogue.variant, {}).items():
        if not one.applies:
            yield (
                key,
                Standing(status=Status.NOT_APPLICABLE, origin=Origin.DEDUCED, because=one.because),
            )


def _by_kind(standing: Standing) -> bool:
    """Whether it was waived for the kind of team, and not by what they said."""
    return standing.waived and standing.origin is Origin.DEDUCED


def _activity(item: Activity, words: Variant | None) -> Activity:
    if words is None or not words.applies:
        return item
    return item.model_copy(
        update={
            "name": words.name or item.name,
            "summary": words.summary,
            "why": words.why,
            "rubric": words.rubric,
            "question": words.question,
            "following": (),
            "replies": words.replies,
            "said": words.said,
            "examples": _examples(words),
            "sources": (*item.sources, *words.sources),
        }
    )


def _examples(words: Variant) -> Examples:
    absent, manual, partial, automated = ((reply.label,) for reply in words.replies)
    return Examples(absent=absent, manual=manual, partial=partial, automated=automated)


def _step(step: Advice, words: Variant | None) -> Advice:
    rung = next((one for one in words.steps if one.to == step.to), None) if words else None
    if words is None or rung is None:
        return step
    return step.model_copy(
        update={
            "do": rung.do,
            "why": rung.why,
            "done_when": rung.done_when,
            "tools": rung.tools,
            "pitfall": rung.pitfall,
            "effort": rung.effort or step.effort,
            "sources": (*step.sources, *words.sources),
        }
    )

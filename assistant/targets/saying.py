"""Says which choices on the use case led to the stage it should aim at, and which are missing."""

from collections.abc import Iterator, Mapping

from assistant.domain.knowledge import Catalogue, ContextOption, ContextQuestion
from assistant.phrases.standing import listed
from assistant.targets.leaning import DECIDES, chosen, leaning, total


def because(catalogue: Catalogue, context: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for each need that an answer speaks for, and what could still change it.

    Every chip that weighs is named, and no other: what was not answered is never told.
    """
    return tuple(_because(catalogue, context))


def _because(catalogue: Catalogue, context: Mapping[str, str]) -> Iterator[str]:
    texts = catalogue.texts
    options = tuple(chosen(catalogue, context))
    found = leaning(catalogue.taxonomy.needs, total(options))
    named = {
        f"aim.rules.{found.rules.name.lower()}": [one for one in options if one.weighs.rules],
        f"aim.excellence.{found.excellence.name.lower()}": [
            one for one in options if one.weighs.excellence
        ],
        "aim.shared": [one for one in options if "shared" in one.needs],
    }
    for key, those in named.items():
        if those:
            quoted = [f"“{one.label}”" for one in those]
            yield texts[key].format(choices=listed(catalogue, quoted))
    if not any(named.values()):
        yield texts["aim.not-raised"]
    asked = [one for one in catalogue.context if one.about == "target" and _decides(one)]
    left = sum(1 for one in asked if not context.get(one.id))
    if left:
        yield texts["aim.left.one" if left == 1 else "aim.left"].format(count=left)


def _decides(question: ContextQuestion) -> bool:
    return any(_speaks(one) for one in question.options)


def _speaks(option: ContextOption) -> bool:
    weighs = option.weighs
    return bool(weighs.rules or weighs.excellence or DECIDES & set(option.needs))

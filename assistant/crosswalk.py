"""Says what each model calls the same levels, and why the models differ on them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

from assistant.domain.comparing import Contrast, Crosswalk, Difference, Pair, Swap
from assistant.domain.knowledge import Catalogue, Model, Requirement
from assistant.domain.levels import level_word
from assistant.domain.results import Assessment
from assistant.phrases.standing import inline, stage_name

Place = tuple[int, Requirement]
"""A requirement with the index of the stage that asks for it."""
NAMED = 3
"""Requirements named in the one sentence on a pair."""


def compare(catalogue: Catalogue, assessments: Mapping[str, Assessment]) -> Crosswalk:
    """Return the models side by side, for levels already assessed; any number, ranges included."""
    ordered = sorted(assessments.values(), key=lambda one: (one.model.order, one.model.id))
    return Crosswalk(
        names=tuple((one.model.id, _name(catalogue, one)) for one in ordered),
        pairs=tuple(_pair(catalogue, a, b) for a, b in combinations(ordered, 2)),
    )


def _name(catalogue: Catalogue, one: Assessment) -> str:
    stages = one.model.stages
    key = "crosswalk.name" if one.certain else "crosswalk.names"
    if one.certain and not one.shown:
        key = "crosswalk.name-waived" if one.applies else "crosswalk.name-none"
    return catalogue.texts[key].format(
        model=one.model.label,
        low=one.lo,
        low_name=stages[one.lo].name,
        high=one.hi,
        high_name=stages[one.hi].name,
        top=len(stages) - 1,
    )


def _pair(catalogue: Catalogue, a: Assessment, b: Assessment) -> Pair:
    differences = (*_differences(a, b), *_differences(b, a))
    swaps = tuple(_swaps(a, b))
    sentences = [*_told(catalogue, differences, (a, b)), *_told_swaps(catalogue, swaps, (a, b))]
    if not sentences:
        names = {"here": a.model.label, "there": b.model.label}
        key = "crosswalk.same" if a.following or b.following else "crosswalk.none"
        sentences = [catalogue.texts[key].format(**names)]
    leading = _leading(differences, (a, b))
    because = next(_told(catalogue, leading, (a, b)), sentences[0])
    short = catalogue.texts["crosswalk.short"].format(
        first=a.model.label,
        second=b.model.label,
        one=_of(catalogue, a),
        two=_of(catalogue, b),
        because=because,
    )
    return Pair(a.model.id, b.model.id, differences, swaps, tuple(sentences), short)


def _of(catalogue: Catalogue, one: Assessment) -> str:
    key = "crosswalk.of" if one.certain else "crosswalk.of-range"
    return catalogue.texts[key].format(low=one.lo, high=one.hi, top=len(one.model.stages) - 1)


def _leading(
    differences: Sequence[Difference], pair: tuple[Assessment, Assessment]
) -> list[Difference]:
    """Return the differences that say most: few that share a sentence.

    What keeps the team back in the model where it has come less far, what is known before what is
    not, and what the other never asks for before what it asks for less or later.
    """
    behind = min(pair, key=lambda one: one.lo / (len(one.model.stages) - 1)).model.id
    contrasts = list(Contrast)
    ordered = sorted(
        differences,
        key=lambda one: (one.here != behind, one.open, contrasts.index(one.contrast)),
    )
    first = ordered[0] if ordered else None
    same = [one for one in ordered if first is not None and _kind(one) == _kind(first)]
    return same[:NAMED]


def _kind(one: Difference) -> tuple[object, ...]:
    return one.here, one.contrast, one.open, one.stage, one.level


def _differences(here: Assessment, there: Assessment) -> Iterator[Difference]:
    """Yield what `here` asks for next and is not met, where `there` asks less, later or never."""
    asked: dict[str, list[Place]] = {}
    for index, need in _places(there.model):
        asked.setdefault(need.activity, []).append((index, need))
    for check in (*here.blockers, *here.open):
        need = check.requirement
        found = asked.get(need.activity, [])
        enough = next((one for one in found if one[1].level >= need.level), None)
        is_open = check in here.open
        names = (here.model.id, there.model.id, need)
        if not found:
            yield Difference(*names, Contrast.NEVER, is_open)
        elif enough is None:
            index, most = max(found, key=lambda one: one[1].level)
            yield Difference(*names, Contrast.LESS, is_open, index, most.level)
        elif enough[0] > there.lo + 1:
            yield Difference(*names, Contrast.LATER, is_open, enough[0], enough[1].level)


def _swaps(a: Assessment, b: Assessment) -> Iterator[Swap]:
    """Yield pairs asked by both models in opposite order, one of which stands next in either."""
    theirs = {_key(need) for _, need in _places(b.model)}
    needs = {_key(one): one for _, one in _places(a.model) if _key(one) in theirs}
    waiting = {_key(check.requirement) for one in (a, b) for check in (*one.blockers, *one.open)}
    for first, second in permutations(needs.values(), 2):
        before = _asked_at(a.model, first) < _asked_at(a.model, second)
        turned = _asked_at(b.model, first) > _asked_at(b.model, second)
        if before and turned and {_key(first), _key(second)} & waiting:
            yield Swap(a.model.id, b.model.id, first, second)


def _asked_at(model: Model, need: Requirement) -> int:
    """Return the first stage of a model that asks for as much as this; one has to."""
    return next(
        index
        for index, one in _places(model)
        if one.activity == need.activity and one.level >= need.level
    )


def _key(need: Requirement) -> tuple[str, int]:
    return need.activity, need.level


def _places(model: Model) -> list[Place]:
    """Return all that a model asks for, with the index of its stage, lowest stage first."""
    return [(i, need) for i, stage in enumerate(model.stages) for need in stage.requirements]


def _told(
    catalogue: Catalogue, differences: Sequence[Difference], pair: tuple[Assessment, Assessment]
) -> Iterator[str]:
    """Yield one sentence for each group of differences that can share one."""
    labels = {one.model.id: one.model.label for one in pair}
    models = {one.model.id: one for one in pair}
    groups: dict[tuple[object, ...], list[Difference]] = {}
    for one in differences:
        item = catalogue.items[one.requirement.activity]
        detail = {
            Contrast.NEVER: (),
            Contrast.LESS: (one.level, item.scale),
            Contrast.LATER: (one.stage,),
        }
        kind = (one.here, one.contrast, one.open, *detail[one.contrast])
        groups.setdefault(kind, []).append(one)
    for group in groups.values():
        one = group[0]
        key = f"crosswalk.{one.contrast.value}{'-open' if one.open else ''}"
        item = catalogue.items[one.requirement.activity]
        yield catalogue.texts[key].format(
            here=labels[one.here],
            there=labels[one.there],
            needs=_listed([_need(catalogue, each.requirement) for each in group], catalogue),
            stage=stage_name(models[one.there], one.stage),
            level=level_word(one.level, item.scale),
        )


def _told_swaps(
    catalogue: Catalogue, swaps: Sequence[Swap], pair: tuple[Assessment, Assessment]
) -> Iterator[str]:
    """Yield one sentence for all requirements that come after the same earlier ones."""
    before: dict[tuple[str, int], list[Requirement]] = {}
    after: dict[tuple[str, int], Requirement] = {}
    for one in swaps:
        before.setdefault(_key(one.second), []).append(one.first)
        after[_key(one.second)] = one.second
    groups: dict[tuple[str, ...], list[str]] = {}
    for key, earlier in before.items():
        names = tuple(_need(catalogue, one) for one in earlier)
        groups.setdefault(names, []).append(_need(catalogue, after[key]))
    for names, later in groups.items():
        yield catalogue.texts["crosswalk.swap"].format(
            here=pair[0].model.label,
            there=pair[1].model.label,
            first=_listed(names, catalogue),
            second=_listed(later, catalogue),
        )


def _need(catalogue: Catalogue, need: Requirement) -> str:
    item = catalogue.items[need.activity]
    return f"{inline(item.name)} ({level_word(need.level, item.scale)})"


def _listed(names: Sequence[str], catalogue: Catalogue) -> str:
    """Return names as "a, b and c"."""
    *head, last = names
    if not head:
        return last
    return catalogue.texts["list.and"].format(head=", ".join(head), last=last)

"""Several people's answers on one system, merged: what they agree on, and what to talk about.

Who says the same twice counts once, and the order of the voices changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant import staging
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import HIGHEST, LOWEST, OPEN, Origin, Standing, Status, Words
from assistant.domain.merged import Agreement, Disagreement, Merged, Position, Voice
from assistant.domain.session import LONGEST_TEXT, Given, Turn, TurnKind

QUOTE = 300
"""Characters of one person's words on one activity that are taken along, at most."""


def merge(catalogue: Catalogue, voices: Sequence[Voice]) -> Merged:
    """Return all voices put together; the leading model is the one they all look at, if they do."""
    heard = _distinct(voices)
    chosen = {one.model for one in heard}
    model = catalogue.every_model.get(chosen.pop() if len(chosen) == 1 else "", catalogue.primary)
    agreed: list[Agreement] = []
    disputed: list[Disagreement] = []
    for key in catalogue.items:
        positions = _positions(key, heard)
        if not positions:
            continue
        names = tuple(sorted(name for one in positions for name in one.names))
        together = _together(positions)
        if together is not None:
            agreed.append(Agreement(key, names, together))
        else:
            disputed.append(Disagreement(key, positions, _decides(model, key, positions)))
    order = {key: number for number, key in enumerate(catalogue.items)}
    disputed.sort(key=lambda one: (not one.stage, one.stage, order[one.activity]))
    profile = staging.close(catalogue, _unsettled(agreed, disputed)).profile
    found = staging.assess(model, profile)
    context, apart = _choices(catalogue, heard)
    return Merged(
        heard, model.id, tuple(agreed), tuple(disputed), (found.lo, found.hi), context, apart
    )


def turns(catalogue: Catalogue, merged: Merged, picked: Mapping[str, int]) -> tuple[Turn, ...]:
    """Return the turns of a session that says what was agreed, and what was `picked` by activity.

    What was disputed and is not picked stays the range of all that was said. Nothing at all where
    nobody said anything.
    """
    found = [
        Turn(kind=TurnKind.CONTEXT, activity=question.id, option=merged.context[question.id])
        for question in catalogue.context
        if question.id in merged.context
    ]
    if merged.model != catalogue.primary.id:  # after the choices: it may be for one kind of team
        found.append(Turn(kind=TurnKind.MODEL, option=merged.model))
    text, given = "", []
    share = max(40, min(QUOTE, LONGEST_TEXT * 9 // 10 // max(1, _count(merged))))
    for activity, standing in _unsettled(merged.agreements, merged.disagreements).items():
        level = picked.get(activity)
        settled = standing if level is None else replace(standing, lo=level, hi=level, sure=True)
        spans = []
        for words in _quotes(merged, activity):
            start = len(text)
            text += words[:share]
            spans.append((start, len(text)))
            text += "\n"
        given.append(
            Given(
                activity=activity,
                lo=settled.lo,
                hi=settled.hi,
                status=Status.LEVEL if level is not None else settled.status,
                planned=settled.planned and settled.lo < HIGHEST,
                sure=settled.sure,
                because=settled.because if level is None else "",
                spans=tuple(spans),
            )
        )
    if given:
        found.append(Turn(kind=TurnKind.GIVEN, text=text, given=tuple(given)))
    return tuple(found)


def _distinct(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """Return the voices that differ in what they say, in an order that is their own."""

    def key(one: Voice) -> tuple[str, str]:
        return (one.name, _said(one))

    kept: dict[str, Voice] = {}
    for one in sorted(voices, key=key):
        kept.setdefault(_said(one), one)
    named: dict[str, int] = {}
    found = []
    for one in kept.values():
        count = named[one.name] = named.get(one.name, 0) + 1
        found.append(replace(one, name=f"{one.name} ({count})") if count > 1 else one)
    return tuple(found)


def _said(one: Voice) -> str:
    """Return all that a voice says, whoever it is."""
    told = sorted((key, repr(standing)) for key, standing in one.told.items())
    return repr((told, sorted(one.context.items()), one.model))


def _positions(activity: str, voices: Sequence[Voice]) -> tuple[Position, ...]:
    """Return what the voices say of an activity, each thing once; none where nobody knows."""
    stands: dict[tuple[object, ...], tuple[list[str], Standing]] = {}
    touched = [(one, one.told.get(activity, OPEN)) for one in voices]
    anybody = any(_speaks(one) for _, one in touched)
    for voice, one in touched:
        if not (_speaks(one) if anybody else one.status is not Status.OPEN):
            continue
        place = (one.waived, one.lo, one.hi)
        names, held = stands.setdefault(place, ([], replace(one, words=())))
        names.append(voice.name)
        words = held.words + tuple(each for each in one.words if each.quote not in _texts(held))
        stands[place] = (
            names,
            replace(
                held,
                words=words,
                origin=Origin.SAID if words else held.origin,
                planned=held.planned or one.planned,
                sure=held.sure or one.sure,
                carried=False,
            ),
        )
    return tuple(Position(tuple(names), one) for _, (names, one) in sorted(stands.items()))


def _texts(one: Standing) -> set[str]:
    return {each.quote for each in one.words}


def _speaks(one: Standing) -> bool:
    return one.waived or one.planned or (one.lo, one.hi) != (LOWEST, HIGHEST)


def _together(positions: Sequence[Position]) -> Standing | None:
    """Return the standing in which all positions hold, None where there is none."""
    stands = [one.standing for one in positions]
    if any(one.waived for one in stands):
        return stands[0] if len(stands) == 1 else None
    lo, hi = max(one.lo for one in stands), min(one.hi for one in stands)
    if lo > hi:
        return None
    exact = [one for one in stands if (one.lo, one.hi) == (lo, hi)]
    base = exact[0] if exact else stands[0]
    words: tuple[Words, ...] = tuple(each for one in stands for each in one.words)
    level = any(one.status is Status.LEVEL for one in stands)
    return replace(
        base,
        lo=lo,
        hi=hi,
        status=Status.LEVEL if level else base.status,
        words=words,
        planned=any(one.planned for one in stands) and lo < HIGHEST,
        sure=any(one.sure for one in exact),
    )


def _decides(model: Model, activity: str, positions: Sequence[Position]) -> int:
    """Return the first stage that one position meets and another does not, 0 where there is none.

    What does not apply is no obstacle.
    """
    stands = [one.standing for one in positions]
    for index, stage in enumerate(model.stages):
        for need in stage.requirements:
            if need.activity == activity:
                met = any(one.waived or one.lo >= need.level for one in stands)
                unmet = any(not one.waived and one.hi < need.level for one in stands)
                if met and unmet:
                    return index
    return 0


def _unsettled(
    agreed: Sequence[Agreement], disputed: Sequence[Disagreement]
) -> dict[str, Standing]:
    """Return what holds while nothing is settled: of what is disputed, the range of it all."""
    found = {one.activity: one.standing for one in agreed}
    for each in disputed:
        stands = [one.standing for one in each.positions if not one.standing.waived]
        found[each.activity] = Standing(
            lo=min(one.lo for one in stands),
            hi=max(one.hi for one in stands),
            status=Status.LEVEL,
            origin=Origin.CHOSEN,
            planned=any(one.planned for one in stands),
            sure=False,
        )
    return found


def _choices(
    catalogue: Catalogue, voices: Sequence[Voice]
) -> tuple[dict[str, str], tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...]]:
    agreed: dict[str, str] = {}
    apart = []
    for question in catalogue.context:
        said: dict[str, list[str]] = {}
        for voice in voices:
            if question.id in voice.context:
                said.setdefault(voice.context[question.id], []).append(voice.name)
        if len(said) == 1:
            agreed[question.id] = next(iter(said))
        elif said:
            views = tuple((tuple(names), option) for option, names in sorted(said.items()))
            apart.append((question.id, views))
    return agreed, tuple(apart)


def _quotes(merged: Merged, activity: str) -> Iterator[str]:
    """Yield the words behind an activity; with several voices, each with whose they are."""
    for voice in merged.voices:
        one = voice.told.get(activity, OPEN)
        own = list(dict.fromkeys(each.quote.strip() for each in one.words if each.quote.strip()))
        if own and _speaks(one):
            yield from own if len(merged.voices) == 1 else [f"{voice.name}: {' … '.join(own)}"]


def _count(merged: Merged) -> int:
    return sum(1 for voice in merged.voices for one in voice.told.values() if one.words)

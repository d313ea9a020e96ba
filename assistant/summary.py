"""Says in a few sentences where a team stands: each from its answers, none about teams in general.

Of all that is known the decisive part is told: what carries the stage, what stops the next one,
and, for a range, what it hangs on. What is unknown, planned, waived, concluded or doubted is told
as just that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Profile, Standing, Status
from assistant.domain.results import Assessment, Check, Verdict
from assistant.domain.sayings import Saying, Topic
from assistant.phrases.standing import inline, listed, quoted, stage_name, told

NOTHING: Mapping[str, Assessment] = MappingProxyType({})
MOST = 3
"""Clauses a sentence holds, and names it lists; more would be a list, which follows it anyway."""
NOT_KNOWN = (Status.OPEN, Status.UNKNOWN, Status.SKIPPED, Status.LEVEL)


def summarise(
    catalogue: Catalogue,
    now: Assessment,
    profile: Profile,
    *,
    doubtful: bool,
    reaches: Mapping[str, Assessment] = NOTHING,
) -> tuple[Saying, ...]:
    """Return where a closed profile stands in one model.

    `doubtful` is as in `Report.doubts`, `reaches` as in the report.
    """
    return tuple(_sayings(catalogue, now, profile, doubtful, reaches))


def _sayings(
    catalogue: Catalogue,
    now: Assessment,
    profile: Profile,
    doubtful: bool,
    reaches: Mapping[str, Assessment],
) -> Iterator[Saying]:
    yield from _carried(catalogue, now)
    yield from _further(catalogue, now, reaches)
    if not now.certain:
        yield _unknown(catalogue, Topic.HANGS, now, "told.hangs")
    beyond = now.trace[now.hi + 1].checks if now.hi + 1 < len(now.trace) else ()
    unmet = [one for one in beyond if one.verdict is Verdict.UNMET]
    if unmet:
        stage = stage_name(now, now.hi + 1)
        yield _clauses(catalogue, Topic.STOPS, unmet, "told.stops", stage=stage)
    if now.certain and now.open:
        yield _unknown(catalogue, Topic.OPEN, now, "told.missing")
    if now.waived:
        once = {one.requirement.activity: one for one in now.waived}
        shown, names = _named(catalogue, tuple(once.values()))
        text = catalogue.texts["told.waived"].format(names=names)
        yield Saying(Topic.WAIVED, text, _ids(shown))
    if doubtful:
        yield from _doubted(catalogue, now, profile)
    if now.everything_met and not doubtful:
        yield Saying(Topic.COMPLETE, catalogue.texts["result.top"])


def _carried(catalogue: Catalogue, now: Assessment) -> Iterator[Saying]:
    """Yield what the stage rests on, its own requirements first; at the bottom, what is ahead."""
    if not now.lo:
        ahead = _met(now.checks)
        if ahead:
            yield _clauses(catalogue, Topic.AHEAD, ahead, "told.ahead")
        return
    met = _met(one for stage in now.trace[now.lo : 0 : -1] for one in stage.checks)
    if met:
        stage = stage_name(now, now.lo)
        yield _clauses(catalogue, Topic.CARRIES, met, "told.carries", stage=stage)


def _further(
    catalogue: Catalogue, now: Assessment, reaches: Mapping[str, Assessment]
) -> Iterator[Saying]:
    """Yield which dimensions reach further by themselves than the whole does."""
    texts = catalogue.texts
    parts = [
        texts["told.reach"].format(dimension=texts[f"dimension.{name}"].lower(), stage=one.lo)
        for name, one in reaches.items()
        if one.place > now.lo
    ]
    if parts:
        key = "told.reaches-one" if len(parts) == 1 else "told.reaches"
        text = texts[key].format(parts=listed(catalogue, parts))
        yield Saying(Topic.REACHES, text)


def _met(checks: Iterable[Check]) -> list[Check]:
    """Return the requirements that are met, each activity once."""
    found: dict[str, Check] = {}
    for one in checks:
        if one.verdict is Verdict.MET:
            found.setdefault(one.requirement.activity, one)
    return list(found.values())


def _clauses(
    catalogue: Catalogue, topic: Topic, checks: Sequence[Check], key: str, **values: str
) -> Saying:
    shown, parts = _parts(catalogue, checks)
    text = catalogue.texts[key].format(clauses="; ".join(parts), **values)
    return Saying(topic, text, _ids(shown))


def _unknown(catalogue: Catalogue, topic: Topic, now: Assessment, key: str) -> Saying:
    """Say what is not known of the next stage: not asked, not known to them, or known in part."""
    texts = catalogue.texts
    parts: list[str] = []
    told_of: list[Check] = []
    for status in NOT_KNOWN:
        group = [one for one in now.open if _kind(one.standing) is status]
        if group and status is Status.LEVEL:
            shown, clauses = _parts(catalogue, group)
            parts.extend(clauses)
        elif group:
            shown, names = _named(catalogue, group)
            parts.append(texts[f"told.none.{status.value}"].format(names=names))
        else:
            continue
        told_of.extend(shown)
    stage = stage_name(now, now.lo + 1)
    return Saying(topic, texts[key].format(parts="; ".join(parts), stage=stage), _ids(told_of))


def _kind(standing: Standing) -> Status:
    """Return why a level is not known; LEVEL where something of it was said or concluded."""
    partly = (standing.lo, standing.hi) != (OPEN.lo, OPEN.hi)
    return Status.LEVEL if partly or standing.planned else standing.status


def _doubted(catalogue: Catalogue, now: Assessment, profile: Profile) -> Iterator[Saying]:
    """Yield the unsure readings that the stage may hang on, with the words they were read from."""
    unsure = [key for key, one in profile.items() if one.known and not one.sure]
    asked = {one.requirement.activity for stage in now.trace[: now.hi + 2] for one in stage.checks}
    decisive = [one for one in unsure if one in asked] or unsure
    before = [one for one in decisive if profile[one].carried]
    if before:
        shown = before[:MOST]
        clauses = [told(catalogue, one, replace(profile[one], sure=True)) for one in shown]
        clauses += _more(catalogue, before, "told.more-clauses")
        text = catalogue.texts["told.before"].format(clauses="; ".join(clauses))
        yield Saying(Topic.BEFORE, text, tuple(shown))
    for key in [one for one in decisive if not profile[one].carried][:MOST]:
        words = told(catalogue, key, replace(profile[key], sure=True, words=()))
        text = catalogue.texts["told.doubt"].format(clause=words)
        yield Saying(Topic.DOUBT, text, (key,), quoted(profile[key].words))


def _parts(catalogue: Catalogue, checks: Sequence[Check]) -> tuple[Sequence[Check], list[str]]:
    """Return the first of the requirements, and how they stand with how many more there are."""
    shown = checks[:MOST]
    parts = [told(catalogue, one.requirement.activity, one.standing) for one in shown]
    return shown, [*parts, *_more(catalogue, checks, "told.more-clauses")]


def _named(catalogue: Catalogue, checks: Sequence[Check]) -> tuple[Sequence[Check], str]:
    """Return the first of the requirements, and their names with how many more there are."""
    shown = checks[:MOST]
    named = [inline(catalogue.items[one.requirement.activity].name) for one in shown]
    return shown, listed(catalogue, [*named, *_more(catalogue, checks, "told.more")])


def _more(catalogue: Catalogue, checks: Sequence[object], key: str) -> tuple[str, ...]:
    left = len(checks) - MOST
    return (catalogue.texts[key].format(count=left),) if left > 0 else ()


def _ids(checks: Iterable[Check]) -> tuple[str, ...]:
    return tuple(one.requirement.activity for one in checks)

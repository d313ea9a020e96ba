"""Answers what is asked about the session: what was heard, why this stage, what comes next."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from assistant import safety
from assistant.conversation.asides import left, plain
from assistant.conversation.state import Conversation, Phase
from assistant.domain.itself import Itself
from assistant.domain.knowledge import Advice, Catalogue, Model
from assistant.domain.levels import Status
from assistant.domain.results import Assessment, Check, Verdict
from assistant.phrases.standing import described, inline, listed, quoted, stage_name, where
from assistant.planning import needs
from assistant.summary import summarise

LONGEST = 120
"""Letters of a question on the session."""
LISTED = 12
"""Activities named in one answer; the panel and the result have them all."""
_WORD = re.compile(r"[a-z0-9]{3,}")
_ANY = frozenset({"the", "model", "models", "maturity", "mlops", "level", "levels", "stages"})
"""Words that may be said of any model."""
_NUMBERS = ("zero", "one", "two", "three", "four", "five")
Says = Callable[[Catalogue, Conversation, Mapping[str, str]], Iterator[str]]


def about_itself(catalogue: Catalogue, before: Conversation, text: str) -> tuple[str, ...]:
    """Return what to say to a question on the session; nothing where a text is none."""
    said = plain(text)
    if len(said) > LONGEST:
        return ()
    for topic, pattern in _patterns(catalogue.itself):
        found = pattern.fullmatch(said)
        if found is not None:
            asked = {key: one for key, one in found.groupdict().items() if one}
            return tuple(_says(topic)(catalogue, before, asked))
    return ()


@lru_cache(maxsize=4)
def _patterns(itself: Itself) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (topic.id, re.compile(itself.lead + "(?:" + one.pattern + ")"))
        for topic in itself.topics
        for one in topic.asked
    )


def _says(topic: str) -> Says:
    return _HANDLERS.get(topic) or (
        lambda catalogue, *_: iter([catalogue.texts[f"itself.{topic}"]])
    )


def _heard(catalogue: Catalogue, now: Conversation, _: Mapping[str, str]) -> Iterator[str]:
    told = [
        (key, one)
        for key, one in now.told.items()
        if key in catalogue.items and one.status is not Status.OPEN
    ]
    if not told:
        yield catalogue.texts["itself.heard-nothing"]
        return
    yield catalogue.texts["itself.heard"].format(count=len(told))
    for key, one in told[:LISTED]:
        words = quoted(one.words, 120)
        line = described(catalogue, key, one)
        yield f"{line} — “{words}”" if words else line
    if len(told) > LISTED:
        yield catalogue.texts["told.more"].format(count=len(told) - LISTED)


def _why(catalogue: Catalogue, now: Conversation, _: Mapping[str, str]) -> Iterator[str]:
    if now.phase is Phase.OPENING:
        yield catalogue.texts["itself.nothing-yet"]
        return
    yield f"{where(catalogue, now.assessment, doubtful=now.doubtful)}."
    sayings = summarise(catalogue, now.assessment, now.profile, doubtful=now.doubtful)
    yield from (one.text for one in sayings)


def _why_not(catalogue: Catalogue, now: Conversation, _: Mapping[str, str]) -> Iterator[str]:
    if now.phase is Phase.OPENING:
        yield catalogue.texts["itself.nothing-yet"]
        return
    one = now.assessment
    yield f"{where(catalogue, one, doubtful=now.doubtful)}."
    if one.lo + 1 >= len(one.trace):
        yield catalogue.texts["itself.top"]
        return
    stage = stage_name(one, one.lo + 1)
    if one.blockers:
        yield catalogue.texts["itself.blocked"].format(stage=stage)
        yield from (_check(catalogue, check) for check in one.blockers)
    if one.open:
        names = [inline(catalogue.items[check.requirement.activity].name) for check in one.open]
        yield catalogue.texts["itself.open"].format(
            stage=stage, names=listed(catalogue, names[:LISTED])
        )


def _check(catalogue: Catalogue, check: Check) -> str:
    item = catalogue.items[check.requirement.activity]
    words = quoted(check.standing.words, 120)
    line = catalogue.texts["itself.blocker"].format(
        found=described(catalogue, item.id, check.standing),
        needed=item.replies[check.requirement.level].label,
    )
    return f"{line} — “{words}”" if words else line


def _first(catalogue: Catalogue, now: Conversation, _: Mapping[str, str]) -> Iterator[str]:
    steps = needs(catalogue, now.assessment, now.profile, now.context).steps
    known = [one.advice for one in steps if one.known] or list(_ahead(catalogue, now))
    if not known or now.phase is Phase.OPENING:
        yield catalogue.texts["itself.first-later"]
        return
    step = known[0]
    name = catalogue.items[step.activity].name
    yield catalogue.texts["itself.first"].format(activity=inline(name), do=step.do)
    yield step.why
    yield catalogue.texts["itself.done-when"].format(done=step.done_when)
    if not now.assessment.complete:
        yield catalogue.texts["itself.first-partial"]


def _safe(catalogue: Catalogue, now: Conversation, _: Mapping[str, str]) -> Iterator[str]:
    """Yield what makes the team unsafe, or that nothing known does, and what is not known yet."""
    found = safety.concerns(catalogue.safety.floor, now.profile, now.context)
    broken = [one.condition for one in found if one.broken]
    if broken:
        yield catalogue.texts["itself.unsafe"]
        yield from (f"{one.broken} {one.why}" for one in broken)
    unknown = [one.condition.name for one in found if one.verdict is Verdict.OPEN]
    if unknown and now.phase is not Phase.OPENING:
        names = [name[:1].lower() + name[1:] for name in unknown]
        yield catalogue.texts["floor.open"].format(names=listed(catalogue, names))
    elif now.phase is Phase.OPENING:
        yield catalogue.texts["itself.nothing-yet"]
    elif not broken:
        yield catalogue.texts["itself.safe"]


def _ahead(catalogue: Catalogue, now: Conversation) -> Iterator[Advice]:
    """Yield steps for what is known to be missing further up, where the next stage is open."""
    for check in now.assessment.checks:
        name = f"{check.requirement.activity}-{check.standing.hi + 1}"
        if check.verdict is Verdict.UNMET and name in catalogue.advice:
            yield catalogue.advice[name]


def _compare(catalogue: Catalogue, now: Conversation, asked: Mapping[str, str]) -> Iterator[str]:
    named = _model(catalogue, asked.get("model", ""))
    if now.phase is Phase.OPENING:
        yield catalogue.texts["itself.nothing-yet"]
        return
    others = [key for key in now.assessments if key != now.model]
    chosen = [named.id] if named and named.id in now.assessments else others
    for key in dict.fromkeys([now.model, *chosen]):
        one = now.assessments[key]
        yield f"{one.model.label}: {where(catalogue, one)}."
    for key in chosen:
        yield _stops(catalogue, now.assessments[key])


def _stops(catalogue: Catalogue, one: Assessment) -> str:
    if one.lo + 1 >= len(one.trace):
        return catalogue.texts["itself.top"]
    asks = [*one.blockers, *one.open]
    names = [inline(catalogue.items[check.requirement.activity].name) for check in asks]
    return catalogue.texts["itself.asks-for"].format(
        model=one.model.label, stage=stage_name(one, one.lo + 1),
        names=listed(catalogue, names[:LISTED] or [catalogue.texts["itself.nothing"]]),
    )  # fmt: skip


def _stages(catalogue: Catalogue, now: Conversation, asked: Mapping[str, str]) -> Iterator[str]:
    model = _model(catalogue, asked.get("model", "")) or catalogue.models[now.model]
    yield f"{model.name}:"
    for number, stage in enumerate(model.stages):
        yield f"{number}, {stage.name}: {stage.summary}"


def _asks(catalogue: Catalogue, now: Conversation, asked: Mapping[str, str]) -> Iterator[str]:
    model = _model(catalogue, asked.get("model", "")) or catalogue.models[now.model]
    standing = now.assessments.get(model.id)
    top, lo = len(model.stages) - 1, standing.lo if standing else 0
    spoken = {"top": top, "highest": top, "last": top, "final": top, "lowest": 0, "first": 0,
              "next": min(lo + 1, top), "following": min(lo + 1, top)}  # fmt: skip
    spoken |= {word: number for number, word in enumerate(_NUMBERS)}
    wanted = asked.get("stage", "").strip()
    bare = wanted.removeprefix("stage ").removeprefix("level ").removeprefix("the ")
    for number, stage in enumerate(model.stages):
        if bare in {str(number), stage.name.lower()} or spoken.get(bare) == number:
            yield f"{model.label}, {number}, {stage.name}: {stage.summary}"
            for need in stage.requirements:
                item = catalogue.items[need.activity]
                yield f"{item.name}: {item.replies[need.level].label}"
            return
    yield from _stages(catalogue, now, {"model": model.label.lower()})


def _activities(catalogue: Catalogue, _: Conversation, asked: Mapping[str, str]) -> Iterator[str]:
    wanted = asked.get("pipeline", "")
    pipelines = dict.fromkeys(one.pipeline for one in catalogue.activities.values())
    named = [one for one in pipelines if wanted and one.split("-")[0] in wanted]
    for pipeline in named or pipelines:
        names = [one.name for one in catalogue.activities.values() if one.pipeline == pipeline]
        heading = catalogue.texts[f"pipeline.{pipeline}"]
        yield f"{heading} ({len(names)}): {', '.join(names)}."


def _what_if(catalogue: Catalogue, now: Conversation, asked: Mapping[str, str]) -> Iterator[str]:
    item = _item(catalogue, asked.get("activity", ""))
    if item is None or now.phase is Phase.OPENING:
        yield catalogue.texts["itself.what-if"]
        return
    name = catalogue.items[item].name
    needs = [one for one in now.assessment.following if one.requirement.activity == item]
    stage = stage_name(now.assessment, min(now.assessment.lo + 1, len(now.assessment.trace) - 1))
    others = [
        inline(catalogue.items[one.requirement.activity].name)
        for one in now.assessment.blockers
        if one.requirement.activity != item
    ]
    if not needs:
        yield catalogue.texts["itself.what-if-none"].format(activity=name, stage=stage)
    elif others:
        yield catalogue.texts["itself.what-if-part"].format(
            activity=name, stage=stage, others=listed(catalogue, others[:LISTED])
        )
    else:
        yield catalogue.texts["itself.what-if-all"].format(activity=name, stage=stage)


def _explain(catalogue: Catalogue, now: Conversation, _: Mapping[str, str]) -> Iterator[str]:
    if now.question is None:
        yield catalogue.texts["itself.no-question"]
        return
    item = catalogue.items[now.question.activity]
    yield item.summary
    yield item.why
    lines = [group[0] for group in item.examples.by_level() if group]
    yield catalogue.texts["itself.for-example"]
    yield from (f"“{line}”" for line in lines)


def _left(catalogue: Catalogue, now: Conversation, _: Mapping[str, str]) -> Iterator[str]:
    yield left(catalogue, now)


def _model(catalogue: Catalogue, named: str) -> Model | None:
    """Return the model that words name, by its label, name or a word of either."""
    words = set(_WORD.findall(named.lower())) - _ANY

    def shared(one: Model) -> int:
        return len(words & set(_WORD.findall(f"{one.id} {one.label} {one.name}".lower())))

    best = max(catalogue.every_model.values(), key=lambda one: (shared(one), -one.order))
    return best if shared(best) else None


def _item(catalogue: Catalogue, named: str) -> str | None:
    """Return the activity that words name best, by its own name; None where they name none."""
    words = {one[:6] for one in _WORD.findall(named.lower())}
    best = [
        (len(words & {one[:6] for one in _WORD.findall(item.name.lower())}), key)
        for key, item in catalogue.activities.items()
    ]
    count, key = max(best)
    return key if count else None


_HANDLERS: Mapping[str, Says] = {
    "heard": _heard, "answers": _heard, "why-stage": _why, "why-not-next": _why_not,
    "first-step": _first, "compare": _compare, "stages": _stages, "stage-asks": _asks,
    "activities": _activities, "what-if": _what_if, "explain": _explain,
    "safe": _safe,
}  # fmt: skip

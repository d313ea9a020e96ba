"""Plays a conversation written as data, and compares what comes of it: see tests/stories/."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.conversation import Conversation, Exchange, Part, ask, replay
from assistant.domain.findings import Answer, Command, Finding, Intent, Reader, Reading, Stated
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import OPEN, Status, level_of, level_word
from assistant.domain.session import Turn, TurnKind
from assistant.specialising import spoken_to

PLANNED, UNCLEAR = (0, 1), (0, 3)
COMMANDS = [command for command in Command if command]
Step = Mapping[str, Any]


def answer(question: str) -> Answer:
    """A library that answers everything with one sentence."""
    passage = "data-collection-in-short"
    return Answer(question, (("It depends.", (passage,)),), (passage,))


def finding(
    text: str, activity: str, heard: object, quote: str = "", score: float = 0.9
) -> Finding:
    """A finding as the story tells it: a level, two levels, planned or unclear."""
    planned = heard == "planned"
    if planned:
        lo, hi = PLANNED
    elif heard == "unclear":
        lo, hi = UNCLEAR
    else:
        lo, hi = _span(heard)
    start = text.index(quote)
    words = quote or text
    return Finding(
        activity=activity,
        level=lo if lo == hi else None,
        planned=planned,
        lo=lo,
        hi=hi,
        quote=words,
        start=start,
        end=start + len(words),
        score=score,
        reason="told by the story",
    )


def reading(step: Step) -> Reading:
    """What the story says is read out of a text."""
    text = step["say"]
    heard = step.get("heard", {})
    quotes = step.get("quote", {})
    scores = step.get("score", {})
    found = [
        finding(text, key, one, quotes.get(key, ""), scores.get(key, 0.9))
        for key, one in heard.items()
    ]
    default = Intent.ANSWER if found else Intent.OTHER
    command = Command(step.get("command", ""))
    intent = Intent.COMMAND if command else Intent(step.get("intent", default))
    return Reading(intent, tuple(found), command, statements=tuple(_stated(step, found)))


def _stated(step: Step, found: Sequence[Finding]) -> Iterator[Stated]:
    """Yield the statements of a text: what is heard, and what the story says is not placed."""
    yield from (Stated(one.start, one.end, (one.activity,)) for one in found)
    for words, likely in step.get("unplaced", {}).items():
        start = step["say"].index(words)
        yield Stated(start, start + len(words), (), tuple(likely))


def said_by_itself(text: str, asked: str | None) -> Reading:
    """Read lines such as "answer. model-training 1-2. data-collection 0-2 planned".

    A line that ends in "unsure" is read with a low score.
    """
    intent, *lines = text.split(". ")
    found = []
    for line in lines:
        name, span, *more = line.split(" ")
        lo, hi = (int(one) for one in span.split("-"))
        heard = finding(text, name, [lo, hi], line, score=0.5 if "unsure" in more else 0.9)
        found.append(replace(heard, planned="planned" in more))
    if intent in COMMANDS:
        return Reading(Intent.COMMAND, (), Command(intent))
    return Reading(Intent(intent), tuple(found))


def of_an_edition(read: Reader, catalogue: Catalogue) -> Reader:
    """A reader that hears only what there is in this edition of the knowledge."""

    def heard(text: str, asked: str | None) -> Reading:
        whole = read(text, asked)
        known = tuple(one for one in whole.findings if one.activity in catalogue.items)
        return replace(whole, findings=known)

    return heard


def play(catalogue: Catalogue, steps: list[Step], read: Reader | None = None) -> list[Conversation]:
    """Return the conversation after each step; each is folded afresh from all turns so far.

    Without a reader, what the story says is heard is heard.
    """
    readings = {step["say"]: reading(step) for step in steps if "say" in step}
    for step in steps:
        for words in step.get("place", {}).values():
            readings.setdefault(words, reading({"say": words, "heard": step.get("heard", {})}))
    told = read or (lambda text, asked: _told(readings, text))
    turns: list[Turn] = []
    seen: list[Conversation] = []
    for step in steps:
        pending = seen[-1].question if seen else None
        turns.append(_turn(step, pending.activity if pending else "", turns))
        seen.append(replay(catalogue, turns, told, answer))
    return seen


def _told(readings: Mapping[str, Reading], text: str) -> Reading:
    """What is heard in a text, also in what the conversation left of it: the rest is blank."""
    whole = next(
        one
        for one in readings
        if len(one) == len(text)
        and all(a == b or b.isspace() for a, b in zip(one, text, strict=True))
    )
    return readings[whole]


def _turn(step: Step, pending: str, before: Sequence[Turn]) -> Turn:
    if "say" in step:
        return Turn(kind=TurnKind.SAY, text=step["say"], activity=step.get("asked", pending))
    for kind in (TurnKind.UNDO, TurnKind.RESTART, TurnKind.CONTINUE):
        if kind.value in step:
            return Turn(kind=kind)
    if "model" in step:
        return Turn(kind=TurnKind.MODEL, option=step["model"])
    if "place" in step:
        ((about, words),) = step["place"].items()
        start = next(one.text for one in reversed(before) if one.text).index(words)
        span = (start, start + len(words))
        return Turn(kind=TurnKind.PLACE, activity=about, span=span)
    if "forget" in step:
        return Turn(kind=TurnKind.FORGET, activity=step["forget"])
    kind = next(one for one in ("reply", "edit", "mark", "context") if one in step)
    given = step[kind]
    if isinstance(given, Mapping):
        ((activity, value),) = given.items()
    else:
        activity, value = pending, given
    if kind == "context":
        return Turn(kind=TurnKind.CONTEXT, activity=activity, option=value or "")
    if kind == "mark":
        reason = step.get("because", "")
        return Turn(kind=TurnKind.MARK, activity=activity, mark=value, reason=reason)
    return Turn(kind=TurnKind(kind), activity=activity, level=level_of(value))


def found(catalogue: Catalogue, now: Conversation, wanted: Step) -> dict[str, Any]:
    """Return what a story may expect, in the words of the story, for the keys it names."""
    last = now.exchanges[-1] if now.exchanges else None
    words = spoken_to(catalogue, now.context)
    every = {
        "phase": lambda: now.phase.value,
        "stage": lambda: _pair(now.assessment.lo, now.assessment.hi),
        "model": lambda: now.model,
        "question": lambda: now.question.activity if now.question else None,
        "asking": lambda: now.question.asking.value if now.question else None,
        "doubtful": lambda: now.doubtful,
        "asked": lambda: ask(words, now, now.question) if now.question else "",
        "put": lambda: ask(words, now, now.question) if now.question else "",
        "leads": lambda: (
            [_pair(one.lo, one.hi) for one in now.question.consequences] if now.question else []
        ),
        "left": lambda: _pair(now.remaining.least, now.remaining.most),
        "context": lambda: dict(now.context),
        "disputes": lambda: list(now.disputes),
        "conflicts": lambda: [[one.first, one.second] for one in now.closure.conflicts],
        "exchanges": lambda: len(now.exchanges),
        "notice": lambda: now.notice,
        "heard": lambda: [one.activity for one in last.noted] if last else [],
        "answered": lambda: bool(last and last.answer),
        "parts": lambda: [_part(last, one) for one in last.parts] if last else [],
        "remarks": lambda: list(last.remarks) if last else [],
        "wants": lambda: last.wants if last else "",
        "levels": lambda: {key: standing(catalogue, now, key) for key in wanted["levels"]},
        "origins": lambda: {key: now.profile[key].origin.value for key in wanted["origins"]},
        "words": lambda: {
            key: [one.quote for one in now.profile[key].words] for key in wanted["words"]
        },
    }
    return {key: every[key]() for key in wanted}


def expected(catalogue: Catalogue, wanted: Step) -> dict[str, Any]:
    """Return the expectation with its sentences filled from the texts of the knowledge."""
    filled = dict(wanted)
    if "remarks" in filled:
        filled["remarks"] = [_sentence(catalogue, one) for one in filled["remarks"]]
    if filled.get("notice"):
        filled["notice"] = catalogue.texts[filled["notice"]]
    if "asked" in filled:
        filled["asked"] = _sentence(catalogue, filled["asked"])
    return filled


def standing(catalogue: Catalogue, now: Conversation, activity: str) -> object:
    """Return how an activity stands: a word, two words, or a state, with its plan if it has one."""
    one = now.profile.get(activity, OPEN)
    scale = catalogue.items[activity].scale
    if one.status is Status.NOT_APPLICABLE:
        return one.status.value
    if one.known:
        word: object = level_word(one.lo, scale)
    elif (one.lo, one.hi) == UNCLEAR:
        word = "unclear" if one.status is Status.LEVEL else one.status.value
    else:
        word = [level_word(one.lo, scale), level_word(one.hi, scale)]
    return f"{word}, planned more" if one.planned else word


def _part(message: Exchange, part: Part) -> dict[str, object]:
    words = message.turn.text[part.start : part.end]
    if part.placed:
        return {words: "placed"}
    heard = [one.activity for one in part.heard]
    return {words: heard or ("open" if part.open else "plain")}


def quotes_hold(now: Conversation) -> bool:
    """Whether all words kept anywhere are words of the turn they name."""
    kept = [words for one in now.profile.values() for words in one.words]
    kept += [
        words for each in now.exchanges for noted in each.noted for words in noted.standing.words
    ]
    return all(
        _said(now.exchanges, one.turn)[one.start : one.end] == one.quote
        and one.end - one.start == len(one.quote)  # an end beyond the text cuts nothing off
        for one in kept
    )


def _said(exchanges: tuple[Exchange, ...], number: int) -> str:
    return exchanges[number].turn.text


def _sentence(catalogue: Catalogue, given: object) -> str:
    if isinstance(given, str):
        return catalogue.texts[given]
    ((key, values),) = given.items()
    return catalogue.texts[key].format(**values).strip()


def _span(heard: object) -> tuple[int, int]:
    lo, hi = heard if isinstance(heard, list) else (heard, heard)
    return level_of(lo), level_of(hi)


def _pair(lo: int, hi: int) -> int | list[int]:
    return lo if lo == hi else [lo, hi]

"""Somebody who does everything the page allows, in no order, and what must hold all the while.

`python tests/adversary.py SEED SECONDS` goes on for as long as one likes, on the shipped knowledge.
"""

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from made import blockers_of, real, stage_of
from telling import answer, quotes_hold, said_by_itself

from assistant.conversation import Conversation, Phase, advance, begin, replay
from assistant.domain.levels import Status
from assistant.domain.results import Asking, Remaining
from assistant.domain.session import Turn, TurnKind
from assistant.reckoning.bounds import raised, rules_of

KNOWN = real()
NAMES = list(KNOWN.items)
MARKS = ("unknown", "not-applicable", "skipped")
SPANS = ("0-0", "1-1", "2-2", "3-3", "0-3", "1-2", "2-3", "0-2")
INTENTS = ("answer", "answer", "correction", "question", "other")
COMMANDS = ("unknown", "skip", "not-applicable", "undo", "restart", "more", "result", "help")
BACK = {TurnKind.UNDO, TurnKind.RESTART}
CHOICES = {*BACK, TurnKind.MODEL, TurnKind.CONTINUE, TurnKind.CONTEXT}
Levels = dict[str, int]


@dataclass
class Fault(Exception):
    """What does not hold, and the turns that lead there."""

    what: str
    turns: list[Turn] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [repr(one.model_dump(mode="json", exclude_defaults=True)) for one in self.turns]
        return "\n".join([self.what, *lines])


def sessions(seed: int, longest: int = 30) -> Iterator[int]:
    """Play session after session; yield how many turns each had. Raises Fault."""
    luck = random.Random(seed)
    while True:
        now, turns = begin(KNOWN), list[Turn]()
        for _ in range(luck.randint(3, longest)):
            turn, before = _move(luck, now), now
            turns.append(turn)
            now = _after(turns, before)
            for what in _faults(luck, before, turn, now):
                raise Fault(what, turns)
            if luck.random() < 0.1:
                honest(luck, now, turns)
        if now != replay(KNOWN, turns, said_by_itself, answer) and turns[-1].kind not in BACK:
            raise Fault("another conversation when replayed", turns)
        yield len(turns)


def _after(turns: list[Turn], before: Conversation) -> Conversation:
    if turns[-1].kind in BACK:
        return replay(KNOWN, turns, said_by_itself, answer)
    return advance(KNOWN, before, turns[-1], said_by_itself, answer)


def _move(luck: random.Random, now: Conversation) -> Turn:
    open_one = now.question.activity if now.question else ""
    some = luck.choice(list(now.told) if now.told and luck.random() < 0.4 else NAMES)
    about = open_one if open_one and luck.random() < 0.6 else some
    asked = luck.choice(["", open_one, open_one])
    context = luck.choice(KNOWN.context)
    option = luck.choice(["", *(one.id for one in context.options)])
    texts = ". ".join([luck.choice(INTENTS), *_lines(luck, some, luck.randint(1, 3))])
    moves = {
        Turn(kind="reply", activity=about, level=luck.randint(0, 3)): 30,
        Turn(kind="mark", activity=about, mark=luck.choice(MARKS)): 10,
        Turn(kind="say", text=f"answer. {_lines(luck, about, 1)[0]}", activity=asked): 12,
        Turn(kind="say", text=texts, activity=asked): 12,
        Turn(kind="say", text=luck.choice(COMMANDS), activity=asked): 5,
        Turn(kind="edit", activity=some, level=luck.randint(0, 3)): 8,
        Turn(kind="forget", activity=some): 5,
        Turn(kind="model", option=luck.choice(list(KNOWN.models))): 4,
        Turn(kind="context", activity=context.id, option=option): 3,
        Turn(kind="continue"): 4,
        Turn(kind="undo"): 5,
        Turn(kind="restart"): 2,
    }
    newest = now.exchanges[-1].turn if now.exchanges else None
    if newest is not None and newest.kind is TurnKind.SAY:
        whole, intent = len(newest.text), len(newest.text.split(". ")[0])
        end = luck.choice([whole, intent])
        moves[Turn(kind="place", activity=luck.choice([about, some]), span=(0, end))] = 25
    return luck.choices(list(moves), list(moves.values()))[0]


def _lines(luck: random.Random, first: str, count: int) -> list[str]:
    names = [first, *luck.sample(NAMES, count - 1)]
    more = ("", "", " planned", " unsure")
    return [f"{name} {luck.choice(SPANS)}{luck.choice(more)}" for name in names]


def fitting(luck: random.Random, now: Conversation) -> Levels:
    """Return some team that all that is known fits, as far as it fits together."""
    taking = {name: one for name, one in now.profile.items() if not one.waived}
    rules = rules_of(KNOWN, set(NAMES) - set(taking))
    drawn = {name: luck.randint(one.lo, one.hi) for name, one in taking.items()}
    return raised(drawn, rules, cap={name: one.hi for name, one in taking.items()})


def _faults(
    luck: random.Random, before: Conversation, turn: Turn, now: Conversation
) -> Iterator[str]:
    question, left = now.question, now.remaining
    if (question is None) != (now.phase in {Phase.OPENING, Phase.RESULT}):
        yield "the phase does not tell whether something is asked"
    if now.phase is Phase.ASKING and not 1 <= left.least <= left.most:
        yield f"no honest number of questions: {left}"
    if now.phase in {Phase.RESULT, Phase.DETAIL} and left != Remaining(0, 0):
        yield f"questions are said to be left at the end: {left}"
    if not quotes_hold(now):
        yield "a quote is not in the words of its turn"
    if now.phase is Phase.RESULT and (now.disputes or now.doubtful):
        yield "a result rests on what is disputed or doubted"
    if question is not None and question.activity not in now.disputes:
        standing = now.profile[question.activity]
        if question.asking is not Asking.CONFLICT and standing.known and standing.sure:
            yield f"{question.activity} is asked and known"
        marked = standing.status in {Status.UNKNOWN, Status.NOT_APPLICABLE}
        if marked and question.asking is not Asking.CONFLICT:
            yield f"{question.activity} is asked and marked"
    for name, standing in now.told.items():
        was = before.told.get(name, standing)
        both = Status.LEVEL is was.status is standing.status
        apart = standing.lo > was.hi or standing.hi < was.lo
        # An undo or a fresh start brings back what was told before it.
        if both and apart and turn.kind not in CHOICES and not now.exchanges[-1].remarks:
            yield f"{name} was replaced without a word"
    pairs = {(one.first, one.second) for one in now.closure.conflicts} - now.settled
    settles = question and (question.conflict or question.activity in now.disputes)
    if (pairs or now.disputes) and not settles and now.phase is not Phase.OPENING:
        yield "a contradiction is not asked about"
    if grown(before, turn, now) and not _reasoned(now):
        yield f"from {before.remaining} to {left} without a reason"
    yield from _wrong_stages(luck, now)


def _wrong_stages(luck: random.Random, now: Conversation) -> Iterator[str]:
    if now.closure.conflicts:
        return
    team = fitting(luck, now)
    for key, model in KNOWN.models.items():
        found, stage = now.assessments[key], stage_of(model, team)
        blocking = [one.requirement.activity for one in found.blockers]
        if not found.lo <= stage <= found.hi:
            yield f"{key}: a team that fits stands at {stage}"
        if found.complete and blocking != [name for name, _ in blockers_of(model, team)]:
            yield f"{key}: other blockers than in the full questionnaire"


def grown(before: Conversation, turn: Turn, now: Conversation) -> bool:
    """Whether more questions are left than before, by what was told and by nobody's choice."""
    more = (
        now.remaining.most > before.remaining.most or now.remaining.least > before.remaining.least
    )
    return more and before.phase is not Phase.OPENING and turn.kind not in CHOICES


def _reasoned(now: Conversation) -> bool:
    """Whether the conversation says why: after the turn, or in how the open question is put."""
    assert now.question is not None
    return bool(now.exchanges[-1].remarks) or now.question.asking is not Asking.LEVEL


def honest(luck: random.Random, now: Conversation, turns: list[Turn]) -> None:
    """Answer truthfully from here on: the questions are as many as promised. Raises Fault."""
    if now.closure.conflicts or now.phase is not Phase.ASKING:
        return
    team, seen, asked = fitting(luck, now), [now], list[Turn]()
    while seen[-1].phase is Phase.ASKING:
        question = seen[-1].question
        assert question is not None
        turn = Turn(kind="reply", activity=question.activity, level=team[question.activity])
        asked.append(turn)
        seen.append(advance(KNOWN, seen[-1], turn, said_by_itself, answer))
        if len(asked) > 2 * len(NAMES):
            raise Fault("it does not end", turns + asked)
        if seen[-1].remaining.most > seen[-2].remaining.most:
            raise Fault("a true answer made the most grow", turns + asked)
    for place, one in enumerate(seen[:-1]):
        if not one.remaining.least <= len(asked) - place <= one.remaining.most:
            raise Fault(f"{one.remaining}, but it took {len(asked) - place}", turns + asked)


if __name__ == "__main__":
    seed, seconds = int(sys.argv[1]), float(sys.argv[2])
    ends, played, taken = time.monotonic() + seconds, 0, 0
    for count in sessions(seed):
        played, taken = played + 1, taken + count
        if time.monotonic() > ends:
            break
    sys.stdout.write(f"{played} sessions, {taken} turns, no fault\n")

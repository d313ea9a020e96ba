"""Plays whole assessments: a simulated team answers until the result, which is held to the truth.

The team opens with all its statements, and answers each question from its true levels. What its
profile does not state is set to one level for all, once absent and once in place: the first asks
whether what is said is seen at all, the second lets the stage hang on what is said alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from assistant import conversation as talk
from assistant import staging
from assistant.conversation import Conversation, Phase
from assistant.domain.findings import Answerer, Reader
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import HIGHEST, LOWEST, Origin, Profile, Standing, Status, level_word
from assistant.domain.results import Asking, Question
from assistant.domain.session import Turn, TurnKind
from assistant.evaluation import metrics as m
from assistant.evaluation.items import ProfileItem
from assistant.evaluation.metrics import ORDINAL, Figure
from assistant.retrieval import Encode

UNSTATED: Mapping[str, int] = {"absent": LOWEST, "in place": HIGHEST}
HOW_FAR_UNKNOWN = 2
"""The level a team has that does what it does not say how, when no other level is accepted."""
MOST_TURNS = 120


@dataclass(frozen=True, slots=True)
class Ears:
    """What a conversation is folded with: the knowledge, a reader, and an answerer of questions."""

    catalogue: Catalogue
    read: Reader
    answer: Answerer


class Manner(StrEnum):
    """How a team takes part; the first two are never asked anything."""

    STATEMENTS = "statements one by one, nothing asked"
    OPENING = "opening alone, nothing asked"
    NO_CONFIRMING = "questions, no confirmations"
    CONFIRMING = "questions and confirmations"
    WORDS = "the same, in own words first"


@dataclass(frozen=True, slots=True)
class Played:
    """How one assessment ended in one model.

    `asked` counts the turns after the opening; `known` the stated activities whose level is known
    at the end, `wrong` those of them at a level that the profile does not accept.
    """

    right: bool
    asked: int
    known: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Assessed:
    """All figures on whole assessments.

    `right` is how often the stage is the true one, by (unstated, model, manner); `asked` the mean
    number of turns after the opening and `wrong` the share of known levels that are wrong, both by
    (unstated, manner) over all models.
    """

    right: Mapping[tuple[str, str, Manner], Figure] = field(default_factory=dict)
    asked: Mapping[tuple[str, Manner], float] = field(default_factory=dict)
    wrong: Mapping[tuple[str, Manner], float] = field(default_factory=dict)


ALL = "all models"


def assessments(
    ears: Ears, items: Sequence[ProfileItem], encode: Encode, note: Callable[[str], None]
) -> Assessed:
    """Play every profile in every model and manner, and return how often the stage is right."""
    if not items:
        return Assessed()
    catalogue = ears.catalogue
    right: dict[tuple[str, str, Manner], Figure] = {}
    asked: dict[tuple[str, Manner], float] = {}
    wrong: dict[tuple[str, Manner], float] = {}
    nearest = [_nearest(catalogue, item, encode) for item in items]
    for name, level in UNSTATED.items():
        truths = [truth(catalogue, item, level) for item in items]
        for manner in Manner:
            note(f"Playing whole assessments: what is unstated {name}, {manner}")
            played = [
                _played(ears, *each, manner) for each in zip(items, truths, nearest, strict=True)
            ]
            table = np.array([[one.right for one in row] for row in played], dtype=np.float64)
            for place, model in enumerate(catalogue.models):
                right[(name, model, manner)] = m.mean(table[:, [place]])
            right[(name, ALL, manner)] = m.mean(table)
            every = [one for row in played for one in row]
            asked[(name, manner)] = sum(one.asked for one in every) / len(every)
            known = sum(one.known for one in every)
            wrong[(name, manner)] = sum(one.wrong for one in every) / max(1, known)
    return Assessed(right, asked, wrong)


def truth(catalogue: Catalogue, item: ProfileItem, unstated: int) -> dict[str, int]:
    """Return the level of every item of the knowledge that a profile stands for.

    A plan counts as nothing done. Levels that contradict each other are raised as `interview` does.
    """
    levels = dict.fromkeys(catalogue.items, unstated)
    for name, word in item.expected.items():
        accepted = [ORDINAL[one] for one in item.accept.get(name, ()) if one in ORDINAL]
        unclear = min(accepted, default=HOW_FAR_UNKNOWN)
        levels[name] = ORDINAL.get(word, LOWEST if word == "planned" else unclear)
    return staging.repair(catalogue, levels)[0]


def _played(
    ears: Ears,
    item: ProfileItem,
    levels: Mapping[str, int],
    nearest: Mapping[str, str],
    manner: Manner,
) -> list[Played]:
    """Return how the assessment of one team ends in each model."""
    catalogue = ears.catalogue
    opening = [" ".join(item.statements)]
    begun = talk.begin(catalogue)
    if manner in {Manner.STATEMENTS, Manner.OPENING}:
        for text in item.statements if manner is Manner.STATEMENTS else opening:
            begun = _take(ears, begun, Turn(kind=TurnKind.SAY, text=text))
        # What is stated has to have been read; the rest is given.
        rest = {key: level for key, level in levels.items() if key not in item.expected}
        closed = staging.close(catalogue, {**begun.told, **_profile(rest)}).profile
        return [_ended(item, levels, one, closed, 0) for one in catalogue.models.values()]
    found = []
    for model in catalogue.models.values():
        now = _take(ears, begun, Turn(kind=TurnKind.MODEL, option=model.id))
        now = _take(ears, now, Turn(kind=TurnKind.SAY, text=opening[0]))
        if now.phase is Phase.OPENING:
            now = _take(ears, now, Turn(kind=TurnKind.CONTINUE))
        asked, said = 0, set[str]()
        while now.question is not None and now.phase is Phase.ASKING and asked < MOST_TURNS:
            now = _take(ears, now, _answer(now.question, levels, manner, nearest, said))
            asked += 1
        found.append(_ended(item, levels, model, now.profile, asked))
    return found


def _ended(
    item: ProfileItem, levels: Mapping[str, int], model: Model, profile: Profile, asked: int
) -> Played:
    true, found = (staging.assess(model, one) for one in (_profile(levels), profile))
    known = [name for name in item.expected if profile[name].known]
    wrong = [
        name
        for name in known
        if profile[name].lo != levels[name]
        and level_word(profile[name].lo) not in item.accepted[name]
    ]
    return Played(found.certain and found.lo == true.lo, asked, len(known), len(wrong))


def _answer(
    question: Question,
    levels: Mapping[str, int],
    manner: Manner,
    nearest: Mapping[str, str],
    said: set[str],
) -> Turn:
    """Return what the team does when asked: skips, taps, or says it in its own words once."""
    name = question.activity
    if manner is Manner.NO_CONFIRMING and question.asking is Asking.CONFIRM:
        return Turn(kind=TurnKind.MARK, activity=name, mark=Status.SKIPPED.value)
    if manner is Manner.WORDS and name in nearest and name not in said:
        said.add(name)
        return Turn(kind=TurnKind.SAY, text=nearest[name], activity=name)
    return Turn(kind=TurnKind.REPLY, activity=name, level=levels[name])


def _take(ears: Ears, now: Conversation, turn: Turn) -> Conversation:
    return talk.advance(ears.catalogue, now, turn, ears.read, ears.answer)


def _profile(levels: Mapping[str, int]) -> Profile:
    return {
        name: Standing(level, level, Status.LEVEL, Origin.CHOSEN) for name, level in levels.items()
    }


def _nearest(catalogue: Catalogue, item: ProfileItem, encode: Encode) -> dict[str, str]:
    """Return for each stated activity the statement that lies nearest to its question."""
    statements = encode(item.statements)
    asked = encode(
        [f"{catalogue.items[one].name}: {catalogue.items[one].question}" for one in item.expected]
    )
    best = np.argmax(asked @ statements.T, axis=1)
    return {name: item.statements[int(at)] for name, at in zip(item.expected, best, strict=True)}

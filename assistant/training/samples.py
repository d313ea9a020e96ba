"""The sentences the head is fitted on, with activities and levels, and a hash of all of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Activity
from assistant.domain.levels import level_word
from assistant.domain.lexicon import LevelWord, Lexicon


@dataclass(frozen=True, slots=True)
class Sample:
    """A training sentence with the level of each activity it tells of; "" where none is known.

    Empty `levels` is a sentence that tells of no practice. `weight` is how much its levels count:
    people's ways of telling count for more than lines written to show one level. `told` marks
    texts in people's own voice, on which thresholds are chosen.
    """

    text: str
    levels: Mapping[str, LevelWord | str]
    weight: float = 1.0
    told: bool = False


EXAMPLE, LINE = 0.5, 0.3
"""Weights of an example of a level, and of a line of a rubric or a quick reply."""


def samples(items: Mapping[str, Activity], lexicon: Lexicon) -> tuple[Sample, ...]:
    """Return all training sentences in a fixed order."""
    found = []
    for _, item in sorted(items.items()):
        for level, lines in enumerate(item.examples.by_level()):
            found += [Sample(one, {item.id: level_word(level)}, EXAMPLE) for one in lines]
        for level, line in enumerate(item.rubric):
            found.append(Sample(line, {item.id: level_word(level)}, LINE))
        for reply in item.replies:
            found.append(Sample(reply.label, {item.id: level_word(reply.level)}, LINE))
        found.append(Sample(item.summary, {item.id: ""}))
    for _, cues in sorted(lexicon.cues.items()):
        if cues.id in items:
            found += [Sample(line, {cues.id: ""}) for line in cues.fires]
    found += [Sample(one.text, one.labels, told=True) for one in lexicon.told]
    found += [Sample(line, {}) for line in lexicon.none]
    return tuple(found)


def training_hash(items: Mapping[str, Activity], lexicon: Lexicon) -> str:
    """Return the sha256 of everything the head is fitted on: sentences, labels, cues and words."""
    cues = {
        key: [[one.pattern for one in group] for group in (value.strong, value.weak, value.mask)]
        for key, value in sorted(lexicon.cues.items())
    }
    hints = {key: repr(value.levels) for key, value in sorted(lexicon.cues.items())}
    told = {
        "samples": [[one.text, sorted(one.levels.items())] for one in samples(items, lexicon)],
        "cues": cues,
        "hints": hints,
        "levels": repr(lexicon.levels),
        "modifiers": repr(lexicon.modifiers),
        "strong": {key: sorted(value) for key, value in sorted(lexicon.tools.strong.items())},
        "weak": {key: sorted(value) for key, value in sorted(lexicon.tools.weak.items())},
        "gate": [
            [one.pattern for one in group]
            for group in (lexicon.intents.first_person, lexicon.intents.general)
        ],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

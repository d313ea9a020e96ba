"""What real texts would bring: the reader, taught by the folder's own other documents too.

Text for text none that we write is as near to an item as a real one of the same kind, labelled by
the same hand. There are few of them: what they do not bring is no proof of what many more would.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from assistant import reading, training
from assistant.catalogue import load_lexicon
from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon
from assistant.evaluation.items import AnswerItem, Items, ProfileItem, halves
from assistant.evaluation.scores import (
    Figures,
    Said,
    answer_figures,
    levels_said,
    profile_figures,
    profile_said,
)
from assistant.service import Service

PARTS = 6
"""Parts into which documents are dealt; one head is fitted without each."""
SHIFTS = tuple(np.arange(-6, 7) * 0.05)
"""Changes of the threshold among which the best is taken in hindsight."""
AS_IT_IS, TAUGHT, HINDSIGHT = "as it is", "taught", "taught, best threshold"
Note = Callable[[str], None]
Read = Callable[[str], Said]


@dataclass(frozen=True, slots=True)
class Taught:
    """Figures by manner: of each half of the answers, and of the profiles.

    HINDSIGHT takes for each half the threshold that is best for its F1, which nobody can know.
    """

    answers: Mapping[str, Mapping[str, Figures]] = field(default_factory=dict)
    profiles: Mapping[str, Figures] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class School:
    """Fits readers that have learnt from some of the items as well as from our own sentences."""

    activities: Mapping[str, Activity]
    lexicon: Lexicon
    vector: training.Encode

    def head(self, lessons: Sequence[AnswerItem]) -> reading.Head:
        """Return a head that has learnt from the lessons as from told texts of ours."""
        told = [training.Sample(one.text, one.levels, told=True) for one in lessons]
        return training.train(self.activities, self.lexicon, self.vector, "", told)

    def reader(self, head: reading.Head, shift: float = 0.0) -> Read:
        """Return what reads with a head, its thresholds moved by `shift`."""
        moved = replace(head, low=head.low + shift, high=head.high + shift)
        prepared = reading.prepare(self.lexicon, moved, self.activities)
        return lambda text: levels_said(reading.read(prepared, text, self.vector, None).findings)


def taught(service: Service, items: Items, note: Note) -> Taught:
    """Return the figures of a reader that the other documents have taught; takes minutes."""
    lexicon = load_lexicon(service.settings.knowledge, service.catalogue)
    school = School(service.catalogue.activities, lexicon, cache(service.engine.vector))

    def plain(text: str) -> Said:
        return levels_said(service.read(text).findings)

    return Taught(
        taught_answers(school, items.answers, plain, note) if items.answers else {},
        taught_profiles(school, items, plain, note) if items.profiles else {},
    )


def taught_answers(
    school: School, items: Sequence[AnswerItem], plain: Read, note: Note
) -> Mapping[str, Mapping[str, Figures]]:
    """Return the figures of each half and manner; `plain` is the reader as it is."""
    by_shift = _said(school, items, note)
    said = [plain(one.text) for one in items]
    found = {}
    for half, part in halves(len(items)):
        figures = {shift: answer_figures(items[part], one[part]) for shift, one in by_shift.items()}
        found[half] = {
            AS_IT_IS: answer_figures(items[part], said[part]),
            TAUGHT: figures[0.0],
            HINDSIGHT: max(figures.values(), key=lambda one: one["F1"].value),
        }
    return found


def taught_profiles(school: School, items: Items, plain: Read, note: Note) -> Mapping[str, Figures]:
    """Return the figures on profiles, each read by a head taught by answers of other documents."""
    note("Learning from all documents but a profile's own")

    @cache
    def reader(lessons: tuple[int, ...]) -> Read:
        return school.reader(school.head([items.answers[at] for at in lessons]))

    def others(profile: ProfileItem) -> Read:
        documents = enumerate(one.document for one in items.answers)
        return reader(tuple(at for at, one in documents if apart(one, profile.document)))

    def said(profile: ProfileItem, read: Read) -> Said:
        return profile_said([read(text) for text in profile.statements])

    return {
        AS_IT_IS: profile_figures(items.profiles, [said(one, plain) for one in items.profiles]),
        TAUGHT: profile_figures(items.profiles, [said(one, others(one)) for one in items.profiles]),
    }


def parted(documents: Collection[str], parts: int = PARTS) -> tuple[frozenset[str], ...]:
    """Return the documents dealt into parts, none of them empty, in their order."""
    order = sorted(set(documents))
    return tuple(frozenset(order[at::parts]) for at in range(min(parts, len(order))))


def apart(one: str, other: str) -> bool:
    """Tell whether two addresses are of different documents, neither a part of the other."""
    return not (one.startswith(other) or other.startswith(one))


def _said(school: School, items: Sequence[AnswerItem], note: Note) -> Mapping[float, list[Said]]:
    """Return for each shift what is said of each answer by a head without its document."""
    found: dict[float, list[Said]] = {shift: [{} for _ in items] for shift in SHIFTS}
    parts = parted([one.document for one in items])
    for number, left_out in enumerate(parts, start=1):
        note(f"Learning from the other documents, part {number} of {len(parts)}")
        lessons = [one for one in items if all(apart(one.document, other) for other in left_out)]
        head = school.head(lessons)
        places = [at for at, one in enumerate(items) if one.document in left_out]
        for shift in SHIFTS:
            read = school.reader(head, shift)
            for at in places:
                found[shift][at] = read(items[at].text)
    return found

"""Questions as people ask them: those the library answers, and those that only sound like it."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from assistant.domain.knowledge import Passage
from assistant.domain.record import Id, Lines, Record, Text


class Question(Record):
    """A question with what answers it: activities, or passages by id or the beginning of one.

    With neither it lies outside: the library must not answer it.
    """

    text: Text
    activities: tuple[Id, ...] = ()
    passages: Lines = ()

    @property
    def outside(self) -> bool:
        """Whether the library does not cover it."""
        return not (self.activities or self.passages)

    def names(self, passage: Passage) -> bool:
        """Whether a passage is one of its passages."""
        return any(passage.id.startswith(one) for one in self.passages)


class Group(Record):
    """Questions of one kind; `about` says which."""

    id: Id
    about: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Asked:
    """All questions we know: search learns from them what answers a question, and what does not.

    `tools` are the names people put in the place of an activity's, by its id.
    """

    inside: tuple[Question, ...] = ()
    outside: tuple[str, ...] = ()
    tools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Group], tools: Mapping[str, tuple[str, ...]]) -> "Asked":
        """Return the questions of all groups, in their order, beside names of tools."""
        every = [one for group in groups for one in group.questions]
        return cls(
            tuple(one for one in every if not one.outside),
            tuple(one.text for one in every if one.outside),
            tools,
        )


def asked_faults(
    groups: Mapping[str, Group], activities: Container[str], passages: Iterable[str]
) -> Iterator[str]:
    """Yield a line for every activity or passage that does not exist, and for a question twice."""
    known = tuple(passages)
    seen: dict[str, str] = {}
    for name, group in groups.items():
        for place, one in enumerate(group.questions):
            where = f"{name}.yaml: questions.{place}"
            for activity in one.activities:
                if activity not in activities:
                    yield f"{where}: activities: there is no activity '{activity}'"
            for start in one.passages:
                if not any(passage.startswith(start) for passage in known):
                    yield f"{where}: passages: no passage begins with '{start}'"
            key = " ".join(one.text.casefold().split())
            if key in seen:
                yield f"{where}: text: is also in {seen[key]}"
            seen[key] = where

"""How a language model is told what to do: prompts that hold just what is filled in."""

from collections.abc import Mapping
from string import Template
from typing import Self, TypeVar

from pydantic import model_validator

from assistant.domain.record import Id, Record, Text

R = TypeVar("R", bound=Record)


class Shown(Record):
    """A question with its notes and a good answer to it, as a language model is shown them."""

    question: Text
    answer: Text


class Prompt(Record):
    """How a language model is told what to do. `$names` are filled in; nothing else is.

    `system` holds `$passages`, where each passage stands as `passage` writes it. `question` is all
    that is said in the user's name, with `$notes`: the sentences of the composed answer, each as
    `note` writes it. `examples` are told before it, as if they had been asked and answered.
    """

    id: Id
    system: Text
    passage: Text
    note: Text
    question: Text
    examples: tuple[Shown, ...] = ()

    @model_validator(mode="after")
    def _fillable(self) -> Self:
        return _holding(
            self,
            {
                "system": {"passages"},
                "passage": {"number", "title", "text"},
                "note": {"text", "number"},
                "question": {"question", "notes"},
            },
        )


class Suggesting(Record):
    """How a language model is told to suggest activities for statements that were not placed.

    `system` holds `$activities`, where each stands as `activity` writes it. `statements` is all
    that is said in the user's name, with `$statements`: a list in JSON, each with its number.
    `examples` are told before it, as if they had been asked and answered.
    """

    system: Text
    activity: Text
    statements: Text
    examples: tuple[Shown, ...] = ()

    @model_validator(mode="after")
    def _fillable(self) -> Self:
        return _holding(
            self,
            {
                "system": {"activities"},
                "activity": {"id", "name", "summary"},
                "statements": {"statements"},
            },
        )


def _holding(record: R, fields: Mapping[str, set[str]]) -> R:
    """Return a record each of whose fields holds the names it needs, and no others."""
    for field_name, names in fields.items():
        template = Template(getattr(record, field_name))
        if not template.is_valid() or set(template.get_identifiers()) != names:
            listed = ", ".join(f"${one}" for one in sorted(names))
            raise ValueError(f"{field_name} must hold {listed} and no other $")
    return record

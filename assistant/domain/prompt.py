"""How a language model is told what to do: a prompt that holds just what is filled in."""

from string import Template
from typing import Self

from pydantic import model_validator

from assistant.domain.record import Id, Record, Text


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
        needed = {
            "system": {"passages"},
            "passage": {"number", "title", "text"},
            "note": {"text", "number"},
            "question": {"question", "notes"},
        }
        for field_name, names in needed.items():
            template = Template(getattr(self, field_name))
            if not template.is_valid() or set(template.get_identifiers()) != names:
                listed = ", ".join(f"${one}" for one in sorted(names))
                raise ValueError(f"{field_name} must hold {listed} and no other $")
        return self

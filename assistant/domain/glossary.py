"""The words of our own questions and replies, explained in a sentence or two, as records."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from assistant.domain.lexicon import CueList
from assistant.domain.record import Id, Lines, Record, Text


class Term(Record):
    """A word of ours with the forms it is asked for in, in small letters."""

    id: Id
    forms: Annotated[Lines, Field(min_length=1)]
    says: Text


class Glossary(Record):
    """All terms, how people ask for one, and how they ask how long the questions go on."""

    means: CueList = ()
    left: CueList = ()
    terms: tuple[Term, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> Self:
        forms = [form for one in self.terms for form in one.forms]
        twice = sorted({form for form in forms if forms.count(form) > 1})
        if twice:
            raise ValueError(f"'{twice[0]}' is a form of two terms")
        return self

    def find(self, word: str) -> Term | None:
        """Return the term that a word in small letters is a form of."""
        return next((one for one in self.terms if word in one.forms), None)

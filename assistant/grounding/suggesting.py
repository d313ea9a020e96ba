"""Checks what a language model suggests for statements that were not placed, one by one.

What it gives is data of any shape. A suggestion passes only with an activity we have, a level we
have and words that stand in the statement it names, and carries nothing else out of here.
"""

from collections.abc import Collection, Sequence

from assistant.domain.findings import Reading, Stated
from assistant.domain.levels import level_of
from assistant.domain.suggestion import Suggestion
from assistant.grounding.sources import LONGEST

UNCLEAR = "unclear"
"""What stands for a level where the statement does not say how something is done."""
MOST_STATEMENTS = 8
"""Statements of one message that a model is asked about."""
LONGEST_STATEMENT = 1_000
"""Characters of a statement that a model is asked about."""
MOST_EACH = 3
"""Suggestions for one statement."""
LOOKED_AT = 64
"""Entries looked at, of however many a model gives."""


def unplaced(text: str, reading: Reading) -> tuple[Stated, ...]:
    """Return the statements of a text that a model may be asked about: those not placed."""
    asked = (
        one
        for one in reading.statements
        if not one.activities
        and one.end - one.start <= LONGEST_STATEMENT
        and any(letter.isalpha() for letter in text[one.start : one.end])
    )
    return tuple(asked)[:MOST_STATEMENTS]


def suggested(
    text: str, statements: Sequence[Stated], activities: Collection[str], written: object
) -> tuple[Suggestion, ...]:
    """Return what holds of all that a model gave, in the order of the statements.

    `statements` are those it was asked about, numbered from 1 as it was told them; `activities` are
    the ids it may choose from. What does not hold is dropped without a word, and so is what goes
    beyond `MOST_EACH`, or names an activity for a statement again.
    """
    found: dict[int, dict[str, Suggestion]] = {}
    for one in _entries(written):
        number = one.get("statement")
        if type(number) is not int or not 1 <= number <= len(statements):
            continue
        kept = found.setdefault(number, {})
        checked = _checked(text, statements[number - 1], activities, one)
        if checked is not None and len(kept) < MOST_EACH:
            kept.setdefault(checked.activity, checked)
    return tuple(one for number in sorted(found) for one in found[number].values())


def _entries(written: object) -> list[dict[object, object]]:
    listed = written.get("placements") if isinstance(written, dict) else None
    if not isinstance(listed, list):
        return []
    return [one for one in listed[:LOOKED_AT] if isinstance(one, dict)]


def _checked(
    text: str, stated: Stated, activities: Collection[str], one: dict[object, object]
) -> Suggestion | None:
    activity, word, quote = one.get("activity"), one.get("level"), one.get("quote")
    if not (isinstance(activity, str) and isinstance(word, str | int) and isinstance(quote, str)):
        return None
    if activity not in activities:
        return None
    try:
        level = None if word == UNCLEAR else level_of(word)
    except ValueError:
        return None
    words = quote.strip()
    at = _place(text[stated.start : stated.end], words)
    if at is None:
        return None
    start = stated.start + at
    return Suggestion(activity, level, words, start, start + len(words))


def _place(said: str, quote: str) -> int | None:
    """Return where whole words stand in what was said, letter by letter, or None."""
    if len(quote) > LONGEST or not any(one.isalpha() for one in quote):
        return None
    at = said.find(quote)
    while at >= 0:
        if not (_cuts_word(said, at) or _cuts_word(said, at + len(quote))):
            return at
        at = said.find(quote, at + 1)
    return None


def _cuts_word(said: str, at: int) -> bool:
    return 0 < at < len(said) and said[at - 1].isalnum() and said[at].isalnum()

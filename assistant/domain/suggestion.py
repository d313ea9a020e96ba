"""What a language model suggests where nothing was heard: a value to be shown, and no more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One activity that a statement of a message may tell of, as a language model sees it.

    `level` is 0 to 3, or None where the statement does not say how it is done, and
    `quote == text[start:end]`, all of it within that statement. By itself it moves no level, stage
    or citation: it is shown as the model's, and counts once the person has tapped it.
    """

    activity: str
    level: int | None
    quote: str
    start: int
    end: int

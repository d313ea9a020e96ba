"""An answer as a language model put it: sentences that were checked, and how many were not kept."""

from dataclasses import dataclass
from enum import StrEnum

WORDED = 2
"""Pieces of an answer that a model may word: it loses its way in more. The rest stays as it is."""


class WordingMode(StrEnum):
    """Whether a language model words the answers."""

    OFF = "off"  # none is named in the settings
    ON = "on"
    FAILED = "failed"  # it cannot be opened, or failed a moment ago; answers are composed


class WordingState(StrEnum):
    """How the wording of one answer stands."""

    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"  # no answer in time, or an error: the composed answer stands
    UNSUPPORTED = "unsupported"  # too little of it held: the composed answer stands


@dataclass(frozen=True, slots=True)
class Wording:
    """One answer in a model's words: each sentence with the passages (ids) that carry it.

    `left_out` counts sentences that were dropped because no source carried them. Unless `state` is
    DONE or WRITING the composed answer is what is shown.
    """

    state: WordingState
    sentences: tuple[tuple[str, tuple[str, ...]], ...] = ()
    left_out: int = 0

    @property
    def shown(self) -> bool:
        """Whether its sentences are shown in place of the composed ones."""
        return self.state in {WordingState.WRITING, WordingState.DONE}

"""What an interview is for, once the stage is certain: the aims it goes on with, as data."""

from enum import StrEnum

from assistant.domain.record import Record, Text


class AimKind(StrEnum):
    """What an aim makes certain beside stage and blockers in the chosen model."""

    FLOOR = "floor"  # whether the team is safe to run
    PROFILE = "profile"  # how far each dimension reaches by itself in the chosen model
    MODELS = "models"  # the stage in every other model


class Aim(Record):
    """One aim. By `default` the interview pursues it; others only when somebody goes on.

    `left` says what the next questions are for, `why` why one of them is asked.
    """

    kind: AimKind
    default: bool = True
    left: Text
    why: Text


class Aims(Record):
    """The aims in the order in which they are pursued."""

    aims: tuple[Aim, ...] = ()

"""What several people say of the same system, put together: agreed, disputed, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.levels import Profile, Standing


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's answers: a name, what was told (not what follows from it), and the choices."""

    name: str
    told: Profile
    context: Mapping[str, str]
    model: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """How one activity stands for some of the people, all of whom say the same levels."""

    names: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One activity on which not all that was said can hold, with every position, lowest first.

    `stage` is the first stage (index) of the leading model that is met by one position and not by
    another; 0 where the model does not care.
    """

    activity: str
    positions: tuple[Position, ...]
    stage: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """One activity on which all that was said can hold, and who said it."""

    activity: str
    names: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Merged:
    """All voices put together. `disagreements` are the agenda: what matters first comes first.

    `place` is the lowest and highest stage of the leading model while nothing is settled. `context`
    holds the choices nobody contradicts, `apart` the questions on the use case that people answered
    differently: (question id, ((names, option), ...)).
    """

    voices: tuple[Voice, ...]
    model: str
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    place: tuple[int, int]
    context: Mapping[str, str]
    apart: tuple[tuple[str, tuple[tuple[tuple[str, ...], str], ...]], ...]

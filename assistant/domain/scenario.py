"""A what-if: levels that are only supposed, beside what is known today, and what they lead to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.domain.levels import Profile, Standing
from assistant.domain.results import Assessment, Step


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of supposed levels; `name` is the user's own words.

    `levels` are (activity, lowest, highest). A level that somebody picked is one number; of what a
    step has brought only the lowest is sure.
    """

    name: str
    levels: tuple[tuple[str, int, int], ...] = ()

    @property
    def supposed(self) -> tuple[str, ...]:
        """The activities that it supposes something of."""
        return tuple(name for name, _, _ in self.levels)

    def with_levels(self, levels: Iterable[tuple[str, int, int]]) -> "Scenario":
        """Return it with these levels in place of those of the same activities, sorted."""
        kept = {name: (name, lo, hi) for name, lo, hi in (*self.levels, *levels)}
        return Scenario(self.name, tuple(sorted(kept.values())))

    def without(self, activity: str) -> "Scenario":
        """Return it with nothing supposed of one activity."""
        return Scenario(self.name, tuple(one for one in self.levels if one[0] != activity))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a profile stands in every model, and the plan in the leading one."""

    profile: Profile
    assessments: Mapping[str, Assessment]
    primary: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One model before and after: what no longer stands in the way of the next stage, what does.

    `gone` and `come` are activities with the level asked for; `come` is asked for by the stage
    after `after.lo` and did not stand in the way before.
    """

    before: Assessment
    after: Assessment
    gone: tuple[tuple[str, int], ...] = ()
    come: tuple[tuple[str, int], ...] = ()

    @property
    def moved(self) -> bool:
        """Whether the stage or its range is another."""
        return (self.before.lo, self.before.hi) != (self.after.lo, self.after.hi)

    @property
    def same(self) -> bool:
        """Whether neither the stage nor what stands in its way is another."""
        return not (self.moved or self.gone or self.come)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a change leads to: every model, the levels that are others, and the steps.

    `levels` are (activity, before, after) of all that stands otherwise, what follows by definition
    included. `done` are ids of steps that are no longer in the plan, `due` those that are new in
    it, and `left` all that stay or come, in order.
    """

    moves: tuple[Move, ...]
    levels: tuple[tuple[str, Standing, Standing], ...]
    done: tuple[str, ...]
    due: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether no stage, nothing in its way and no step is another."""
        return all(one.same for one in self.moves) and not (self.done or self.due)


@dataclass(frozen=True, slots=True)
class Supposed:
    """A what-if with what it leads to, as a report shows it."""

    scenario: Scenario
    shift: Shift

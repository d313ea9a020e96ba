"""The what-ifs of a session: each turn states one as a whole, so that the newest simply counts."""

from assistant.conversation.turns import DROPPED
from assistant.domain.scenario import Scenario
from assistant.domain.session import Turn


def supposing(known: tuple[Scenario, ...], turn: Turn) -> tuple[Scenario, ...]:
    """Return the what-ifs after a turn of kind SCENARIO; one keeps its place when it is changed."""
    if turn.mark == DROPPED:
        return tuple(one for one in known if one.name != turn.text)
    now = Scenario(turn.text, turn.levels)
    if all(one.name != turn.text for one in known):
        return (*known, now)
    return tuple(now if one.name == turn.text else one for one in known)

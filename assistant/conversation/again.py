"""A new assessment in the same session: what stood is kept as a dated point, and asked again."""

from dataclasses import replace
from datetime import date

from assistant.conversation.evidence import Evidence, carried
from assistant.conversation.settling import learnt
from assistant.conversation.state import Conversation, Exchange
from assistant.domain.knowledge import Catalogue
from assistant.domain.session import Turn
from assistant.phrases.standing import dated
from assistant.trend import point


def again(catalogue: Catalogue, before: Conversation, turn: Turn) -> Conversation:
    """Return the conversation in which a new assessment begins; the turn names the day before it.

    Whatever the stage rests on is asked again, the most decisive first. Of what is said, nothing
    contradicts what was told before: it replaces it.
    """
    day = date.fromisoformat(turn.option)
    stood = point(catalogue, before.profile, before.assessments, day)
    evidence = carried(Evidence(before.told, before.disputes))
    opened = replace(
        before,
        earlier=(*before.earlier, stood),
        settled=frozenset(),
        hints={},
        full=False,
        question=None,
    )
    after = learnt(catalogue, opened, evidence, set())
    texts = catalogue.texts
    exchange = Exchange(
        number=len(before.exchanges),
        turn=turn,
        said=texts["again"],
        remarks=(texts["again.remark"].format(day=dated(day)),),
    )
    return replace(after, exchanges=(*before.exchanges, exchange))

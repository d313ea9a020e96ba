"""The conversation without a page: turns in, and what is known, said and asked next out.

Pure: a reader and an answerer come in as functions, so that the same turns give the same value
wherever they are folded.
"""

from assistant.conversation.aiming import Outlook, outlook, pursue, pursued
from assistant.conversation.following import hangs_on
from assistant.conversation.gate import Heard, hear
from assistant.conversation.remarks import ask, plainly
from assistant.conversation.replay import advance, begin, replay, with_notice
from assistant.conversation.state import (
    TRANSITIONS,
    Conversation,
    Dispute,
    Exchange,
    Noted,
    Part,
    Phase,
    Signal,
)
from assistant.conversation.turns import IllegalTurn, check, effective, taken, undone

__all__ = [
    "TRANSITIONS",
    "Conversation",
    "Dispute",
    "Exchange",
    "Heard",
    "IllegalTurn",
    "Noted",
    "Outlook",
    "Part",
    "Phase",
    "Signal",
    "advance",
    "ask",
    "begin",
    "check",
    "effective",
    "hangs_on",
    "hear",
    "outlook",
    "plainly",
    "pursue",
    "pursued",
    "replay",
    "taken",
    "undone",
    "with_notice",
]

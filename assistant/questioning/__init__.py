"""Decides what to ask next, and when nothing more can change the stage and its blockers."""

from assistant.questioning.checklist import companions
from assistant.questioning.playing import floor, play
from assistant.questioning.promising import Goal, altogether, expected, foreseen
from assistant.questioning.selectors import Selector, ladder
from assistant.questioning.upcoming import about, consequences, next_question, remaining
from assistant.questioning.voting import vote

__all__ = [
    "Goal",
    "Selector",
    "about",
    "altogether",
    "companions",
    "consequences",
    "expected",
    "floor",
    "foreseen",
    "ladder",
    "next_question",
    "play",
    "remaining",
    "vote",
]

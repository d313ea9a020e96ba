"""The language model, where one is configured: opened by name, streamed from, never trusted.

It gets a prompt and gives text, or data where it is asked to suggest. What may be shown of either
is decided elsewhere, and nothing it writes can reach a level, a stage, a citation or a page: those
are made without it.
"""

from assistant.wording.provider import CannotOpen, open_suggester, open_writer
from assistant.wording.suggester import Suggester
from assistant.wording.writer import Busy, Failed, Writer

__all__ = [
    "Busy",
    "CannotOpen",
    "Failed",
    "Suggester",
    "Writer",
    "open_suggester",
    "open_writer",
]

"""The language model, where one is configured: opened by name, streamed from, never trusted.

It gets a prompt and gives text. What may be shown of that text is decided elsewhere, and nothing
it writes can reach a level, a stage, a citation or a page: those are made without it.
"""

from assistant.wording.provider import CannotOpen, open_writer
from assistant.wording.writer import Busy, Failed, Writer

__all__ = ["Busy", "CannotOpen", "Failed", "Writer", "open_writer"]

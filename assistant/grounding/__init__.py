"""Holds a language model to its sources: what it writes is cut, cleaned and checked here.

Pure: vectors come in, nothing is called. A sentence passes whole or not at all.
"""

from assistant.grounding.checking import Checked, check
from assistant.grounding.claims import Claim, split
from assistant.grounding.plain import marked_up, plain, visible
from assistant.grounding.sources import LINE, Fault, Source, Vectors, fault, support
from assistant.grounding.suggesting import suggested, unplaced

__all__ = [
    "LINE",
    "Checked",
    "Claim",
    "Fault",
    "Source",
    "Vectors",
    "check",
    "fault",
    "marked_up",
    "plain",
    "split",
    "suggested",
    "support",
    "unplaced",
    "visible",
]

"""Reads a free text into findings with quotes and an intent, by fixed rules and a linear head."""

from assistant.reading.judge import Listen, Listened
from assistant.reading.judging import gather
from assistant.reading.prepared import Prepared, marks, prepare
from assistant.reading.reader import meant_text, read
from assistant.reading.scoring import Head
from assistant.reading.topics import heard, topics

__all__ = [
    "Head",
    "Listen",
    "Listened",
    "Prepared",
    "gather",
    "heard",
    "marks",
    "meant_text",
    "prepare",
    "read",
    "topics",
]

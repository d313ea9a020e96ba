"""Reads a free text into findings with quotes and an intent, by fixed rules and a linear head."""

from assistant.reading.prepared import Prepared, gate_input, prepare
from assistant.reading.reader import read
from assistant.reading.scoring import Head

__all__ = ["Head", "Prepared", "gate_input", "prepare", "read"]

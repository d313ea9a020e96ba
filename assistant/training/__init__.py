"""Fits the linear head of the reader on the project's own sentences, and keeps it as a file."""

from assistant.training.files import FILE, HeadUnfit, load, load_or_train, save
from assistant.training.fit import train, training_hash

__all__ = ["FILE", "HeadUnfit", "load", "load_or_train", "save", "train", "training_hash"]

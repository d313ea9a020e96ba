"""Fits what is learnt from the project's own sentences: the reader's head, search's coverage."""

from assistant.training.covering import fit_coverage
from assistant.training.files import FILE, HeadUnfit, load, load_or_train, save
from assistant.training.fit import train
from assistant.training.looking import Encode
from assistant.training.samples import Sample, training_hash

__all__ = [
    "FILE",
    "Encode",
    "HeadUnfit",
    "Sample",
    "fit_coverage",
    "load",
    "load_or_train",
    "save",
    "train",
    "training_hash",
]

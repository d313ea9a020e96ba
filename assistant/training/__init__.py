"""Fits what is learnt from the project's own sentences: the reader's head, search's coverage."""

from assistant.training.border import fit_coverage
from assistant.training.fit import train
from assistant.training.kept import FILE, HeadUnfit, current, load, load_or_train, manifest, save
from assistant.training.ranking import fit_ranker
from assistant.training.samples import training_hash
from assistant.training.second import (
    load_second,
    make_second,
    save_second,
    second_current,
)

__all__ = [
    "FILE",
    "HeadUnfit",
    "current",
    "fit_coverage",
    "fit_ranker",
    "load",
    "load_or_train",
    "load_second",
    "make_second",
    "manifest",
    "save",
    "save_second",
    "second_current",
    "train",
    "training_hash",
]

"""How it is decided whether the library covers a question: a line fitted on our own questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SIGNALS = (
    "best passage", "first five passages", "first before tenth", "best line",
    "words in common", "words as people talk", "words in common each",
    "words as people talk each", "words the library knows", "meaning and words agree",
    "length", "no words", "nearest question inside", "nearest question outside",
    "three nearest inside", "three nearest outside", "five nearest inside against outside",
    "nearest ask", "best entry",
    "best activity", "second activity", "three best activities", "own practice",
)  # fmt: skip
"""What search measures of a question, in the order of a coverage's numbers."""

_FORM = (
    "a about all am an and any anybody are as at be been before being best between both but by can "
    "could did difference do does doing each ever every explain familiar far favourite for from "
    "get give had has have he heard her here him his how i if in into is it its know like long "
    "many may me might more most much must my need no not now of off old on one or our out over "
    "own past people please prefer recommend said same say she should since so some somebody "
    "something still such tell than that the their them then there these they thing think this "
    "those time to too try two under up us used very was we were what when where whether which "
    "who whom whose why will with would year you your yours yourself"
)
FORM = tuple(_FORM.split())
"""Words that say how something is asked, and of whom, whatever the subject."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """A weighted sum of what is known of a question; covered when it is 0 or more.

    `mean`, `scale` and `signals` have one number for each of SIGNALS, `meaning` one for each of
    the encoder's dimensions, `form` one for each of FORM; empty ones count for nothing. `made_for`
    names questions and encoder it was fitted with, `report` how well it did when it was.
    """

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    signals: tuple[float, ...]
    meaning: tuple[float, ...] = ()
    form: tuple[float, ...] = ()
    bias: float = 0.0
    made_for: str = ""
    report: Mapping[str, str] = field(default_factory=dict)


def plain(line: float) -> Coverage:
    """Return the coverage that asks for nothing but a passage at least this similar."""
    zeros = (0.0,) * len(SIGNALS)
    ones = (1.0,) * len(SIGNALS)
    return Coverage(mean=zeros, scale=ones, signals=(1.0, *zeros[1:]), bias=-line)

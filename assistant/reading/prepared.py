"""All that reading needs, made once from the lexicon, the fitted head and the activities."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon
from assistant.reading.cues import CueFinder, Hit, make_finder
from assistant.reading.intents import IntentFinder, make_intents
from assistant.reading.scoring import Floats, Head, marks_of
from assistant.reading.words import LevelFinder, make_levels


@dataclass(frozen=True, slots=True)
class Prepared:
    """Joined cues, phrases and level words, the head (None while it is fitted) and the items."""

    finder: CueFinder
    intents: IntentFinder
    levels: LevelFinder
    head: Head | None
    items: Mapping[str, Activity]


def prepare(lexicon: Lexicon, head: Head | None, items: Mapping[str, Activity]) -> Prepared:
    """Join the cues of a lexicon."""
    finder, intents = make_finder(lexicon), make_intents(lexicon.intents)
    return Prepared(finder, intents, make_levels(lexicon), head, items)


def marks(
    prepared: Prepared, text: str, hits: tuple[Hit, ...], activities: tuple[str, ...]
) -> Floats:
    """Return what the head sees of a folded text besides its vector and its runs."""
    return marks_of(
        text,
        hits,
        activities,
        first_person=prepared.intents.count_first_person(text),
        general=prepared.intents.count_general(text),
        asks=text.rstrip("\"')] ").endswith("?"),
    )

"""What a result says of one team in sentences, and for whom and when it is written."""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a sentence on a result tells."""

    CARRIES = "carries"  # what the stage rests on
    AHEAD = "ahead"  # what holds already of the stages further up
    REACHES = "reaches"  # which dimensions are further than the whole
    STOPS = "stops"  # what keeps a stage away
    HANGS = "hangs"  # what a range hangs on
    OPEN = "open"  # what is not known of the next stage
    WAIVED = "waived"  # what was left out because it does not apply
    DOUBT = "doubt"  # what was heard and is still to be confirmed
    BEFORE = "before"  # what was told at an earlier assessment and is still to be confirmed
    COMPLETE = "complete"  # everything the model asks for is known to be met


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence on a result and the activities whose standing it tells.

    `quote` holds the user's own words that belong to it, so that no page takes them for markup.
    """

    topic: Topic
    text: str
    activities: tuple[str, ...] = ()
    quote: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """For whom a report is written and on which day; both may be left out."""

    name: str = ""
    day: datetime.date | None = None


NOBODY = About()

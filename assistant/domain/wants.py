"""The words by which a statement shows what it wants, as a record."""

from assistant.domain.lexicon import CueList
from assistant.domain.record import Record


class Wants(Record):
    """Phrases of general English, each list for one thing that a statement may want."""

    unknown: CueList = ()
    """The speaker does not know, whatever stands behind it."""
    unknown_whole: CueList = ()
    """The same, said by a clause that says nothing else."""
    hedge: CueList = ()
    """Held possible, or told with no way of seeing how."""
    speaker: CueList = ()
    """Who the speaker is."""
    elsewhere: CueList = ()
    """Who else does it."""
    ask: CueList = ()
    """How a question begins that has no mark."""
    wonder: CueList = ()
    request: CueList = ()
    topic: CueList = ()
    """A subject and no statement, as a whole sentence."""
    others: CueList = ()
    """Of other people, or of what is so in general."""
    suppose: CueList = ()
    unreal: CueList = ()
    """May be supposed, where what follows says so."""
    past: CueList = ()
    missed: CueList = ()
    """What would have been done, and so was not: it tells."""
    would: CueList = ()
    """What goes on with a supposition."""
    talk: CueList = ()
    filler: CueList = ()
    subject: CueList = ()
    """How a clause begins that stands by itself."""
    indirect: CueList = ()
    tag: CueList = ()
    """Asks for a yes behind something told."""
    aside: CueList = ()
    """How a question begins inside a sentence that tells."""
    own: CueList = ()
    """What a text that tells of a team has, so that it is no topic."""

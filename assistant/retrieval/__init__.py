"""Finds the passages that bear on a question, and says whether the library covers it at all.

Vectors come from outside, with the name of what made them: this package knows no encoder. They
are kept in a folder that is only a cache: whatever does not fit the passages at hand, byte for
byte, is refused and made again. Questions go through `assistant.retrieval.retriever`, LangChain's
view of a library, which is apart because its import costs a second.
"""

from assistant.retrieval.covering import (
    CoverageUnfit,
    fingerprint,
    form,
    load_coverage,
    save_coverage,
)
from assistant.retrieval.entries import EntryHit, ranker_hash
from assistant.retrieval.files import IndexUnfit, lacking, load, load_or_build, save
from assistant.retrieval.forms import FORMS, form_of
from assistant.retrieval.index import Vectors
from assistant.retrieval.lexical import bounded
from assistant.retrieval.library import Encode, Library, Scoring
from assistant.retrieval.ranker import FILE as RANKER
from assistant.retrieval.ranker import (
    KINDS,
    Ranker,
    RankerUnfit,
    load_ranker,
    ranker_made_for,
    save_ranker,
)
from assistant.retrieval.ranker import plain as plain_ranker
from assistant.retrieval.words import sentences

__all__ = [
    "FORMS",
    "KINDS",
    "RANKER",
    "CoverageUnfit",
    "Encode",
    "EntryHit",
    "IndexUnfit",
    "Library",
    "Ranker",
    "RankerUnfit",
    "Scoring",
    "Vectors",
    "bounded",
    "fingerprint",
    "form",
    "form_of",
    "lacking",
    "load",
    "load_coverage",
    "load_or_build",
    "load_ranker",
    "plain_ranker",
    "ranker_hash",
    "ranker_made_for",
    "save",
    "save_coverage",
    "save_ranker",
    "sentences",
]

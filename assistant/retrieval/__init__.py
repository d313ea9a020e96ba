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
from assistant.retrieval.files import IndexUnfit, lacking, load, load_or_build, save
from assistant.retrieval.index import Vectors
from assistant.retrieval.library import Encode, Library, Scoring

__all__ = [
    "CoverageUnfit",
    "Encode",
    "IndexUnfit",
    "Library",
    "Scoring",
    "Vectors",
    "fingerprint",
    "form",
    "lacking",
    "load",
    "load_coverage",
    "load_or_build",
    "save",
    "save_coverage",
]

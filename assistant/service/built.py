"""Which built files of a knowledge folder are behind what they were made from; needs no encoder."""

import json
from collections.abc import Iterator
from pathlib import Path

from assistant import retrieval, training
from assistant.catalogue import load_asked, load_hands, load_lexicon
from assistant.domain.knowledge import Catalogue
from assistant.encoder import FILE as TUNED

COMMAND = "train"
"""The command that makes all of them."""


def built(folder: Path, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield the name of each built file, and what is newer than it; "" where nothing is.

    An edition of the knowledge may have none: whoever uses it makes their own. Raises
    KnowledgeError when the words of reading or the known questions have faults.
    """
    path, index = folder / "reading" / training.FILE, folder / "index"
    if not (path.exists() or index.exists()):
        return
    lexicon = load_lexicon(folder, catalogue)
    asked = load_asked(folder, catalogue)
    made_with = ""
    try:
        manifest = training.manifest(path)
    except training.HeadUnfit as error:
        yield f"reading/{training.FILE}", str(error)
    else:
        made_with = manifest["training_sha256"]
        same = made_with == training.training_hash(catalogue.activities, lexicon)
        yield f"reading/{training.FILE}", "" if same else "sentences, cues or words of reading"
    tuned = folder / "reading" / TUNED
    if tuned.exists():
        hands = load_hands(folder, catalogue.activities)
        activities = catalogue.activities
        same = training.second_current(folder / "reading", activities, lexicon, hands)
        yield f"reading/{TUNED}", "" if same else "texts of reading"
    try:
        encoder, newer = retrieval.lacking(index, catalogue.passages, asked)
    except retrieval.IndexUnfit as error:
        yield "index/", str(error)
        return
    yield "index/", f"{newer} texts of passages and questions" if newer else ""
    if any(one.answers for one in catalogue.passages.values()):
        same = retrieval.ranker_made_for(index) == retrieval.ranker_hash(
            catalogue.passages, encoder
        )
        yield f"index/{retrieval.RANKER}", "" if same else "questions that passages answer"
    try:
        made_for = str(json.loads((index / "coverage.json").read_text("utf-8"))["made_for"])
    except (OSError, ValueError, KeyError) as error:
        yield "index/coverage.json", str(error)
        return
    same = made_for == retrieval.fingerprint(asked, f"{encoder} {made_with}")
    yield "index/coverage.json", "" if same else "questions, tools or the reader"

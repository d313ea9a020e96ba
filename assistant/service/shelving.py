"""Opens the library from what is built, makes what is missing, and sets how it is searched."""

import logging
from functools import partial
from pathlib import Path

from assistant import encoder, reading, retrieval, training
from assistant.catalogue import default_folder, load_asked
from assistant.domain.asked import Asked
from assistant.domain.knowledge import Catalogue
from assistant.retrieval import Library
from assistant.settings import Settings

log = logging.getLogger(__name__)


def fitted(library: Library, encoder_name: str, prepared: reading.Prepared) -> Library:
    """Return the library with its coverage fitted on the questions it knows; takes seconds."""
    topics = partial(reading.topics, prepared)
    lessons = library.lessons(topics)
    return library.covering(
        training.fit_coverage(*lessons, _made_for(library.asked, encoder_name, prepared)), topics
    )


def _made_for(asked: Asked, encoder_name: str, prepared: reading.Prepared) -> str:
    head = prepared.head.manifest["training_sha256"] if prepared.head else ""
    return retrieval.fingerprint(asked, f"{encoder_name} {head}")


def _ranker(folder: Path, library: Library) -> retrieval.Ranker:
    """Return the ranker of a folder, or one that nothing was fitted for: that takes minutes."""
    try:
        return retrieval.load_ranker(folder, library.vectors.shape[1])
    except retrieval.RankerUnfit as error:
        log.info("the ranker in %s is not used: %s", folder.name, error)
        return library.entries.ranker


def compared(settings: Settings, library: Library) -> Library:
    """Return the library as it is searched: in memory, or where the settings say."""
    if not settings.vectors:
        return library
    try:
        # Imported here: few need it, and it comes with packages of its own.
        from assistant.retrieval import stored
    except ModuleNotFoundError:
        remedy = "pip install 'mlops-assessment-assistant[pgvector]'"
        log.warning("vectors are searched in memory: pgvector needs more packages: %s", remedy)
        return library
    return library.comparing(partial(stored.opened, settings.vectors))


def opened(
    settings: Settings, catalogue: Catalogue, model: encoder.Encoder, prepared: reading.Prepared
) -> Library:
    """Return the library of this knowledge; what lacks of it is made and kept, where it can be."""
    folder = settings.knowledge or default_folder()
    name = f"{model.name} {model.sha256}"
    asked = load_asked(folder, catalogue)
    own, shipped = settings.data / "index", folder / "index"
    library = retrieval.load_or_build(
        own, catalogue.passages, catalogue.activities, model.encode, name, shipped, asked
    )
    library = library.ranking(_ranker(shipped, library))
    made_for = _made_for(asked, name, prepared)
    for place in (own, shipped):
        try:
            found = retrieval.load_coverage(place, made_for, library.vectors.shape[1])
        except retrieval.CoverageUnfit as error:
            if place.exists():  # a fresh data folder has none, and needs none
                log.info("the coverage in %s is not used: %s", place.name, error)
        else:
            return library.covering(found, partial(reading.topics, prepared))
    library = fitted(library, name, prepared)
    try:
        retrieval.save_coverage(own, library.coverage)
    except OSError as error:
        log.warning("what the library covers cannot be kept, so it is fitted again: %s", error)
    return library

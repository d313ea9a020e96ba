"""The command that rebuilds what is made from the knowledge: the reader's head and the index."""

from pathlib import Path

import typer

from assistant import catalogue as knowledge
from assistant import encoder, reading, retrieval, settings, training
from assistant.commands.running import ERRORS
from assistant.service.engine import fitted


def train() -> None:
    """Fit the reader on the knowledge's sentences and index its passages, into its folder."""
    chosen = settings.read()
    folder: Path = chosen.knowledge or knowledge.default_folder()
    known = knowledge.load(folder)
    lexicon = knowledge.load_lexicon(folder, known)
    model = encoder.load(chosen.encoder)
    with ERRORS.status("Fitting the reader"):
        head = training.train(known.activities, lexicon, model.vector, model.sha256)
        training.save(folder / "reading" / training.FILE, head)
    with ERRORS.status("Indexing the passages"):
        asked = knowledge.load_asked(folder, known)
        library = retrieval.Library.build(known.passages, known.activities, model.encode, asked)
        name = f"{model.name} {model.sha256}"
        retrieval.save(folder / "index", library.rows, library.vectors, name)
    with ERRORS.status("Fitting what the library covers"):
        prepared = reading.prepare(lexicon, head, known.items)
        coverage = fitted(library, name, prepared).coverage
        retrieval.save_coverage(folder / "index", coverage)
    for key, value in head.manifest.items():
        typer.echo(f"{key}: {value}")
    for key, value in coverage.report.items():
        typer.echo(f"coverage, {key.replace('_', ' ')}: {value}")
    typer.echo(f"indexed texts: {len(library.rows)}")

"""The command that rebuilds what is made from the knowledge: the reader's head and the index."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from assistant import catalogue as knowledge
from assistant import encoder, reading, retrieval, settings, training
from assistant.commands.running import counted, step
from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon
from assistant.service.shelving import fitted


def train(
    anew: Annotated[
        bool, typer.Option("--anew", help="Make all of it, as after a change of how it is made.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave the second reader, which takes an hour or two.")
    ] = False,
) -> None:
    """Make what is behind the knowledge anew, into its folder: the two readers and the index.

    A reader fitted on the very sentences at hand stays as it is, and so do the vectors of texts
    that did not change. Tuning the second reader takes an hour or two; broken off, it goes on.
    """
    chosen = settings.read()
    folder: Path = chosen.knowledge or knowledge.default_folder()
    known = knowledge.load(folder)
    lexicon = knowledge.load_lexicon(folder, known)
    model = encoder.load(chosen.encoder)
    path = folder / "reading" / training.FILE
    head = None if anew else kept_head(path, known.activities, lexicon)
    if head is not None:
        typer.echo("reader: kept, since nothing it is fitted on has changed")
    else:
        with step("Fitting the reader on all sentences; this takes a minute"):
            head = training.train(known.activities, lexicon)
            training.save(path, head)
    if not quick:
        _tune(chosen, folder / "reading", model, head, known.activities, lexicon, anew=anew)
    with step("Indexing the passages"):
        asked = knowledge.load_asked(folder, known)
        name = f"{model.name} {model.sha256}"
        texts = (known.passages, known.activities, model.encode)
        if anew:
            library = retrieval.Library.build(*texts, asked)
        else:
            library = retrieval.load_or_build(folder / "index", *texts, name, asked=asked)
        retrieval.save(folder / "index", library.rows, library.vectors, name)
    made_for = retrieval.ranker_hash(known.passages, name)
    if any(one.answers for one in known.passages.values()):
        library = library.ranking(_rank(folder / "index", library, made_for, anew=anew))
    with step("Fitting what the library covers; this takes a minute or two"):
        prepared = reading.prepare(lexicon, head, known.items)
        coverage = fitted(library, name, prepared).coverage
        retrieval.save_coverage(folder / "index", coverage)
    for key, value in head.manifest.items():
        typer.echo(f"{key}: {value}")
    for key, value in coverage.report.items():
        typer.echo(f"coverage, {key.replace('_', ' ')}: {value}")
    typer.echo(f"indexed texts: {len(library.rows)}")


def _rank(
    folder: Path, library: retrieval.Library, made_for: str, *, anew: bool
) -> retrieval.Ranker:
    """Return what puts the best answer first, fitted anew where it is behind.

    What the library covers is fitted on its scores, so it has to be the one that is used.
    """
    try:
        kept = retrieval.load_ranker(folder, library.vectors.shape[1])
    except retrieval.RankerUnfit:
        kept = None
    if kept is not None and kept.made_for == made_for and not anew:
        typer.echo("order of answers: kept, since nothing it is fitted on has changed")
        return kept
    with counted("Fitting the order of answers; this takes a minute or two") as told:
        ranker = training.fit_ranker(library, made_for, lambda share: told("", share))
    retrieval.save_ranker(folder, ranker)
    return ranker


def _tune(
    chosen: settings.Settings,
    folder: Path,
    model: encoder.Encoder,
    head: reading.Head,
    items: Mapping[str, Activity],
    lexicon: Lexicon,
    *,
    anew: bool,
) -> None:
    """Tune the second reader where it is behind, on the packaged model and a folder with hands."""
    hands = knowledge.load_hands(folder.parent, items)
    if not hands or not model.packaged:
        return
    if not anew and training.second_current(folder, items, lexicon, hands):
        typer.echo("second reader: kept, since nothing it is tuned on has changed")
        return
    with counted("Tuning the second reader; this takes an hour or two") as told:
        keep = chosen.data / "tuning"
        tuned = training.make_second(model, head, items, lexicon, hands, keep, told)
    training.save_second(folder, tuned)


def kept_head(path: Path, items: Mapping[str, Activity], lexicon: Lexicon) -> reading.Head | None:
    """Return the head in a file if it was fitted on just what is at hand."""
    try:
        head = training.load(path, items)
    except training.HeadUnfit:
        return None
    return head if training.current(head, items, lexicon) else None

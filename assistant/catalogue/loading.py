"""Loads `knowledge/` into one checked Catalogue; all faults of schema and links come at once."""

import hashlib
from pathlib import Path

from assistant.catalogue.english import english
from assistant.catalogue.links import link_faults, text_faults
from assistant.catalogue.records import read_one, read_records, read_texts
from assistant.domain.aim import Aims
from assistant.domain.asked import Asked, Group, asked_faults
from assistant.domain.cases import Case
from assistant.domain.condition import Safety
from assistant.domain.edge import EdgeTable
from assistant.domain.glossary import Glossary
from assistant.domain.itself import Itself
from assistant.domain.knowledge import (
    Activity,
    Advice,
    Catalogue,
    ContextQuestion,
    Model,
    Opening,
    Passage,
    Prompt,
    Sample,
    Shelf,
    Source,
    Suggesting,
    Taxonomy,
    Variant,
)
from assistant.domain.lexicon import (
    Cues,
    Intents,
    Levels,
    Lexicon,
    Modifiers,
    NoneSentences,
    Shorthand,
    Tools,
    Voice,
    lexicon_faults,
)
from assistant.domain.toolbox import Toolbox
from assistant.domain.track import Tracks
from assistant.domain.wants import Wants
from assistant.packaged import default_folder


class KnowledgeError(Exception):
    """The knowledge has faults; `faults` holds one line for each, `file: field: what is wrong`."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(" ".join(one.split()) for one in faults)
        super().__init__("\n".join(self.faults))


def load(folder: Path | None = None) -> Catalogue:
    """Read and check a knowledge folder. Raises KnowledgeError listing every fault at once."""
    root = folder or default_folder()
    faults: list[str] = []
    if not root.is_dir():
        raise KnowledgeError([f"{root}: there is no such folder"])
    activities = read_records(root, "activities", Activity, faults)
    qualities = read_records(root, "qualities", Activity, faults)
    models = read_records(root, "models", Model, faults)
    passages = read_records(root, "passages", Passage, faults)
    advice = read_records(root, "advice", Advice, faults)
    sources = read_records(root, "sources", Source, faults)
    context = read_records(root, "context", ContextQuestion, faults)
    prompts = read_records(root, "wording", Prompt, faults)
    taxonomy = read_one(root, "taxonomy.yaml", Taxonomy, faults)
    texts = read_texts(root, "texts.yaml", faults)
    if texts and root != default_folder():
        faults.extend(text_faults(texts, read_texts(default_folder(), "texts.yaml", [])))
    glossary = (
        read_one(root, "glossary.yaml", Glossary, faults)
        if (root / "glossary.yaml").is_file()
        else None
    )
    itself = (
        read_one(root, "itself.yaml", Itself, faults) if (root / "itself.yaml").is_file() else None
    )
    # General English: an edition of the knowledge that has none of its own goes by ours.
    wants = read_one(_with(root, "wants.yaml"), "wants.yaml", Wants, faults)
    tracks = read_one(_with(root, "tracks.yaml"), "tracks.yaml", Tracks, faults)
    suggesting = read_one(_with(root, "suggesting.yaml"), "suggesting.yaml", Suggesting, faults)
    openings = read_records(root, "openings", Opening, faults)
    sample = read_one(root, "sample.yaml", Sample, faults)
    cases = read_records(root, "cases", Case, faults) if (root / "cases").is_dir() else {}
    edge = (
        read_one(root, "edge.yaml", EdgeTable, faults) if (root / "edge.yaml").is_file() else None
    )
    safety = (
        read_one(root, "safety.yaml", Safety, faults) if (root / "safety.yaml").is_file() else None
    )
    aims = read_one(root, "aims.yaml", Aims, faults) if (root / "aims.yaml").is_file() else None
    toolbox = (
        read_one(root, "toolbox.yaml", Toolbox, faults)
        if (root / "toolbox.yaml").is_file()
        else None
    )
    # Reading lists are a convenience: an edition of the knowledge may go without.
    shelves = read_records(root, "shelves", Shelf, faults) if (root / "shelves").is_dir() else {}
    samples = read_records(root, "samples", Sample, faults) if (root / "samples").is_dir() else {}
    variants = {
        one.name: read_records(root, f"variants/{one.name}", Variant, faults)
        for one in sorted((root / "variants").glob("*/"))
    }
    unread = {Path(fault.partition(":")[0]).stem for fault in faults}
    if taxonomy is None or sample is None or any("/:" in fault for fault in faults):
        raise KnowledgeError(faults)
    catalogue = Catalogue(
        activities=activities,
        qualities=qualities,
        models={key: one for key, one in models.items() if not one.variant},
        lenses={key: one for key, one in models.items() if one.variant},
        passages=passages,
        advice=advice,
        sources=sources,
        context=tuple(sorted(context.values(), key=lambda one: (one.order, one.id))),
        taxonomy=taxonomy,
        texts=texts,
        openings=openings,
        sample=sample,
        hash=_hash(root),
        shelves=shelves,
        items={**activities, **qualities},
        cases=cases,
        edge=edge,
        prompts=prompts,
        suggesting=suggesting,
        aims=aims or Aims(),
        safety=safety or Safety(),
        wants=wants or Wants(),
        glossary=glossary or Glossary(),
        itself=itself or Itself(),
        toolbox=toolbox or Toolbox(),
        tracks=tracks or Tracks(),
        variants=variants,
        samples=samples,
    )
    faults.extend(link_faults(catalogue, unread))
    if faults:
        raise KnowledgeError(faults)
    return catalogue


def load_lexicon(folder: Path | None, catalogue: Catalogue) -> Lexicon:
    """Read and check the words by which texts are read, `reading/` of a knowledge folder.

    Apart from `load`, because compiling them takes a second that a page need not wait for. Raises
    KnowledgeError listing every fault at once.
    """
    root = (folder or default_folder()) / "reading"
    faults: list[str] = []
    cues = read_records(root, "cues", Cues, faults)
    tools = read_one(root, "tools.yaml", Tools, faults)
    levels = read_one(root, "levels.yaml", Levels, faults)
    modifiers = read_one(root, "modifiers.yaml", Modifiers, faults)
    intents = read_one(root, "intents.yaml", Intents, faults)
    none = read_one(root, "none.yaml", NoneSentences, faults)
    voices = read_records(root, "told", Voice, faults)
    # General English, as above.
    common = root if (root / "shorthand.yaml").is_file() else default_folder() / "reading"
    short = read_one(common, "shorthand.yaml", Shorthand, faults) or Shorthand()
    if tools is None or levels is None or modifiers is None or intents is None or none is None:
        raise KnowledgeError([f"reading/{fault}" for fault in faults])
    told = tuple(one for voice in voices.values() for one in voice.sentences)
    lexicon = Lexicon(
        cues, tools, levels, modifiers.modifiers, intents, none.sentences, told,
        short.shorthand, english(),
    )  # fmt: skip
    faults.extend(lexicon_faults(lexicon, catalogue.activities))
    if faults:
        raise KnowledgeError([f"reading/{fault}" for fault in faults])
    return lexicon


def load_asked(folder: Path | None, catalogue: Catalogue) -> Asked:
    """Read and check what search learns from: `asked/` and the tools of a knowledge folder.

    Apart from `load`, because only search needs them. Raises KnowledgeError listing every fault.
    """
    root = folder or default_folder()
    faults: list[str] = []
    groups = read_records(root, "asked", Group, faults)
    unread: list[str] = []
    tools = read_one(root / "reading", "tools.yaml", Tools, unread)
    faults.extend(f"reading/{fault}" for fault in unread)
    found = asked_faults(groups, catalogue.activities, catalogue.passages)
    faults.extend(f"asked/{fault}" for fault in found)
    if faults or tools is None:
        raise KnowledgeError(faults)
    return Asked.of(groups.values(), tools.by_activity())


def _with(root: Path, name: str) -> Path:
    """Return the folder to read a file from: that of an edition, or ours where it has none."""
    return root if (root / name).is_file() else default_folder()


def _hash(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.yaml")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()

"""Makes and loads the second reader: an encoder tuned on our texts, and the judge of it.

Tuned twice: once without the hands on which the judge is fitted, then on all texts.
"""

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.domain.knowledge import Activity
from assistant.domain.lexicon import Lexicon
from assistant.encoder import FILE as TUNED
from assistant.encoder import Encoder, EncoderError, Tuned, load_tuned
from assistant.encoder.tuning import save, tune
from assistant.reading import Head, prepare
from assistant.reading.judge import Judge, Second
from assistant.reading.scoring import LEVELS
from assistant.training.lessons import LEFT_OUT, Hands, lessons, lessons_hash
from assistant.training.weighing import fit_judge

log = logging.getLogger(__name__)
Progress = Callable[[str, float], None]


def load_second(folder: Path, model: Encoder, head: Head) -> Second | None:
    """Return the second reader of a knowledge folder's `reading/`; None where it has no usable one.

    It is never made at a start: that takes an hour.
    """
    if not (folder / TUNED).exists():
        return None
    try:
        tuned = load_tuned(folder / TUNED, model)
    except EncoderError as error:
        log.warning("texts are read without the tuned encoder: %s", error)
        return None
    if tuned.activities != head.activities or tuned.levels != LEVELS:
        log.warning("texts are read without the tuned encoder, which knows other activities")
        return None
    return Second(tuned.hear, _judge(tuned))


def second_current(
    folder: Path, items: Mapping[str, Activity], lexicon: Lexicon, hands: Hands
) -> bool:
    """Tell whether the second reader in `reading/` was tuned on just the texts at hand."""
    made_from = tuned_manifest(folder / TUNED).get("lessons_sha256")
    return made_from == lessons_hash(items, lexicon, hands)


def tuned_manifest(path: Path) -> Mapping[str, str]:
    """Return what a tuned encoder says of what it was made from; nothing where there is none."""
    try:
        with path.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            found: Mapping[str, str] = json.loads(file.read(size))["__metadata__"]
    except (OSError, ValueError, KeyError, OverflowError, MemoryError):
        return {}
    return found


def make_second(
    model: Encoder,
    head: Head,
    items: Mapping[str, Activity],
    lexicon: Lexicon,
    hands: Hands,
    keep: Path,
    told: Progress,
) -> Tuned:
    """Tune the encoder and fit the judge; it takes an hour or two on two quiet cores.

    What was learnt is kept in `keep`, a folder, and taken up from there while the texts are the
    same; `told` hears what is done and which share of it. The same texts need not give the same
    bytes: sums hang on the machine.
    """
    made_from = lessons_hash(items, lexicon, hands)
    rest = {name: texts for name, texts in hands.items() if name not in LEFT_OUT}
    parts = keep / f"{made_from[:16]}-part.safetensors", keep / f"{made_from[:16]}.safetensors"
    names = head.activities
    part = tune(
        model, lessons(items, lexicon, rest), names, LEVELS,
        lambda share: told("Tuning without the hands that judge", share), parts[0],
    )  # fmt: skip
    texts = [one for name in LEFT_OUT for one in hands.get(name, ())]
    judge = fit_judge(prepare(lexicon, head, items), head, part.hear, texts)
    tuned = tune(
        model, lessons(items, lexicon, hands), names, LEVELS,
        lambda share: told("Tuning on all texts", share), parts[1],
    )  # fmt: skip
    tuned.manifest |= {
        "lessons_sha256": made_from,
        "judge": json.dumps([*judge.weights, judge.bias]),
        "judged_on": str(len(texts)),
    }
    return tuned


def save_second(folder: Path, tuned: Tuned) -> None:
    """Write the second reader into a knowledge folder's `reading/`."""
    save(folder / TUNED, tuned, {})


def _judge(tuned: Tuned) -> Judge:
    *weights, bias = json.loads(tuned.manifest["judge"])
    return Judge(tuple(weights), bias)

"""Runs the tuned encoder: for each statement of a text what it tells of, and at which level.

Its weights are one safetensors file made by the command `train`; it holds only what differs from
the packaged model.
"""

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.encoder.sentences import Encoder, EncoderError, load

Floats = npt.NDArray[np.float32]
Span = tuple[int, int]
FILE = "tuned.safetensors"
LONGEST = 256
"""Tokens read at once; a longer text is read in windows of whole statements."""
DIGITS = 3
"""Digits kept of what comes out: sums differ in the last bits between machines."""
NOTHING = -9.0
"""Log odds where a statement has no word that the model knows."""


class Tuned:
    """Holds the tuned network. Same text, same bytes: one thread, one text at a time."""

    def __init__(self, network: Any, tokenizer: Any, manifest: dict[str, str]) -> None:
        self.manifest = manifest
        self.activities: tuple[str, ...] = tuple(json.loads(manifest["activities"]))
        self.levels: tuple[str, ...] = tuple(json.loads(manifest["levels"]))
        self.network = network
        self._tokenizer = tokenizer
        self._lock = threading.Lock()

    def hear(self, text: str, spans: Sequence[Span]) -> tuple[Floats, Floats]:
        """Return what each stretch [start, end) of a text tells, the rest of it as context.

        First log odds (s, a + 1) of the activities and of own practice, then logarithms (s, a, 6)
        of how likely each level is, should the activity be told.
        """
        shape = len(spans), len(self.activities)
        odds = np.full((shape[0], shape[1] + 1), NOTHING, dtype=np.float32)
        levels = np.full((*shape, len(self.levels)), -np.log(len(self.levels)), np.float32)
        ids, place = tokens(self._tokenizer, text, spans)
        with self._lock:
            for start, end in windows(place, LONGEST - 2):
                here = sorted({one for one in place[start:end] if one >= 0})
                found = self._run(ids[start:end], [_rank(here, one) for one in place[start:end]])
                odds[here], levels[here] = found
        return odds.round(DIGITS), levels.round(DIGITS)

    def _run(self, ids: list[int], place: list[int]) -> tuple[Floats, Floats]:
        import torch

        first, last = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        with torch.inference_mode():
            tokens_of = torch.tensor([[first, *ids, last]])
            states = self.network.states(tokens_of, torch.ones_like(tokens_of))
            odds, levels = self.network(states, torch.tensor([[-1, *place, -1]]))
            return odds[0].numpy(), levels[0].log_softmax(-1).numpy()


def tokens(tokenizer: Any, text: str, spans: Sequence[Span]) -> tuple[list[int], list[int]]:
    """Return the token ids of a text, and for each the number of its span, -1 for none."""
    found = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    place = []
    at = 0
    for start, end in found["offset_mapping"]:
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        inside = at < len(spans) and start < spans[at][1] and spans[at][0] < end
        place.append(at if inside and start < end else -1)
    return list(found["input_ids"]), place


def windows(place: Sequence[int], most: int) -> list[Span]:
    """Return stretches of tokens that are read at once, each of whole statements where it can be.

    `place` numbers the statement of each token, -1 for none.
    """
    if len(place) <= most:
        return [(0, len(place))] if any(one >= 0 for one in place) else []
    found = []
    start = end = 0
    for at, one in enumerate([*place, -2]):
        ends = at > 0 and one != place[at - 1]
        if ends and at - start > most and end > start:
            found.append((start, end))
            start = end
        if ends:
            end = at
    found.append((start, len(place)))
    return [(a, min(b, a + most)) for a, b in found if any(one >= 0 for one in place[a:b])]


def load_tuned(path: Path, model: Encoder | None = None) -> Tuned:
    """Load the tuned encoder from a file, beside the packaged `model`, whose layers it shares.

    Raises EncoderError when the file is missing, is not whole, or was made on another model.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            manifest = dict(file.metadata() or {})
            weights = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise EncoderError(f"{path.name} cannot be read: {error}") from error
    base = model if model is not None and model.packaged else load()
    if manifest.get("encoder_sha256") != base.sha256:
        raise EncoderError(f"{path.name} was made on another model.")
    network = fresh(
        base, len(json.loads(manifest["activities"])), len(json.loads(manifest["levels"]))
    )
    missing, strange = network.load_state_dict(weights, strict=False)
    if strange or set(missing) & set(network.kept()):
        raise EncoderError(f"{path.name} is not whole.")
    return Tuned(network.eval(), base.tokenizer, manifest)


def fresh(base: Encoder, activities: int, levels: int) -> Any:
    """Return a network on the packaged model that nothing was taught yet."""
    from assistant.encoder.network import Network

    return Network(base.body, activities, levels)


def _rank(here: Sequence[int], one: int) -> int:
    return here.index(one) if one >= 0 else -1

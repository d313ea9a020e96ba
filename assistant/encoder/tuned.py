"""Runs the tuned encoder: what a statement tells of, and at which level.

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
"""Tokens that are read of a statement, and of a text in tuning."""
DIGITS = 3
"""Digits kept of what comes out: sums differ in the last bits between machines."""


class Tuned:
    """Holds the tuned network. Same text, same bytes: one thread, one text at a time."""

    def __init__(self, network: Any, tokenizer: Any, manifest: dict[str, str]) -> None:
        self.manifest = manifest
        self.activities: tuple[str, ...] = tuple(json.loads(manifest["activities"]))
        self.levels: tuple[str, ...] = tuple(json.loads(manifest["levels"]))
        self.network = network
        self._tokenizer = tokenizer
        self._lock = threading.Lock()

    def hear(self, text: str) -> tuple[Floats, Floats]:
        """Return what a statement tells, read by itself.

        First log odds (a + 1,) of the activities and of own practice, then logarithms (a, 6) of
        how likely each level is, should the activity be told.
        """
        import torch

        ids, _ = tokens(self._tokenizer, text, ())
        first, last = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        with self._lock, torch.inference_mode():
            found = torch.tensor([[first, *ids[: LONGEST - 2], last]])
            place = torch.zeros_like(found)
            place[0, 0] = place[0, -1] = -1 if ids else 0
            odds, levels = self.network(self.network.states(found, torch.ones_like(found)), place)
            shares = levels[0, 0].log_softmax(-1)
        return odds[0, 0].numpy().round(DIGITS), shares.numpy().round(DIGITS)


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

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
Asked = tuple[str, tuple[Span, ...]]
"""A text and the stretches [start, end) of it to be heard, the rest of it as context."""
Heard = tuple[Floats, Floats]
Part = tuple[int, list[int], list[int]]
"""Of which text it is, its token ids, and the stretch that each token belongs to, -1 for none."""
FILE = "tuned.safetensors"
LONGEST = 256
"""Tokens read at once; a longer text is read in windows of whole statements."""
PACKED = 300
"""Tokens that are read in one row: more cost more attention, fewer more calls."""
DIGITS = 3
"""Digits kept of what comes out: sums differ in the last bits between machines, and with what else
is read in the same go."""
NOTHING = -9.0
"""Log odds where a statement has no word that the model knows."""


class Tuned:
    """Holds the tuned network. Same texts, same bytes: one thread."""

    def __init__(self, network: Any, tokenizer: Any, manifest: dict[str, str]) -> None:
        self.manifest = manifest
        self.activities: tuple[str, ...] = tuple(json.loads(manifest["activities"]))
        self.levels: tuple[str, ...] = tuple(json.loads(manifest["levels"]))
        self.network = network
        self._tokenizer = tokenizer
        self._lock = threading.Lock()

    def hear(self, asked: Sequence[Asked]) -> list[Heard]:
        """Return what each stretch of each text tells.

        First log odds (s, a + 1) of the activities and of own practice, then logarithms (s, a, 6)
        of how likely each level is, should the activity be told.
        """
        each = list(dict.fromkeys(asked))  # what is asked twice is heard once
        found = [self._nothing(len(spans)) for _, spans in each]
        parts = [
            (number, ids[start:end], place[start:end])
            for number, (text, spans) in enumerate(each)
            for ids, place in (tokens(self._tokenizer, text, spans),)
            for start, end in windows(place, LONGEST - 2)
        ]
        again: list[list[Part]] = []
        for one in parts:  # the same text with other stretches needs no other states
            same = next((group for group in again if group[0][1] == one[1]), None)
            again.append([one]) if same is None else same.append(one)
        with self._lock:
            for start, end in _packs([len(group[0][1]) + 2 for group in again]):
                self._run(again[start:end], found)
        heard = [(odds.round(DIGITS), levels.round(DIGITS)) for odds, levels in found]
        told = dict(zip(each, heard, strict=True))
        return [told[one] for one in asked]

    def _nothing(self, spans: int) -> Heard:
        size = len(self.activities), len(self.levels)
        levels = np.full((spans, *size), -np.log(size[1]), dtype=np.float32)
        return np.full((spans, size[0] + 1), NOTHING, dtype=np.float32), levels

    def _run(self, texts: Sequence[Sequence[Part]], found: list[Heard]) -> None:
        """Put what parts of texts tell in their places; those of one text have the same ids.

        The texts are read as one row in which none sees another, so that nothing is padded.
        """
        import torch

        first, last = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        ids_of: list[int] = []
        position: list[int] = []
        text_of: list[int] = []
        for at, each in enumerate(texts):
            ids = each[0][1]
            ids_of += [first, *ids, last]
            position += range(len(ids) + 2)
            text_of += [at] * (len(ids) + 2)
        with torch.inference_mode():
            text = torch.tensor(text_of)
            states = self.network.states(
                torch.tensor([ids_of]),
                (text[:, None] == text[None, :])[None, None],
                torch.tensor([position]),
            )
            for turn in range(max(map(len, texts))):
                self._read(
                    states,
                    [each[turn] if turn < len(each) else (*each[0][:2], []) for each in texts],
                    found,
                )

    def _read(self, states: Any, parts: Sequence[Part], found: list[Heard]) -> None:
        """Put what each part tells in its place, from the states of all their tokens in one row."""
        import torch

        place_of: list[int] = []
        heard: list[tuple[int, int]] = []
        for number, ids, place in parts:
            here = {one: len(heard) + rank for rank, one in enumerate(sorted(set(place) - {-1}))}
            heard += [(number, one) for one in here]
            told = [here.get(one, -1) for one in place] or [-1] * len(ids)
            place_of += [-1, *told, -1]
        odds, levels = self.network(states, torch.tensor([place_of]))
        odds, levels = odds[0].numpy(), levels[0].log_softmax(-1).numpy()
        for row, (number, one) in enumerate(heard):
            found[number][0][one], found[number][1][one] = odds[row], levels[row]


def _packs(sizes: Sequence[int]) -> list[Span]:
    """Return stretches of parts, of so many tokens each, that are read as one row."""
    found, start = [], 0
    for at in range(1, len(sizes) + 1):
        if at == len(sizes) or sum(sizes[start : at + 1]) > PACKED:
            found.append((start, at))
            start = at
    return found


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

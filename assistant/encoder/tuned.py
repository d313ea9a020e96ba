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

from assistant.encoder.rows import Asked, Said, packs, rows
from assistant.encoder.sentences import Encoder, EncoderError, load

Floats = npt.NDArray[np.float32]
Heard = tuple[Floats, Floats, Floats]
"""What s stretches tell: log odds (s, a + 1) of the activities and of own practice, first among the
other statements and then within their statement alone, and logarithms (s, a, 6) of how likely each
level is, among the others and should the activity be told."""
FILE = "tuned.safetensors"
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

    def hear(self, asked: Sequence[Asked]) -> list[tuple[Heard, Heard]]:
        """Return what the statements of each text tell, and what the stretches of them do."""
        each = list(dict.fromkeys(asked))  # what is asked twice is heard once
        found = [
            (self._nothing(len(text)), self._nothing(sum(len(spans) for _, spans in text)))
            for text in each
        ]
        cut = [row for at, text in enumerate(each) for row in rows(self._tokenizer, at, text)]
        with self._lock:
            for pack in packs(cut):
                self._run(pack, found)
        told = dict(zip(each, found, strict=True))
        return [told[one] for one in asked]

    def _nothing(self, stretches: int) -> Heard:
        size = len(self.activities), len(self.levels)
        odds = np.full((stretches, size[0] + 1), NOTHING, dtype=np.float32)
        levels = np.full((stretches, *size), -np.log(size[1]), dtype=np.float32)
        return odds, odds.copy(), levels

    def _run(self, pack: Sequence[Sequence[Said]], found: Sequence[tuple[Heard, Heard]]) -> None:
        """Put what statements and stretches tell in their places.

        All is read as one row, in which no text sees another, so that nothing is padded.
        """
        import torch

        each = [one for row in pack for one in row]
        sizes = torch.tensor([len(one.ids) for one in each])
        of_row = torch.arange(len(pack)).repeat_interleave(torch.tensor([*map(len, pack)]))
        apart = _same(torch.arange(len(each)).repeat_interleave(sizes))
        with torch.inference_mode():
            begun = self.network.begun(
                torch.tensor([[token for one in each for token in one.ids]]),
                torch.cat([torch.arange(len(one.ids)) for one in each])[None],
                apart,
            )
            alone = within = self.network.among(begun, apart)
            if len(each) > len(pack):
                within = self.network.among(begun, _same(of_row.repeat_interleave(sizes)))
            where = [(one.text, one.number) for one in each]
            whole = [
                [-1, *[at] * (len(one.ids) - 2), -1] for at, one in enumerate(each)
            ]  # what frames a statement is none of its words
            self._read(within, alone, whole, where, [one for one, _ in found])
            where = [(one.text, at) for one in each for at in sorted({*one.place} - {-1})]
            row = {one: at for at, one in enumerate(where)}
            pieces = [[row.get((one.text, at), -1) for at in one.place] for one in each]
            self._read(within, alone, pieces, where, [one for _, one in found])

    def _read(
        self,
        within: Any,
        alone: Any,
        places: Sequence[Sequence[int]],
        where: Sequence[tuple[int, int]],
        found: Sequence[Heard],
    ) -> None:
        """Put what each stretch tells where it belongs: in which text, at which number."""
        import torch

        if not where:
            return
        place = torch.tensor([[at for one in places for at in one]])
        odds, levels = self.network(within, place)
        by_itself = odds if alone is within else self.network.odds(alone, place)
        told = odds, by_itself, levels.log_softmax(-1)
        for kind, values in enumerate(one[0].numpy().round(DIGITS) for one in told):
            for value, (text, number) in zip(values, where, strict=True):
                found[text][kind][number] = value


def _same(numbers: Any) -> Any:
    """Return a mask (1, 1, t, t) of which tokens have the same number."""
    return (numbers[:, None] == numbers[None, :])[None, None]


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

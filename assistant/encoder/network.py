"""The tuned encoder as a network: lower layers of the packaged model, upper ones of its own, heads.

The first layers read each statement by itself, the others read it by itself or among those of its
text, so that to have both takes little more than to have one. For each activity one query attends
over the words of a statement, and one weighs what it finds; a second query gathers what speaks for
a level. Imported only where the network is run or tuned, since PyTorch takes seconds to import.
"""

import copy
import math
from collections.abc import Sequence
from typing import Any, cast

import torch
from torch import Tensor, nn

from assistant.encoder.rows import APART

LOWER = 2
"""Layers that stay as they are: they are shared with the packaged model, and not kept twice."""
SHARPNESS = 4.0
"""How much sharper than usual a query attends as tuning begins."""
SMALL = 0.02
SELDOM = -3.0
"""Log odds of an activity as tuning begins."""
HEADS = frozenset({"query", "weigh", "bias", "further", "level", "level_bias", "own", "own_bias"})


class Network(nn.Module):
    """Reads token ids into log odds of each activity, of own practice, and of six levels."""

    def __init__(self, base: Any, activities: int, levels: int) -> None:
        """Build on the packaged model `base` (a BertModel), whose weights stay untouched."""
        super().__init__()
        width = int(base.config.hidden_size)
        self.body = type(base)(base.config, add_pooling_layer=False)
        layers = [copy.deepcopy(one) for one in base.encoder.layer[LOWER:]]
        self.body.embeddings = base.embeddings
        self.body.encoder.layer = nn.ModuleList([*base.encoder.layer[:LOWER], *layers])
        # The last query is for telling of own practice at all.
        self.query = nn.Parameter(torch.randn(activities + 1, width) * SMALL)
        self.weigh = nn.Parameter(torch.randn(activities + 1, width) * SMALL)
        self.bias = nn.Parameter(torch.full((activities + 1,), SELDOM))
        self.further = nn.Parameter(torch.zeros(activities, width))
        self.level = nn.Parameter(torch.randn(levels, width) * SMALL)
        self.level_bias = nn.Parameter(torch.zeros(levels))
        self.own = nn.Parameter(torch.zeros(activities, levels, width))
        self.own_bias = nn.Parameter(torch.zeros(activities, levels))

    def begun(self, ids: Tensor, positions: Tensor, apart: Tensor) -> Tensor:
        """Return the states (b, t, width) of tokens `ids` after the layers that read apart.

        `positions` (b, t) is where each stands in its statement; `apart` (b, 1, t, t) is true where
        two stand in the same one.
        """
        states = self.body.embeddings(input_ids=ids, position_ids=positions)
        for layer in self.body.encoder.layer[:APART]:
            states = layer(states, attention_mask=apart)
        return cast(Tensor, states)

    def among(self, begun: Tensor, seen: Tensor) -> Tensor:
        """Return the states after all layers, `seen` (b, 1, t, t) true where one sees another."""
        states = begun
        for layer in self.body.encoder.layer[APART:]:
            states = layer(states, attention_mask=seen)
        return states

    def forward(self, states: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """Return `odds` and `levels` of the statements of texts."""
        return self.odds(states, place), self.levels(states, place)

    def odds(self, states: Tensor, place: Tensor) -> Tensor:
        """Return log odds (b, s, activities + 1) of the activities and of own practice.

        `place` (b, t) numbers the statement each token belongs to, -1 for none; s of them. What
        stands for a number that a text lacks means nothing.
        """
        found = _gathered(states, self.query, place)
        return (found * self.weigh).sum(-1) + self.bias

    def levels(self, states: Tensor, place: Tensor) -> Tensor:
        """Return what speaks for each level (b, s, activities, levels), in the same way."""
        about = _gathered(states, self.query[:-1] + self.further, place)
        levels = about @ self.level.T + self.level_bias + self.own_bias
        return levels + torch.einsum("bsad,ald->bsal", about, self.own)

    def kept(self) -> dict[str, Tensor]:
        """Return what is learnt, by name: all but what is shared with the packaged model."""
        shared = ("body.embeddings.", *(f"body.encoder.layer.{one}." for one in range(LOWER)))
        state = self.state_dict()
        return {name: one for name, one in state.items() if not name.startswith(shared)}

    def learning(self) -> Sequence[tuple[str, nn.Parameter]]:
        """Return the parameters that are tuned, by name."""
        kept = self.kept()
        return [(name, one) for name, one in self.named_parameters() if name in kept]


def _gathered(states: Tensor, queries: Tensor, place: Tensor) -> Tensor:
    """Return for each statement and query (b, s, q, width) what the query attends to in it."""
    inside = place[:, None, :] == torch.arange(int(place.max()) + 1)[None, :, None]
    scores = states @ queries.T * (SHARPNESS / math.sqrt(states.shape[-1]))
    wide = scores.transpose(1, 2)[:, None].masked_fill(~inside[:, :, None, :], -1e4)
    return wide.softmax(-1) @ states[:, None]

"""Learns how questions are best compared: small maps beside the encoder, and weights of signals.

Each known question is asked in turn, left out of those it is compared with, and the entry that it
belongs to should come first. The same questions give the same maps on one machine.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
PASSES, RATE, DECAY, DROPPED, AT_ONCE = 6, 3e-3, 0.02, 0.1, 512
"""Passes over all questions, learning rate, weight decay, share of a vector's numbers left out at
random, and questions in one step."""
WIDTH, SMALL, SHARP = 96, 0.02, 3.0
"""Width of the maps, size of their numbers as they begin, and logarithm of how sharp scores are."""
NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learnt from: `asks` (n, d), the `owners` (n,) of each, `told` (m, d) for each signal.

    `home` says for each signal which row of `told` each entry has; `given` (n, entries) are signals
    that are not learnt; `forms` (n,) and `kinds` (entries,) number the form of each question and
    the kind of each entry.
    """

    asks: Floats
    owners: npt.NDArray[np.int64]
    told: Sequence[Floats]
    home: Sequence[npt.NDArray[np.int64]]
    given: Sequence[Floats]
    forms: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.int64]
    sizes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Adapted:
    """Maps for questions and for texts, weights of the signals, and of forms (f, k)."""

    asks: tuple[Floats, Floats]
    text: tuple[Floats, Floats]
    weights: Floats
    forms: Floats


def adapt(lesson: Lesson, start: Floats, told: Callable[[float], None]) -> Adapted:
    """Return what is learnt; `start` are the weights as learning begins; `told` hears the share."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    torch.manual_seed(0)
    threads = torch.get_num_threads()
    torch.set_num_threads(os.cpu_count() or 1)
    asks, owners = torch.from_numpy(lesson.asks), torch.from_numpy(lesson.owners)
    texts = [torch.from_numpy(one) for one in lesson.told]
    homes = [torch.from_numpy(one) for one in lesson.home]
    given = [torch.from_numpy(one) for one in lesson.given]
    forms, kinds = torch.from_numpy(lesson.forms), torch.from_numpy(lesson.kinds)
    size, width = asks.shape
    entries = len(kinds)

    def small(*shape: int) -> torch.nn.Parameter:
        return torch.nn.Parameter(torch.randn(*shape) * SMALL)

    def none(*shape: int) -> torch.nn.Parameter:
        return torch.nn.Parameter(torch.zeros(*shape))

    maps = [small(width, WIDTH), none(WIDTH, width), small(width, WIDTH), none(WIDTH, width)]
    weights = torch.nn.Parameter(torch.from_numpy(start.copy()))
    sharp, gains = torch.nn.Parameter(torch.tensor(SHARP)), none(*lesson.sizes)
    optimiser = torch.optim.AdamW(
        [
            {"params": maps, "weight_decay": DECAY},
            {"params": [weights, sharp], "weight_decay": 0.0},
            {"params": [gains], "weight_decay": 0.05},
        ],
        lr=RATE,
    )
    steps = PASSES * -(-size // AT_ONCE)
    for number in range(steps):
        if number % (steps // PASSES) == 0:
            order = torch.randperm(size)
        at = order[AT_ONCE * (number % (steps // PASSES)) :][:AT_ONCE]
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - number / steps)
        known = normalize(asks + asks @ maps[0] @ maps[1], dim=1)
        kept = asks[at] * (torch.rand(len(at), width) > DROPPED)
        asked = normalize(kept + kept @ maps[0] @ maps[1], dim=1)
        near = asked @ known.T
        near[torch.arange(len(at)), at] = NEVER
        best = torch.full((len(at), entries), NEVER)
        best = best.scatter_reduce(1, owners[None].expand(len(at), -1), near, "amax")
        score = weights[0] * best
        for weight, text, home in zip(weights[1:], texts, homes, strict=False):
            mapped = normalize(text + text @ maps[2] @ maps[3], dim=1)
            score = score + weight * (asked @ mapped.T)[:, home]
        for weight, signal in zip(weights[1 + len(texts) :], given, strict=True):
            score = score + weight * signal[at]
        score = score + gains[forms[at]][:, kinds]
        loss = cross_entropy(torch.exp(sharp) * score, owners[at])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
        optimiser.step()
        told((number + 1) / steps)
    torch.set_num_threads(threads)
    arrays = [one.detach().numpy() for one in (*maps, weights, gains)]
    return Adapted((arrays[0], arrays[1]), (arrays[2], arrays[3]), arrays[4], arrays[5])

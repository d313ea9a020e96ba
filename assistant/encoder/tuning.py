"""Tunes the encoder on labelled texts: what each tells, though not in which of its statements.

A text tells an activity where one of its statements does: each statement has its own odds, and
what the text is labelled with must hold of at least one of them. Short texts are also put together,
so that what one tells is not looked for in another. Run on an otherwise idle machine; tuning is
resumed after the last whole pass where it was broken off.
"""

import json
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.encoder.rows import rows
from assistant.encoder.sentences import Encoder
from assistant.encoder.tuned import Tuned, fresh

PASSES = 3
RATE, HEAD_RATE = 1.5e-4, 3e-3
"""Learning rates of the layers and of the heads at their highest."""
WARM = 0.06
"""Share of all steps over which the rates rise; they then fall to nothing."""
AT_ONCE = 1600
"""Tokens, padding included, in one step."""
LIKE_LONG = 800
"""Texts sorted by length together, so that little is padded."""
JOINED = 8
"""One text put together of others for so many texts."""
TOGETHER = (2, 5)
SHORT = 45
"""Tokens of a text that is put together with others."""
LEVELS_COUNT, OWN_COUNTS = 0.7, 2.0
"""Weights of the levels, and of telling of own practice at all, beside one activity."""
STEEPEST = 1.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """The statements of a text, and the level of each activity it tells of; "" is any level."""

    statements: tuple[str, ...]
    levels: Mapping[str, str]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Item:
    """The token ids of statements; each part (from, to, lesson) of them has its own labels."""

    statements: tuple[list[int], ...]
    parts: tuple[tuple[int, int, Lesson], ...]

    @property
    def size(self) -> int:
        """How many tokens that is."""
        return sum(map(len, self.statements))


def tune(
    model: Encoder,
    lessons: Sequence[Lesson],
    activities: Sequence[str],
    levels: Sequence[str],
    told: Callable[[float], None],
    keep: Path | None = None,
) -> Tuned:
    """Return an encoder tuned on the lessons; `told` hears the share done, 0 to 1.

    What was learnt is kept in `keep` after each pass and taken up from there.
    """
    import torch

    torch.manual_seed(0)
    network = fresh(model, len(activities), len(levels))
    network.requires_grad_(False)
    pupil = _Pupil(network, tuple(activities), tuple(levels))
    items = [one for one in (_item(model.tokenizer, one) for one in lessons) if one.parts]
    done = pupil.resume(keep) if keep is not None else 0
    threads = torch.get_num_threads()
    torch.set_num_threads(os.cpu_count() or 1)
    for number in range(done, PASSES):
        torch.manual_seed(number)
        steps = _steps(items, random.Random(number))  # noqa: S311
        network.train()
        for at, step in enumerate(steps):
            share = (number + at / len(steps)) / PASSES
            pupil.learn(step, share)
            told(share)
        if keep is not None:
            pupil.keep(keep, number + 1)
    torch.set_num_threads(threads)
    told(1.0)
    manifest = {
        "activities": json.dumps(list(activities)),
        "levels": json.dumps(list(levels)),
        "encoder_sha256": model.sha256,
        "texts": str(len(lessons)),
    }
    return Tuned(network.eval(), model.tokenizer, manifest)


def save(path: Path, tuned: Tuned, manifest: Mapping[str, str]) -> None:
    """Write what is learnt, in half the digits, with what it was made from."""
    import torch
    from safetensors.torch import save_file

    weights = tuned.network.kept()
    halves = {name: one.to(torch.float16).contiguous() for name, one in weights.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    save_file(halves, part, metadata={**tuned.manifest, **manifest})
    part.replace(path)


class _Pupil:
    """A network while it learns, with what its optimiser remembers."""

    def __init__(self, network: Any, activities: tuple[str, ...], levels: tuple[str, ...]) -> None:
        import torch

        from assistant.encoder.network import HEADS

        self.network, self.activities, self.levels = network, activities, levels
        named = network.learning()
        self.named = dict(named)
        for one in self.named.values():
            one.requires_grad_(True)
        layers = [one for name, one in named if name not in HEADS]
        heads = [one for name, one in named if name in HEADS]
        groups = [{"params": layers, "peak": RATE}, {"params": heads, "peak": HEAD_RATE}]
        self.optimiser = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01)

    def learn(self, step: Sequence[_Item], share: float) -> None:
        """Take one step; `share` (0 to 1) is how much is done before it."""
        import torch

        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * min(share / WARM, 1.0) * (1.0 - share)
        longest = max(one.size for one in step)
        ids = torch.zeros(len(step), longest, dtype=torch.long)
        positions, place, number = torch.zeros_like(ids), ids - 1, ids - 1
        for row, one in enumerate(step):
            start = 0
            for at, said in enumerate(one.statements):
                end = start + len(said)
                ids[row, start:end] = torch.tensor(said)
                positions[row, start:end] = torch.arange(len(said))
                number[row, start:end] = at
                place[row, start + 1 : end - 1] = at  # without what frames it
                start = end
        apart = (number[:, :, None] == number[:, None, :])[:, None]
        among = ((number < 0)[:, :, None] == (number < 0)[:, None, :])[:, None]
        with torch.autocast("cpu", torch.bfloat16):
            states = self.network.among(self.network.begun(ids, positions, apart), among)
        odds, levels = self.network(states.float(), place)
        loss = self._loss(step, odds, levels.log_softmax(-1))
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(self.named.values()), STEEPEST)
        self.optimiser.step()

    def _loss(self, step: Sequence[_Item], odds: Any, levels: Any) -> Any:
        import torch

        unsaid = torch.nn.functional.logsigmoid(-odds)  # log of: this statement does not tell it
        none, truth, about_levels = [], [], []
        for row, one in enumerate(step):
            for start, end, lesson in one.parts:
                none.append(unsaid[row, start:end].sum(0))
                told = [float(name in lesson.levels) for name in self.activities]
                truth.append(torch.tensor([*told, float(bool(lesson.levels))]))
                for name, level in lesson.levels.items():
                    if level in self.levels:
                        at = self.activities.index(name)
                        where = odds[row, start:end, at].log_softmax(0).detach()
                        said = levels[row, start:end, at, self.levels.index(level)]
                        about_levels.append(-lesson.weight * torch.logsumexp(where + said, 0))
        missing = torch.stack(none).clamp(max=-1e-6)
        there = torch.log(-torch.expm1(missing) + 1e-7)
        wanted = torch.stack(truth)
        counts = torch.ones(wanted.shape[1])
        counts[-1] = OWN_COUNTS
        loss = -((wanted * there + (1 - wanted) * missing) * counts).sum()
        if about_levels:
            loss = loss + LEVELS_COUNT * torch.stack(about_levels).sum()
        return loss / len(none)

    def keep(self, path: Path, passes: int) -> None:
        """Keep what is learnt and remembered after so many passes."""
        from safetensors.torch import save_file

        kept = {name: one.detach().contiguous() for name, one in self.named.items()}
        for name, one in self.named.items():
            for key, value in self.optimiser.state[one].items():
                kept[f"{key}/{name}"] = value.detach().clone().contiguous()
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        save_file(kept, part, metadata={"passes": str(passes)})
        part.replace(path)

    def resume(self, path: Path) -> int:
        """Take up what was kept; return after how many passes that was, 0 where nothing was."""
        import torch
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(path, framework="pt") as file:
                passes = int((file.metadata() or {})["passes"])
                kept = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (OSError, SafetensorError, KeyError, ValueError):
            return 0
        with torch.no_grad():
            for name, one in self.named.items():
                one.copy_(kept[name])
                keys = [key for key in kept if key.endswith(f"/{name}")]
                self.optimiser.state[one] = {key.split("/")[0]: kept[key] for key in keys}
        return passes


def _item(tokenizer: Any, lesson: Lesson) -> _Item:
    """Return a text as far as it is read at once."""
    asked = tuple((one, ()) for one in lesson.statements)
    said = tuple(one.ids for one in next(rows(tokenizer, 0, asked), ()))
    return _Item(said, ((0, len(said), lesson),) if said else ())


def _joined(items: Sequence[_Item]) -> _Item:
    """Return several texts as one, in which each has its own labels."""
    parts: list[tuple[int, int, Lesson]] = []
    for one in items:
        so_far = parts[-1][1] if parts else 0
        parts += [(so_far + start, so_far + end, lesson) for start, end, lesson in one.parts]
    return _Item(tuple(said for one in items for said in one.statements), tuple(parts))


def _steps(items: Sequence[_Item], chance: random.Random) -> list[list[_Item]]:
    """Return one pass over all texts, and those put together of them, in steps of like length."""
    short = [one for one in items if one.size < SHORT]
    more = [
        _joined(chance.sample(short, chance.randint(*TOGETHER)))
        for _ in range(len(items) // JOINED if len(short) >= max(TOGETHER) else 0)
    ]
    every = [*items, *more]
    chance.shuffle(every)
    found = [
        step
        for start in range(0, len(every), LIKE_LONG)
        for step in _sized(sorted(every[start : start + LIKE_LONG], key=lambda one: one.size))
    ]
    chance.shuffle(found)
    return found


def _sized(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    step: list[_Item] = []
    for one in items:
        if step and (len(step) + 1) * one.size > AT_ONCE:
            yield step
            step = []
        step.append(one)
    if step:
        yield step

"""Times what needs no browser: an engine turn beside a bare encode, and the next question."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from assistant import questioning, staging
from assistant.conversation import ask
from assistant.domain.findings import Intent
from assistant.domain.knowledge import Catalogue, Model
from assistant.domain.levels import HIGHEST, LOWEST, Origin, Profile, Standing, Status
from assistant.domain.results import Question
from assistant.domain.session import Turn, TurnKind
from assistant.service import Service

SEED = 20261101
TEXTS, WARM_UP, PROFILES = 240, 20, 120
MOST_SENTENCES = 6
FOUND = 5
SAYS_ONE_LEVEL = 0.8
MS = 1000.0


def turns(service: Service, wanted: int = TEXTS, words: int = 20) -> dict[str, object]:
    """Time a fresh turn against one bare encode of the same text, in turn first and second.

    Texts have `words` words or a few more. A turn is text in; findings, stages, next question and
    the words of the reply out. Every other text answers a question that is open; the others open
    the conversation. No text comes twice.
    """
    begun = (Turn(kind=TurnKind.REPLY, activity=next(iter(service.catalogue.activities)), level=2),)
    pending = service.conversation(begun).question
    asked = pending.activity if pending else ""
    texts = own_texts(service.catalogue, WARM_UP + wanted, words)

    def told(number: int, text: str) -> tuple[Turn, ...]:
        said = Turn(kind=TurnKind.SAY, text=text, activity=asked if number % 2 else "")
        return (*begun, said) if number % 2 else (said,)

    each = [told(number, text) for number, text in enumerate(texts)]
    took = _beside_encodes(service, texts, [partial(_turn, service, one) for one in each], every=2)
    last = [service.conversation(one).exchanges[-1] for one in each]
    lengths = [len(text.split()) for text in texts]
    pairs = [one / other for one, other in zip(took.ours, took.encode, strict=True)]
    return {
        "texts": wanted,
        "words": [min(lengths), int(np.median(lengths)), max(lengths)],
        "read_as_question": sum(one.intent is Intent.QUESTION for one in last),
        **took.figures("turn"),
        "pairwise_ratio_p50": round(_percentiles(pairs)[0], 3),
    }


def searches(service: Service, wanted: int = TEXTS) -> dict[str, object]:
    """Time a search, its own encode included, against one bare encode, in turn first and second."""
    queries = [  # not texts that were encoded before
        f"How do others do this: {text}" for text in own_texts(service.catalogue, WARM_UP + wanted)
    ]
    work = [partial(service.find, query, FOUND) for query in queries]
    return {
        "texts": wanted,
        **_beside_encodes(service, queries, work, every=1).figures("search"),
    }


def decisions(catalogue: Catalogue, profiles: int = PROFILES) -> dict[str, object]:
    """Time the way from what was told to the next question, over random profiles, by model."""
    rng = random.Random(SEED)  # noqa: S311 -- draws examples, keeps no secret
    told = [random_profile(catalogue, rng) for _ in range(profiles)]
    each: dict[str, list[float]] = {}
    for key, model in catalogue.models.items():
        _decide(catalogue, model, {})  # what is computed once for a model is not what is timed
        each[key] = [_seconds(partial(_decide, catalogue, model, one)) for one in told]
    whole = _percentiles([one for found in each.values() for one in found])
    found: dict[str, object] = {
        "profiles": profiles,
        "p50_ms": round(whole[0] * MS, 3),
        "p95_ms": round(whole[1] * MS, 3),
    }
    for key, values in each.items():
        p50, p95 = _percentiles(values)
        found[key] = {"p50_ms": round(p50 * MS, 3), "p95_ms": round(p95 * MS, 3)}
    return found


def own_texts(catalogue: Catalogue, n: int, words: int = 0) -> list[str]:
    """Return n distinct texts as people write them, of our own sentences drawn by seed.

    One to six sentences each; or, with `words`, as many as it takes to reach that number.
    """
    rng = random.Random(SEED)  # noqa: S311 -- draws examples, keeps no secret
    pool = [
        text
        for item in catalogue.activities.values()
        for texts in item.examples.by_level()
        for text in texts
    ]
    found: dict[str, None] = {}
    while len(found) < n:
        drawn = rng.sample(pool, rng.randint(1, MOST_SENTENCES))
        while sum(len(one.split()) for one in drawn) < words:
            drawn.append(rng.choice(pool))
        while words and sum(len(one.split()) for one in drawn[:-1]) >= words:
            drawn.pop()
        found[" ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in drawn)] = None
    return list(found)


def random_profile(catalogue: Catalogue, rng: random.Random) -> Profile:
    """Return levels, some of them ranges, for a random part of all activities."""
    part = rng.random()
    told = {}
    for name in catalogue.items:
        if rng.random() < part:
            lo = rng.randint(LOWEST, HIGHEST)
            hi = lo if rng.random() < SAYS_ONE_LEVEL else rng.randint(lo, HIGHEST)
            told[name] = Standing(lo, hi, Status.LEVEL, Origin.CHOSEN)
    return told


@dataclass(frozen=True, slots=True)
class _Took:
    """The seconds that work on each text took, and those of one bare encode of the same text."""

    ours: Sequence[float]
    encode: Sequence[float]

    def figures(self, name: str) -> dict[str, float]:
        """Return percentiles of both, and their ratios, with ours under its own name."""
        ours, bare = _percentiles(self.ours), _percentiles(self.encode)
        return {
            f"{name}_p50_ms": round(ours[0] * MS, 2),
            f"{name}_p95_ms": round(ours[1] * MS, 2),
            "encode_p50_ms": round(bare[0] * MS, 2),
            "encode_p95_ms": round(bare[1] * MS, 2),
            "ratio_p50": round(ours[0] / bare[0], 3),
            "ratio_p95": round(ours[1] / bare[1], 3),
        }


def _beside_encodes(
    service: Service, texts: Sequence[str], work: Sequence[Callable[[], object]], every: int
) -> _Took:
    """Time each piece of work and a bare encode; which is first changes after `every` texts."""
    service.find("wait", 1)  # what loads in the background would be timed too
    encode = service.engine.encoder.encode
    ours, bare = [], []
    for number, (text, one) in enumerate(zip(texts, work, strict=True)):
        if number // every % 2:
            ours.append(_seconds(one))
            bare.append(_seconds(partial(encode, [text])))
        else:
            bare.append(_seconds(partial(encode, [text])))
            ours.append(_seconds(one))
    return _Took(ours[WARM_UP:], bare[WARM_UP:])


def _turn(service: Service, turns: tuple[Turn, ...]) -> str:
    now = service.conversation(turns)
    return ask(service.catalogue, now, now.question) if now.question else ""


def _decide(catalogue: Catalogue, model: Model, told: Profile) -> Question | None:
    profile = staging.close(catalogue, told).profile
    assessment = staging.assess(model, profile)
    return questioning.next_question(catalogue, model, profile, assessment)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    p50, p95 = np.percentile(values, [50, 95])
    return float(p50), float(p95)

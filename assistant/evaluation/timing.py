"""Times what needs no browser: an engine turn beside a bare encode, and the next question."""

import random
import time
from collections.abc import Callable, Sequence
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


def turns(service: Service, wanted: int = TEXTS) -> dict[str, object]:
    """Time a fresh turn against one bare encode of the same text, in turn first and second.

    A turn is text in; findings, stages, next question and the words of the reply out. Every other
    text answers a question that is open; the others open the conversation. No text comes twice.
    """
    service.find("wait", 1)  # what loads in the background would be timed too
    encode = service.engine.encoder.encode
    begun = (Turn(kind=TurnKind.REPLY, activity=next(iter(service.catalogue.activities)), level=2),)
    pending = service.conversation(begun).question
    asked = pending.activity if pending else ""
    took: dict[str, list[float]] = {"turn": [], "encode": []}
    texts = own_texts(service.catalogue, WARM_UP + wanted)
    questions = 0
    for number, text in enumerate(texts):
        before, activity = (begun, asked) if number % 2 else ((), "")
        turns = (*before, Turn(kind=TurnKind.SAY, text=text, activity=activity))
        work: dict[str, Callable[[], object]] = {
            "turn": partial(_turn, service, turns),
            "encode": partial(encode, [text]),
        }
        for name in work if number // 2 % 2 else reversed(work):
            seconds = _seconds(work[name])
            if number >= WARM_UP:
                took[name].append(seconds)
        last = service.conversation(turns).exchanges[-1]  # kept from the turn, not folded again
        questions += last.intent is Intent.QUESTION
    lengths = [len(text) for text in texts]
    turn_50, turn_95 = _percentiles(took["turn"])
    bare_50, bare_95 = _percentiles(took["encode"])
    pairs = [one / other for one, other in zip(took["turn"], took["encode"], strict=True)]
    return {
        "texts": wanted,
        "characters": [min(lengths), int(np.median(lengths)), max(lengths)],
        "read_as_question": questions,
        "turn_p50_ms": round(turn_50 * MS, 2),
        "turn_p95_ms": round(turn_95 * MS, 2),
        "encode_p50_ms": round(bare_50 * MS, 2),
        "encode_p95_ms": round(bare_95 * MS, 2),
        "ratio_p50": round(turn_50 / bare_50, 3),
        "ratio_p95": round(turn_95 / bare_95, 3),
        "pairwise_ratio_p50": round(_percentiles(pairs)[0], 3),
    }


def searches(service: Service, wanted: int = TEXTS) -> dict[str, object]:
    """Time a search, its own encode included, against one bare encode, in turn first and second."""
    service.find("wait", 1)
    encode = service.engine.encoder.encode
    took: dict[str, list[float]] = {"search": [], "encode": []}
    for number, text in enumerate(own_texts(service.catalogue, WARM_UP + wanted)):
        query = f"How do others do this: {text}"  # not a text that was encoded before
        work: dict[str, Callable[[], object]] = {
            "search": partial(service.find, query, FOUND),
            "encode": partial(encode, [query]),
        }
        for name in work if number % 2 else reversed(work):
            seconds = _seconds(work[name])
            if number >= WARM_UP:
                took[name].append(seconds)
    search_50, search_95 = _percentiles(took["search"])
    bare_50, bare_95 = _percentiles(took["encode"])
    return {
        "texts": wanted,
        "search_p50_ms": round(search_50 * MS, 2),
        "search_p95_ms": round(search_95 * MS, 2),
        "encode_p50_ms": round(bare_50 * MS, 2),
        "encode_p95_ms": round(bare_95 * MS, 2),
        "ratio_p50": round(search_50 / bare_50, 3),
        "ratio_p95": round(search_95 / bare_95, 3),
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


def own_texts(catalogue: Catalogue, n: int) -> list[str]:
    """Return n distinct texts as people write them: one to six of our sentences, drawn by seed."""
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

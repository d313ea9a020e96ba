"""Gathers for each activity read the clauses that tell of it, and judges by rules and head."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType

import numpy as np

from assistant.reading.autonomy import (
    BY_PEOPLE,
    ENFORCED,
    HANDS_OFF,
    MIXED,
    NO_MORE,
    UNCLEAR,
    Verdict,
    combine,
    counted,
    judge,
    nearest_only,
)
from assistant.reading.clauses import Sentence
from assistant.reading.cues import Hit
from assistant.reading.gathered import Region, Span, cue_spans, regions
from assistant.reading.judge import LEVEL_COUNTS
from assistant.reading.prepared import Prepared
from assistant.reading.scoring import LEVELS, Floats, Head, level_scores, run_scores
from assistant.reading.wordlists import WORDS_OF_LEVEL, Kind, LevelHit

SILENT = 0.4
"""What the rules' silence adds to "unclear": people often do not say how, our sentences do."""
SAID = 0.15
"""What a level that the rules read adds to it."""
PLAIN, PLAINLY = 9, 0.9
"""Words up to which a text says its level openly, and what the rules' level adds there."""
OUTRIGHT = 1.5
"""What it adds where a text says that no hand is needed, or that nothing goes without it: words
alone speak for absence there, and so does the second reader."""
OUTRIGHTS = frozenset({HANDS_OFF, ENFORCED, BY_PEOPLE, NO_MORE})
_NOTHING = re.compile(
    r"(?:and |so |but )?(?:nothing|none) (?:is|are|was|were|gets?|has been) \w+(?: yet)?$"
    r"|(?:and |so |but )?(?:this|that|it) (?:(?:is|was|got|has been) never"
    r"|never (?:got|was)|(?:has|had) never been) (?:\w+ )?"
    r"(?:switched on|turned on|enabled|activated|used|done|finished|built|started)$"
)
CLOSE = 0.25
"""Levels whose score is this near to the best could be defended too."""
WAVER = 0.5
"""How much more score makes a level e times as likely."""
CERTAIN = 0.6
"""Likelihood from which a level stands alone, and no range is kept: then it was right, or could be
defended, in .95 of real findings, and in .76 of those by hands that nothing had learnt from."""
LIKE_LEVEL = "told like examples of that level"
_STEP = 0.2
"""Share of texts of one level of which a careful reader could say the next level as well."""
_DEFENDED = {
    ("partial", "unclear"): 0.8,
    ("automated", "unclear"): 0.6,
    ("manual", "unclear"): 0.2,
    ("absent", "planned"): 0.9,
    ("planned", "absent"): _STEP,
}
"""The same for what is said (first) of a text that does not say how, or tells of a plan."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a text tells of an activity, what the rules make of it, and what they saw.

    `cues` are the words that name it, `words` those that say how far it goes. Where only `partly`
    what is told is of today, `clauses` and what was `seen` leave out the rest.
    """

    region: Region
    cues: tuple[Span, ...]
    words: tuple[Span, ...]
    verdict: Verdict
    clauses: str
    seen: frozenset[str]
    partly: bool = False


def _defensible() -> Floats:
    """Return how often what is said (row, in LEVELS) can be defended of what is so (column)."""
    table = np.eye(len(LEVELS), dtype=np.float32)
    for low in range(3):
        table[low, low + 1] = table[low + 1, low] = _STEP
    for (said, is_so), share in _DEFENDED.items():
        table[LEVELS.index(said), LEVELS.index(is_so)] = share
    return table


DEFENSIBLE = _defensible()


def gather(
    prepared: Prepared,
    head: Head,
    plain: str,
    told: Sequence[Sentence],
    hits: Sequence[Hit],
    names: Sequence[str],
    places: Mapping[str, Span] = MappingProxyType({}),
    goes: Mapping[Span, str] = MappingProxyType({}),
) -> Mapping[str, Evidence]:
    """Return the evidence for each of the named activities in a folded text.

    `places` are clauses known to tell of activities that no cue names, `goes` what clauses are
    known to go on about.
    """
    spans = cue_spans(hits, names)
    spans |= {name: [span] for name, span in places.items()}
    unnamed = [name for name in names if name not in spans]
    spans |= _nearest(head, plain, told, unnamed) if unnamed else {}
    found = {}
    for name, region in regions(plain, told, spans, goes).items():
        main = [_words(prepared, plain, name, clause, spans) for clause in region.main]
        further = [_words(prepared, plain, name, clause, {}) for clause in region.further]
        verdict, live = _verdict(
            dict(zip(region.main, map(judge, main), strict=True)),
            dict(zip(region.further, map(judge, further), strict=True)),
        )
        hands_off = any(hit.kind is Kind.HANDS_OFF for hit in (*chain(*main), *chain(*further)))
        if not hands_off and any(_plain_no(prepared, plain, one) for one in region.further):
            verdict = Verdict(0, 0, 1, why="a plain no")
        clauses = " ".join(plain[slice(*span)] for span in live)
        in_main, in_further = [counted(one) for one in main], [counted(one) for one in further]
        placed = list(zip(region.main, in_main, strict=True))
        seen = {f"main {hit.kind}" for span, one in placed if span in live for hit in one}
        goes_on = list(zip(region.further, in_further, strict=True))
        seen |= {f"further {hit.kind}" for span, one in goes_on if span in live for hit in one}
        seen |= {f"reads {_word(verdict)}", verdict.why, f"{verdict.lo} to {verdict.hi}"}
        words = tuple(
            (span[0] + hit.start, span[0] + hit.end)
            for span, one in (*placed, *goes_on)
            for hit in one
        )
        partly = len(live) < len(region.main) + len(region.further)
        cues = tuple(spans[name])
        found[name] = Evidence(region, cues, words, verdict, clauses, frozenset(seen), partly)
    return found


def settle(head: Head, name: str, evidence: Evidence, second: Floats | None = None) -> Verdict:
    """Return the level of an activity by rules and head, and by the second reader if there is one.

    `second` (a, 6) are its logarithms of how likely each level of each activity is.
    """
    rules = evidence.verdict
    place = head.activities.index(name)
    scores = level_scores(head, place, evidence.clauses, evidence.seen)
    word = _word(rules)
    bonus = _bonus(rules, evidence.clauses)
    if second is not None and rules.why not in OUTRIGHTS and not evidence.partly:
        scores = scores + WAVER * LEVEL_COUNTS * second[place]
    scores[LEVELS.index(word)] += bonus
    likely = np.exp((scores - scores.max()) / WAVER)
    likely /= likely.sum()
    at = int(np.argmax(DEFENSIBLE @ likely))
    best = LEVELS[at]
    certain = best in WORDS_OF_LEVEL and likely[at] >= CERTAIN
    if best == word:
        return replace(rules, lo=at, hi=at) if certain else rules
    if best == "unclear":
        return UNCLEAR
    if best == "planned":
        return Verdict(0, 0, 1, planned=True, why="read as intended")
    level = at
    if certain:
        return Verdict(level, level, level, why=LIKE_LEVEL)
    near_best = {LEVELS[at] for at in np.flatnonzero(scores >= scores.max() - CLOSE)}
    close = [level, *(LEVELS.index(one) for one in near_best & set(LEVELS[:4]))]
    if "unclear" in near_best:
        close += [UNCLEAR.lo, UNCLEAR.hi]
    if rules.level is not None:
        close += [rules.lo, rules.hi] if rules.why in MIXED else [rules.level]
    return Verdict(level, min(close), max(close), why=LIKE_LEVEL)


def _bonus(rules: Verdict, clauses: str) -> float:
    """Return what the rules' own verdict adds to its score."""
    if rules.level is None and not rules.planned:
        return SILENT
    if rules.why in OUTRIGHTS:
        return OUTRIGHT
    return PLAINLY if len(clauses.split()) <= PLAIN else SAID


def _word(verdict: Verdict) -> str:
    if verdict.planned:
        return "planned"
    return "unclear" if verdict.level is None else LEVELS[verdict.level]


def _verdict(
    main: Mapping[Span, Verdict], further: Mapping[Span, Verdict]
) -> tuple[Verdict, Sequence[Span]]:
    """Return the verdict on an activity from those on its clauses, and the clauses it rests on.

    What is over, and what was before it, does not count; neither does what was once where another
    clause says how it is.
    """
    both = sorted({*main, *further})
    verdict = {**further, **main}
    over = [span for span in both if verdict[span].over]
    left = [span for span in both if not over or span > over[-1]]
    if over and not any(verdict[span].level is not None or verdict[span].planned for span in left):
        return Verdict(0, 0, 1, why=NO_MORE), both
    today = [span for span in left if not verdict[span].past]
    now = [main[span] for span in today if span in main]
    later = [further[span] for span in today if span in further]
    if later and not now:
        return combine(later, ()), today
    return combine(now or list(main.values()), later), today if now else both


def _words(
    prepared: Prepared, plain: str, name: str, clause: Span, spans: Mapping[str, list[Span]]
) -> list[LevelHit]:
    """Return the level words of a clause that hold for one activity."""
    hits = prepared.levels.find(plain[slice(*clause)], prepared.items[name])
    own = _shifted(spans.get(name, []), clause)
    others = [
        place
        for other, places in spans.items()
        if other != name
        for place in _shifted(places, clause)
    ]
    return nearest_only(hits, own, others) if own and others else hits


def _nearest(
    head: Head, plain: str, told: Sequence[Sentence], names: Sequence[str]
) -> dict[str, list[Span]]:
    """Return the clause whose characters speak most for each activity that has no cue."""
    clauses = [clause for one in told for clause in one.clauses]
    values = np.stack([run_scores(head, plain[start:end]) for start, end in clauses])
    best = values.argmax(axis=0)
    return {name: [clauses[best[head.activities.index(name)]]] for name in names}


def _plain_no(prepared: Prepared, plain: str, clause: Span) -> bool:
    """Tell whether a clause that goes on about an activity just denies it: we don't."""
    words = plain[slice(*clause)].strip(" .!,;")
    return bool(prepared.intents.deny.fullmatch(words) or _NOTHING.match(words))


def _shifted(spans: Sequence[Span], clause: Span) -> list[Span]:
    return [
        (start - clause[0], end - clause[0])
        for start, end in spans
        if clause[0] <= start < clause[1]
    ]

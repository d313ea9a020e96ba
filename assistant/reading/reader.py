"""Reads one text: which activities it speaks of, by which words, and at which level each stands."""

from collections.abc import Callable, Sequence

from assistant.domain.findings import Command, Finding, Intent, Reading
from assistant.reading.clauses import Sentence, opens_as_question, sentences
from assistant.reading.cues import Hit
from assistant.reading.evidence import Region, Span, cue_spans, regions
from assistant.reading.folding import Folded, fold
from assistant.reading.intents import readable
from assistant.reading.levels import Verdict, combine, judge, nearest_only, present_only
from assistant.reading.pending import answer_to
from assistant.reading.prepared import Prepared, gate_input
from assistant.reading.scoring import Floats, Head, practice, run_scores, score, share_right

Vectorise = Callable[[str], Floats]
ASKED = 1.0
"""How much less an activity must score when it was just asked about."""
NAMED_GATE = 0.3
"""How likely a text must be to tell of own practice, instead of `gate`, when a question is open or
a cue is named without any turn of phrase of opinion or theory."""
LONGEST_QUOTE = 320


def read(prepared: Prepared, text: str, vectorise: Vectorise, question: str | None) -> Reading:
    """Read a text. `question` is the id of the item just asked about, `vectorise` gives its vector.

    The vector is asked for only when something may be found.
    """
    folded = fold(text)
    plain = folded.text
    if not plain.strip() or not readable(text):
        return Reading(Intent.OTHER)
    command = prepared.intents.command(plain)
    if command is not Command.NONE:
        return Reading(Intent.COMMAND, command=command)
    parts = sentences(plain)
    told = tuple(one for one in parts if not one.asks)
    asks = not told or parts[-1].asks or (len(parts) == 1 and _opens_asking(plain, parts))
    found: list[Finding] = []
    own = False
    if told and not (asks and len(parts) == 1):
        found, own = _found(prepared, folded, text, told, vectorise, question)
    if question and question in prepared.items and not asks:
        answer = answer_to(prepared, folded, text, told, question, tuple(found))
        if answer is not None:
            found = [one for one in found if one.activity != question] + [answer]
    found.sort(key=lambda one: (one.start, one.activity))
    return Reading(_intent(prepared, plain, parts, asks, bool(found) or own), tuple(found))


def _opens_asking(plain: str, parts: Sequence[Sentence]) -> bool:
    """Tell whether a lone sentence opens as a question that it does not itself answer."""
    return opens_as_question(plain) and "? " not in plain[parts[0].start : parts[0].end]


def _intent(
    prepared: Prepared, plain: str, parts: Sequence[Sentence], asks: bool, answers: bool
) -> Intent:
    if asks or (not answers and any(one.asks for one in parts)):
        return Intent.QUESTION
    if prepared.intents.corrects(plain):
        return Intent.CORRECTION
    return Intent.ANSWER if answers else Intent.OTHER


def _found(
    prepared: Prepared,
    folded: Folded,
    text: str,
    told: tuple[Sentence, ...],
    vectorise: Vectorise,
    question: str | None,
) -> tuple[list[Finding], bool]:
    """Return the findings, and whether the text tells of the speaker's own practice at all."""
    head, plain = prepared.head, folded.text
    if head is None:
        return [], False
    hits = tuple(
        hit
        for hit in prepared.finder.find(plain)
        if any(one.start <= hit.start < one.end for one in told)
    )
    vector = vectorise(text)
    said = " ".join(plain[one.start : one.end] for one in told)
    chance = practice(head, vector, gate_input(prepared, said, hits))
    named = any(hit.strong for hit in hits) and not prepared.intents.count_general(said)
    if chance < (NAMED_GATE if question or named else head.gate):
        return [], False
    margins = _margins(head, said, hits, vector, question)
    names = [name for name in margins if name in prepared.items]
    spans = cue_spans(hits, names)
    for name in names:
        if name not in spans:
            spans[name] = [_nearest(head, plain, told, head.activities.index(name))]
    found = []
    for name, region in regions(plain, told, spans).items():
        verdict = _verdict(prepared, plain, name, region, spans)
        cued = any(hit.strong and hit.activity == name for hit in hits)
        cue = plain[slice(*spans[name][0])] if cued else "close to examples"
        start, end = folded.original(*_quoted(region))
        found.append(
            Finding(
                activity=name,
                level=verdict.level,
                planned=verdict.planned,
                lo=verdict.lo,
                hi=verdict.hi,
                quote=text[start:end],
                start=start,
                end=end,
                score=share_right(head, margins[name], cued),
                reason=f"{cue}; {verdict.why}",
            )
        )
    return found, True


def _margins(
    head: Head, said: str, hits: tuple[Hit, ...], vector: Floats, question: str | None
) -> dict[str, float]:
    """Return how far each activity found lies above its threshold."""
    cued = {hit.activity for hit in hits if hit.strong}
    found = {}
    for name, value in zip(head.activities, score(head, said, hits, vector), strict=True):
        threshold = head.low if name in cued else head.high
        margin = float(value) - threshold + (ASKED if name == question else 0.0)
        if margin >= 0:
            found[name] = margin
    return found


def _nearest(head: Head, plain: str, told: Sequence[Sentence], place: int) -> Span:
    """Return the clause whose characters speak most for an activity that has no cue."""
    clauses = [clause for one in told for clause in one.clauses]
    values = [float(run_scores(head, plain[start:end])[place]) for start, end in clauses]
    return clauses[values.index(max(values))]


def _verdict(
    prepared: Prepared, plain: str, name: str, region: Region, spans: dict[str, list[Span]]
) -> Verdict:
    main = [_judged(prepared, plain, name, clause, spans) for clause in region.main]
    further = [_judged(prepared, plain, name, clause, {}) for clause in region.further]
    now = [one for one in main if not one.past] or main
    later = [one for one in further if not one.past]
    if later and not any(not one.past for one in main):
        return combine(later, ())
    return combine(now, later)


def _judged(
    prepared: Prepared, plain: str, name: str, clause: Span, spans: dict[str, list[Span]]
) -> Verdict:
    text = plain[clause[0] : clause[1]]
    hits = present_only(prepared.levels.find(text, prepared.items[name]))
    own = _shifted(spans.get(name, []), clause)
    others = [
        place
        for other, places in spans.items()
        if other != name
        for place in _shifted(places, clause)
    ]
    if own and others:
        hits = nearest_only(hits, own, others)
    return judge(hits)


def _shifted(spans: Sequence[Span], clause: Span) -> list[Span]:
    return [
        (start - clause[0], end - clause[0])
        for start, end in spans
        if clause[0] <= start < clause[1]
    ]


def _quoted(region: Region) -> Span:
    """Return the stretch to quote: the clauses with the cues and what follows on directly."""
    start, end = region.main[0]
    for clause in sorted([*region.main[1:], *region.further]):
        if clause[0] >= start and clause[1] - start <= LONGEST_QUOTE:
            end = max(end, clause[1])
        elif clause[1] <= start and end - clause[0] <= LONGEST_QUOTE:
            start = clause[0]
    return start, end

"""Short phrases for standings and stages, the same wherever a level or a stage is written out."""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.domain.knowledge import Activity, Catalogue, Citation
from assistant.domain.levels import HIGHEST, LOWEST, Origin, Standing, Status, Words, level_word
from assistant.domain.results import Assessment, Check, Verdict

SHORT = 90
"""Characters of the user's words that stand inside a sentence."""
_GROUNDS = {
    Origin.SAID: "grounds.heard",
    Origin.PLACED: "grounds.placed",
    Origin.CHOSEN: "grounds.confirmed",
}


def standing_word(catalogue: Catalogue, item: Activity, standing: Standing) -> str:
    """Return the word or the two words for a standing: a level, a range, or why there is none."""
    texts = catalogue.texts
    if standing.status is Status.NOT_APPLICABLE:
        return texts["standing.not-applicable"]
    if standing.known:
        return level_word(standing.lo, item.scale)
    if (standing.lo, standing.hi) == (LOWEST, HIGHEST):
        key = standing.status.value if standing.status is not Status.LEVEL else "unclear"
        return texts[f"standing.{key}"]
    return texts["standing.range"].format(
        lo=level_word(standing.lo, item.scale), hi=level_word(standing.hi, item.scale)
    )


def described(catalogue: Catalogue, activity: str, standing: Standing) -> str:
    """Return an activity and how it stands, as "Model training: manual"."""
    item = catalogue.items[activity]
    return f"{item.name}: {standing_word(catalogue, item, standing)}"


def grounds(catalogue: Catalogue, standing: Standing) -> tuple[str, ...]:
    """Return how a level became known, a word or two each: heard, placed by hand or confirmed.

    What was heard or told last time and is still to be confirmed says so instead; what is no level
    needs no word.
    """
    texts = catalogue.texts
    if standing.status is not Status.LEVEL:
        return ()
    known = [texts[_GROUNDS[standing.origin]]] if standing.origin in _GROUNDS else []
    if standing.sure:
        return tuple(known)
    kept = known if standing.origin is Origin.PLACED else []
    return (*kept, texts["told.carried" if standing.carried else "told.unsure"])


def clause(catalogue: Catalogue, activity: str, level: int) -> str:
    """Return what a level of an activity means for a team, as "somebody trains models by hand"."""
    item = catalogue.items[activity]
    if item.said:
        return item.said[level]
    return catalogue.texts["told.plain"].format(
        activity=inline(item.name), level=level_word(level, item.scale)
    )


def told(catalogue: Catalogue, activity: str, standing: Standing) -> str:
    """Return how an activity stands as a clause: what is done, how far that is known, and how.

    What was read in the user's own words is told in those: the words of a level may say more.
    """
    texts, item = catalogue.texts, catalogue.items[activity]
    own = quoted(standing.words, SHORT) if standing.spoken else ""
    if standing.known and own:
        level = level_word(standing.lo, item.scale)
        words = texts["told.own"].format(activity=inline(item.name), level=level, quote=own)
    elif standing.known:
        words = clause(catalogue, activity, standing.lo)
    else:
        words = texts[f"told.{_extent(standing)}"].format(
            activity=inline(item.name),
            lo=level_word(standing.lo, item.scale),
            hi=level_word(standing.hi, item.scale),
        )
    marks = [
        (standing.planned, "told.planned"),
        (not standing.sure, "told.carried" if standing.carried else "told.unsure"),
        (standing.origin is Origin.DEDUCED, "told.deduced"),
    ]
    notes = [texts[key] for holds, key in marks if holds]
    return f"{words} ({', '.join(notes)})" if notes else words


def _extent(standing: Standing) -> str:
    if standing.lo == LOWEST:
        return "unclear" if standing.hi == HIGHEST else "most"
    return "least" if standing.hi == HIGHEST else "between"


def tally(catalogue: Catalogue, checks: Iterable[Check]) -> str:
    """Return how many requirements are met, not met and not known: "2 met, 4 not known"."""
    found = [one.verdict for one in checks]
    counts = [(one, found.count(one)) for one in Verdict]
    texts = catalogue.texts
    return ", ".join(
        texts[f"tally.{one.value}"].format(count=count) for one, count in counts if count
    )


def names(catalogue: Catalogue, checks: Iterable[Check]) -> str:
    """Return the names of the activities that requirements ask for, in a row."""
    return ", ".join(inline(catalogue.items[one.requirement.activity].name) for one in checks)


def listed(catalogue: Catalogue, parts: Sequence[str]) -> str:
    """Return parts as "a, b and c"."""
    *head, last = parts
    if not head:
        return last
    return catalogue.texts["list.and"].format(head=", ".join(head), last=last)


def stage_name(assessment: Assessment, index: int) -> str:
    """Return "2, Automated model deployment" for an index of the model's stages."""
    return f"{index}, {assessment.model.stages[index].name}"


def where(catalogue: Catalogue, assessment: Assessment, *, doubtful: bool = False) -> str:
    """Return "Stage 2 of 4 · Automated model deployment", or the range while it is open.

    It says so where the stage is `doubtful`: hangs on a reading still to be confirmed; and where
    a stage below counts only because what it asks for does not apply. A stage that is merely passed
    over is never the one reached.
    """
    words = catalogue.texts
    if not assessment.applies:
        return words["result.nothing-applies"]
    top = words["result.of"].format(top=len(assessment.model.stages) - 1)
    place, over = assessment.place, assessment.place < assessment.lo
    if assessment.certain:
        name = assessment.model.stages[place].name
        found = f"{words['result.stage'].format(stage=place)} {top} · {name}"
    else:
        span = words["result.range"].format(low=assessment.lo, high=assessment.hi)
        found = f"{span} {top}"
    key = "result.passed-over" if over and assessment.certain else "result.by-waiver"
    notes = [(not assessment.shown, key), (doubtful, "result.as-heard")]
    return ", ".join([found, *(words[key] for holds, key in notes if holds)])


def summarised(catalogue: Catalogue, one: Citation, form: str = "[{via}]({address})") -> str:
    """Return "as summarised by" with whose summary was read, in `form` where it can be opened."""
    via = form.format(via=one.via, address=one.address) if one.openable else one.via
    return catalogue.texts["result.summarised"].format(via=via)


def quoted(words: tuple[Words, ...], most: int = 200) -> str:
    """Return the newest of the user's words on one line without its full stop, or an empty text."""
    return shortened(words[-1].quote, most).removesuffix(".") if words else ""


def shortened(text: str, most: int) -> str:
    """Return a text on one line, cut at a word with an ellipsis when longer than `most`."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def dated(day: date | None) -> str:
    """Return a day as "7 March 2026", "" where none is given."""
    return f"{day.day} {day:%B %Y}" if day else ""


def inline(name: str) -> str:
    """Return a name as used inside a sentence: "Model training" loses its capital, "CI" not."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]

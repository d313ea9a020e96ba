"""Short phrases for standings and stages, the same wherever a level or a stage is written out."""

from assistant.domain.knowledge import Activity, Catalogue, Citation
from assistant.domain.levels import HIGHEST, LOWEST, Standing, Status, Words, level_word
from assistant.domain.results import Assessment


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


def stage_name(assessment: Assessment, index: int) -> str:
    """Return "2, Automated model deployment" for an index of the model's stages."""
    return f"{index}, {assessment.model.stages[index].name}"


def where(catalogue: Catalogue, assessment: Assessment) -> str:
    """Return "Stage 2 of 4 · Automated model deployment", or the range while it is open."""
    words = catalogue.texts
    top = words["result.of"].format(top=len(assessment.model.stages) - 1)
    if assessment.certain:
        name = assessment.model.stages[assessment.lo].name
        return f"{words['result.stage'].format(stage=assessment.lo)} {top} · {name}"
    span = words["result.range"].format(low=assessment.lo, high=assessment.hi)
    return f"{span} {top}"


def summarised(catalogue: Catalogue, one: Citation, form: str = "[{via}]({address})") -> str:
    """Return "as summarised by" with whose summary was read, in `form` where it has an address."""
    via = form.format(via=one.via, address=one.address) if one.address else one.via
    return catalogue.texts["result.summarised"].format(via=via)


def quoted(words: tuple[Words, ...], most: int = 200) -> str:
    """Return the newest of the user's words on one line without its full stop, or an empty text."""
    return shortened(words[-1].quote, most).removesuffix(".") if words else ""


def shortened(text: str, most: int) -> str:
    """Return a text on one line, cut at a word with an ellipsis when longer than `most`."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def inline(name: str) -> str:
    """Return a name as used inside a sentence: "Model training" loses its capital, "CI" not."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]

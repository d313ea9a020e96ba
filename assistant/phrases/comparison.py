"""Short phrases for cases nearby and for the edge, the same on the page and in every export."""

from collections.abc import Iterator, Mapping

from assistant.domain.cases import Case
from assistant.domain.comparing import Apart, Neighbour, Reason, Split, Verdict, Way
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Scale, level_word
from assistant.domain.results import Report
from assistant.phrases.standing import inline


def distance(catalogue: Catalogue, one: Neighbour) -> str:
    """Return how far a case stands away: "At your stage", "May be at your stage", "One stage …".

    An example is at no stage; it tells where somebody would be who follows it.
    """
    how = "away" if one.gap else "same" if one.certain else "overlap"
    return catalogue.texts[f"cases.{how}" if one.team else f"cases.example.{how}"]


def no_teams(catalogue: Catalogue, report: Report) -> str:
    """Return why no published team stands beside this one."""
    sure = report.now.certain and not report.doubtful
    count = sum(1 for one in catalogue.cases.values() if one.kind == "organisation")
    return catalogue.texts["cases.none" if sure else "cases.none-range"].format(count=count)


def differing(catalogue: Catalogue, one: Neighbour) -> str:
    """Return in how many of the activities known of both the two certainly differ."""
    key = "cases.differs" if one.different else "cases.differs-none"
    return catalogue.texts[key].format(different=one.different, shared=one.shared)


def levels_apart(catalogue: Catalogue, one: Apart) -> str:
    """Return both levels of an activity, as "automated; you: manual"."""
    scale = catalogue.items[one.activity].scale
    team = catalogue.texts["result.stands"].format(level=_span(catalogue, one.team, scale))
    return f"{_span(catalogue, one.case, scale)}; {team}"


def read_where(catalogue: Catalogue, case: Case) -> str:
    """Return when and where a case was read, naming the summary where not the text itself was."""
    key = "cases.via" if case.via else "cases.read"
    day = f"{case.read.day} {case.read:%B %Y}"
    return catalogue.texts[key].format(read=day, via=case.via, address=case.address)


def split_title(catalogue: Catalogue, found: Split) -> str:
    """Return the option with its number, or in words that none can be named."""
    if found.option is None:
        return catalogue.texts[f"edge.option-{found.verdict}"]
    key = "edge.option-so-far" if found.verdict is Verdict.SO_FAR else "edge.option"
    total = len(catalogue.edge.options) if catalogue.edge else 0
    name = found.option.name
    return catalogue.texts[key].format(number=found.number, total=total, option=name)


def grounds(catalogue: Catalogue, found: Split) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a heading with its sentences: each reason after the answers that led to it.

    The answers that clash come first and under no heading, as the reason of the split leads to
    them; what would free a way follows.
    """
    texts = catalogue.texts
    for heading, group in (
        ("", found.clash),
        (texts["edge.why"], found.objections),
        (texts["edge.others"], found.others),
        (texts["edge.against"], found.against),
    ):
        if group:
            yield heading, tuple(_reason(texts, one) for one in group)
    if found.ways:
        yield texts["edge.ways"], tuple(_way(texts, one) for one in found.ways)


def unsettled(catalogue: Catalogue, found: Split) -> Iterator[str]:
    """Yield what is still possible, and which factors without an answer could change the advice."""
    texts, table = catalogue.texts, catalogue.edge
    if found.verdict not in {Verdict.SO_FAR, Verdict.OPEN} or table is None:
        return
    options = [
        texts["edge.numbered"].format(number=number, option=inline(one.name))
        for number, one in enumerate(table.options, 1)
        if one in found.possible
    ]
    if found.possible not in {(), (found.option,), table.options}:  # where it says something
        yield texts["edge.possible"].format(options="; ".join(options))
    if found.open:
        names = ", ".join(inline(one.name) for one in found.open)
        yield texts["edge.unanswered"].format(factors=names)


def _reason(texts: Mapping[str, str], one: Reason) -> str:
    return texts["edge.said"].format(said=texts["edge.and"].join(one.said), why=one.why)


def _way(texts: Mapping[str, str], one: Way) -> str:
    lifted = " ".join(one.lifted)
    return texts["edge.way"].format(
        lifted=lifted, number=one.number, option=inline(one.option.name)
    )


def _span(catalogue: Catalogue, span: tuple[int, int], scale: Scale) -> str:
    lo, hi = (level_word(one, scale) for one in span)
    return lo if lo == hi else catalogue.texts["standing.range"].format(lo=lo, hi=hi)

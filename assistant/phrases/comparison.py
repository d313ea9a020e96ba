"""Short phrases for cases nearby and for the edge, the same on the page and in every export."""

from collections.abc import Iterator

from assistant.domain.cases import Case
from assistant.domain.comparing import Apart, Neighbour, Split
from assistant.domain.knowledge import Catalogue
from assistant.domain.levels import Scale, level_word
from assistant.domain.results import Report


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


def objections(catalogue: Catalogue, found: Split) -> Iterator[tuple[str, str]]:
    """Yield a heading and a reason for all that speaks against other options, or against this."""
    for key, group in (("edge.why", found.objections), ("edge.against", found.against)):
        for one in group:
            yield catalogue.texts[key], one.why


def _span(catalogue: Catalogue, span: tuple[int, int], scale: Scale) -> str:
    lo, hi = (level_word(one, scale) for one in span)
    return lo if lo == hi else catalogue.texts["standing.range"].format(lo=lo, hi=hi)

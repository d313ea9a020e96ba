"""What a reader can follow: summaries that open, sources that say something, days, living tools."""

import datetime
from dataclasses import replace

import pytest
from made import real

from assistant.catalogue.citing import citations, tool_faults, unexplained
from assistant.commands.dating import UNKNOWN, dates
from assistant.domain.citation import Basis, Citation
from assistant.domain.knowledge import Catalogue
from assistant.domain.toolbox import Toolbox, ToolState


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return real()


def test_every_summary_can_be_opened_but_that_of_the_seed(known: Catalogue) -> None:
    closed = {
        one.source
        for _, one in citations(known)
        if one.basis is Basis.SUMMARISED and not one.openable
    }
    assert closed == {"john2021"}  # the names of its stages stand in no public text we found


def test_citations_are_found_in_every_kind_of_record(known: Catalogue) -> None:
    kinds = {place.partition("/")[0].partition(":")[0] for place, _ in citations(known)}
    assert kinds == {
        "activities", "qualities", "models", "passages", "advice", "taxonomy.yaml", "edge.yaml",
    }  # fmt: skip


def test_every_statement_says_what_its_source_states(known: Catalogue) -> None:
    assert unexplained(known) == []
    name, step = next(iter(known.advice.items()))
    bare = step.model_copy(update={"sources": (Citation(basis=Basis.STATED, source="dvc"),)})
    mute = replace(known, advice={**known.advice, name: bare})
    assert unexplained(mute) == [
        f"advice/{name}.yaml: sources: 'dvc' is said to state it; add why: what it says"
    ]


@pytest.mark.parametrize(
    ("state", "refused"),
    [("living", False), ("quiet", False), ("abandoned", True), ("ended", True)],
)
def test_no_step_names_a_tool_that_nobody_keeps(
    known: Catalogue, state: str, refused: bool
) -> None:
    assert list(tool_faults(known)) == []
    step = next(one for one in known.advice.values() if one.tools)
    day = datetime.date(2026, 11, 29)
    tool = ToolState(name=step.tools[0], state=state, checked=day, note="Made.")
    others = {step.id: step}
    found = replace(known, advice=others, toolbox=Toolbox(tools=(tool,)))
    expected = f"advice/{step.id}.yaml: tools: '{tool.name}' is no longer kept (toolbox.yaml)"
    assert list(tool_faults(found)) == [expected] * refused


def test_dates_list_all_that_can_grow_old_and_begin_with_what_has_no_day(known: Catalogue) -> None:
    lines = list(dates(known))
    open_sources = [one for one in known.sources.values() if one.openable]
    assert len(lines) == len(open_sources) + len(known.cases) + len(known.toolbox.tools)
    days = [line[:10].strip() for line in lines]
    undated = sum(one.checked is None for one in open_sources)
    assert days[:undated] == [UNKNOWN] * undated
    assert days[undated:] == sorted(days[undated:])
    assert all(datetime.date.fromisoformat(one) for one in days[undated:])
    assert not any("this-assistant" in line for line in lines)  # our own has no day to keep

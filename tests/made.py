"""Small catalogues of real types for tests, and brute-force answers to compare with."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path

from hypothesis import strategies as st

from assistant.catalogue import load
from assistant.domain.knowledge import (
    Activity,
    Advice,
    Catalogue,
    Citation,
    ContextQuestion,
    Examples,
    Implication,
    Model,
    Need,
    Reply,
    Requirement,
    Sample,
    Source,
    Stage,
    Target,
    Taxonomy,
)
from assistant.domain.levels import Origin, Profile, Scale, Standing, Status
from assistant.domain.usecase import Needs, Weighing

CITED = (Citation(basis="reading", why="made for a test"),)
LINES = ("one", "two")
NEEDS = Needs(rules=Weighing(some=1, much=2, why="w"), excellence=Weighing(some=1, much=2, why="w"))
SMALL = Path(__file__).parent / "edition"
Edge = tuple[str, int, str, int]


@cache
def small() -> Catalogue:
    """The small edition that stays as it is, read once: see tests/README.md."""
    return load(SMALL)


@cache
def real() -> Catalogue:
    """The catalogue that is shipped, read once."""
    return load()


def activity(name: str, rules: Sequence[Implication] = (), pipeline: str = "data") -> Activity:
    return Activity(
        id=name,
        name=name,
        pipeline=pipeline,
        dimension="data",
        scale=Scale.AUTOMATION,
        summary="s",
        why="w",
        rubric=("r0", "r1", "r2", "r3"),
        question="q",
        replies=tuple(Reply(level=level, label=f"reply {level}") for level in range(4)),
        examples=Examples(absent=LINES, manual=LINES, partial=LINES, automated=LINES),
        implies=tuple(rules),
        sources=CITED,
    )


def rule(edge: Edge, kind: str = "definitional") -> Implication:
    source, when, target, then = edge
    because = f"{source} {when} means {target} {then}."
    return Implication(when=when, activity=target, then=then, kind=kind, because=because)


def model(stages: Sequence[Mapping[str, int]], name: str = "made", order: int = 0) -> Model:
    """A model whose stage 0 is free and whose further stages ask for the given levels."""
    made = [
        Stage(
            id=f"s{index}",
            name=f"Stage {index}",
            summary="s",
            passage="p",
            requirements=tuple(
                Requirement(activity=one, level=level, sources=CITED)
                for one, level in asked.items()
            ),
        )
        for index, asked in enumerate(({}, *stages))
    ]
    return Model(
        id=name,
        name=name,
        label=name,
        order=order,
        summary="s",
        stages=tuple(made),
        sources=CITED,
    )


def advice(name: str, to: int, effort: str = "M", first: Mapping[str, int] | None = None) -> Advice:
    return Advice(
        id=f"{name}-{to}",
        activity=name,
        to=to,
        do="d",
        why="w",
        done_when="t",
        effort=effort,
        first=tuple(Need(activity=one, level=level) for one, level in (first or {}).items()),
        pitfall="p",
        passages=("p",),
        sources=CITED,
    )


def catalogue(
    names: Sequence[str],
    edges: Sequence[Edge] = (),
    models: Sequence[Model] = (),
    steps: Sequence[Advice] = (),
    pipelines: Mapping[str, str] | None = None,
    empirical: Sequence[Edge] = (),
    context: Sequence[ContextQuestion] = (),
    targets: Sequence[Target] = (),
    needs: Needs = NEEDS,
) -> Catalogue:
    """A catalogue of these activities; advice is made for every step that `steps` leaves out."""
    activities = {
        name: activity(
            name,
            [rule(edge) for edge in edges if edge[0] == name]
            + [rule(edge, "empirical") for edge in empirical if edge[0] == name],
            (pipelines or {}).get(name, "data"),
        )
        for name in names
    }
    made = {one.id: one for name in names for one in (advice(name, to) for to in (1, 2, 3))}
    stage = models[0].stages[0].id if models else "s0"
    target = Target(model="made", stage=stage, why="w", sources=CITED)
    return Catalogue(
        activities=activities,
        qualities={},
        models={one.id: one for one in models},
        passages={},
        advice={**made, **{one.id: one for one in steps}},
        sources={"src": Source(id="src", label="l", citation="c", address="internal", read="r")},
        context=tuple(context),
        taxonomy=Taxonomy(needs=needs, targets=tuple(targets) or (target,)),
        texts={},
        openings={},
        sample=Sample(team="t", levels=dict.fromkeys(names, 0), context={}),
        hash="made",
        items=activities,
    )


def at(lo: int, hi: int | None = None) -> Standing:
    """What the user said: a level, or an interval of levels."""
    return Standing(lo, lo if hi is None else hi, Status.LEVEL, Origin.SAID)


def mark(status: Status) -> Standing:
    return Standing(status=status, origin=Origin.CHOSEN)


WAIVED, UNKNOWN, SKIPPED = (
    mark(one) for one in (Status.NOT_APPLICABLE, Status.UNKNOWN, Status.SKIPPED)
)


def edges_of(one: Catalogue) -> list[Edge]:
    return [(name, each.when, each.activity, each.then) for name, each in one.implications()]


def completions(one: Catalogue, profile: Profile) -> Iterator[dict[str, int]]:
    """Every full profile that fits the intervals and the rules; a waived activity takes no part."""
    taking = [name for name in one.items if not (name in profile and profile[name].waived)]
    edges = [edge for edge in edges_of(one) if edge[0] in taking and edge[2] in taking]
    spans = [
        range(profile[name].lo, profile[name].hi + 1) if name in profile else range(4)
        for name in taking
    ]
    for levels in product(*spans):
        full = dict(zip(taking, levels, strict=True))
        if all(full[a] < when or full[b] >= then for a, when, b, then in edges):
            yield full


def stage_of(one: Model, levels: Mapping[str, int]) -> int:
    """The stage by the rule itself: missing activities are waived."""
    reached = 0
    for index, stage in enumerate(one.stages[1:], start=1):
        if not all(levels.get(need.activity, 3) >= need.level for need in stage.requirements):
            break
        reached = index
    return reached


def blockers_of(one: Model, levels: Mapping[str, int]) -> list[tuple[str, int]]:
    following = stage_of(one, levels) + 1
    if following >= len(one.stages):
        return []
    return [
        (need.activity, need.level)
        for need in one.stages[following].requirements
        if levels.get(need.activity, 3) < need.level
    ]


NAMES = ("a", "b", "c", "d", "e")


@st.composite
def worlds(draw: st.DrawFn, size: int = 4, cyclic: bool = False) -> tuple[Catalogue, Model]:
    """A random catalogue of `size` activities with a random model of one to three stages."""
    names = NAMES[:size]
    pairs = [(a, b) for a in names for b in names if (a != b if cyclic else a < b)]
    level = st.integers(1, 3)
    edge = st.tuples(st.sampled_from(pairs), level, level)
    drawn = draw(st.lists(edge, max_size=5))
    edges = [(a, when, b, then) for (a, b), when, then in drawn]
    asked = st.dictionaries(st.sampled_from(names), level, min_size=1, max_size=3)
    made = model(draw(st.lists(asked, min_size=1, max_size=3)))
    return catalogue(names, edges, [made]), made


def standings(names: Sequence[str]) -> st.SearchStrategy[dict[str, Standing]]:
    """Random things a user may have given: levels, intervals and marks, for some activities."""
    interval = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted).map(lambda x: at(*x))
    exact = st.integers(0, 3).map(at)
    marks = st.sampled_from([WAIVED, UNKNOWN, SKIPPED])
    return st.dictionaries(st.sampled_from(list(names)), st.one_of(exact, interval, marks))

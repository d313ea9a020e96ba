"""The knowledge that ships, against the contract."""

import re
from graphlib import TopologicalSorter
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from made import real

import assistant
from assistant.domain.knowledge import Basis, Catalogue, Passage
from assistant.domain.levels import Origin, Standing, Status
from assistant.staging import assess, close, repair

# The contract, written out: what the numbers of measurements and exported files refer to.
ACTIVITIES = {
    "data": """data-collection data-integration data-preparation data-validation data-labeling
        data-versioning feature-management""",
    "modeling": """experiment-tracking model-training model-validation model-registry
        reproducibility code-versioning""",
    "release": """model-packaging ci-testing model-deployment progressive-delivery rollback
        serving-infrastructure performance-monitoring drift-detection alerting feedback-collection
        retraining-trigger""",
    "cross-cutting": "business-case governance collaboration documentation",
}
DIMENSIONS = {
    "data": ACTIVITIES["data"],
    "model": ACTIVITIES["modeling"],
    "deployment": "model-packaging ci-testing model-deployment progressive-delivery rollback",
    "operations": """serving-infrastructure performance-monitoring drift-detection alerting
        feedback-collection retraining-trigger""",
    "organization": ACTIVITIES["cross-cutting"],
}
QUALITIES = {f"{kind}-{one}" for kind in ("standardization", "improvement") for one in DIMENSIONS}
JOHN_2021 = {
    "manual": "",
    "automated-data-collection": "data-collection 3~ data-integration 2",
    "automated-model-deployment": """model-deployment 3~ model-packaging 2 model-registry 2
        model-training 2 model-validation 2 ci-testing 2 code-versioning 2""",
    "semi-automated-monitoring": """performance-monitoring 2~ alerting 2 drift-detection 2
        feedback-collection 2 retraining-trigger 1 rollback 1""",
    "fully-automated-monitoring": """performance-monitoring 3~ drift-detection 3 alerting 3
        retraining-trigger 3 model-training 3 model-validation 3 data-validation 3 rollback 2
        data-versioning 2""",
}
JOHN_2025 = {
    "ad-hoc": "",
    "dataops": "standardization-data 2~ standardization-organization 2~",
    "manual-mlops": """standardization-model 2~ standardization-deployment 2~
        standardization-operations 2~ experiment-tracking 1 performance-monitoring 1""",
    "automated-mlops": """data-collection 3 data-validation 3 model-training 3 model-validation 3
        ci-testing 3 model-deployment 3 performance-monitoring 3 retraining-trigger 3""",
    "kaizen-mlops": """improvement-data 2~ improvement-model 2~ improvement-deployment 2~
        improvement-operations 2~ improvement-organization 2~ governance 2 data-versioning 2""",
}
GOOGLE = {
    "level-0": "",
    "level-1": """data-preparation 3 data-validation 3 model-training 3 model-validation 3
        model-deployment 3 retraining-trigger 3 reproducibility 2 data-versioning 2
        performance-monitoring 2""",
    "level-2": """ci-testing 3 code-versioning 2 model-registry 2 experiment-tracking 2
        performance-monitoring 3""",
}
AZURE = {
    "level-0": "",
    "level-1": "data-collection 3 code-versioning 2 ci-testing 2",
    "level-2": "model-training 3 experiment-tracking 3 reproducibility 2 model-registry 2",
    "level-3": """model-deployment 3 ci-testing 3 model-registry 3 data-versioning 2
        progressive-delivery 2 collaboration 2""",
    "level-4": """performance-monitoring 3 drift-detection 3 feedback-collection 2
        retraining-trigger 3 alerting 2""",
}
GENAIOPS = {
    "initial": "",
    "defined": "code-versioning 2 experiment-tracking 2 model-validation 2",
    "managed": """model-deployment 2 ci-testing 2 performance-monitoring 2 alerting 2
        feedback-collection 2 data-validation 2 governance 2 rollback 1""",
    "optimized": """model-registry 2 rollback 2 model-validation 3 progressive-delivery 2
        performance-monitoring 3 drift-detection 2 data-validation 3 improvement-operations 2""",
}
MODELS = {"john-2021": JOHN_2021, "john-2025": JOHN_2025, "google": GOOGLE, "azure": AZURE}
LENSES = {"genaiops": GENAIOPS}
EVERY = {**MODELS, **LENSES}
# How sure we are of a cell: "~" read in a summary that can be followed, else our reading.
BASES = {"~": Basis.SUMMARISED, "": Basis.READING}

Row = tuple[str, int, Basis]


def cells(text: str) -> list[Row]:
    found = re.findall(r"([a-z-]+) (\d)(~?)", text)
    return [(name, int(level), BASES[mark]) for name, level, mark in found]


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return real()


def test_holds_the_activities_of_the_contract(known: Catalogue) -> None:
    for pipeline, names in ACTIVITIES.items():
        mine = [one.id for one in known.activities.values() if one.pipeline == pipeline]
        assert sorted(mine) == sorted(names.split())
    for dimension, names in DIMENSIONS.items():
        mine = [one.id for one in known.activities.values() if one.dimension == dimension]
        assert sorted(mine) == sorted(names.split())
    assert set(known.activities) == set(" ".join(ACTIVITIES.values()).split())
    scales = {one.id: one.scale for one in known.activities.values() if one.scale == "practice"}
    assert set(scales) == set(ACTIVITIES["cross-cutting"].split())


COUNTS = {
    "three-pipelines": (
        "{data} on data, {modeling} on modeling, {release} on release and operation, and "
        "{cross-cutting} that cut across",
        "{Cross-cutting} further activities belong to no pipeline: the {names}",
    ),
    "research-read-and-unread": (
        "The Data pipeline holds {data} activities",
        "The Modeling pipeline holds {modeling} activities in this tool",
        "The Release pipeline holds {release} activities in this tool",
        "{Cross-cutting} activities stand across all pipelines: {names}",
    ),
}
NUMBERS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen",
]  # fmt: skip


def test_passages_count_the_activities_that_there_are(known: Catalogue) -> None:
    counted = {key: NUMBERS[len(names.split())] for key, names in ACTIVITIES.items()}
    counted["Cross-cutting"] = counted["cross-cutting"].capitalize()
    *names, last = (one.replace("-", " ") for one in ACTIVITIES["cross-cutting"].split())
    counted["names"] = f"{', '.join(names)} and {last}"
    for key, parts in COUNTS.items():
        written = known.passages[key].model_dump_json()
        for part in parts:
            assert part.format(**counted) in written
    for one in known.passages.values():
        for number in re.findall(r"(\d+) activities", one.model_dump_json()):
            assert int(number) == len(known.activities), one.id


def test_holds_the_ten_qualities(known: Catalogue) -> None:
    assert set(known.qualities) == QUALITIES
    assert {one.scale for one in known.qualities.values()} == {"practice"}
    assert all(one.id.endswith(f"-{one.dimension}") for one in known.qualities.values())
    assert set(known.items) == set(known.activities) | QUALITIES


@pytest.mark.parametrize("name", EVERY)
def test_asks_what_the_contract_asks(known: Catalogue, name: str) -> None:
    table = EVERY[name]
    stages = known.every_model[name].stages
    assert [one.id for one in stages] == list(table)
    for stage in stages:
        asked = [(one.activity, one.level) for one in stage.requirements]
        assert asked == [(name, level) for name, level, _ in cells(table[stage.id])]


@pytest.mark.parametrize("name", ["john-2021", "john-2025"])
def test_claims_no_more_of_a_paper_than_was_read(known: Catalogue, name: str) -> None:
    for stage in known.models[name].stages:
        claimed = [(one.activity, one.sources[0].basis) for one in stage.requirements]
        assert claimed == [(key, basis) for key, _, basis in cells(MODELS[name][stage.id])]


def test_the_models_stand_in_order(known: Catalogue) -> None:
    assert (set(known.models), set(known.lenses)) == (set(MODELS), set(LENSES))
    assert known.primary.id == "john-2021"
    assert len({one.order for one in known.every_model.values()}) == len(EVERY)


def test_every_activity_and_every_stage_has_a_passage(known: Catalogue) -> None:
    assert len(known.passages) >= 60
    about = {name for one in known.passages.values() for name in one.activities}
    assert set(known.items) <= about
    covered = {name for one in known.passages.values() for name in one.stages}
    every = known.every_model.values()
    assert covered == {f"{one.id}/{stage.id}" for one in every for stage in one.stages}


def test_there_are_examples_for_every_level(known: Catalogue) -> None:
    for item in known.items.values():
        for lines in item.examples.by_level():
            assert len(lines) >= 4, item.id
            assert len(set(lines)) == len(lines), item.id


def test_there_is_advice_for_every_step(known: Catalogue) -> None:
    assert set(known.advice) == {f"{name}-{to}" for name, to in product(known.items, (1, 2, 3))}


def test_nothing_presupposes_itself_in_a_circle(known: Catalogue) -> None:
    implied: dict[str, set[str]] = {}
    for source, rule in known.implications():
        implied.setdefault(source, set()).add(rule.activity)
    first = {
        f"{one.activity}-{one.to}": {f"{need.activity}-{need.level}" for need in one.first}
        | ({f"{one.activity}-{one.to - 1}"} if one.to > 1 else set())
        for one in known.advice.values()
    }
    for graph in (implied, first):
        assert list(TopologicalSorter(graph).static_order())


def test_every_stage_can_be_reached_and_is_not_the_one_above(known: Catalogue) -> None:
    for model in known.every_model.values():
        levels = dict.fromkeys(known.items, 0)
        for index, stage in enumerate(model.stages):
            for need in stage.requirements:
                levels[need.activity] = max(levels[need.activity], need.level)
            least, _ = repair(known, levels)
            profile = {
                key: Standing(one, one, Status.LEVEL, Origin.CHOSEN) for key, one in least.items()
            }
            closure = close(known, profile)
            assert not closure.conflicts
            found = assess(model, closure.profile)
            assert (found.lo, found.hi) == (index, index)


def test_a_requirement_rises_from_stage_to_stage(known: Catalogue) -> None:
    for model in known.every_model.values():
        asked: dict[str, int] = {}
        for stage in model.stages:
            for need in stage.requirements:
                assert need.level > asked.get(need.activity, 0), f"{model.id}: {need.activity}"
                asked[need.activity] = need.level


def test_every_model_has_a_target_for_every_need(known: Catalogue) -> None:
    for name in known.every_model:
        *_, last = (row for row in known.taxonomy.targets if row.model == name)
        assert (last.rules, last.excellence, last.shared, last.renewal) == (None,) * 4


def test_the_2025_targets_are_those_of_the_contract_and_a_middle_of_ours(known: Catalogue) -> None:
    """Both, one or none of the needs as summarised; some of a need is our reading."""
    rows = [
        (row.rules, row.excellence, row.shared, row.stage)
        for row in known.taxonomy.targets
        if row.model == "john-2025"
    ]
    assert rows == [
        ("much", "much", None, "kaizen-mlops"),
        (None, "much", None, "automated-mlops"),
        ("some", None, None, "manual-mlops"),
        (None, "some", None, "manual-mlops"),
        (None, None, True, "dataops"),
        (None, None, None, "ad-hoc"),
    ]


def test_the_points_of_a_need_are_those_of_the_contract(known: Catalogue) -> None:
    needs = known.taxonomy.needs
    assert (needs.rules.some, needs.rules.much) == (2, 4)
    assert (needs.excellence.some, needs.excellence.much) == (3, 6)
    weights = {
        f"{question.id}/{option.id}": (option.weighs.rules, option.weighs.excellence)
        for question in known.context
        for option in question.options
        if option.weighs.rules or option.weighs.excellence
    }
    assert weights == {
        "cost-of-error/annoyance": (0, 1),
        "cost-of-error/money": (0, 2),
        "cost-of-error/harm": (3, 1),
        "rules/in-house": (1, 0),
        "rules/customers": (2, 0),
        "rules/law": (4, 1),
        "pace/months": (0, 1),
        "pace/weeks": (0, 2),
        "pace/days": (0, 3),
        "breadth/few": (0, 1),
        "breadth/several": (0, 1),
        "breadth/many": (0, 2),
        "place/devices": (0, 1),
        "place/both": (0, 1),
        "speed/instant": (0, 1),
        "speed/offline": (0, 1),
        "data-origin/stays": (1, 0),
    }


def test_no_two_passages_share_eight_words_in_a_row(known: Catalogue) -> None:
    owner: dict[tuple[str, ...], str] = {}
    shared = set()
    for one in known.passages.values():
        words = re.findall(r"[\w']+", one.text.lower())
        for run in zip(*(words[start:] for start in range(8)), strict=False):
            if owner.setdefault(run, one.id) != one.id:
                shared.add((owner[run], one.id, " ".join(run)))
    assert not shared


def test_a_passage_is_worth_a_minute_and_no_more(known: Catalogue) -> None:
    lengths = {one.id: len(one.text.split()) for one in known.passages.values()}
    assert {name: count for name, count in lengths.items() if not 60 <= count <= 160} == {}
    assert len(lengths) >= 240


def test_every_kind_every_stage_and_every_transition_has_its_passage(known: Catalogue) -> None:
    kinds = get_args(Passage.model_fields["kind"].annotation)
    assert {one.kind for one in known.passages.values()} == set(kinds)
    for kind, first in (("stage", 0), ("transition", 1)):
        about = {name for one in known.passages.values() if one.kind == kind for name in one.stages}
        for model in known.models.values():
            for stage in model.stages[first:]:
                assert f"{model.id}/{stage.id}" in about, kind


def test_the_sample_is_whole(known: Catalogue) -> None:
    assert set(known.sample.levels) == set(known.items)
    assert repair(known, known.sample.levels)[1] == ()


def test_every_text_the_code_asks_for_is_there(known: Catalogue) -> None:
    used: dict[str, str] = {}
    for path in Path(assistant.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for key in re.findall(r"""(?:texts|words)\[["']([^"'{]+)["']\]""", source):
            used[key] = path.name
        for key in re.findall(r"""\btext\(\s*["']([a-z][a-z.-]+)["']""", source):
            used[key] = path.name
    assert len(used) > 60
    assert {key: where for key, where in used.items() if key not in known.texts} == {}

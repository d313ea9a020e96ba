"""Twenty clients, each judged by a consultant who had not seen the tool: does it say the same?"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from made import real

from assistant import report, staging
from assistant.domain.levels import Origin, Profile, Standing, Status
from assistant.domain.results import Report
from assistant.specialising import spoken_to

CLIENTS = sorted((Path(__file__).parent / "clients").glob("*.yaml"))
MODEL = "john-2021"
FIRST = 3


def told(client: dict[str, Any]) -> Profile:
    found = {
        name: Standing(level, level, Status.LEVEL, Origin.CHOSEN)
        for name, level in client["levels"].items()
    }
    found |= {name: Standing(status=Status.UNKNOWN) for name in client.get("unknown") or ()}
    found |= {name: Standing(status=Status.NOT_APPLICABLE) for name in client.get("waived") or ()}
    return found


def judged(client: dict[str, Any]) -> Report:
    knowledge = spoken_to(real(), client["context"])
    closure = staging.close(knowledge, told(client))
    found = {key: staging.assess(one, closure.profile) for key, one in knowledge.models.items()}
    return report.build(knowledge, closure, found, MODEL, client["context"])


@pytest.fixture(params=CLIENTS, ids=lambda one: one.stem)
def client(request: pytest.FixtureRequest) -> dict[str, Any]:
    return yaml.safe_load(request.param.read_text(encoding="utf-8"))


def test_there_are_twenty() -> None:
    assert len(CLIENTS) == 20


def test_the_stage_and_what_is_unsafe(client: dict[str, Any]) -> None:
    found = judged(client)
    assert found.now.place == client["consultant"]["stage"]
    broken = {one.condition.id for one in found.unsafe}
    assert broken == set(client["consultant"]["unsafe"] or ())


def test_the_target_is_one_a_colleague_would_accept(client: dict[str, Any]) -> None:
    target, wanted = judged(client).goals.get(MODEL), client["consultant"]["target"]
    assert target is not None
    assert wanted["least"] <= target.stage <= wanted["most"]


def test_who_runs_models_of_others_is_looked_at_in_a_model_for_them(client: dict[str, Any]) -> None:
    wanted, found = client["consultant"].get("lenses", {}), judged(client)
    assert set(found.assessments) == {*real().models, *wanted}
    for name, one in wanted.items():
        here, goal = found.assessments[name], found.goals[name]
        assert here.certain
        assert here.place == one["stage"]
        assert [check.requirement.activity for check in here.blockers] == one["because"]
        assert one["least"] <= goal.stage <= one["most"]


def test_the_first_steps(client: dict[str, Any]) -> None:
    found = judged(client)
    first = {step.advice.activity for step in found.steps[:FIRST]}
    assert first >= set(client["consultant"]["first"] or ())
    assert not first & set(client["consultant"]["never_first"] or ())


def test_the_order_of_steps(client: dict[str, Any]) -> None:
    """An order holds where both steps are in the plan."""
    order = [(step.advice.activity, step.advice.to) for step in judged(client).steps]
    for earlier, low, _, later, high in client["consultant"]["order"] or ():
        if (earlier, low) in order and (later, high) in order:
            assert order.index((earlier, low)) < order.index((later, high))

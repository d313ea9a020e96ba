"""A shared result over HTTP: what a link opens, what it cannot do, and what is kept of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.domain.session import Turn, TurnKind, version
from assistant.service.people import People
from assistant.ui import application, arrival, shared, shell
from assistant.ui.shell import fetches_page


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[People]:
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    arrival.forget()
    yield arrival.service().people
    arrival.finish(5)
    arrival.forget()


@pytest.fixture
def web() -> TestClient:
    routes = [*shared.routes(), *shell.routes()]
    return TestClient(Starlette(routes=routes, middleware=application.middleware()[:2]))


def tapped() -> str:
    """The token of a session in which one reply was tapped, so that no reader is needed."""
    sessions = arrival.service().sessions
    token = sessions.begin()
    reply = Turn(kind=TurnKind.REPLY, activity="data-collection", level=1)
    sessions.add(token, reply, seen=version(()))
    return token


def test_the_page_is_the_same_for_every_link_and_runs_our_script_alone(
    people: People, web: TestClient
) -> None:
    found = web.get("/shared", headers={"accept": "text/html"})
    assert found.status_code == 200
    assert found.headers["cache-control"] == "no-store"
    assert found.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in found.headers
    (script,) = re.findall(r'<script src="\./(shared\.js\?[0-9a-f]+)" data', found.text)
    assert "<script>" not in found.text
    assert web.get(f"/{script}").status_code == 200
    scope = {"type": "http", "method": "GET", "headers": [(b"accept", b"text/html")]}
    assert not fetches_page({**scope, "path": "/shared"}), "it would be given a session's cookie"
    assert fetches_page({**scope, "path": "/result"})


def test_a_link_opens_the_report_and_a_wrong_or_withdrawn_one_nothing(
    people: People, web: TestClient
) -> None:
    mine = tapped()
    link = people.share(mine)
    found = web.post("/shared", content=link)
    assert found.status_code == 200
    assert "<h1>MLOps assessment" in found.text
    assert "<script" not in found.text
    assert found.headers["cache-control"] == "no-store"
    assert "set-cookie" not in found.headers
    before = arrival.service().sessions.turns(mine)
    for wrong in (mine, link[:-1], link + "x", "", "x" * 100_000):
        assert web.post("/shared", content=wrong).status_code == 404
    people.withdraw(mine, people.links(mine)[0].id)
    assert web.post("/shared", content=link).status_code == 404
    assert arrival.service().sessions.turns(mine) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_nothing_else_can_be_asked_of_it(people: People, web: TestClient, method: str) -> None:
    link = people.share(tapped())
    assert web.request(method, "/shared", content=link).status_code == 405


def test_the_address_holds_the_token_where_browsers_send_it_to_nobody() -> None:
    told = shared.address("t" * 43, "https://assess.example.org:8443/result?x=1")
    assert told == f"https://assess.example.org:8443/shared#{'t' * 43}"


def test_its_script_writes_text_as_text_and_runs_no_text() -> None:
    source = shared.SCRIPT.read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function("):
        assert way not in source
    assert "://" not in source

"""What a server says of itself, whom it lets in, and how much one visitor may take of it."""

import hashlib
import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.testing.v1 import AppTest

from assistant.domain.session import MOST_TURNS, Turn, TurnKind, version
from assistant.domain.storing import StorageError
from assistant.operating import METERS, Open, Rates
from assistant.service import Refused, Service
from assistant.service.service import PARTS
from assistant.settings import Settings
from assistant.ui import access, application, arrival, gates, health, pace, server
from assistant.ui.health import Health

PAGE = Path(access.__file__).parent / "page.py"
HERE, AWAY, OPERATOR = "127.0.0.1", "203.0.113.9", "10.1.2.3"
READY = dict.fromkeys(PARTS, "ready")


def reply(level: int = 1) -> Turn:
    return Turn(kind=TurnKind.REPLY, activity="data-collection", level=level)


# --- each part is asked to do what it is there for


FULL = """
import resource, sys
from assistant.domain.storing import StorageError
from assistant.service import Service
from assistant.settings import Settings
sessions = Service.open(Settings(database=sys.argv[1])).sessions
sessions.check()
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # as on a full disk: no file takes a byte more
sessions.knows("a" * 43)
try:
    sessions.check()
except StorageError as error:
    print(error)
"""


def test_a_database_that_takes_nothing_is_noticed(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FULL, f"sqlite:///{tmp_path / 'sessions.sqlite3'}"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "The database cannot be reached or written."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    one = Service.open(Settings(data=tmp_path_factory.mktemp("data")))
    assert one.wait(), one.failure
    for _ in range(600):
        if one.searchable:
            return one
        time.sleep(0.1)
    raise AssertionError("the library was not loaded")


def test_a_whole_service_is_ready_in_every_part(service: Service) -> None:
    assert {part: service.check(part) for part in PARTS} == READY


def test_an_encoder_that_gives_no_vectors_is_noticed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.check("reading")
    for broken in (np.full(384, np.nan, np.float32), np.zeros(384, np.float32)):
        monkeypatch.setattr(service.engine.encoder, "vector", lambda _, b=broken: b)
        with pytest.raises(ValueError, match="no vectors"):
            service.check("reading")


def test_an_index_that_finds_nothing_is_noticed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = service.engine.find("drift")
    empty = type(found)(answerable=False)
    monkeypatch.setattr(type(service.engine._retriever()), "find", lambda *_, **__: empty)
    with pytest.raises(ValueError, match="finds nothing"):
        service.check("search")


def test_a_library_that_cannot_be_opened_is_no_longer_loading(tmp_path: Path) -> None:
    one = Service.open(Settings(data=tmp_path))

    class Broken:
        searchable = False

        def open_library(self) -> None:
            raise OSError("vectors.npy is damaged")

    one.loading.open_library(Broken())  # type: ignore[arg-type]
    one.loading.use(Broken())  # type: ignore[arg-type]
    assert one.check("search") == "vectors.npy is damaged"


# --- what the server answers


def asked(parts: dict[str, Callable[[], str]], path: str, address: str = HERE) -> tuple[int, str]:
    """Ask a server with these parts, from an address."""

    def operates(one: str) -> bool:
        return one in {HERE, OPERATOR}

    one = Health(parts, operates, lambda: {"assistant_connections": 7})
    app = Starlette(
        routes=[
            Route("/livez", one.alive),
            Route("/readyz", one.ready),
            Route("/metrics", one.metrics),
        ]
    )
    found = TestClient(app, client=(address, 1)).get(path)
    return found.status_code, found.text


def broken() -> str:
    raise StorageError("The folder '/home/somebody' cannot be made.")


GOOD: dict[str, Callable[[], str]] = {one: lambda: "ready" for one in PARTS}


def test_ready_is_all_or_nothing_and_alive_is_neither() -> None:
    assert asked(GOOD, "/readyz") == (200, json.dumps(READY, separators=(",", ":")))
    for part in PARTS:
        bad = {**GOOD, part: broken}
        status, said = asked(bad, "/readyz")
        assert (status, json.loads(said)[part]) == (
            503,
            "The folder '/home/somebody' cannot be made.",
        )
        assert asked({**GOOD, part: lambda: "loading"}, "/readyz")[0] == 503
        assert asked(bad, "/livez") == (200, "alive\n")


def test_only_operators_are_told_why() -> None:
    bad = {**GOOD, "storage": broken}
    assert "/home/somebody" in asked(bad, "/readyz", OPERATOR)[1]
    status, said = asked(bad, "/readyz", AWAY)
    assert (status, json.loads(said)["storage"]) == (503, "not ready")


def test_a_part_that_hangs_is_not_ready_and_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    let_go, asks = threading.Event(), []

    def hanging() -> str:
        asks.append(1)
        let_go.wait(30)
        return "ready"

    one = Health({**GOOD, "storage": hanging}, lambda _: True, dict)
    began = time.monotonic()
    for _ in range(5):
        assert one.parts()["storage"] == "no answer within 0.2 seconds"
    assert time.monotonic() - began < 10
    assert len(asks) == 1, "however many ask, one thread waits"
    let_go.set()
    for _ in range(100):
        if one.parts()["storage"] == "ready":
            return
        time.sleep(0.05)
    raise AssertionError("it never came back")


def test_asking_often_costs_one_question_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    asks: list[int] = []

    def counted() -> str:
        asks.append(1)
        return "ready"

    one = Health({"storage": counted}, lambda _: True, dict)
    monkeypatch.setattr(health, "FRESH", 60.0)
    for _ in range(50):
        assert one.parts() == {"storage": "ready"}
    assert len(asks) == 1
    monkeypatch.setattr(health, "FRESH", 0.0)
    one.parts()
    assert len(asks) == 2, "what was true a moment ago is asked again"


def test_numbers_are_for_operators() -> None:
    status, said = asked({**GOOD, "search": broken}, "/metrics", OPERATOR)
    assert status == 200
    lines = said.splitlines()
    assert 'assistant_ready{part="storage"} 1' in lines
    assert 'assistant_ready{part="search"} 0' in lines
    assert "assistant_connections 7" in lines
    assert asked(GOOD, "/metrics", AWAY) == (404, "Not Found")


# --- whom it lets in


def around(monkeypatch: pytest.MonkeyPatch, address: str = HERE, **given: object) -> TestClient:
    """Our own gates around a page, with these options of Streamlit."""
    options: dict[str, object] = {
        "server.address": HERE,
        "server.allowedHosts": [],
        "server.corsAllowedOrigins": [],
        "browser.serverAddress": "localhost",
        "server.enableCORS": True,
        **{name.replace("_", ".", 1): value for name, value in given.items()},
    }
    monkeypatch.setattr(streamlit, "get_option", options.__getitem__)

    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.receive_text()

    said = lambda _: PlainTextResponse("hello")  # noqa: E731
    paths = ["/", "/library", "/livez", "/readyz", "/metrics", "/_stcore/metrics"]
    routes = [Route(one, said, methods=["GET", "POST"]) for one in paths]
    ours = [
        Middleware(gates.Hosts),
        Middleware(gates.Operators, operates=lambda one: one in {HERE, OPERATOR}),
        Middleware(gates.Crowd, connections=Open(each=2, every=3)),
    ]
    app = Starlette(routes=[*routes, WebSocketRoute("/stream", talk)], middleware=ours)
    return TestClient(app, client=(address, 1))


def test_our_gates_stand_before_the_pages() -> None:
    classes = [one.cls for one in application.middleware()]
    assert {gates.Hosts, gates.Operators, gates.Crowd} <= set(classes)
    assert classes.index(server.SecurityHeaders) < classes.index(gates.Hosts)
    assert classes.index(gates.Crowd) < classes.index(server.SessionCookie)
    assert {"/livez", "/readyz", "/metrics"} <= {one.path for one in application.routes()}


LOCAL = [
    ("localhost:8501", True),
    ("127.0.0.1:8501", True),
    ("[::1]:8501", True),
    ("LOCALHOST", True),
    ("evil.example", False),
    ("127.0.0.1.evil.example", False),
    ("localhost@evil.example", False),
    ("localhost:x", False),
    ("", False),
]


@pytest.mark.parametrize(("host", "enters"), LOCAL)
def test_a_server_for_this_machine_goes_by_its_names_only(
    monkeypatch: pytest.MonkeyPatch, host: str, enters: bool
) -> None:
    page = around(monkeypatch)
    assert page.get("/", headers={"host": host}).status_code == (200 if enters else 421)
    if enters:
        with page.websocket_connect("/stream", headers={"host": host}) as open_one:
            open_one.send_text("hello")
    else:
        with (
            pytest.raises(WebSocketDisconnect),
            page.websocket_connect("/stream", headers={"host": host}),
        ):
            pass


@pytest.mark.parametrize(
    ("host", "enters"),
    [
        ("assess.example.org", True),
        ("ASSESS.example.org.:443", True),
        ("a.team.example", True),
        ("team.example", False),
        ("localhost", False),
        ("assess.example.org.evil.example", False),
    ],
)
def test_hosts_that_are_named_are_the_only_ones(
    monkeypatch: pytest.MonkeyPatch, host: str, enters: bool
) -> None:
    names = ["assess.example.org", "*.team.example"]
    page = around(monkeypatch, server_address="0.0.0.0", server_allowedHosts=names)
    assert page.get("/", headers={"host": host}).status_code == (200 if enters else 421)
    for path in ("/livez", "/readyz", "/metrics"):  # a cluster asks these by address
        assert page.get(path, headers={"host": "10.0.0.7:8501"}).status_code == 200


def test_an_origin_that_is_trusted_names_a_host_too(monkeypatch: pytest.MonkeyPatch) -> None:
    page = around(monkeypatch, server_corsAllowedOrigins=["https://assess.example.org"])
    assert page.get("/", headers={"host": "assess.example.org"}).status_code == 200


@pytest.mark.parametrize(("address", "status"), [(HERE, 200), (OPERATOR, 200), (AWAY, 404)])
def test_the_numbers_of_streamlit_are_for_operators_too(
    monkeypatch: pytest.MonkeyPatch, address: str, status: int
) -> None:
    page = around(monkeypatch, address)
    for path in ("/_stcore/metrics", "/_stcore/metrics/"):
        found = page.get(path, headers={"host": "localhost"}, follow_redirects=False).status_code
        assert found == status or (status == 200 and found == 307)


def test_operators_are_this_machine_and_the_networks_that_are_named() -> None:
    alone, more = Settings(), Settings(operators="10.0.0.0/8, 192.0.2.7,2001:db8::/32")
    assert [alone.operates(one) for one in (HERE, "::1", OPERATOR, AWAY)] == [True, True] + [
        False
    ] * 2
    assert all(
        more.operates(one) for one in (OPERATOR, "192.0.2.7", "2001:db8::1", "::ffff:10.0.0.1")
    )
    assert not any(more.operates(one) for one in (AWAY, "192.0.2.8", "", "x"))
    with pytest.raises(ValueError, match="operators"):
        Settings(operators="everybody")


# --- how much one address takes


def test_one_address_fetches_so_many_pages_in_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "PAGES_A_MINUTE", 3)
    page = around(monkeypatch, AWAY)
    html = {"host": "localhost", "accept": "text/html"}
    found = [page.get("/", headers=html) for _ in range(5)]
    assert [one.status_code for one in found] == [200, 200, 200, 429, 429]
    assert found[-1].headers["retry-after"] == "60"
    assert page.get("/", headers={"host": "localhost"}).status_code == 200, "its files are free"
    assert page.get("/livez").status_code == 200


def test_one_address_sends_so_many_files_in_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "WRITES_A_MINUTE", 2)
    page = around(monkeypatch, AWAY)
    found = [page.post("/", headers={"host": "localhost"}).status_code for _ in range(3)]
    assert found == [200, 200, 429]


def test_this_machine_is_not_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "PAGES_A_MINUTE", 1)
    page = around(monkeypatch, HERE)
    html = {"host": "localhost", "accept": "text/html"}
    assert [page.get("/", headers=html).status_code for _ in range(5)] == [200] * 5


@pytest.mark.parametrize(("address", "most"), [(AWAY, 2), (HERE, 3)])
def test_so_many_pages_are_open_at_once(
    monkeypatch: pytest.MonkeyPatch, address: str, most: int
) -> None:
    """From one address, and in all; whoever leaves makes room."""
    page = around(monkeypatch, address)
    host = {"host": "localhost"}
    with page:
        opened = [page.websocket_connect("/stream", headers=host) for _ in range(most)]
        for one in opened:
            one.__enter__()
        with pytest.raises(WebSocketDisconnect), page.websocket_connect("/stream", headers=host):
            pass
        opened[0].send_text("bye")
        opened[0].__exit__(None, None, None)
        with page.websocket_connect("/stream", headers=host) as again:
            again.send_text("bye")
        for one in opened[1:]:
            one.send_text("bye")
            one.__exit__(None, None, None)


# --- how much one visitor takes


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    arrival.forget()
    yield AppTest.from_file(str(PAGE), default_timeout=60).run()
    arrival.forget()


def kept(app: AppTest) -> list[str]:
    return [one.kind.value for one in access.service().sessions.turns(app.session_state["token"])]


def test_what_comes_too_fast_is_handed_back_with_a_word(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "words", Rates(1))
    app.chat_input[0].set_value("We train by hand.").run()
    app.chat_input[0].set_value("We release by hand.").run()
    assert [one.value for one in app.warning] == [access.text("too-fast")]
    assert app.chat_input[0].proto.value == "We release by hand."
    assert kept(app) == ["say"]
    assert 'refused_total{reason="too-fast"} 0' not in METERS.written()


@pytest.mark.parametrize("what", ["acts", "words", "searches"])
def test_each_session_is_limited_by_itself(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    for one in ("acts", "words", "searches"):
        monkeypatch.setattr(pace, one, Rates(2 if one == what else 1_000))
    visitor = ["a"]
    monkeypatch.setattr(access, "visitor", lambda: visitor[0])
    monkeypatch.setattr(access, "text", lambda name: name)

    def admitted() -> bool:
        if what == "searches":
            return pace.may_search()
        try:
            pace.check(TurnKind.SAY if what == "words" else TurnKind.REPLY)
        except Refused:
            return False
        return True

    assert [admitted() for _ in range(4)] == [True, True, False, False]
    visitor[0] = "b"
    assert admitted(), "another session has its own"


def test_one_address_is_limited_over_all_its_sessions(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "addresses", Rates(1))

    class Context:
        ip_address: str | None = AWAY

    monkeypatch.setattr(pace.st, "context", Context())
    monkeypatch.setattr(access, "visitor", lambda: "a")
    pace.check(TurnKind.REPLY)
    monkeypatch.setattr(access, "visitor", lambda: "b")
    with pytest.raises(Refused, match="faster"):
        pace.check(TurnKind.REPLY)
    Context.ip_address = None  # this machine's own is not limited
    pace.check(TurnKind.REPLY)


def test_a_session_that_is_full_says_so(service: Service) -> None:
    token = service.sessions.begin()
    turns = [reply(number % 2) for number in range(MOST_TURNS)]
    rows = [(n, f"k{n}", one.json()) for n, one in enumerate(turns, start=1)]
    with sqlite3.connect(service.settings.data / "sessions.sqlite3") as direct:
        direct.executemany(
            "INSERT INTO turns VALUES (?, ?, ?, ?, '', '2026-01-01 00:00:00')",
            [(hashlib.sha256(token.encode()).hexdigest(), *one) for one in rows],
        )
    with pytest.raises(Refused, match="as much as one can"):
        service.sessions.add(token, reply(3), seen=version(turns))
    assert len(service.sessions.turns(token)) == MOST_TURNS
    service.sessions.clear(token)
    service.sessions.add(token, reply(3), seen=version(()))


# --- ending


def test_what_is_being_stored_is_stored_before_the_end(tmp_path: Path) -> None:
    one = Service.open(Settings(data=tmp_path))
    token = one.sessions.begin()
    lock = sqlite3.connect(tmp_path / "sessions.sqlite3", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    storing = threading.Thread(
        target=one.sessions.add, args=(token, reply()), kwargs={"seen": version(())}
    )
    storing.start()
    assert not one.sessions.finish(0.3), "somebody else holds the database"
    waiting: list[bool] = []
    ending = threading.Thread(target=lambda: waiting.append(one.sessions.finish(20)))
    ending.start()
    lock.execute("ROLLBACK")
    ending.join()
    storing.join()
    assert waiting == [True]
    assert one.sessions.turns(token) == (reply(),)

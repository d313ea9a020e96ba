"""Property 7: nothing leaves the machine unless a language model is configured.

An audit hook sees every connection that Python opens and every name it looks up, in any thread; it
refuses and notes those that do not stay on this machine.
"""

import ipaddress
import json
import os
import re
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import real
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from assistant.domain.session import Turn, version
from assistant.export import FORMATS
from assistant.service import Service
from assistant.settings import Settings
from assistant.ui import access, application, arrival

ROOT = Path(__file__).parents[1]
PAGE = Path(access.__file__).parent / "page.py"
EVENTS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}
"""What Python tells of a connection, and which argument holds the address."""
seen: list[str] = []
watching: list[bool] = []


def stays(address: object) -> bool:
    """Whether an address is this machine; that of a socket in a file has no host."""
    host = address[0] if isinstance(address, tuple) else address
    if host is None or (isinstance(address, str | bytes) and str(address).startswith("/")):
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name in {"", "localhost"}


def watch(event: str, given: tuple[object, ...]) -> None:
    place = EVENTS.get(event)
    if watching and place is not None and not stays(given[place]):
        seen.append(f"{event} {given[place]}")
        raise OSError("refused: it would leave the machine")


@contextmanager
def watched() -> Iterator[list[str]]:
    """Refuse, while it lasts, what would leave the machine; yield what tried to."""
    if not hooked:
        sys.addaudithook(watch)  # for good, so that it looks only while it is asked to
        hooked.append(True)
    seen.clear()
    watching.append(True)
    try:
        yield seen
    finally:
        watching.clear()


hooked: list[bool] = []


# --- the watch sees what it is to see


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
        "import socket; socket.getaddrinfo('example.org', 443)",
        "import socket as s; s.socket(type=s.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
        "import urllib.request as u; u.urlopen('http://example.org/', timeout=1)",
        "import httpx; httpx.get('http://example.org/', timeout=1)",
    ],
)
def test_the_watch_sees_what_would_leave(code: str) -> None:
    with watched() as found, pytest.raises(Exception, match=r"."):
        exec(code)
    assert found


def test_a_configured_language_model_is_seen_to_be_asked(service: Service) -> None:
    """The one exception, and proof that the property below would fail without being off."""
    pytest.importorskip("langchain_openai")
    from assistant.wording import open_writer

    writer = open_writer("openai:any", "http://192.0.2.1/v1", 1, 50)
    one = Service(service.settings, real(), None, writer)
    one.loading.use(service.engine)
    given = service.answer("What is a feature store?")
    with watched() as found:
        list(one.word(given))
    assert any("192.0.2.1" in each for each in found)


# --- conversations

SAYS = (
    "We train by hand in notebooks and deploy with a script.",
    "We train by hand in notebooks <img src=http://example.org/a.png> every week.",
    "What is a feature store?",
    "Why do you ask?",
    "Actually, deployment is automated.",
    "I don't know.",
    "see http://192.0.2.1/a.png and ![x](http://example.org/x.png)",
    "<img src=http://example.org/a.png><script src=//example.org/x.js></script>",
    "fetch https://example.org and set HF_HUB_OFFLINE=0",
    "\\\\example.org\\share and ftp://example.org",
)
NAMES = st.sampled_from(sorted(real().activities))
TURNS = st.lists(
    st.one_of(
        st.builds(
            Turn,
            kind=st.just("say"),
            text=st.sampled_from(SAYS) | st.text(max_size=40),
            activity=st.just("") | NAMES,
        ),
        st.builds(Turn, kind=st.just("reply"), activity=NAMES, level=st.integers(0, 3)),
        st.builds(Turn, kind=st.just("mark"), activity=NAMES, mark=st.just("unknown")),
        st.builds(Turn, kind=st.just("model"), option=st.sampled_from(sorted(real().models))),
        st.builds(Turn, kind=st.sampled_from(["continue", "undo", "restart"])),
    ),
    max_size=6,
)
FETCHING = frozenset(
    {"script", "link", "iframe", "frame", "object", "embed", "base", "meta refresh"}
)
ADDRESSED = frozenset({"src", "srcset", "data", "poster", "action", "background", "formaction"})
STYLED = re.compile(r"""url\(\s*["']?(?:https?:)?//|@import""", re.IGNORECASE)


class Loads(HTMLParser):
    """What makes a document fetch something by itself; a link waits, and quoted markup is text."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = f"{tag} {given.get('http-equiv', '').lower()}".strip()
        loads = any(name in ADDRESSED and "//" in value for name, value in given.items())
        if kind in FETCHING or loads or STYLED.search(given.get("style", "")):
            self.found.append(self.get_starttag_text() or tag)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style" and STYLED.search(data):
            self.found.append(data)


@pytest.mark.parametrize(
    ("document", "loads"),
    [
        ("<img src=http://example.org/a.png>", True),
        ("<p style='background:url(//example.org/a.png)'>", True),
        ("<style>@import 'x';</style>", True),
        ("<script>1</script>", True),
        ("<p>&lt;img src=http://example.org/a.png&gt; url(//example.org)</p>", False),
        ('<a href="https://example.org">a source</a>', False),
    ],
)
def test_what_a_document_would_load_is_seen(document: str, loads: bool) -> None:
    assert bool(Loads(document).found) is loads


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    one = Service(Settings(data=tmp_path_factory.mktemp("data")), real(), None)
    assert one.wait(), one.failure
    return one


@pytest.mark.holds(property=7)
@given(turns=TURNS)
@settings(deadline=None, max_examples=25)
def test_no_conversation_and_no_report_leaves_the_machine(
    service: Service, turns: list[Turn]
) -> None:
    """With the real reading, search and answers; and no report loads anything when opened."""
    with watched() as found:
        now = service.conversation(turns)
        made = {form: service.write(service.report(now), form) for form in FORMATS}
    assert found == []
    assert Loads(made["html"].decode()).found == []


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: Service):
    monkeypatch.setenv("MLOPS_ASSISTANT_DATA", str(tmp_path))
    arrival.forget()
    access.service().loading.use(service.engine)
    yield lambda: AppTest.from_file(str(PAGE), default_timeout=60)
    arrival.forget()


@pytest.mark.holds(property=7)
@given(turns=TURNS)
@settings(deadline=None, max_examples=8, suppress_health_check=["function_scoped_fixture"])
def test_no_page_leaves_the_machine(app, turns: list[Turn]) -> None:
    """The page script on any conversation, in any state."""
    with watched() as found:
        token = access.service().sessions.begin()
        seen = version(())
        for turn in turns:
            seen = access.service().sessions.add(token, turn, seen=seen)
        page = app()
        page.session_state["token"] = token
        page.run()
    assert not page.exception
    assert found == []


# --- what the browser may do

PATHS = st.text("abc/.-_%?=&#é", max_size=20).map(lambda each: "/" + each.lstrip("/"))
HEADERS = st.dictionaries(
    st.sampled_from(["accept", "cookie", "origin", "referer", "x-forwarded-host"]),
    st.sampled_from(["text/html", "mlops_session=x", "http://example.org", "é".encode().hex()]),
)


@pytest.mark.holds(property=7)
@given(path=PATHS, sent=HEADERS, method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS"]))
@settings(deadline=None, max_examples=60, suppress_health_check=["function_scoped_fixture"])
def test_every_response_forbids_the_browser_to_load_from_elsewhere(
    app, path: str, sent: dict[str, str], method: str
) -> None:
    pages = [*application.routes(), Route("/", lambda _: PlainTextResponse("hello"))]
    server = Starlette(routes=pages, middleware=application.middleware())
    with watched() as found:
        answer = TestClient(server).request(method, path, headers=sent, follow_redirects=False)
    assert found == []
    policy = answer.headers["content-security-policy"]
    assert "http" not in policy
    assert "*" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_page_reports_no_usage_and_brings_its_own_typeface() -> None:
    given = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert given["browser"]["gatherUsageStats"] is False
    assert all(one["url"].startswith("app/static/") for one in given["theme"]["fontFaces"])


# --- a process of its own, from its first import

SCRIPT = """
import sys, time
sys.path[:0] = {path!r}
from test_nothing_leaves import watched
with watched() as found:
    from assistant.service import Service
    from assistant.settings import Settings
    from assistant.domain.session import Turn
    service = Service.open(Settings())
    assert service.wait(), service.failure
    said = Turn(kind="say", text="We train by hand. How do we detect drift?")
    asked = Turn(kind="say", text="What is a feature store?")
    now = service.conversation([said, asked])
    assert service.find("drift").hits
    service.write(service.report(now), "pdf")
    time.sleep(3)  # what is sent in the background is sent by then
print(found)
"""


def test_no_switch_of_a_library_lets_anything_out(tmp_path: Path) -> None:
    """From the first import on, with tracing asked for and the model hub not told to stay away."""
    environment = {
        **{key: one for key, one in os.environ.items() if not key.startswith("HF_")},
        "MLOPS_ASSISTANT_DATA": str(tmp_path),
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_API_KEY": "x",
        "LANGSMITH_ENDPOINT": "http://192.0.2.1",
    }
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(path=[str(ROOT), str(ROOT / "tests")])],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == "[]", found.stdout


# --- the start that the README gives, as it stands there

WATCH = """
import json, os, sys
noted = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
places = {places!r}
def watch(event, given):
    if event in places:
        address = given[places[event]]
        if isinstance(address, bytes):
            address = address.decode()
        os.write(noted, (json.dumps([event, address]) + "\\n").encode())
sys.addaudithook(watch)
"""
"""What Python imports first of all, in the server's own process."""
TRUSTED = "https://assess.example.org"
STARTS = re.compile(r"&& \.venv/bin/(streamlit run [^\n`]+)")


class Started:
    """The README's command, run in a process that notes each address its sockets are given."""

    def __init__(self, folder: Path, *more: str) -> None:
        (found,) = set(STARTS.findall((ROOT / "README.md").read_text(encoding="utf-8")[:3_000]))
        program, *options = found.split()
        self.noted = folder / "addresses"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (folder / "sitecustomize.py").write_text(
            WATCH.format(places={**EVENTS, "socket.bind": 1}), encoding="utf-8"
        )
        environment = {
            **{
                key: one
                for key, one in os.environ.items()
                if not key.startswith(("STREAMLIT_", "HF_"))
            },
            "STREAMLIT_SERVER_PORT": str(self.port),  # so that two of these can run at once
            "MLOPS_ASSISTANT_DATA": str(folder),
            "PYTHONPATH": str(folder),
            "WATCHED": str(self.noted),
        }
        command = [str(Path(sys.executable).with_name(program)), *options, *more]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health"):
                    return
            except OSError:
                assert self.process.poll() is None, self.process.stdout.read()
                time.sleep(0.25)
        raise AssertionError("it does not answer")

    def visit(self, origin: str) -> bool:
        """Open the page as a browser on that origin does; return whether it was shown."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        try:
            with connect(address, origin=origin, subprotocols=["streamlit"]) as page:
                asked = BackMsg()
                asked.rerun_script.query_string = ""
                page.send(asked.SerializeToString())
                while True:
                    told = ForwardMsg.FromString(page.recv(timeout=60))
                    if told.WhichOneof("type") == "script_finished":
                        return True
        except InvalidStatus:
            return False

    def listening(self) -> set[str]:
        """The addresses at which it waits for others, as the system tells them where it does."""
        lines = [
            line.split()
            for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
            if table.is_file()
            for line in table.read_text().splitlines()[1:]
        ]
        waiting = {one[1] for one in lines if one[3] == "0A"}
        return {one.split(":")[0] for one in waiting if one.endswith(f":{self.port:04X}")}

    def addresses(self) -> list[tuple[str, object]]:
        """Each kind of call noted, with the address it was given."""
        lines = self.noted.read_text(encoding="utf-8").splitlines()
        return [
            (event, tuple(at) if isinstance(at, list) else at)
            for event, at in map(json.loads, lines)
        ]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    begun: list[Started] = []

    def run(*more: str) -> Started:
        begun.append(Started(tmp_path, *more))
        begun[0].wait()
        return begun[0]

    yield run
    for one in begun:
        one.process.terminate()
        one.process.communicate(timeout=20)


def test_the_start_of_the_readme_listens_and_asks_on_this_machine_only(
    start: Callable[..., Started],
) -> None:
    """Also while the page is visited, and when another site reaches for it from a browser."""
    started = start()
    assert started.visit(f"http://127.0.0.1:{started.port}")
    for foreign in ("http://example.org", "https://192.0.2.1:8501", "null", "http://[bad"):
        assert not started.visit(foreign)
    noted = started.addresses()
    assert ("socket.bind", ("127.0.0.1", started.port)) in noted  # the watch was there
    assert [one for one in noted if not stays(one[1])] == []
    if Path("/proc/net/tcp").is_file():
        assert started.listening() == {"0100007F"}


def test_a_start_for_others_looks_nothing_up_either(start: Callable[..., Started]) -> None:
    """As the README has it for a page that others are to reach."""
    started = start("--server.address", "0.0.0.0", "--server.corsAllowedOrigins", TRUSTED)
    assert started.visit(TRUSTED)
    assert not started.visit("http://example.org")
    own = [("socket.bind", (every, started.port)) for every in ("0.0.0.0", "::")]
    found = [one for one in started.addresses() if not stays(one[1])]
    assert {(event, at[:2]) for event, at in found if isinstance(at, tuple)} <= set(own)
    assert all(isinstance(at, tuple) for _, at in found)

"""The server as it is started: how it ends, what it logs, and what it says when it is not well."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from assistant.storage import Store

ROOT = Path(__file__).parents[1]
TEXT = "We train zebra models by hand in a cellar."
TOKEN = "a" * 43
END = 20
"""Seconds a server may take to end; it takes less than one where nothing runs."""


class Server:
    """`streamlit run app.py` with these settings; its log is kept apart."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder / "log"
        given = {"DATA": str(folder), "LOG": "json", **settings}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).with_name("streamlit"), "run", "app.py"],
                cwd=ROOT,
                env={
                    **os.environ,
                    "STREAMLIT_SERVER_PORT": str(self.port),
                    **{f"MLOPS_ASSISTANT_{name}": one for name, one in given.items()},
                },
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def ask(self, path: str) -> tuple[int, str]:
        """Return status and text of an address; status 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as found:
                return found.status, found.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def wait(self, path: str, status: int = 200, seconds: float = 120) -> str:
        """Wait until an address answers with that status, and return its text."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            found, text = self.ask(path)
            if found == status:
                return text
            time.sleep(0.2)
        raise AssertionError(f"{path} never answered {status}: {self.log.read_text()}")

    def say(self, text: str) -> None:
        """Send a text as the page does, and wait until it is drawn."""
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        headers = {"Cookie": f"mlops_session={TOKEN}"}
        with connect(address, subprotocols=["streamlit"], additional_headers=headers) as page:
            _run(page, BackMsg())
            asked = BackMsg()
            state = asked.rerun_script.widget_states.widgets.add()
            state.id = self._box(page)
            state.chat_input_value.data = text
            _run(page, asked)

    def _box(self, page) -> str:
        asked = BackMsg()
        return next(
            told.delta.new_element.chat_input.id
            for told in _run(page, asked)
            if told.delta.new_element.HasField("chat_input")
        )

    def upload(self, session: str, size: int) -> int:
        """Send a file as the page does, and return the status."""
        boundary = "once"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        body = head.encode() + b"x" * size + f"\r\n--{boundary}--\r\n".encode()
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        wire.request("GET", "/_stcore/health")
        given = wire.getresponse()
        given.read()
        name, _, token = (given.headers["set-cookie"] or "").partition(";")[0].partition("=")
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": f"mlops_session={TOKEN}; {name}={token}",
            "X-Xsrftoken": token,
        }
        wire.request("PUT", f"/_stcore/upload_file/{session}/a-file", body, headers)
        status = wire.getresponse().status
        wire.close()
        return status

    def end(self) -> int:
        """Ask it to end, and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(END)


def _run(page, asked: BackMsg) -> list[ForwardMsg]:
    asked.rerun_script.query_string = ""
    page.send(asked.SerializeToString())
    found: list[ForwardMsg] = []
    while True:
        found.append(ForwardMsg.FromString(page.recv(timeout=60)))
        if found[-1].WhichOneof("type") == "script_finished":
            return found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    begun: list[Server] = []

    def run(**settings: str) -> Server:
        begun.append(Server(tmp_path, **settings))
        begun[-1].wait("/livez")
        return begun[-1]

    yield run
    for one in begun:
        one.process.kill()
        one.process.wait()


def test_it_gets_ready_counts_and_logs_without_a_word_and_ends_with_0(
    start: Callable[..., Server], tmp_path: Path
) -> None:
    one = start()
    assert json.loads(one.wait("/readyz")) == dict.fromkeys(
        ("knowledge", "storage", "reading", "search"), "ready"
    )
    one.say(TEXT)
    numbers = one.ask("/metrics")[1].splitlines()
    assert 'assistant_acts_total{kind="say"} 1' in numbers
    assert 'assistant_seconds_count{work="save"} 1' in numbers
    assert not any(word in "\n".join(numbers) for word in ("zebra", "cellar", TOKEN))
    began = time.monotonic()
    assert one.end() == 0
    assert time.monotonic() - began < 10
    assert [turn.text for turn in Store.open(_file(tmp_path)).turns(TOKEN)] == [TEXT]
    lines = [json.loads(line) for line in one.log.read_text().splitlines()]
    events = [line["event"] for line in lines]
    order = [events.index(each) for each in ("starting", "ready", "asked to stop", "stopped")]
    assert order == sorted(order)
    assert lines[-1]["event"] == "stopped"
    assert lines[-1]["stored"] == "all"
    for word in ("zebra", "cellar", TOKEN):
        assert word not in one.log.read_text()


def _file(folder: Path) -> str:
    return f"sqlite:///{folder / 'sessions.sqlite3'}"


@pytest.mark.parametrize("after", [0.0, 1.0, 3.0, 6.0])
def test_asked_to_stop_at_any_moment_of_its_start_it_ends_with_0(
    start: Callable[..., Server], after: float
) -> None:
    """Also in the middle of loading what reads."""
    one = start()
    time.sleep(after)
    assert one.end() == 0


def test_what_is_too_large_is_refused_and_the_server_goes_on(start: Callable[..., Server]) -> None:
    one = start()
    address = f"ws://127.0.0.1:{one.port}/_stcore/stream"
    headers = {"Cookie": f"mlops_session={TOKEN}"}
    with connect(address, subprotocols=["streamlit"], additional_headers=headers) as page:
        told = _run(page, BackMsg())
        (session,) = {
            each.new_session.initialize.session_id for each in told if each.HasField("new_session")
        }
        assert one.upload(session, 1 << 20) == 204
        assert one.upload(session, 3 << 20) == 413
        huge = BackMsg()
        state = huge.rerun_script.widget_states.widgets.add(id=one._box(page))
        state.chat_input_value.data = "x" * (3 << 20)
        with pytest.raises(ConnectionClosed):
            _run(page, huge)
    assert one.ask("/livez")[0] == 200
    one.say(TEXT)
    assert [turn.text for turn in Store.open(_file(one.folder)).turns(TOKEN)] == [TEXT]
    assert one.end() == 0


def test_with_its_database_gone_it_lives_and_is_not_ready(start: Callable[..., Server]) -> None:
    one = start(DATABASE="postgresql://nobody@127.0.0.1:9/nothing")
    said = json.loads(one.wait("/readyz", status=503))
    for _ in range(100):
        said = json.loads(one.ask("/readyz")[1])
        if said["search"] == "ready":
            break
        time.sleep(0.5)
    assert said == {
        "knowledge": "ready",
        "storage": "The database cannot be reached or written.",
        "reading": "ready",
        "search": "ready",
    }
    assert one.ask("/livez")[0] == 200
    assert 'assistant_ready{part="storage"} 0' in one.ask("/metrics")[1].splitlines()
    assert one.end() == 0

"""Starts a Streamlit server on the loopback address for a measurement, and always ends it."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
STEP_S, END_S = 0.02, 10
PATIENCE_S, LOADING_S = 60, 600
OK = 200
OURS = Path(__file__).parents[2] / "app.py"
OPTIONS = {
    "server.address": HOST,
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
}


class Trouble(Exception):
    """The browser or the page failed; the message is one line."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, and its process number."""

    address: str
    process: int


@contextmanager
def running(script: Path, data: Path, port: int = 0, database: str = "") -> Iterator[Server]:
    """Serve a script with this data folder; yield as soon as the server takes connections.

    At a free port unless one is named, and with a file in the folder unless a `database` is.
    Raises TimeoutError when it does not within a minute, or ends before.
    """
    port = port or free_port()
    options = {**OPTIONS, "server.port": str(port)}
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *flags],
        cwd=script.parent,
        env={
            **os.environ,
            "MLOPS_ASSISTANT_DATA": str(data),
            "MLOPS_ASSISTANT_DATABASE": database,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_port(port, process)
        yield Server(f"http://{HOST}:{port}/", process.pid)
    finally:
        _end(process)


@contextmanager
def ready(data: Path) -> Iterator[Server]:
    """Serve our own page; yield when it says that every part of it is ready."""
    with running(OURS, data) as server:
        await_ready(server)
        yield server


def resident_mb(server: Server) -> float | None:
    """Return the memory the server holds, in MB (2**20 bytes); None where this is not told."""
    try:
        status = Path(f"/proc/{server.process}/status").read_text(encoding="ascii")
    except OSError:
        return None
    match = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(match[1]) / 1024 if match else None


def free_port() -> int:
    """Return a port of this machine that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=PATIENCE_S).close()
        except OSError:
            time.sleep(STEP_S)
        else:
            return
    raise TimeoutError("the server did not start")


def await_ready(server: Server) -> None:
    """Wait until every part of our page says it is ready. Raises TimeoutError."""
    deadline = time.monotonic() + LOADING_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.address}readyz", timeout=LOADING_S) as answer:
                if answer.status == OK:
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(10 * STEP_S)
    raise TimeoutError(f"the server was not ready within {LOADING_S} seconds")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END_S)

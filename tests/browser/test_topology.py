"""Two processes and one database behind a door, as in deploy/: a visitor goes on when one dies."""

import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from postgres import free_port, wait_until
from sqlalchemy import create_engine, text

from tests.browser.conftest import PATIENCE, REQUIRED, ROOT, Server, say, settle
from tests.browser.provider import providing, sign_in, sign_out, write_secrets

pytestmark = pytest.mark.browser
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
SAID = "Our zeppelins are released by hand."
REPLIES = "[class*=st-key-act-][class*=-reply-] button"


@dataclass(frozen=True)
class Town:
    """Both processes, what they share, and the address of the door."""

    apps: tuple[Server, Server]
    database: str
    url: str

    def serving(self) -> Server:
        """The process that holds the one open page."""
        found = [one for one in self.apps if _open_pages(one)]
        assert len(found) == 1
        return found[0]

    def turns(self) -> list[str]:
        """What is stored, in order, of the one session there is."""
        engine = create_engine(self.database)
        try:
            with engine.connect() as connection:
                rows = connection.execute(text("SELECT payload FROM turns ORDER BY seq"))
                return [re.sub(r'.*"kind": ?"([a-z]+)".*', r"\1", str(one.payload)) for one in rows]
        finally:
            engine.dispose()


@pytest.fixture(params=["to the same process", "to any process"])
def town(
    request: pytest.FixtureRequest, postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    _nginx()
    folder = tmp_path_factory.mktemp("town")
    with _town(postgres, folder, same=request.param == "to the same process") as one:
        yield one


@contextmanager
def _town(postgres: str, folder: Path, *, same: bool, provider: str = "") -> Iterator[Town]:
    """Two processes, at which people sign in where there is a provider, and their door."""
    name = f"town{free_port()}"
    database = postgres.removesuffix("postgres") + name
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    port, signing = free_port(), {}
    if provider:
        secrets = folder / "secrets.toml"
        write_secrets(secrets, f"http://127.0.0.1:{port}", provider)
        signing = {
            "MLOPS_ASSISTANT_SIGN_IN": "offered",
            "STREAMLIT_SECRETS_FILES": str(secrets),
        }
    apps = tuple(_app(folder / str(place), database, **signing) for place in (1, 2))
    door = _door(folder, port, apps, same=same)
    try:
        wait_until(lambda: _answers(f"http://127.0.0.1:{port}/livez"), "nginx did not start")
        yield Town((apps[0], apps[1]), database, f"http://127.0.0.1:{port}")
    finally:
        door.terminate()
        door.wait(20)
        for one in apps:
            one.stop(kill=True)  # nothing of theirs is looked at any more


def _nginx() -> None:
    """Go on only where there is an nginx."""
    if NGINX is None:
        if REQUIRED:
            pytest.fail("nginx is not installed, and this test is required here")
        pytest.skip("nginx is not installed (Debian package: nginx-light)")


def test_a_visitor_goes_on_at_the_other_process_when_one_dies(town: Town, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(town.url)
    settle(page)
    page.get_by_role("button", name="Ask me one by one").click()
    page.locator(REPLIES).first.wait_for()
    settle(page)
    said = [_answered(page) for _ in range(2)]

    for _ in range(2):  # first the one dies, then, when it is back, the other
        dead = town.serving()
        dead.stop(kill=True)
        page.locator(REPLIES).first.wait_for()
        _connected(town, dead)
        settle(page)
        said.append(_answered(page))
        dead.start()
        _ready(dead)

    assert len(set(said)) == len(said), "the same question was asked twice"
    assert town.turns() == ["continue", *["reply"] * len(said)]
    context.close()


def test_who_is_signed_in_is_so_at_every_process(
    postgres: str, tmp_path: Path, browser: Browser
) -> None:
    _nginx()
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    with providing() as provider, _town(postgres, tmp_path, same=False, provider=provider) as town:
        page.goto(f"{town.url}/account")
        settle(page)
        sign_in(page, "ada")
        say(page, SAID)
        for _ in range(2):  # first the one dies, then, when it is back, the other
            dead = town.serving()
            dead.stop(kill=True)
            page.goto(f"{town.url}/history")
            settle(page)
            expect(page.get_by_text(SAID).first).to_be_visible()
            assert town.serving() is not dead
            dead.start()
            _ready(dead)
        sign_out(page, town.url)
        expect(page.get_by_role("heading", level=1)).to_contain_text("How does your team")
        assert page.get_by_text(SAID).count() == 0
    context.close()


def _answered(page: Page) -> str:
    """Answer the open question with its highest level; return which activity that was about."""
    newest = page.locator(REPLIES).last
    kept = page.locator("[class*=st-key-question-]").last.get_attribute("class") or ""
    newest.click()
    page.wait_for_function(
        "was => { const all = [...document.querySelectorAll('[class*=st-key-question-]')];"
        " return all.length && all.at(-1).className !== was }",
        arg=kept,
    )
    settle(page)
    return kept.split("st-key-question-")[1].split()[0].split("-", 1)[1]


def _connected(town: Town, dead: Server) -> None:
    other = next(one for one in town.apps if one is not dead)
    wait_until(lambda: _open_pages(other) > 0, "the page did not come back", PATIENCE / 1000)


def _open_pages(server: Server) -> int:
    try:
        with urllib.request.urlopen(f"{server.url}/metrics", timeout=5) as reply:
            found = re.search(r"^assistant_connections (\S+)", reply.read().decode(), re.M)
    except OSError:
        return 0
    return int(float(found[1])) if found else 0


def _app(folder: Path, database: str, **signing: str) -> Server:
    folder.mkdir()
    one = Server(
        folder, MLOPS_ASSISTANT_DATABASE=database, FORWARDED_ALLOW_IPS="127.0.0.1", **signing
    )
    one.start()
    _ready(one)
    return one


def _ready(server: Server) -> None:
    """Wait until it would be sent visitors; replies work before the reader has loaded."""
    wait_until(lambda: _answers(f"{server.url}/livez"), "not there", PATIENCE / 1000)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        time.sleep(0.2)
        return False


def _door(
    folder: Path, port: int, apps: tuple[Server, ...], *, same: bool
) -> subprocess.Popen[bytes]:
    """Start nginx with the configuration of deploy/, at the addresses of this test."""
    words = (ROOT / "deploy" / "nginx.conf").read_text()
    for place, app in enumerate(apps, start=1):
        words = words.replace(f"app-{place}:8501", f"127.0.0.1:{app.port}")
    words = words.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("/tmp/", f"{folder}/")
    if not same:
        words = words.replace("hash $visitor consistent;", "least_conn;")
    path = folder / "nginx.conf"
    path.write_text(words)
    log = (folder / "nginx.log").open("ab")
    command = [str(NGINX), "-e", "stderr", "-c", str(path), "-g", "daemon off;"]
    return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)

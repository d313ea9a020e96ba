"""What every response of the page carries, so that nothing of it leaves this server."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from assistant.ui import application, server, shell


def test_every_response_carries_the_headers_that_keep_it_here() -> None:
    assert server.SecurityHeaders in [one.cls for one in application.middleware()]
    page = Starlette(
        routes=[Route("/", lambda _: PlainTextResponse("hello"))],
        middleware=[Middleware(server.SecurityHeaders)],
    )
    for path in ("/", "/nothing-here"):
        found = TestClient(page).get(path).headers
        assert found["x-content-type-options"] == "nosniff"
        assert found["referrer-policy"] == "no-referrer"
        policy = dict(
            one.strip().split(" ", 1) for one in found["content-security-policy"].split(";")
        )
        assert policy["default-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == "'self'"
        assert policy["object-src"] == "'none'"
        assert policy["img-src"] == "'self' data: blob:"
        assert "unsafe" not in policy["script-src"]
        assert "http" not in found["content-security-policy"]


def visited(scheme: str, cookies: str = "", known: str = "") -> list[str]:
    """The cookies that a page visited with these gives; `known` is the token of a session."""

    def admit(sent: str) -> str:
        return "" if sent and sent == known else "n" * 43

    page = Starlette(
        routes=[Route("/", lambda _: PlainTextResponse("hello"))],
        middleware=[Middleware(server.SecurityHeaders), Middleware(server.SessionCookie, admit)],
    )
    headers = {"accept": "text/html", "cookie": cookies}
    found = TestClient(page, base_url=f"{scheme}://here.example").get("/", headers=headers).headers
    assert ("strict-transport-security" in found) is (scheme == "https")
    return found.get_list("set-cookie")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_hosts() -> None:
    (plain,), (safe,) = visited("http"), visited("https")
    assert plain.startswith(f"{server.COOKIE}={'n' * 43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=")
    assert safe.startswith(f"__Host-{server.COOKIE}=")
    assert safe.endswith("; Secure")
    assert "Domain" not in safe
    assert "Secure" not in plain


def test_who_comes_back_keeps_their_session_for_longer() -> None:
    """A cookie that is known is given again; one that is not is replaced; the safer name counts."""
    ours, other = "o" * 43, "x" * 43
    for scheme, name in (("http", server.COOKIE), ("https", server.SECURE_COOKIE)):
        for sent in (server.COOKIE, server.SECURE_COOKIE):
            (again,) = visited(scheme, f"{sent}={ours}", known=ours)
            assert again.startswith(f"{name}={ours};")
            assert f"Max-Age={400 * 24 * 3600}" in again
    both = f"{server.COOKIE}={other}; {server.SECURE_COOKIE}={ours}"
    assert visited("https", both, known=ours)[0].startswith(f"{server.SECURE_COOKIE}={ours};")
    assert visited("http", f"{server.COOKIE}={other}", known=ours)[0].split("=")[1][:43] == "n" * 43


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_cookies_of_streamlit_are_kept_to_tls_as_well(scheme: str, secure: bool) -> None:
    async def answer(_: Request) -> Response:
        found = PlainTextResponse("hello")
        found.set_cookie("_streamlit_user", "who", httponly=True)
        found.set_cookie("safe", "already", secure=True)
        return found

    page = Starlette(routes=[Route("/", answer)], middleware=[Middleware(server.SecurityHeaders)])
    found = TestClient(page, base_url=f"{scheme}://here.example").get("/")
    first, second = found.headers.get_list("set-cookie")
    assert first.endswith("; Secure") is secure
    assert second.lower().count("secure") == 1


# --- our stylesheet and script in the page that Streamlit sends

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
BROWSER = {"accept": "text/html,application/xhtml+xml", "accept-encoding": "gzip, br"}
REFERENCES = re.compile(r"""(?:href|src)="\./(page\.(?:css|js)\?[0-9a-f]+)\"""")


@pytest.fixture
def page() -> TestClient:
    """Our middleware and routes around the very page of Streamlit, packed as it packs it."""
    routes = [*shell.routes(), Route("/{path:path}", lambda _: FileResponse(INDEX))]
    middleware = [
        *application.middleware()[:2],
        Middleware(shell.Shell),
        Middleware(GZipMiddleware),
    ]
    return TestClient(Starlette(routes=routes, middleware=middleware))


@pytest.mark.parametrize("path", ["/", "/library", "/result?x=1"])
def test_the_page_names_our_files_ahead_of_what_reads_them(page: TestClient, path: str) -> None:
    found = page.get(path, headers=BROWSER)
    assert found.headers["content-length"] == str(len(found.content))
    assert len(REFERENCES.findall(found.text)) == 2
    assert found.text.index("page.js") < found.text.index('type="module"')
    assert REFERENCES.sub("", found.text).count("<script>") == INDEX.read_text().count("<script>")


def test_a_page_asked_for_again_or_in_part_comes_whole(page: TestClient) -> None:
    first = page.get("/", headers=BROWSER)
    stale = {"if-none-match": "*", "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    for asked in (stale, {"range": "bytes=0-10"}):
        again = page.get("/", headers={**BROWSER, **asked})
        assert (again.status_code, again.text) == (200, first.text)


def test_our_files_are_served_as_what_they_are_and_kept(page: TestClient) -> None:
    types = {"page.css": "text/css", "page.js": "javascript"}
    for reference in REFERENCES.findall(page.get("/", headers=BROWSER).text):
        found = page.get(f"/{reference}")
        assert types[reference.partition("?")[0]] in found.headers["content-type"]
        assert "immutable" in found.headers["cache-control"]


def test_what_is_not_the_page_stays_as_it_is(page: TestClient) -> None:
    assert page.get("/", headers={"accept": "*/*"}).content == INDEX.read_bytes()


def test_our_script_writes_text_as_text_and_runs_no_text() -> None:
    source = shell.SCRIPT.read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function("):
        assert way not in source
    assert "://" not in source


# --- who may open the connection that the page lives on


@pytest.mark.parametrize(
    ("origin", "host", "opens"),
    [
        ("http://here.example", "here.example", True),
        ("https://here.example:8443", "here.example:8443", True),
        ("http://here.example:81", "here.example", False),
        ("http://localhost:3000", "127.0.0.1:8501", True),
        ("http://example.org", "127.0.0.1:8501", False),
        ("http://127.0.0.1.example.org", "127.0.0.1:8501", False),
        ("https://trusted.example", "127.0.0.1:8501", True),
        ("null", "127.0.0.1:8501", False),
        ("http://[bad", "127.0.0.1:8501", False),
        ("", "127.0.0.1:8501", True),
    ],
)
def test_only_this_page_and_named_origins_may_connect(
    monkeypatch: pytest.MonkeyPatch, origin: str, host: str, opens: bool
) -> None:
    options = {
        "server.corsAllowedOrigins": ["https://trusted.example"],
        "browser.serverAddress": "localhost",
        "server.enableCORS": True,
    }
    monkeypatch.setattr(streamlit, "get_option", options.__getitem__)

    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("welcome")
        await socket.close()

    around = [Middleware(server.OwnOrigin)]
    app = Starlette(routes=[WebSocketRoute("/stream", talk)], middleware=around)
    given = {"host": host, **({"origin": origin} if origin else {})}
    if opens:
        with TestClient(app).websocket_connect("/stream", headers=given) as connection:
            assert connection.receive_text() == "welcome"
    else:
        with (
            pytest.raises(WebSocketDisconnect),
            TestClient(app).websocket_connect("/stream", headers=given),
        ):
            pass

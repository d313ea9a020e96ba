"""What every response of the page carries, so that nothing of it leaves this server."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.ui import application, server


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

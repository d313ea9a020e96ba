"""A server on loopback that speaks the protocol of local model servers and says what it is told."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def speaking(pieces: Sequence[str], status: int = 200) -> Iterator[tuple[str, list[object]]]:
    """Serve `pieces` as a stream to every request; yield the address and the requests that came."""
    came: list[object] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            came.append(json.loads(self.rfile.read(length)))
            self.send_response(status)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            for piece in pieces:
                self.wfile.write(_event({"content": piece}))
            self.wfile.write(_event({}, "stop") + b"data: [DONE]\n\n")

        def log_message(self, *_: object) -> None:
            """Say nothing: the output belongs to the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", came
    finally:
        server.shutdown()
        server.server_close()


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted",
             "choices": [choice]}  # fmt: skip
    return f"data: {json.dumps(chunk)}\n\n".encode()

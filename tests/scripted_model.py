"""A language model that says what it was told to: chat completions from a script, and what it was asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

#: What the model says next: a message, or a status with a body.
Reply = dict[str, Any] | tuple[int, str]


@dataclass
class ScriptedModel:
    """What is said next, and what came: (headers, body)."""

    address: str = ""
    replies: list[Reply] = field(default_factory=list)
    requests: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    #: Answers wait until this is set.
    may_answer: Event = field(default_factory=Event)

    def reset(self, *replies: Reply) -> None:
        """Say this next, at once."""
        self.replies[:], self.requests[:] = replies, []
        self.may_answer.set()

    def get_last_answers(self) -> list[str]:
        """What tools answered, as the newest request tells it."""
        return [message["content"] for message in self.requests[-1][1]["messages"] if message["role"] == "tool"]


def call_tools(*calls: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A message that uses tools."""
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": f"call-{place}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
            for place, (name, arguments) in enumerate(calls)
        ],
    }


def say(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def _make_handler(model: ScriptedModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            model.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            model.may_answer.wait(60)
            reply = model.replies.pop(0) if model.replies else say("I have nothing more to say.")
            status, text = reply if isinstance(reply, tuple) else (200, json.dumps({"choices": [{"message": reply}]}))
            self.send_response(status if self.path == "/v1/chat/completions" else 404)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


@contextmanager
def running_model() -> Iterator[ScriptedModel]:
    """A model on a free port of this machine."""
    model = ScriptedModel()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(model))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    model.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    model.may_answer.set()
    try:
        yield model
    finally:
        model.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join(10)

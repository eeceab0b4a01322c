"""A receiver of web hooks: a server in a thread that keeps what it was sent, and answers as it is set to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class WebhookReceiver:
    """What came: (path, headers, body), and what is answered to the next ones."""

    address: str = ""
    requests: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    status: int = 200
    redirect_to: str = ""


@contextmanager
def running_receiver() -> Iterator[WebhookReceiver]:
    """A receiver on a free port of this machine."""
    receiver = WebhookReceiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            receiver.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            redirected = receiver.redirect_to and self.path != "/landed"
            self.send_response(307 if redirected else receiver.status)
            if redirected:
                self.send_header("Location", receiver.redirect_to)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"done")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)

"""Something that web hooks tell: a server in a thread that keeps what it was sent, and answers as it is bidden."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Receiver:
    """What came: (path, headers, body), and what is answered to the next ones."""

    address: str = ""
    got: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    status: int = 200
    onward: str = ""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            kept.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            redirected = kept.onward and self.path != "/landed"
            self.send_response(307 if redirected else kept.status)
            if redirected:
                self.send_header("Location", kept.onward)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"done")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kept.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)

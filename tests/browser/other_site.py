"""Another web server on this machine: another origin, which remembers what it was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class OtherSite:
    """`asked` has the whole of each request but its body; `page` is what is answered to each."""

    port: int = 0
    html: str = ""
    requests: list[str] = field(default_factory=list)

    def show_frame(self, address: str) -> None:
        """Show an address in a frame, as the site of somebody else does."""
        self.html = f'<iframe src="{escape(address)}" width="1200" height="800"></iframe>'


@contextmanager
def running_other_site() -> Iterator[OtherSite]:
    site = OtherSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requests.append(f"{self.requestline}\n{self.headers}")
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Elsewhere</title><body>{site.html}</body>".encode())

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site.port = server.server_port
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""A second look at a server while something else goes on: is it answering, and how much memory does it hold?"""

import threading
import time
from types import TracebackType

import httpx

from tests.live_server import Server
from tests.nightly.nightly_figures import MEBIBYTE, compute_percentile, read_resident_bytes

INTERVAL_SECONDS = 0.05


class ServerWatch:
    """Asks for /healthz all the while, and notes how long answers took and the memory of the server."""

    def __init__(self, server: Server) -> None:
        assert server.process is not None
        self.url, self.pid = server.url, server.process.pid
        self.seconds: list[float] = []
        self.memory: list[int] = [read_resident_bytes(self.pid)]
        self.unanswered = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._poll_health, name="watch")

    def __enter__(self) -> "ServerWatch":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _poll_health(self) -> None:
        with httpx.Client(base_url=self.url, timeout=30) as client:
            while not self._over.wait(INTERVAL_SECONDS):
                began = time.perf_counter()
                try:
                    client.get("/healthz").raise_for_status()
                except httpx.HTTPError:
                    self.unanswered += 1
                self.seconds.append(time.perf_counter() - began)
                self.memory.append(read_resident_bytes(self.pid))

    @property
    def growth(self) -> float:
        """By how many MiB the memory rose above what it was at the beginning, at most."""
        return round((max(self.memory) - self.memory[0]) / MEBIBYTE, 1)

    @property
    def slowest(self) -> float:
        """The milliseconds within which 99 of 100 answers came."""
        return round(compute_percentile(self.seconds, 0.99) * 1000, 1)

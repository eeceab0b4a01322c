"""The line between a browser and the server, which can be cut as when a machine falls asleep."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class CuttableProxy:
    """Hands on every byte, both ways. While it is cut, nobody gets through, and who had got through is hung up on."""

    upstream_port: int
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _connections: set[socket.socket] = field(default_factory=set)
    _is_cut: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        self._is_cut = True
        for one in list(self._connections):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def restore(self) -> None:
        self._is_cut = False

    def serve(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                caller.close()
                continue
            called = socket.create_connection(("127.0.0.1", self.upstream_port))
            self._connections |= {caller, called}
            for ends in ((caller, called), (called, caller)):
                threading.Thread(target=self._forward, args=ends, daemon=True).start()

    def _forward(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while said := source.recv(65_536):
                target.sendall(said)
        for one in (source, target):
            self._connections.discard(one)
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        source.close()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()


@contextmanager
def running_proxy(port: int) -> Iterator[CuttableProxy]:
    proxy = CuttableProxy(port)
    thread = threading.Thread(target=proxy.serve)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join()

"""What a process that forks others waits for: lines with descriptors from the server, and the end of a child."""

import os
import selectors
import signal
import socket
from contextlib import suppress

READ_BYTES = 65_536


class ForkControl:
    """The socket to the server and the signal of a child's end, in one place to wait at."""

    def __init__(self, server: socket.socket) -> None:
        self.server = server
        self.unfinished_line = b""
        self.descriptors: list[int] = []
        self.selector = selectors.DefaultSelector()
        self.wake_reader, self.wake_writer = os.pipe()
        os.set_blocking(self.wake_writer, False)
        os.set_blocking(self.wake_reader, False)

    def start(self) -> None:
        """Begin to notice what the server says and that children end."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake_writer, warn_on_full_buffer=False)
        self.selector.register(self.server, selectors.EVENT_READ)
        self.selector.register(self.wake_reader, selectors.EVENT_READ)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until something happens, so long at most; True if the server said something, or hung up."""
        found = [key.fileobj for key, _ in self.selector.select(seconds)]
        if self.wake_reader in found:
            with suppress(BlockingIOError):
                while os.read(self.wake_reader, READ_BYTES):
                    pass
        return self.server in found

    def read_lines(self) -> list[str] | None:
        """Whole lines that the server has sent, their descriptors behind those in `descriptors`; None if it hung up."""
        try:
            data, descriptors, _, _ = socket.recv_fds(self.server, READ_BYTES, 64)
        except ConnectionError:
            return None
        self.descriptors += descriptors
        *lines, self.unfinished_line = (self.unfinished_line + data).split(b"\n")
        return [line.decode() for line in lines] if data else None

    def stop_listening(self) -> None:
        """Take nothing more from the server, which finds the way closed."""
        self.selector.unregister(self.server)
        self.server.shutdown(socket.SHUT_RD)


def reap_ended() -> list[tuple[int, int]]:
    """The processes that ended, with their status."""
    found: list[tuple[int, int]] = []
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            found.append(ended)
    return found

"""Processes for pieces of work: forks that get one item after another by a pipe, and answer by another."""

import ctypes
import gc
import logging
import os
import pickle
import selectors
import signal
import struct
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

CHUNK_BYTES = 65_536
HEADER = struct.Struct("!Q")
PR_SET_PDEATHSIG = 1

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What came of a piece."""

    value: object


@dataclass(frozen=True)
class WorkerLost:
    """The process ended without an answer."""

    reason: str


@dataclass(eq=False)
class Worker:
    """One process, and what it has said that was not read yet."""

    pid: int
    requests_fd: int
    answers_fd: int
    received: bytes = b""
    ends_at: float | None = None
    paused_at: float | None = None

    def begin(self, request: object, seconds: float | None) -> None:
        """Have it work on this, for at most so long."""
        self.ends_at = None if seconds is None else time.monotonic() + seconds
        with suppress(BrokenPipeError):  # it is dead, which reading its answer will show
            _write_message(self.requests_fd, request)

    def pause(self) -> None:
        """Have it stand still."""
        if self.paused_at is None:
            self.paused_at = time.monotonic()
            os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Have it go on; the pause does not count as its time."""
        if self.paused_at is not None:
            if self.ends_at is not None:
                self.ends_at += time.monotonic() - self.paused_at
            self.paused_at = None
            os.kill(self.pid, signal.SIGCONT)

    def is_late(self) -> bool:
        """Whether it has taken longer than it may."""
        return self.ends_at is not None and self.paused_at is None and time.monotonic() > self.ends_at

    def take_answer(self) -> Answer | WorkerLost | None:
        """Read what there is to read; log lines are passed on. None as long as there is no answer."""
        data = os.read(self.answers_fd, CHUNK_BYTES)
        if not data:
            return WorkerLost(self._bury())
        self.received += data
        while (message := self._take_message()) is not None:
            kind, value = message
            if kind == "answer":
                return Answer(value)
            logging.getLogger(value.name).handle(value)
        return None

    def kill(self) -> None:
        """End it."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._bury()

    def _take_message(self) -> tuple[str, Any] | None:
        if len(self.received) < HEADER.size:
            return None
        (size,) = HEADER.unpack_from(self.received)
        if len(self.received) < HEADER.size + size:
            # The rest is known to come: it is read at once, not in pieces that are put together again and again.
            self.received += _read_exactly(self.answers_fd, HEADER.size + size - len(self.received))
        if len(self.received) < HEADER.size + size:
            return None
        content, self.received = self.received[HEADER.size : HEADER.size + size], self.received[HEADER.size + size :]
        kind, value = pickle.loads(content)  # nosec B301  from a fork of this process, in the same sandbox
        return kind, value

    def _bury(self) -> str:
        """Close what belongs to it; says how it ended."""
        os.close(self.requests_fd)
        os.close(self.answers_fd)
        _, status = os.waitpid(self.pid, 0)
        if os.WIFSIGNALED(status):
            return f"Its process was ended by {signal.Signals(os.WTERMSIG(status)).name}."
        return f"Its process ended with status {os.waitstatus_to_exitcode(status)}."


def start_worker(answer: Callable[[object], object]) -> Worker:
    """Fork a process that answers requests until it is killed. Raises OSError."""
    requests, answers, parent = os.pipe(), os.pipe(), os.getpid()
    _flush_output()
    try:
        with warnings.catch_warnings():
            # Threads of the libraries are no danger here: a fork uses one, and starts none of theirs.
            warnings.filterwarnings("ignore", message=".*multi-threaded", category=DeprecationWarning)
            pid = os.fork()
    except OSError:
        for descriptor in (*requests, *answers):
            os.close(descriptor)
        raise
    if pid == 0:
        os.close(requests[1])
        os.close(answers[0])
        _run_as_worker(answer, requests[0], answers[1], parent)
    os.close(requests[0])
    os.close(answers[1])
    return Worker(pid, requests[1], answers[0])


def read_ready(workers: list[Worker], seconds: float) -> Iterator[Worker]:
    """Those that have said something, waited for so long at most."""
    with selectors.DefaultSelector() as selector:
        for worker in workers:
            selector.register(worker.answers_fd, selectors.EVENT_READ, worker)
        ready = [key.data for key, _ in selector.select(seconds)]
    yield from ready


def _run_as_worker(answer: Callable[[object], object], requests: int, answers: int, parent: int) -> None:
    """Be a worker; never returns."""
    status = 1
    try:
        _die_with_parent(parent)
        gc.freeze()
        _forward_messages(answers)
        while True:
            header = _read_exactly(requests, HEADER.size)
            if len(header) < HEADER.size:
                break
            piece = _read_exactly(requests, HEADER.unpack(header)[0])
            found = answer(pickle.loads(piece))  # nosec B301  from the process that this one is a fork of
            _flush_output()
            _write_answer(answers, found)
        status = 0
    finally:
        os._exit(status)


def _write_answer(answers: int, found: object) -> None:
    try:
        _write_message(answers, ("answer", found))
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise RuntimeError(f"This result cannot be passed on: {error}") from error


def _forward_messages(answers: int) -> None:
    """Log lines and warnings go to the parent: the step has one line to the server, and one voice in it."""
    root = logging.getLogger()
    root.handlers = [_ForwardingHandler(answers)]

    def show(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        logging.getLogger("modules").warning("%s: %s", category.__name__, message)

    warnings.showwarning = show


class _ForwardingHandler(logging.Handler):
    def __init__(self, answers: int) -> None:
        super().__init__()
        self.answers = answers

    def emit(self, record: logging.LogRecord) -> None:
        record.msg, record.args, record.exc_info = record.getMessage(), None, None
        _write_message(self.answers, ("log", record))


def _die_with_parent(parent: int) -> None:
    """Be killed when the process ends that this is a fork of."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def _write_message(descriptor: int, message: object) -> None:
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    data = memoryview(HEADER.pack(len(content)) + content)
    while data:
        data = data[os.write(descriptor, data) :]


def _read_exactly(descriptor: int, count: int) -> bytes:
    """So many bytes, or fewer at the end."""
    found = bytearray()
    while len(found) < count and (data := os.read(descriptor, min(count - len(found), 2**20))):
        found += data
    return bytes(found)


def _flush_output() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()

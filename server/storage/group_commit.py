"""Changes of different people in one transaction: each is done or undone by itself, all share one write to the disk."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from server.storage.writers import Overloaded, Priority, WriterQueue

Result = TypeVar("Result")

#: One transaction takes no further change after so long: others want to write, too.
LONGEST_SECONDS = 0.05


@dataclass
class _Change:
    work: Callable[[Session], Any]
    info: dict[str, Any]
    context: Context = field(default_factory=copy_context)
    future: Future[Any] = field(default_factory=Future)
    arrived: float = field(default_factory=time.monotonic)
    result: Any = None
    error: Exception | None = None


class GroupCommit:
    """A thread that commits whatever has gathered while the last commit went to the disk."""

    def __init__(self, engine: Engine, queue: WriterQueue) -> None:
        self._engine = engine
        self._queue = queue
        self._lock = threading.Lock()
        self._waiting: deque[_Change] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="edits")

    @property
    def waiting(self) -> int:
        """How many changes wait to be written."""
        return len(self._waiting)

    def submit(self, work: Callable[[Session], Result], info: dict[str, Any]) -> Future[Result]:
        """Have a change made soon; the future has its result once it is safe on disk. Raises Overloaded."""
        if self.waiting >= self._queue.most:
            self._queue.refused += 1
            raise Overloaded
        change = _Change(work, info)
        change.future.set_running_or_notify_cancel()  # whoever no longer waits for it has sent it all the same
        with self._lock:
            self._waiting.append(change)
        self._thread.submit(self._drain)
        return change.future

    def close(self) -> None:
        """Commit what is waiting, then end."""
        self._thread.shutdown()

    def _drain(self) -> None:
        if not self._waiting:
            return
        made: list[_Change] = []
        try:
            with self._queue.turn(Priority.EDIT):
                self._write(made)
        except BaseException as error:
            # Where the turn did not come at all, nobody's will.
            for change in made or self._take_all():
                change.future.set_exception(error)
            made = []
        for change in made:
            if change.error is not None:
                change.future.set_exception(change.error)
            else:
                change.future.set_result(change.result)
        if self._waiting:
            with suppress(RuntimeError):  # it is closing, and has all that is left in its own queue
                self._thread.submit(self._drain)

    def _take_all(self) -> list[_Change]:
        with self._lock:
            found, self._waiting = list(self._waiting), deque()
            return found

    def _write(self, made: list[_Change]) -> None:
        """Make changes one after another, and commit them together."""
        until = time.monotonic() + LONGEST_SECONDS
        with self._engine.begin() as connection:
            while (change := self._next()) is not None:
                made.append(change)
                try:
                    change.result = change.context.run(_apply, connection, change)
                except OperationalError:
                    raise  # the database itself: none of them can be had
                except Exception as error:
                    change.error = error
                if time.monotonic() > until:
                    return

    def _next(self) -> _Change | None:
        with self._lock:
            return self._waiting.popleft() if self._waiting else None


def _apply(connection: Connection, change: _Change) -> Any:
    """Make a change in a savepoint of its own, and see what it may see."""
    how: Any = {"join_transaction_mode": "create_savepoint", "expire_on_commit": False, "info": change.info}
    with Session(connection, **how) as session, session.begin():
        return change.work(session)

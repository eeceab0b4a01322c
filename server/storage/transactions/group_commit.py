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

from server.storage.transactions.writer_queue import DatabaseOverloaded, WritePriority, WriterQueue

ChangeResult = TypeVar("ChangeResult")

#: One transaction takes no further change after so much work, where others want to write, too. Processor time is
#: counted: on a busy machine changes would else be committed one by one, each behind a turn of somebody else.
MAX_TRANSACTION_SECONDS = 0.05


@dataclass
class _PendingChange:
    work: Callable[[Session], Any]
    info: dict[str, Any]
    context: Context = field(default_factory=copy_context)
    future: Future[Any] = field(default_factory=Future)
    arrived_at: float = field(default_factory=time.monotonic)
    result: Any = None
    error: Exception | None = None


class GroupCommit:
    """A thread that commits whatever has gathered while the last commit went to the disk."""

    def __init__(self, engine: Engine, queue: WriterQueue) -> None:
        self._engine = engine
        self._queue = queue
        self._lock = threading.Lock()
        self._pending: deque[_PendingChange] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="edits")

    @property
    def waiting_count(self) -> int:
        """How many changes wait to be written."""
        return len(self._pending)

    def submit(self, work: Callable[[Session], ChangeResult], info: dict[str, object]) -> Future[ChangeResult]:
        """Have a change made soon; the future has its result once it is safe on disk. Raises DatabaseOverloaded."""
        if self.waiting_count >= self._queue.max_waiting:
            self._queue.refused_count += 1
            raise DatabaseOverloaded
        change = _PendingChange(work, info)
        change.future.set_running_or_notify_cancel()  # whoever no longer waits for it has sent it all the same
        with self._lock:
            self._pending.append(change)
        self._thread.submit(self._drain)
        return change.future

    def close(self) -> None:
        """Commit what is waiting, then end."""
        self._thread.shutdown()

    def _drain(self) -> None:
        if not self._pending:
            return
        changes: list[_PendingChange] = []
        try:
            with self._queue.take_turn(WritePriority.EDIT):
                self._write(changes)
        except BaseException as error:
            # Where the turn did not come at all, nobody's will.
            for change in changes or self._take_all():
                change.future.set_exception(error)
            changes = []
        for change in changes:
            if change.error is not None:
                change.future.set_exception(change.error)
            else:
                change.future.set_result(change.result)
        if self._pending:
            with suppress(RuntimeError):  # it is closing, and has all that is left in its own queue
                self._thread.submit(self._drain)

    def _take_all(self) -> list[_PendingChange]:
        with self._lock:
            found, self._pending = list(self._pending), deque()
            return found

    def _write(self, changes: list[_PendingChange]) -> None:
        """Make changes one after another, and commit them together."""
        until = time.thread_time() + MAX_TRANSACTION_SECONDS
        with self._engine.begin() as connection:
            while (change := self._pop_next()) is not None:
                changes.append(change)
                try:
                    change.result = change.context.run(_apply_change, connection, change)
                except OperationalError:
                    raise  # the database itself: none of them can be had
                except Exception as error:
                    change.error = error
                if time.thread_time() > until and self._queue.waiting_count:
                    return

    def _pop_next(self) -> _PendingChange | None:
        with self._lock:
            return self._pending.popleft() if self._pending else None


def _apply_change(connection: Connection, change: _PendingChange) -> Any:
    """Make a change in a savepoint of its own, and see what it may see."""
    how: Any = {"join_transaction_mode": "create_savepoint", "expire_on_commit": False, "info": change.info}
    with Session(connection, **how) as session, session.begin():
        return change.work(session)

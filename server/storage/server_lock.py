"""One server works on a data folder and on a database: a second one is refused with a sentence.

Locks say so, and no clock: of the data folder (and of a SQLite file elsewhere) by the kernel, of a PostgreSQL by a
connection that is kept open for this alone. Both are gone in the moment in which the process is, however it ended, so
that the next start never waits. A PostgreSQL notices within two minutes that a whole machine is gone.
"""

import fcntl
import json
import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from server.storage.database import Database, DatabaseUnusable
from server.storage.files.data_folder_lock import AlreadyInUse
from server.storage.transactions.database_errors import DATABASE_ERRORS

logger = logging.getLogger(__name__)

SERVER_LOCK_FILE = "serving.lock"
#: The number of the lock that a server holds on PostgreSQL: "serv" in ASCII.
SERVER_LOCK_NUMBER = 0x73657276
LOCK_CHECK_SECONDS = 5.0
KEEPALIVE_OPTIONS = "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=15 -c tcp_keepalives_count=4"
HOLDER_QUERY = """
    SELECT application_name, coalesce(host(client_addr), 'a socket')
    FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = :lock AND objsubid = 1
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def hold_server_lock(folder: Path, database: Database) -> Iterator[None]:
    """Be the one server of this data folder and this database; raises AlreadyInUse where there is another one.

    Raises DatabaseUnusable where the database is not responding.
    """
    with ExitStack() as stack:
        stack.enter_context(_hold_file_lock(folder / SERVER_LOCK_FILE, f"the data folder {folder}"))
        if database.sqlite:
            file = Path(database.engine.url.database or "")
            if file.parent.resolve() != folder.resolve():
                stack.enter_context(
                    _hold_file_lock(file.with_name(f"{file.name}-{SERVER_LOCK_FILE}"), f"the database {file}")
                )
        else:
            stack.enter_context(_hold_database_lock(database))
        yield


@contextmanager
def _hold_file_lock(path: Path, what: str) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # which no child process inherits
        except (BlockingIOError, PermissionError):
            raise AlreadyInUse(_format_refusal(what, _read_holder(path))) from None
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), "host": socket.gethostname()}))
        file.flush()
        yield


def _read_holder(path: Path) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(path.read_text(encoding="utf-8"))
        return f" (process {held['process']} on {held['host']})"
    return ""


def _format_refusal(what: str, holder: str) -> str:
    return (
        f"Another Designery server{holder} is using {what}. Only one server at a time can. Stop that server, or give "
        "this one its own folder and database: DESIGNERY_HOME, DESIGNERY_DATABASE_URL."
    )


@contextmanager
def _hold_database_lock(database: Database) -> Iterator[None]:
    """Hold the lock of a PostgreSQL; it is looked after, and the server ends when it went to another one."""
    lock = _DatabaseLock(database)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


class _DatabaseLock:
    """The connection that holds the lock, and a thread that takes it anew when the database was away."""

    def __init__(self, database: Database) -> None:
        self._name = database.name
        who = f"designery {os.getpid()} on {socket.gethostname()}"
        connect = {"application_name": who, "options": KEEPALIVE_OPTIONS}
        # Not one of those that requests use: it stays open, and in no transaction.
        url, how = database.engine.url, {"poolclass": NullPool, "isolation_level": "AUTOCOMMIT"}
        self._engine = create_engine(url, connect_args=connect, **how)
        self._connection: Connection | None = None
        self._stop_event = threading.Event()
        self._thread = threading.Thread(target=self._watch_lock, name="serving", daemon=True)

    def acquire(self) -> None:
        """Take the lock, and keep it; raises AlreadyInUse."""
        self._connect_and_lock()
        self._thread.start()

    def release(self) -> None:
        """Let the lock go."""
        self._stop_event.set()
        self._thread.join()
        self._disconnect()

    def _connect_and_lock(self) -> None:
        try:
            connection = self._connection = self._engine.connect()
        except OperationalError as error:
            reason = " ".join(str(error.orig).split())
            raise DatabaseUnusable(f"The database {self._name} is not responding: {reason}") from None
        if connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": SERVER_LOCK_NUMBER}):
            return
        holder = connection.execute(text(HOLDER_QUERY), {"lock": SERVER_LOCK_NUMBER}).first()
        self._disconnect()
        holder_text = (
            f" ({holder[0].removeprefix('designery ')}, connected from {holder[1]})" if holder is not None else ""
        )
        raise AlreadyInUse(_format_refusal(f"the database {self._name}", holder_text))

    def _disconnect(self) -> None:
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.close()
            self._connection = None

    def _watch_lock(self) -> None:
        while not self._stop_event.wait(LOCK_CHECK_SECONDS):
            try:
                if self._connection is None:
                    self._connect_and_lock()
                else:
                    self._connection.execute(text("SELECT 1"))
            except AlreadyInUse as error:
                logger.critical(
                    "This server stops because another server took over the database while it was unreachable. %s",
                    error,
                )
                os.kill(os.getpid(), signal.SIGTERM)
                return
            except (DatabaseUnusable, *DATABASE_ERRORS):
                self._disconnect()

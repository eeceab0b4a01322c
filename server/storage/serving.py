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

from server.storage.away import TROUBLE
from server.storage.database import Database, Unusable
from server.storage.occupied import Occupied

logger = logging.getLogger(__name__)

LOCK_FILE = "serving.lock"
#: The number of the lock that a server holds on PostgreSQL: "serv" in ASCII.
SERVING = 0x73657276
LOOK_SECONDS = 5.0
KEEPALIVES = "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=15 -c tcp_keepalives_count=4"
HOLDER = """
    SELECT application_name, coalesce(host(client_addr), 'a socket')
    FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = :lock AND objsubid = 1
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def only_server(folder: Path, database: Database) -> Iterator[None]:
    """Be the one server of this data folder and this database; raises Occupied where there is another, and Unusable."""
    with ExitStack() as stays:
        stays.enter_context(_only_one_at(folder / LOCK_FILE, f"the data folder {folder}"))
        if database.sqlite:
            file = Path(database.engine.url.database or "")
            if file.parent.resolve() != folder.resolve():
                stays.enter_context(_only_one_at(file.with_name(f"{file.name}-{LOCK_FILE}"), f"the database {file}"))
        else:
            stays.enter_context(_only_one_on(database))
        yield


@contextmanager
def _only_one_at(path: Path, what: str) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # which no child process inherits
        except (BlockingIOError, PermissionError):
            raise Occupied(_refusal(what, _holder_at(path))) from None
        file.truncate(0)
        file.write(json.dumps({"process": os.getpid(), "host": socket.gethostname()}))
        file.flush()
        yield


def _holder_at(path: Path) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(path.read_text(encoding="utf-8"))
        return f" (process {held['process']} on {held['host']})"
    return ""


def _refusal(what: str, holder: str) -> str:
    return (
        f"Another Designery server{holder} works on {what}. One server at a time can. Stop that one, or give this one "
        "a folder and a database of its own: DESIGNERY_HOME, DESIGNERY_DATABASE_URL."
    )


@contextmanager
def _only_one_on(database: Database) -> Iterator[None]:
    """Hold the lock of a PostgreSQL; it is looked after, and the server ends when it went to another one."""
    holding = _Holding(database)
    holding.take()
    try:
        yield
    finally:
        holding.close()


class _Holding:
    """The connection that holds the lock, and a thread that takes it anew when the database was away."""

    def __init__(self, database: Database) -> None:
        self._name = database.name
        who = f"designery {os.getpid()} on {socket.gethostname()}"
        connect = {"application_name": who, "options": KEEPALIVES}
        # Not one of those that requests use: it stays open, and in no transaction.
        url, how = database.engine.url, {"poolclass": NullPool, "isolation_level": "AUTOCOMMIT"}
        self._engine = create_engine(url, connect_args=connect, **how)
        self._connection: Connection | None = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._look_after, name="serving", daemon=True)

    def take(self) -> None:
        """Take the lock, and keep it; raises Occupied."""
        self._lock()
        self._thread.start()

    def close(self) -> None:
        """Let the lock go."""
        self._ending.set()
        self._thread.join()
        self._let_go()

    def _lock(self) -> None:
        try:
            connection = self._connection = self._engine.connect()
        except OperationalError as error:
            reason = " ".join(str(error.orig).split())
            raise Unusable(f"The database {self._name} does not answer: {reason}") from None
        if connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": SERVING}):
            return
        holder = connection.execute(text(HOLDER), {"lock": SERVING}).first()
        self._let_go()
        told = f" ({holder[0].removeprefix('designery ')}, connected from {holder[1]})" if holder is not None else ""
        raise Occupied(_refusal(f"the database {self._name}", told))

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.close()
            self._connection = None

    def _look_after(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            try:
                if self._connection is None:
                    self._lock()
                else:
                    self._connection.execute(text("SELECT 1"))
            except Occupied as error:
                logger.critical("This server ends, since the database was away and is another one's now. %s", error)
                os.kill(os.getpid(), signal.SIGTERM)
                return
            except (Unusable, *TROUBLE):
                self._let_go()

"""The database: its engine, its sessions, and the way from any earlier state to the newest tables."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import copy_context
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlmodel import Session, create_engine

from server.storage.stores.tenancy import WORKSPACE_KEY
from server.storage.transactions.group_commit import GroupCommit
from server.storage.transactions.serialized_document import SerializedDocument
from server.storage.transactions.stored_json import read_json, write_json
from server.storage.transactions.workspace_context import get_current_workspace
from server.storage.transactions.write_scopes import SCOPES_KEY, build_scopes_info, lock_scopes
from server.storage.transactions.writer_queue import WritePriority, WriterQueue

logger = logging.getLogger(__name__)

TransactionResult = TypeVar("TransactionResult")

READ_ONLY_KEY = "designery_reading"
MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"
#: A writer gives up after this long, and the connection of a machine that is gone is dropped within two minutes.
POSTGRESQL_OPTIONS = (
    "-c lock_timeout=10s -c tcp_keepalives_idle=60 -c tcp_keepalives_interval=15 -c tcp_keepalives_count=4"
)
#: Each request in a thread of the server may hold a connection, and an endpoint may need a second one.
POSTGRESQL_POOL = {"pool_size": 20, "max_overflow": 40, "pool_timeout": 10, "pool_pre_ping": True}
#: As many; the ones used last are used first, so that their pages are at hand.
SQLITE_POOL = {"pool_size": 10, "max_overflow": 50, "pool_timeout": 10, "pool_use_lifo": True}
#: Of each connection, in KiB: there are many, and the machine keeps the file in memory anyway.
SQLITE_CACHE = "cache_size=-512"
SQLITE_STATEMENTS = 64
#: So many changes are committed at once on PostgreSQL, each in a transaction of its own.
POSTGRESQL_COMMITS = 8


class DatabaseUnusable(Exception):
    """The database cannot be used; the message says why, without a password in it."""


class UnknownRevision(Exception):
    """The tables are at a revision that this version does not know."""


class Database:
    """A database, by its URL. Every session is one transaction."""

    def __init__(self, url: str, *, shared: bool = False) -> None:
        """Where it is `shared` by workspaces, a session sees the rows of the workspace that it was made in."""
        self.engine = _build_engine(url)
        self.shared = shared
        self.sqlite = self.engine.dialect.name == "sqlite"
        #: The line of those who write in this process, where only one can.
        self.writer_queue = WriterQueue()
        self._reader = make_read_only(self.engine)
        self._committer: GroupCommit | ThreadPoolExecutor | None = None

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to the newest state, or up to an earlier one; raises DatabaseUnusable."""
        try:
            with self.engine.begin() as connection:
                upgrade_tables(connection, revision)
        except OperationalError as error:
            raise DatabaseUnusable(f"The database {self.name} is not responding: {_format_reason(error)}") from None
        except UnknownRevision:
            raise DatabaseUnusable(
                f"The database {self.name} was written by a newer version of Designery. Install that version."
            ) from None

    @property
    def name(self) -> str:
        """What to call it toward the user: never with a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def session(self, *scopes: str, priority: WritePriority = WritePriority.NORMAL) -> Iterator[Session]:
        """A transaction that writes: committed at the end of the block, rolled back when it raises.

        `scopes` are the ids of what it writes to, above all of designs. Writers of one thing follow one another: what
        one has read of it stays true until it commits, and the ids of a design's events are in the order of commits.
        Without scopes it is alone with everything. On SQLite every writer is. Raises DatabaseOverloaded.
        """
        made = Session(self.engine, expire_on_commit=False, info=self._build_session_info(scopes))
        with self._take_turn(priority), made as session, session.begin():
            session.connection(execution_options={SCOPES_KEY: scopes})
            yield session

    def submit_change(self, work: Callable[[Session], TransactionResult], *scopes: str) -> "Future[TransactionResult]":
        """Have a short change made in a transaction that writes to `scopes`, as soon as may be.

        The future has its result once it is committed. On SQLite changes of different people share a commit. Raises
        DatabaseOverloaded.
        """
        if self._committer is None:
            self._committer = (
                GroupCommit(self.engine, self.writer_queue)
                if self.sqlite
                else ThreadPoolExecutor(POSTGRESQL_COMMITS, thread_name_prefix="edits")
            )
        if isinstance(self._committer, GroupCommit):
            return self._committer.submit(work, self._build_session_info(scopes))
        return self._committer.submit(copy_context().run, self._run_in_transaction, work, scopes)

    def _run_in_transaction(
        self, work: Callable[[Session], TransactionResult], scopes: tuple[str, ...]
    ) -> TransactionResult:
        with self.session(*scopes) as session:
            return work(session)

    @property
    def waiting_count(self) -> int:
        """How many writers wait in this process."""
        return self.writer_queue.waiting_count + (
            self._committer.waiting_count if isinstance(self._committer, GroupCommit) else 0
        )

    @contextmanager
    def read_session(self) -> Iterator[Session]:
        """A transaction that only reads, and so never waits for one that writes. It sees one moment throughout."""
        with Session(self._reader, expire_on_commit=False, info=self._build_workspace_info()) as session:
            yield session

    def _take_turn(self, priority: WritePriority) -> AbstractContextManager[None]:
        # PostgreSQL has a line of its own for each thing.
        return self.writer_queue.take_turn(priority) if self.sqlite else nullcontext()

    def _build_session_info(self, scopes: tuple[str, ...]) -> dict[str, object]:
        return {**self._build_workspace_info(), **build_scopes_info(scopes)}

    def _build_workspace_info(self) -> dict[str, str | None]:
        return {WORKSPACE_KEY: get_current_workspace() if self.shared else None}

    def close(self) -> None:
        """Commit what is waiting, and close all connections."""
        if isinstance(self._committer, GroupCommit):
            self._committer.close()
        elif self._committer is not None:
            self._committer.shutdown()
        self._committer = None
        self.engine.dispose()


def make_read_only(engine: Engine) -> Engine:
    """The same engine with transactions that only read."""
    options: dict[str, object] = {READ_ONLY_KEY: True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return engine.execution_options(**options)


def upgrade_tables(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a revision inside the transaction of this connection; raises UnknownRevision."""
    found, known = get_revision(connection), list_revisions()
    if found is not None and found not in known:
        raise UnknownRevision(found)
    if found == known[-1] and revision == "head":
        return
    if found is not None:
        logger.info("Bringing the tables from state %s to %s", found, known[-1] if revision == "head" else revision)
    from alembic import command  # only now: importing it takes a tenth of a second
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def get_revision(connection: Connection) -> str | None:
    """The revision that the tables are at; None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def list_revisions() -> list[str]:
    """All revisions, oldest first: the numbers of the files."""
    return sorted(path.name.partition("_")[0] for path in MIGRATIONS_FOLDER.glob("versions/[0-9]*.py"))


def _format_reason(error: OperationalError) -> str:
    return " ".join(str(error.orig).split())


def _build_engine(url: str) -> Engine:
    parsed = _choose_driver(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed,
            json_serializer=_serialize_json,
            json_deserializer=read_json,
            connect_args={"cached_statements": SQLITE_STATEMENTS},
            **SQLITE_POOL,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    try:
        options = {"options": POSTGRESQL_OPTIONS}
        engine = create_engine(
            parsed,
            json_serializer=_serialize_json,
            json_deserializer=read_json,
            connect_args=options,
            **POSTGRESQL_POOL,
        )
    except ModuleNotFoundError:
        raise DatabaseUnusable("PostgreSQL needs a driver. Install it: pip install 'designery[databases]'") from None
    event.listen(engine, "begin", _lock_scopes_on_begin)
    return engine


def _choose_driver(url: str) -> URL:
    """The URL with the driver that we use; raises DatabaseUnusable where it names another kind of database."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUnusable(
            "DESIGNERY_DATABASE_URL is not a database address. Write it like postgresql://user@host/database."
        ) from None
    kind = parsed.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return parsed
    raise DatabaseUnusable(f"The database must be PostgreSQL or SQLite. DESIGNERY_DATABASE_URL has {kind}.")


def _prepare_sqlite(connection: Any, _: object) -> None:
    # An acknowledged edit survives a power cut only with FULL; see docs/architecture.md.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", SQLITE_CACHE):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail with "database is locked" instead of waiting.
    reads = connection.get_execution_options().get(READ_ONLY_KEY)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _lock_scopes_on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(READ_ONLY_KEY):
        lock_scopes(connection, options.get(SCOPES_KEY, ()))


def _serialize_json(value: object) -> str:
    return value.text if isinstance(value, SerializedDocument) else write_json(value)

"""The database: its engine, its sessions, and the way from any earlier state to the newest tables."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlmodel import Session, create_engine

from server.storage import listings as listings  # it keeps what lists show up to date with each write
from server.storage.belonging import PLACE
from server.storage.place import place

logger = logging.getLogger(__name__)

READING = "designery_reading"
MIGRATIONS = Path(__file__).parent / "migrations"
#: The number of the one lock that writers take on PostgreSQL: "dsgn" in ASCII.
WRITERS = 0x6473676E
#: A writer gives up after this long, and the connection of a machine that is gone is dropped within two minutes.
POSTGRESQL_OPTIONS = (
    "-c lock_timeout=10s -c tcp_keepalives_idle=60 -c tcp_keepalives_interval=15 -c tcp_keepalives_count=4"
)
#: Each request in a thread of the server may hold a connection, and an endpoint may need a second one.
POSTGRESQL_POOL = {"pool_size": 20, "max_overflow": 40, "pool_pre_ping": True}


class Unusable(Exception):
    """The database cannot be used; the message says why, without a password in it."""


class UnknownRevision(Exception):
    """The tables are at a revision that this version does not know."""


class Database:
    """A database, by its URL. Every session is one transaction."""

    def __init__(self, url: str, *, shared: bool = False) -> None:
        """Where it is `shared` by workspaces, a session sees the rows of the place that it was made in."""
        self.engine = _engine(url)
        self.shared = shared

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to the newest state, or up to an earlier one; raises Unusable."""
        try:
            with self.engine.begin() as connection:
                upgrade(connection, revision)
        except OperationalError as error:
            raise Unusable(f"The database {self.name} does not answer: {_reason(error)}") from None
        except UnknownRevision:
            raise Unusable(
                f"The database {self.name} was written by a newer version of Designery. Install that one."
            ) from None

    @property
    def name(self) -> str:
        """What to call it towards the user: never with a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction that writes: committed at the end of the block, rolled back when it raises.

        Writers follow one another, on SQLite and on PostgreSQL alike: what one has read stays true until it commits,
        and the ids of events are in the order of the commits.
        """
        with Session(self.engine, expire_on_commit=False, info=self._place()) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads, and so never waits for one that writes. It sees one moment throughout."""
        with Session(reader(self.engine), expire_on_commit=False, info=self._place()) as session:
            yield session

    def _place(self) -> dict[str, str | None]:
        return {PLACE: place() if self.shared else None}

    def close(self) -> None:
        self.engine.dispose()


def reader(engine: Engine) -> Engine:
    """The same engine with transactions that only read."""
    options: dict[str, Any] = {READING: True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return engine.execution_options(**options)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a revision inside the transaction of this connection; raises UnknownRevision."""
    found, known = revision_of(connection), revisions()
    if found is not None and found not in known:
        raise UnknownRevision(found)
    if found == known[-1] and revision == "head":
        return
    if found is not None:
        logger.info("Bringing the tables from state %s to %s", found, known[-1] if revision == "head" else revision)
    from alembic import command  # only now: importing it takes a tenth of a second
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revision_of(connection: Connection) -> str | None:
    """The revision that the tables are at; None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def revisions() -> list[str]:
    """All revisions, oldest first: the numbers of the files."""
    return sorted(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))


def _reason(error: OperationalError) -> str:
    return " ".join(str(error.orig).split())


def _engine(url: str) -> Engine:
    parsed = _with_driver(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    try:
        engine = create_engine(parsed, connect_args={"options": POSTGRESQL_OPTIONS}, **POSTGRESQL_POOL)
    except ModuleNotFoundError:
        raise Unusable("PostgreSQL needs a driver. Install it: pip install 'designery[databases]'") from None
    event.listen(engine, "begin", _begin_writing)
    return engine


def _with_driver(url: str) -> URL:
    """The URL with the driver that we use; raises Unusable where it names another kind of database."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Unusable(
            "DESIGNERY_DATABASE_URL is no address of a database. Write postgresql://user@host/database."
        ) from None
    kind = parsed.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return parsed
    raise Unusable(f"The database must be PostgreSQL or SQLite. DESIGNERY_DATABASE_URL names {kind}.")


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # An acknowledged edit survives a power cut only with FULL; see docs/architecture.md.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail with "database is locked" instead of waiting.
    reads = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_writing(connection: Connection) -> None:
    # A sequence hands out ids before their commits: a reader could see event 8, resume from it, and never be told of 7,
    # which was committed later. PostgreSQL lets this lock go only after the commit can be seen.
    if not connection.get_execution_options().get(READING):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

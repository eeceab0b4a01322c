"""The databases of the tests: SQLite beside the data, or PostgreSQL from Debian's programs, started by the tests."""

import hashlib
import inspect
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy import inspect as inspect_database

from server.storage.database import Database

DATABASE_PASSWORD = "p@ss wörd/🔑"
POSTGRES_FOLDER = Path("/usr/lib/postgresql")
SQLITE_FILE = "designery.sqlite"


@dataclass(frozen=True)
class PostgresServer:
    """A PostgreSQL of the tests' own. With a template, a new database has all tables already."""

    port: int
    template: str = "template1"

    @property
    def connection_fields(self) -> dict[str, Any]:
        """Itself as a connection of Designery."""
        return {
            "kind": "postgresql",
            "host": "localhost",
            "port": self.port,
            "database": "postgres",
            "user": "designer",
            "password": DATABASE_PASSWORD,
        }

    def execute(self, query: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        with psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            dbname=database,
            user="designer",
            password=DATABASE_PASSWORD,
            autocommit=True,
        ) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def ensure_database(self, owner: Path, *, empty: bool = False) -> str:
        """The address of the database that belongs to this path, made on first use; without tables where `empty`."""
        name = "of_" + hashlib.sha256(str(owner).encode()).hexdigest()[:24]
        if not self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self.execute(f"CREATE DATABASE {name} TEMPLATE {'template1' if empty else self.template}")
        return self.build_url(name)

    def with_migrated_template(self) -> "PostgresServer":
        """The same PostgreSQL, whose new databases are copies of one that was brought to the newest state."""
        made = Database(self.ensure_database(POSTGRES_FOLDER, empty=True))
        made.migrate()
        made.close()
        return PostgresServer(self.port, str(made.engine.url.database))

    def build_url(self, database: str, password: str = DATABASE_PASSWORD) -> str:
        return f"postgresql://designer:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL in a folder of its own, on loopback and a socket there, stopped and removed at the end."""
    programs = sorted(POSTGRES_FOLDER.glob("*/bin"), key=lambda path: float(path.parent.name))
    assert programs, "Install PostgreSQL: apt-get install -y --no-install-recommends postgresql"
    # The path of a socket must be short, which the temporary folders of pytest are not.
    folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
    as_owner: dict[str, Any] = {}
    if os.geteuid() == 0:  # it refuses to run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    run = partial(subprocess.run, check=True, capture_output=True, cwd=folder, **as_owner)
    (folder / "password").write_text(DATABASE_PASSWORD, encoding="utf-8")
    (folder / "password").chmod(0o644)
    port, data = find_free_port(), str(folder / "data")
    how = ["-A", "scram-sha-256", "-U", "designer", "-E", "UTF8", "--no-sync"]
    run([f"{programs[-1]}/initdb", "-D", data, *how, "--pwfile", str(folder / "password")])
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off"
    options += " -c max_connections=300 -c timezone=Asia/Kathmandu"
    run([f"{programs[-1]}/pg_ctl", "-D", data, "-l", str(folder / "log"), "-w", "-o", options, "start"])
    try:
        yield PostgresServer(port).with_migrated_template()
    finally:
        run([f"{programs[-1]}/pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


class DatabaseSelector:
    """Where the data of a folder are: what `pytest --database` says."""

    def __init__(self) -> None:
        self.postgres: PostgresServer | None = None
        self._sqlite_template = b""

    def get_url(self, folder: Path, *, empty: bool = False) -> str:
        """The address of the database that belongs to a data folder; a new one has no tables yet where `empty`."""
        if self.postgres is not None:
            return self.postgres.ensure_database(folder, empty=empty)
        return f"sqlite:///{folder / SQLITE_FILE}"

    def build_variables(self, folder: Path) -> dict[str, str]:
        """What a process needs to know to work on a data folder."""
        url = self.get_url(folder) if self.postgres is not None else ""
        return {"DESIGNERY_HOME": str(folder), "DESIGNERY_DATABASE_URL": url}

    def create_database(self, folder: Path) -> Database:
        """The database of a data folder with all its tables."""
        folder.mkdir(parents=True, exist_ok=True)
        self.place_template(folder)
        made = Database(self.get_url(folder))
        made.migrate()
        return made

    def place_template(self, folder: Path) -> None:
        """Give a new data folder a database with all tables, as PostgreSQL does: migrations have tests of their own."""
        file = folder / SQLITE_FILE
        if self.postgres is not None or file.exists():
            return
        if not self._sqlite_template:
            with tempfile.TemporaryDirectory() as made:
                database = Database(f"sqlite:///{Path(made) / SQLITE_FILE}")
                database.migrate()
                database.close()
                self._sqlite_template = (Path(made) / SQLITE_FILE).read_bytes()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(0o600)
        file.write_bytes(self._sqlite_template)

    def dump_rows(self, folder: Path) -> str:
        """Every row of every table, as text."""
        database = Database(self.get_url(folder))
        with database.engine.connect() as connection:
            tables = inspect_database(database.engine).get_table_names()
            rows = [row for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]
        database.close()
        return "\n".join(map(str, rows))


#: Set at the start of the tests by their `--database` option.
DATABASES = DatabaseSelector()


def find_free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for all tests of a process."""
    if DATABASES.postgres is not None:
        yield DATABASES.postgres
        return
    with running_postgres() as made:
        yield made


#: Whoever names one of these works on a database that may be either.
DATABASE_USERS = frozenset({"DATABASES", "Server", "start_team_server"})


#: Files of tests whose subject is not kept in the database: sandboxes, previews, headers, what is worked out of stored
#: tables; and those that learn for long. They run on SQLite alone.
DATABASE_INDEPENDENT_FILES = frozenset(
    {
        "test_catalog.py",
        "test_code.py",
        "test_request_guard.py",
        "test_images.py",
        "test_inference.py",
        "test_saved_modules.py",
        "test_request_lanes.py",
        "test_table_routes.py",
        "test_custom_modules.py",
        "test_preview.py",
        "test_quick_starts.py",
        "test_draft_runs.py",
        "test_weak_isolation.py",
    }
)


def needs_chosen_database(item: pytest.Item) -> bool:
    """Whether a test works on the database that was chosen, by itself, its fixtures or their helpers.

    What runs on `both` databases does so whichever is chosen.
    """
    assert isinstance(item, pytest.Function)
    if item.path.name in DATABASE_INDEPENDENT_FILES:
        return False
    fixtures = [made.func for found in item._fixtureinfo.name2fixturedefs.values() for made in found]
    return "both" not in item.fixturenames and not DATABASE_USERS.isdisjoint(_collect_names([item.function, *fixtures]))


def _collect_names(functions: list[Callable[..., Any]]) -> set[str]:
    """What these functions name, and the helpers in the tests that they call."""
    names: set[str] = set()
    known: set[Callable[..., Any]] = set()
    while functions:
        function = inspect.unwrap(functions.pop())
        if function not in known and inspect.isfunction(function):
            known.add(function)
            names.update(function.__code__.co_names)
            called = [function.__globals__.get(name) for name in function.__code__.co_names]
            functions += [one for one in called if inspect.isfunction(one) and one.__module__.startswith("tests.")]
    return names

"""A MariaDB of the tests' own, from Debian's programs, for what must hold of MySQL."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymysql
import pytest

from tests.database_servers import DATABASE_PASSWORD, find_free_port
from tests.live_server import wait_until

MARIADB_PROGRAMS = ("mariadb-install-db", "mariadbd")
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class MariaDBServer:
    """A MariaDB of the tests' own."""

    port: int

    @property
    def connection_fields(self) -> dict[str, Any]:
        """Itself as a connection of Designery."""
        where = {"host": "localhost", "port": self.port, "database": "cars"}
        return {"kind": "mysql", **where, "user": "designer", "password": DATABASE_PASSWORD}

    def execute(self, query: str) -> list[tuple[Any, ...]]:
        return _execute(query, host="127.0.0.1", port=self.port, user="designer", password=DATABASE_PASSWORD.encode())


def _execute(query: str, **where: Any) -> list[tuple[Any, ...]]:
    with (
        pymysql.connect(**where, database="cars" if "port" in where else None, autocommit=True) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(query)
        return list(cursor.fetchall())


@contextmanager
def running_mariadb() -> Iterator[MariaDBServer]:
    """A MariaDB in a folder of its own, on loopback and a socket there, stopped and removed at the end."""
    install, server = (shutil.which(name, path=SYSTEM_PATH) for name in MARIADB_PROGRAMS)
    expected = "apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core"
    assert install is not None, f"Install MariaDB: {expected}"
    assert server is not None, f"Install MariaDB: {expected}"
    # The path of a socket must be short, which the temporary folders of pytest are not.
    folder = Path(tempfile.mkdtemp(prefix="mariadb-", dir="/tmp"))
    as_owner: dict[str, Any] = {}
    if os.geteuid() == 0:  # it refuses to run as root
        owner = pwd.getpwnam("nobody")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    port, address = find_free_port(), str(folder / "socket")
    data = ["--no-defaults", f"--datadir={folder / 'data'}"]
    made = [install, *data, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **as_owner)
    listening = [f"--socket={address}", f"--port={port}", "--bind-address=127.0.0.1", "--skip-log-bin"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([server, *data, *listening], stdout=log, stderr=log, cwd=folder, **as_owner)
    try:
        wait_until(lambda: _is_accepting(process, address, folder / "log"), "MariaDB")
        for statement in (
            "CREATE DATABASE cars CHARACTER SET utf8mb4",
            f"CREATE USER designer@'%' IDENTIFIED BY '{DATABASE_PASSWORD}'",
            "GRANT ALL ON cars.* TO designer@'%'",
        ):
            _execute(statement, unix_socket=address, user="root")
        yield MariaDBServer(port)
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _is_accepting(process: "subprocess.Popen[bytes]", address: str, log: Path) -> bool:
    assert process.poll() is None, log.read_text(errors="replace")
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(address) == 0


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDBServer]:
    """One MariaDB for all tests of a process."""
    with running_mariadb() as made:
        yield made

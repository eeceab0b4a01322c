"""What tests of several folders share: a running server, and a client that it knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import DATABASES, Postgres, postgres, running_postgres
from tests.serving import Client, Server

__all__ = ["postgres"]

# A busy machine is no reason for a test to fail.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what the servers of the tests keep their data in; PostgreSQL is started by the tests",
    )


@pytest.fixture(scope="session", autouse=True)
def _chosen_database(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.config.getoption("--database") == "sqlite":
        yield
        return
    with running_postgres() as made:
        DATABASES.postgres = made
        yield
        DATABASES.postgres = None


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> str:
    """For what must hold on both databases, whichever was chosen: the test runs on each of them."""
    chosen: str = request.param
    monkeypatch.setattr(DATABASES, "postgres", postgres if chosen == "postgresql" else None)
    return chosen


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that leave it as it is."""
    running = Server(tmp_path_factory.mktemp("served") / "home").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[Client]:
    made = server.client()
    yield made
    made.close()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server for one test, which may kill it."""
    running = Server(tmp_path / "home").start()
    yield running
    running.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones, which drive a browser, come last."""
    items.sort(key=lambda item: "browser" in item.path.parts)

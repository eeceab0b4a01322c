"""What tests of several folders share: a running server, and a client that it knows."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.database_servers import DATABASES, PostgresServer, needs_chosen_database, postgres, running_postgres
from tests.depth import is_night
from tests.home_template import SHARED_FOLDER_VARIABLE
from tests.launch_server_spawner import LAUNCH_SERVERS
from tests.live_server import Client, Server, running_server
from tests.measure_time import CpuMeter
from tests.server_spawner import SPAWNERS

__all__ = ["postgres"]

#: What takes longest, the longest first: `python -m tests.measure_time FILE --files`.
LONG_FILES = (
    "server/test_samples.py",
    "server/test_code_runs.py",
    "browser/test_accessibility.py",
    "browser/test_together.py",
    "browser/test_every_model.py",
    "browser/test_editing.py",
    "browser/test_people.py",
    "browser/test_hostile_data.py",
    "browser/test_keys.py",
    "browser/test_sharing.py",
    "browser/test_tables.py",
    "browser/test_path_prefix.py",
)

# What numba would compile for half a minute works in seconds as it stands; each night it is compiled.
if not is_night():
    os.environ.setdefault("NUMBA_DISABLE_JIT", "1")

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
    parser.addoption("--cpu", action="store_true", help="measure what each test costs: python -m tests.measure_time")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """With PostgreSQL, one server for the whole session: the workers learn where it is."""
    SPAWNERS.enabled = "nightly" not in config.option.markexpr
    if SPAWNERS.enabled:
        LAUNCH_SERVERS.share()
    if SHARED_FOLDER_VARIABLE not in os.environ:  # the workers have it from here
        shared = tempfile.mkdtemp(prefix="designery-tests-shared-")
        os.environ[SHARED_FOLDER_VARIABLE] = shared
        config.add_cleanup(lambda: _remove_shared(shared))
    if config.getoption("--cpu"):
        config.pluginmanager.register(CpuMeter())
    address = getattr(config, "workerinput", {}).get("postgres")
    if address is not None:
        DATABASES.postgres = PostgresServer(*address)
    elif config.getoption("--database") == "postgresql" and not config.getoption("collectonly"):
        stays = ExitStack()
        DATABASES.postgres = stays.enter_context(running_postgres())
        config.add_cleanup(stays.close)


def _remove_shared(folder: str) -> None:
    del os.environ[SHARED_FOLDER_VARIABLE]
    shutil.rmtree(folder)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the address of PostgreSQL to each worker of pytest-xdist."""
    if DATABASES.postgres is not None:
        node.workerinput["postgres"] = (DATABASES.postgres.port, DATABASES.postgres.template)


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """For what must hold on both databases, whichever was chosen: the test runs on each of them."""
    chosen: str = request.param
    monkeypatch.setattr(DATABASES, "postgres", postgres if chosen == "postgresql" else None)
    return chosen


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that leave it as it is."""
    with running_server(tmp_path_factory.mktemp("served") / "home") as running:
        yield running


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[Client]:
    with closing(server.open_client()) as made:
        yield made


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server for one test, which may kill it."""
    with running_server(tmp_path / "home") as running:
        yield running


def pytest_collection_finish() -> None:
    """What is there now stays to the end: the collector, which the tests had put off, need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What drives a browser comes last, and of either kind the files that take longest come first.

    So no worker is left with a long file while the others have nothing to do. On PostgreSQL only what meets it runs.

    What takes a night is left out unless it is asked for by its marker.
    """
    places = {Path(__file__).parent / name: place for place, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: ("browser" in item.path.parts, places.get(item.path, len(places))))
    left = set[pytest.Item]()
    if config.getoption("--database") == "postgresql":
        left |= {item for item in items if not needs_chosen_database(item)}
    if "nightly" not in config.option.markexpr:
        left |= {item for item in items if item.get_closest_marker("nightly")}
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]

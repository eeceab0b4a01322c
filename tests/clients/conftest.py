"""The client, connected to a running server or embedded in the process of the tests."""

from collections.abc import Iterator
from pathlib import Path

import designery as dy
import pytest

from tests.live_server import Client, Server


@pytest.fixture(scope="module", params=["server", "embedded"])
def connected(
    request: pytest.FixtureRequest, server: Server, client: Client, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Both ways to work; the name of the one."""
    if request.param == "server":
        dy.connect(server.url, client.cookies[f"designery_{server.port}"])
    else:
        dy.connect(folder=Path(tmp_path_factory.mktemp("embedded"), "home"))
    yield request.param
    dy.close_connection()

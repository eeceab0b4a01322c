"""A design that was run, and somebody without a session."""

from collections.abc import Iterator

import httpx
import pytest

from tests.declared_answers import CheckedClient
from tests.live_server import Client, Server
from tests.server.api.share_links import API_HEADERS
from tests.small_designs import make_regression_nodes


@pytest.fixture
def stranger(server: Server) -> Iterator[httpx.Client]:
    with CheckedClient(base_url=server.url, headers=API_HEADERS, timeout=60) as made:
        yield made


@pytest.fixture(scope="module")
def trained(client: Client) -> str:
    design = client.create_design(make_regression_nodes(), "Trained")
    assert client.run(design)["state"] == "succeeded"
    return design

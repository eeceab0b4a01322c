"""A design that was run, and somebody without a session."""

from collections.abc import Iterator

import httpx
import pytest

from tests.pipelines import regression
from tests.server.api.sharing import WRITES
from tests.serving import Client, Server


@pytest.fixture
def stranger(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers=WRITES, timeout=60) as made:
        yield made


@pytest.fixture(scope="module")
def trained(client: Client) -> str:
    design = client.new_design(regression(), "Trained")
    assert client.run(design)["state"] == "succeeded"
    return design

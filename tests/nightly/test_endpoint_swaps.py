"""An endpoint is asked without a pause for a minute, while its version is swapped twice: no request fails."""

import time

import pytest

from tests.live_server import Client, Server
from tests.nightly.nightly_figures import compute_percentile, save_figures, scale_number
from tests.server.serving.service_designs import make_inference_design, make_service_nodes, upload_houses
from tests.server.serving.test_predictions import create_endpoint, get_example, open_caller
from tests.server.serving.test_replicas import Load

pytestmark = pytest.mark.nightly

SECONDS = 60


def test_a_minute_of_load_through_two_swaps_has_no_error(client: Client, server: Server) -> None:
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    design = make_inference_design(client, nodes, "Swapped")
    endpoint = create_endpoint(client, "swapped", design=design)
    row = get_example(client, endpoint)
    path = f"/api/endpoints/{endpoint['id']}"
    seconds = scale_number(SECONDS, 12)
    with open_caller(client, server, endpoint) as caller:
        headers = {"Authorization": caller.headers["authorization"]}
    swaps: list[float] = []
    begun = time.monotonic()
    with Load(server, headers, "/endpoints/swapped/score", row) as load:
        for part in (1, 2):
            while time.monotonic() - begun < seconds * part / 3:
                load.wait_for(5)
            at = time.monotonic()
            client.request_json("POST", f"{path}/deployments", json={"design": design})
            swaps.append(time.monotonic() - at)
        while time.monotonic() - begun < seconds:
            load.wait_for(5)
    counts = {status: load.statuses.count(status) for status in set(load.statuses)}
    save_figures("endpoint_swaps", seconds=seconds, requests=len(load.statuses), counts=counts, swaps=swaps)
    assert set(counts) == {200}, counts
    assert compute_percentile(swaps, 1) < 30
    read = client.request_json("GET", path)
    assert [(one["number"], one["share"]) for one in read["deployments"]] == [(3, 100), (2, 0), (1, 0)]
    assert all(one["requests"] > 0 for one in read["deployments"])
    assert (read["requests"], read["failed"], read["refused"]) == (len(load.statuses), 0, 0)

"""Visitors of a link with the scope "run" bring a table; it runs beside the design, which stays as it is."""

from typing import Any

import httpx
import pytest

from server.api.designs.redacted_problems import HIDDEN_MESSAGE
from tests.live_server import Client, Server, wait_until
from tests.server.api.share_links import API_HEADERS, create_share, open_share
from tests.small_designs import make_node, make_regression_nodes

OWNER_CSV = "a,b,y\n" + "".join(f"{row},{row % 3},{2 * row}\n" for row in range(30))
VISITOR_CSV = "a,b,y\n" + "".join(f"{row},{row % 5},{7 * row}\n" for row in range(50))
OTHER_COLUMNS_CSV = "c,d\n1,2\n3,4\n"


@pytest.fixture(scope="module")
def design(client: Client) -> str:
    added = client.request_json(
        "POST",
        "/api/datasets?name=Ours of runs&file_name=ours.csv",
        content=OWNER_CSV.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )
    nodes = make_regression_nodes() | {"data": make_node("dataset", {"dataset": added["id"]})}
    made = client.create_design(nodes, "To be run by others")
    assert client.run(made)["state"] == "succeeded"
    return made


def start_shared_run(stranger: httpx.Client, link: dict[str, Any], table: str, source: str = "data") -> httpx.Response:
    return stranger.post(
        f"/api/shared/{link['id']}/runs?node={source}&file_name=theirs.csv",
        content=table.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )


def wait_for_shared_run(stranger: httpx.Client, link: dict[str, Any], run: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        body: dict[str, Any] = stranger.get(f"/api/shared/{link['id']}/runs/{run}").json()
        return body if body["state"] not in ("queued", "running") else None

    return wait_until(look, "the end of the visitor's run", 120)


def get_output_sizes(run: dict[str, Any]) -> dict[str, int]:
    return {step["node"]: output["rows"] for step in run["steps"] for output in step["outputs"].values()}


def test_a_visitor_runs_the_design_on_a_table_of_their_own(client: Client, design: str, stranger: httpx.Client) -> None:
    link = create_share(client, design, scope="run", shows="rows", rows=5)
    open_share(stranger, link)
    before = (
        client.request_json("GET", f"/api/designs/{design}"),
        client.request_json("GET", f"/api/designs/{design}/runs"),
    )
    assert stranger.get(f"/api/shared/{link['id']}").json()["sources"] == ["data"]
    started = start_shared_run(stranger, link, VISITOR_CSV)
    assert started.status_code == 201, started.text
    run = wait_for_shared_run(stranger, link, started.json()["id"])
    assert run["state"] == "succeeded"
    assert get_output_sizes(run)["data"] == 50

    table = next(step for step in run["steps"] if step["node"] == "score")["outputs"]["scored_dataset"]["artifact"]
    rows = stranger.get(f"/api/shared/{link['id']}/runs/{run['id']}/artifacts/{table}/rows").json()
    assert (rows["total"], len(rows["rows"])) == (5, 5)
    after = (
        client.request_json("GET", f"/api/designs/{design}"),
        client.request_json("GET", f"/api/designs/{design}/runs"),
    )
    assert after == before
    assert run["id"] not in [one["id"] for one in client.request_json("GET", "/api/runs")]
    assert "theirs" not in [one["name"] for one in client.request_json("GET", "/api/datasets")]


def test_a_table_without_the_columns_is_told_why(client: Client, design: str, stranger: httpx.Client) -> None:
    link = create_share(client, design, scope="run")
    open_share(stranger, link)
    body = start_shared_run(stranger, link, OTHER_COLUMNS_CSV).json()
    assert {problem["node"] for problem in body["problems"]} >= {"train"}
    assert "'y'" in next(problem["message"] for problem in body["problems"] if problem["node"] == "train")
    wait_for_shared_run(stranger, link, body["id"])


def test_why_a_node_cannot_run_names_nothing_that_the_link_hides(client: Client, stranger: httpx.Client) -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "sample:automobile_price"}),
        "fetch": make_node(
            "import_data", {"data_source": "SQL database", "database": "CANARY", "sql_query": "select 1"}
        ),
        "store": make_node("import_data", {"data_source": "S3 storage", "storage": "CANARY", "path": "table.csv"}),
    }
    link = create_share(client, client.create_design(nodes), scope="run")
    open_share(stranger, link)
    started = start_shared_run(stranger, link, VISITOR_CSV).json()
    told = {problem["node"]: problem["message"] for problem in started["problems"]}
    assert told == dict.fromkeys(("fetch", "store"), HIDDEN_MESSAGE)
    wait_for_shared_run(stranger, link, started["id"])


@pytest.mark.parametrize("scope", ["view", "fork"])
def test_other_links_do_not_run(client: Client, design: str, stranger: httpx.Client, scope: str) -> None:
    link = create_share(client, design, scope=scope)
    open_share(stranger, link)
    assert start_shared_run(stranger, link, VISITOR_CSV).status_code == 403


def test_only_a_dataset_is_replaced(client: Client, design: str, stranger: httpx.Client) -> None:
    link = create_share(client, design, scope="run")
    assert start_shared_run(stranger, link, VISITOR_CSV).status_code == 404
    open_share(stranger, link)
    assert start_shared_run(stranger, link, VISITOR_CSV, "linear").status_code == 422


def test_runs_belong_to_their_link(client: Client, design: str, stranger: httpx.Client, server: Server) -> None:
    link, other = create_share(client, design, scope="run"), create_share(client, design, scope="run")
    open_share(stranger, link)
    run = wait_for_shared_run(stranger, link, start_shared_run(stranger, link, VISITOR_CSV).json()["id"])
    artifact = next(iter(run["steps"][0]["outputs"].values()))["artifact"]
    own = client.request_json("GET", f"/api/designs/{design}/runs")[0]["id"]
    assert stranger.get(f"/api/shared/{link['id']}/runs/{own}").status_code == 404
    assert stranger.get(f"/api/shared/{link['id']}/artifacts/{artifact}").status_code == 404
    with httpx.Client(base_url=server.url, headers=API_HEADERS) as elsewhere:
        open_share(elsewhere, other)
        assert elsewhere.get(f"/api/shared/{other['id']}/runs/{run['id']}").status_code == 404


def test_nothing_of_results_is_told_where_the_link_shows_the_graph_only(
    client: Client, design: str, stranger: httpx.Client
) -> None:
    link = create_share(client, design, scope="run", shows="graph")
    open_share(stranger, link)
    started = start_shared_run(stranger, link, OTHER_COLUMNS_CSV).json()
    assert started["problems"] == []
    assert wait_for_shared_run(stranger, link, started["id"])["steps"] == []

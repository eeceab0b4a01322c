"""Visitors of a link with the scope "run" bring a table; it runs beside the design, which stays as it is."""

from typing import Any

import httpx
import pytest

from server.api.shared_problems import HIDDEN
from tests.pipelines import node, regression
from tests.server.api.sharing import WRITES, share, visit
from tests.serving import Client, Server, eventually

OURS = "a,b,y\n" + "".join(f"{row},{row % 3},{2 * row}\n" for row in range(30))
THEIRS = "a,b,y\n" + "".join(f"{row},{row % 5},{7 * row}\n" for row in range(50))
NAMELESS = "c,d\n1,2\n3,4\n"


@pytest.fixture(scope="module")
def design(client: Client) -> str:
    added = client.checked(
        "POST",
        "/api/datasets?name=Ours of runs&file_name=ours.csv",
        content=OURS.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )
    nodes = regression() | {"data": node("dataset", {"dataset": added["id"]})}
    made = client.new_design(nodes, "To be run by others")
    assert client.run(made)["state"] == "succeeded"
    return made


def run_with(stranger: httpx.Client, link: dict[str, Any], table: str, source: str = "data") -> httpx.Response:
    return stranger.post(
        f"/api/shared/{link['id']}/runs?node={source}&file_name=theirs.csv",
        content=table.encode(),
        headers={"Content-Type": "application/octet-stream"},
    )


def ended(stranger: httpx.Client, link: dict[str, Any], run: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        told: dict[str, Any] = stranger.get(f"/api/shared/{link['id']}/runs/{run}").json()
        return told if told["state"] not in ("queued", "running") else None

    return eventually(look, "the end of the visitor's run", 120)


def sizes(run: dict[str, Any]) -> dict[str, int]:
    return {step["node"]: output["rows"] for step in run["steps"] for output in step["outputs"].values()}


def test_a_visitor_runs_the_design_on_a_table_of_their_own(client: Client, design: str, stranger: httpx.Client) -> None:
    link = share(client, design, scope="run", shows="rows", rows=5)
    visit(stranger, link)
    before = client.checked("GET", f"/api/designs/{design}"), client.checked("GET", f"/api/designs/{design}/runs")
    assert stranger.get(f"/api/shared/{link['id']}").json()["sources"] == ["data"]
    started = run_with(stranger, link, THEIRS)
    assert started.status_code == 201, started.text
    run = ended(stranger, link, started.json()["id"])
    assert run["state"] == "succeeded"
    assert sizes(run)["data"] == 50

    table = next(step for step in run["steps"] if step["node"] == "score")["outputs"]["scored_dataset"]["artifact"]
    rows = stranger.get(f"/api/shared/{link['id']}/runs/{run['id']}/artifacts/{table}/rows").json()
    assert (rows["total"], len(rows["rows"])) == (5, 5)
    after = client.checked("GET", f"/api/designs/{design}"), client.checked("GET", f"/api/designs/{design}/runs")
    assert after == before
    assert run["id"] not in [one["id"] for one in client.checked("GET", "/api/runs")]
    assert "theirs" not in [one["name"] for one in client.checked("GET", "/api/datasets")]


def test_a_table_without_the_columns_is_told_why(client: Client, design: str, stranger: httpx.Client) -> None:
    link = share(client, design, scope="run")
    visit(stranger, link)
    told = run_with(stranger, link, NAMELESS).json()
    assert {problem["node"] for problem in told["problems"]} >= {"train"}
    assert "'y'" in next(problem["message"] for problem in told["problems"] if problem["node"] == "train")
    ended(stranger, link, told["id"])


def test_why_a_node_cannot_run_names_nothing_that_the_link_hides(client: Client, stranger: httpx.Client) -> None:
    nodes = {
        "data": node("dataset", {"dataset": "sample:automobile_price"}),
        "fetch": node("import_data", {"data_source": "SQL database", "database": "CANARY", "sql_query": "select 1"}),
        "store": node("import_data", {"data_source": "S3 storage", "storage": "CANARY", "path": "table.csv"}),
    }
    link = share(client, client.new_design(nodes), scope="run")
    visit(stranger, link)
    started = run_with(stranger, link, THEIRS).json()
    told = {problem["node"]: problem["message"] for problem in started["problems"]}
    assert told == dict.fromkeys(("fetch", "store"), HIDDEN)
    ended(stranger, link, started["id"])


@pytest.mark.parametrize("scope", ["view", "fork"])
def test_other_links_do_not_run(client: Client, design: str, stranger: httpx.Client, scope: str) -> None:
    link = share(client, design, scope=scope)
    visit(stranger, link)
    assert run_with(stranger, link, THEIRS).status_code == 403


def test_only_a_dataset_is_replaced(client: Client, design: str, stranger: httpx.Client) -> None:
    link = share(client, design, scope="run")
    assert run_with(stranger, link, THEIRS).status_code == 404
    visit(stranger, link)
    assert run_with(stranger, link, THEIRS, "linear").status_code == 422


def test_runs_belong_to_their_link(client: Client, design: str, stranger: httpx.Client, server: Server) -> None:
    link, other = share(client, design, scope="run"), share(client, design, scope="run")
    visit(stranger, link)
    run = ended(stranger, link, run_with(stranger, link, THEIRS).json()["id"])
    artifact = next(iter(run["steps"][0]["outputs"].values()))["artifact"]
    own = client.checked("GET", f"/api/designs/{design}/runs")[0]["id"]
    assert stranger.get(f"/api/shared/{link['id']}/runs/{own}").status_code == 404
    assert stranger.get(f"/api/shared/{link['id']}/artifacts/{artifact}").status_code == 404
    with httpx.Client(base_url=server.url, headers=WRITES) as elsewhere:
        visit(elsewhere, other)
        assert elsewhere.get(f"/api/shared/{other['id']}/runs/{run['id']}").status_code == 404


def test_nothing_of_results_is_told_where_the_link_shows_the_graph_only(
    client: Client, design: str, stranger: httpx.Client
) -> None:
    link = share(client, design, scope="run", shows="graph")
    visit(stranger, link)
    started = run_with(stranger, link, NAMELESS).json()
    assert started["problems"] == []
    assert ended(stranger, link, started["id"])["steps"] == []

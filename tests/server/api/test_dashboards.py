"""Dashboards: tiles ask for figures, values and charts under filters, and by a link for no more than it shows."""

import json
from typing import Any

import httpx
import pytest

from tests.live_server import Client
from tests.server.api.share_links import create_share, open_share
from tests.small_designs import make_node

ROWS = "region,sales,day\n" + "".join(f"{'NSW'[at % 3]},{at},2024-01-{at + 1:02}\n" for at in range(30))
CHART = {"chart": "Bars", "column": "region", "value_column": "sales", "show": "Sum"}
TILES = {
    "bars": {"kind": "result", "node": "chart", "port": "chart_data", "show": "drawn", "x": 0, "y": 2},
    "total": {"kind": "number", "node": "data", "port": "dataset", "show": "sum", "column": "sales"},
    "pick": {"kind": "filter", "node": "data", "port": "dataset", "column": "region", "hidden": "CANARY"},
}
SOUTH = {"conditions": [{"column": "region", "values": ["S"]}, {"column": "elsewhere", "values": [1]}]}


@pytest.fixture(scope="module")
def design(client: Client) -> str:
    nodes = {
        "data": make_node("enter_data_manually", {"data": ROWS}),
        "chart": make_node("chart", CHART, dataset="data.dataset"),
    }
    made = client.create_design(nodes, "Sales")
    client.run(made)
    client.edit(made, {"path": ["dashboards", "d"], "value": {"title": "Week", "tiles": TILES}})
    return made


@pytest.fixture(scope="module")
def outputs(client: Client, design: str) -> dict[str, str]:
    steps = client.request_json("GET", f"/api/designs/{design}/runs/latest")["steps"]
    return {step["node"]: next(iter(step["outputs"].values()))["artifact"] for step in steps}


def ask(client: Client, artifact: str, what: str, **query: Any) -> Any:
    return client.request_json("GET", f"/api/artifacts/{artifact}/{what}", params=query)


def test_a_dashboard_is_edited_like_the_rest_of_the_design(client: Client, design: str) -> None:
    client.edit(design, {"path": ["dashboards", "d", "tiles", "bars", "x"], "value": 6})
    state = client.request_json("GET", f"/api/designs/{design}")
    assert state["document"]["dashboards"]["d"]["tiles"]["bars"]["x"] == 6
    plain = client.create_design({}, "Without")
    assert "dashboards" not in client.request_json("GET", f"/api/designs/{plain}/export")


@pytest.mark.parametrize(
    ("figure", "column", "value"),
    [
        ("rows", None, 10),
        ("sum", "sales", sum(range(1, 30, 3))),
        ("mean", "sales", 14.5),
        ("median", "sales", 14.5),
        ("maximum", "sales", 28),
        ("minimum", "sales", 1),
        ("distinct", "region", 1),
    ],
)
def test_a_figure_counts_the_rows_that_the_filters_leave(
    client: Client, outputs: dict[str, str], figure: str, column: str | None, value: object
) -> None:
    query = {"figure": figure, "selection": json.dumps(SOUTH), **({"column": column} if column else {})}
    assert ask(client, outputs["data"], "figure", **query) == {"value": value}


def test_a_figure_of_text_is_refused_in_a_sentence(client: Client, outputs: dict[str, str]) -> None:
    response = client.get(f"/api/artifacts/{outputs['data']}/figure?figure=mean&column=region")
    assert (response.status_code, response.json()["detail"]) == (
        422,
        "Column 'region' is text, and this figure takes integer or real or boolean. Choose another column.",
    )


def test_a_filter_offers_the_values_of_its_column(client: Client, outputs: dict[str, str]) -> None:
    assert ask(client, outputs["data"], "values", column="region") == {"values": ["N", "S", "W"], "total": 3}


def test_a_chart_is_drawn_again_for_the_rows_that_are_left(client: Client, outputs: dict[str, str]) -> None:
    query = {"module": "chart", "parameters": json.dumps(CHART)}
    whole = ask(client, outputs["data"], "chart", **query)
    assert whole == client.request_json("GET", f"/api/artifacts/{outputs['chart']}")["view"]["shown_as"]
    some = ask(client, outputs["data"], "chart", **query, selection=json.dumps(SOUTH))
    assert [(series["xs"], series["labels"]) for series in some["panels"][0]["series"]] == [([145.0], ["S"])]


def test_no_other_module_runs_in_the_server(client: Client, outputs: dict[str, str]) -> None:
    for module in ("execute_python_script", "sort_rows", "nothing"):
        assert client.get(f"/api/artifacts/{outputs['data']}/chart?module={module}").status_code == 422


@pytest.mark.parametrize(("rows", "whole"), [(100, True), (29, False)])
def test_by_a_link_filters_act_where_all_rows_are_shown(
    client: Client, stranger: httpx.Client, design: str, outputs: dict[str, str], rows: int, whole: bool
) -> None:
    link = create_share(client, design, shows="rows", rows=rows, pinned=False)
    open_share(stranger, link).raise_for_status()
    base = f"/api/shared/{link['id']}"
    document = stranger.get(base).json()["document"]
    assert set(document["dashboards"]["d"]["tiles"]) == set(TILES)
    assert "CANARY" not in json.dumps(document)
    data, chart = (f"{base}/artifacts/{outputs[node]}" for node in ("data", "chart"))
    selection = {"selection": json.dumps(SOUTH)}
    answers = [
        stranger.get(f"{data}/figure", params={"figure": "sum", "column": "sales", **selection}),
        stranger.get(f"{data}/values", params={"column": "region"}),
        stranger.get(f"{data}/filtered-rows", params=selection),
        stranger.get(f"{chart}/chart", params={"node": "chart", **selection}),
    ]
    assert {answer.status_code for answer in answers} == {200 if whole else 403}
    assert stranger.get(f"{data}/figure?figure=sum&column=sales").json() == {"value": 435}


def test_a_link_without_statistics_tells_no_figure(
    client: Client, stranger: httpx.Client, design: str, outputs: dict[str, str]
) -> None:
    link = create_share(client, design, shows="metrics", pinned=False)
    open_share(stranger, link).raise_for_status()
    place = f"/api/shared/{link['id']}/artifacts/{outputs['data']}"
    assert stranger.get(f"{place}/figure?figure=sum&column=sales").status_code == 404
    assert stranger.get(f"{place}/values?column=region").status_code == 403

"""Sweeps: runs with every combination of values, of which none changes the design."""

import pytest

from server.graph.builders.sweep_documents import InvalidSweep, SweptSetting, apply_combination, list_combinations
from tests.live_server import Client, get_step_states
from tests.small_designs import make_regression_nodes

FRACTIONS = {"node": "split", "parameter": "fraction", "values": [0.5, 0.6]}


def test_combinations_are_a_grid_or_a_sample_without_repeats() -> None:
    settings = [SweptSetting("a", "x", [1, 2]), SweptSetting("b", "y", ["u", "v", "w"])]
    grid = list_combinations(settings)
    assert len(grid) == 6
    assert grid[1] == {"a.x": 1, "b.y": "v"}
    sample = list_combinations(settings, sample=4, seed=1)
    assert len({str(one) for one in sample}) == 4
    assert all(one in grid for one in sample)
    with pytest.raises(InvalidSweep, match="These are 201 runs"):
        list_combinations([SweptSetting("a", "x", list(range(201)))])


def test_values_go_into_a_copy_of_the_document() -> None:
    document = {"nodes": {"a": {"module": "m"}}}
    assert apply_combination(document, {"a.x": 2})["nodes"]["a"] == {"module": "m", "parameters": {"x": 2}}
    assert document == {"nodes": {"a": {"module": "m"}}}


def test_a_sweep_is_ordinary_runs_under_one_tag_that_share_what_no_value_changes(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    before = client.request_json("GET", f"/api/designs/{design}")
    body = {"name": "fractions", "settings": [FRACTIONS]}
    found = client.request_json("POST", f"/api/designs/{design}/sweeps", json=body)
    assert [one["values"] for one in found["runs"]] == [{"split.fraction": 0.5}, {"split.fraction": 0.6}]
    states = [get_step_states(client.wait_for_run(one["run"]["id"])) for one in found["runs"]]
    assert all(set(one.values()) <= {"succeeded", "reused"} for one in states)
    assert client.request_json("GET", f"/api/designs/{design}")["revision"] == before["revision"]
    listed = client.request_json("GET", f"/api/designs/{design}/runs")
    assert [one["tags"] for one in listed] == [["fractions"], ["fractions"]]
    rows = {one["number"]: one["evaluations"] for one in listed}
    assert len({str(metrics) for metrics in rows.values()}) == 2
    told = [one for one in client.request_json("GET", "/api/me/notifications")["items"] if one["design_id"] == design]
    assert [(one["kind"], one["text"].partition(", ")[2], one["link"]) for one in told] == [
        ("run_succeeded", "sweep fractions: of 2 runs, 2 succeeded.", "/runs#tag=fractions")
    ]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({**FRACTIONS, "values": [2]}, "2 is no value for Fraction of Split Data"),
        ({**FRACTIONS, "node": "gone"}, "The design has no setting 'gone.fraction'."),
    ],
)
def test_a_sweep_that_cannot_be_says_why(client: Client, setting: dict[str, object], message: str) -> None:
    design = client.create_design(make_regression_nodes())
    response = client.post(f"/api/designs/{design}/sweeps", json={"name": "wrong", "settings": [setting]})
    assert response.status_code == 422
    assert message in response.text
    assert client.request_json("GET", f"/api/designs/{design}/runs") == []

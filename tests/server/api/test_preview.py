"""The live sample: what each port shows after an edit, what it costs, and what it never gets in the way of."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.live_server import Client, wait_until
from tests.small_designs import make_node, make_regression_nodes

ENDLESS_SCRIPT = "def azureml_main(dataframe1=None, dataframe2=None):\n    while True:\n        pass\n"


SLEEPING_SCRIPT = "import time\n\n\ndef azureml_main(dataframe1=None, dataframe2=None):\n    time.sleep(10**6)\n"


def request_preview(client: Client, design: str) -> dict[str, Any]:
    body: dict[str, Any] = client.request_json("POST", f"/api/designs/{design}/preview")
    return body


def wait_for_preview(client: Client, design: str) -> dict[str, Any]:
    """The sample, once no run of another test is under way."""

    def done() -> dict[str, Any] | None:
        told = request_preview(client, design)
        return told if told["state"] != "paused" else None

    return wait_until(done, "the sample")


def make_nodes_with_script(script: str) -> dict[str, Any]:
    return make_regression_nodes() | {
        "script": {
            "module": "execute_python_script",
            "parameters": {"python_script": script},
            "inputs": {"dataset1": "split.results_dataset1"},
        }
    }


def test_each_port_shows_rows_and_the_evaluation_a_provisional_metric(client: Client) -> None:
    told = wait_for_preview(client, client.create_design(make_regression_nodes()))
    assert told["state"] == "done"
    assert {name: node["error"] for name, node in told["nodes"].items() if node["error"]} == {}
    table = told["nodes"]["split"]["ports"]["results_dataset1"]
    assert 0 < len(table["head"]) <= 8
    assert len(table["head"][0]) == len(table["columns"])
    ports = [port for node in told["nodes"].values() for port in node["ports"].values() if port["models"]]
    assert [(model["model"], "Root_Mean_Squared_Error" in model["metrics"]) for model in ports[0]["models"]] == [
        ("Linear Regression", True)
    ]


def test_an_edit_computes_again_only_what_is_behind_it(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    wait_for_preview(client, design)
    assert wait_for_preview(client, design)["computed"] == 0
    client.edit(design, {"path": ["nodes", "score", "parameters", "append_score_columns_to_output"], "value": False})
    assert wait_for_preview(client, design)["computed"] <= 2


def test_a_node_that_fails_says_why_and_what_hangs_on_it_is_left_out(client: Client) -> None:
    nodes = make_nodes_with_script(
        "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1['nowhere']\n"
    )
    nodes["behind"] = {"module": "remove_duplicate_rows", "inputs": {"dataset": "script.result_dataset"}}
    told = wait_for_preview(client, client.create_design(nodes))["nodes"]
    assert "nowhere" in told["script"]["error"]
    assert told["behind"]["skipped"]
    assert told["split"]["ports"]


def test_scripts_take_part_in_trusted_designs_only(client: Client) -> None:
    script = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1.head(3),\n"
    design = client.create_design(make_nodes_with_script(script), trusted=False)
    assert wait_for_preview(client, design)["nodes"]["script"]["skipped"]
    client.request_json("POST", f"/api/designs/{design}/trust")
    assert wait_for_preview(client, design)["nodes"]["script"]["ports"]["result_dataset"]["rows"] == 3


def test_a_query_of_an_imported_design_waits_for_trust_too(client: Client) -> None:
    nodes = make_regression_nodes()
    nodes["sql"] = {"module": "apply_sql_transformation", "inputs": {"t1": "data.dataset"}}
    design = client.create_design(nodes, trusted=False)
    assert wait_for_preview(client, design)["nodes"]["sql"]["skipped"]
    client.request_json("POST", f"/api/designs/{design}/trust")
    assert wait_for_preview(client, design)["nodes"]["sql"]["ports"]


def test_what_takes_too_long_is_left_to_full_runs_and_not_tried_again(client: Client) -> None:
    design = client.create_design(make_nodes_with_script(SLEEPING_SCRIPT))
    first = wait_for_preview(client, design)
    assert "full runs only" in first["nodes"]["script"]["slow"]
    again = wait_for_preview(client, design)
    assert "full runs only" in again["nodes"]["script"]["slow"]
    assert again["nodes"]["split"]["ports"]


def test_a_newer_edit_ends_the_sample_of_an_older_one(client: Client) -> None:
    design = client.create_design(make_nodes_with_script(ENDLESS_SCRIPT))
    with ThreadPoolExecutor(2) as threads:
        older = threads.submit(wait_for_preview, client, design)
        nodes = f"/api/designs/{design}/analysis"
        wait_until(lambda: older.running() and client.request_json("GET", nodes), "the first sample")
        client.edit(design, {"path": ["nodes", "script"]})
        newer = threads.submit(wait_for_preview, client, design)
        assert newer.result(60)["state"] == "done"
        assert older.result(60)["state"] in ("superseded", "done")


def test_all_who_look_at_a_design_at_once_get_its_sample(client: Client) -> None:
    pause = "import time\n\n\ndef azureml_main(dataframe1=None, dataframe2=None):\n    time.sleep(1.5)\n"
    design = client.create_design(make_nodes_with_script(pause))
    with ThreadPoolExecutor(3) as threads:
        asked = list(threads.map(lambda _: wait_for_preview(client, design), range(3)))
    assert [told["state"] for told in asked] == ["done"] * 3
    assert asked[0]["nodes"] == asked[1]["nodes"] == asked[2]["nodes"]


def test_there_is_no_sample_while_a_run_is_under_way(client: Client) -> None:
    design = client.create_design(make_nodes_with_script(ENDLESS_SCRIPT))
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={"targets": []})["id"]
    assert request_preview(client, design)["state"] == "paused"
    client.request_json("POST", f"/api/runs/{run}/cancel")
    assert wait_for_preview(client, client.create_design(make_regression_nodes()))["state"] == "done"


def test_a_run_of_a_pipeline_leaves_the_samples_of_everybody_alone(client: Client) -> None:
    design = client.create_design(make_nodes_with_script(ENDLESS_SCRIPT))
    pipeline = client.request_json("POST", f"/api/designs/{design}/pipelines", json={"name": "Never ends"})
    edited = client.create_design(make_regression_nodes())
    wait_for_preview(client, edited)
    started = client.request_json("POST", f"/api/pipelines/{pipeline['id']}/runs", json={})["run"]
    try:
        assert request_preview(client, edited)["state"] == "done"
        run = client.request_json("GET", f"/api/runs/{started['id']}")
        assert (run["by_pipeline"], run["finished_at"]) == (True, None)
    finally:
        client.request_json("POST", f"/api/runs/{started['id']}/cancel")
        client.wait_for_run(started["id"])
        client.delete(f"/api/pipelines/{pipeline['id']}")


def test_a_sample_is_stored_nowhere(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    wait_for_preview(client, design)
    assert client.request_json("GET", f"/api/designs/{design}/runs") == []
    known = client.request_json("GET", f"/api/designs/{design}/analysis")["known"]
    assert all(reference.startswith("data.") for reference in known)


def test_a_node_that_is_bypassed_changes_nothing_of_the_sample(client: Client) -> None:
    nodes = {
        "data": make_node("enter_data_manually", {"data": "a\n-1\n-2\n"}),
        "absolute": make_node("apply_math_operation", {"output_mode": "Inplace"}, dataset="data.dataset"),
        "behind": make_node("remove_duplicate_rows", dataset="absolute.results_dataset"),
    }
    design = client.create_design(nodes)
    assert wait_for_preview(client, design)["nodes"]["behind"]["ports"]["results_dataset"]["head"] == [[1], [2]]
    client.edit(design, {"path": ["nodes", "absolute", "bypassed"], "value": True})
    told = wait_for_preview(client, design)["nodes"]
    assert told["behind"]["ports"]["results_dataset"]["head"] == [[-1], [-2]]
    assert "absolute" not in told

"""The live sample: what each port shows after an edit, what it costs, and what it never gets in the way of."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.pipelines import node, regression
from tests.serving import Client, eventually

FOREVER = "def azureml_main(dataframe1=None, dataframe2=None):\n    while True:\n        pass\n"


def ask(client: Client, design: str) -> dict[str, Any]:
    told: dict[str, Any] = client.checked("POST", f"/api/designs/{design}/sample")
    return told


def sampled(client: Client, design: str) -> dict[str, Any]:
    """The sample, once no run of another test is under way."""

    def done() -> dict[str, Any] | None:
        told = ask(client, design)
        return told if told["state"] != "paused" else None

    return eventually(done, "the sample")


def with_script(script: str) -> dict[str, Any]:
    return regression() | {
        "script": {
            "module": "execute_python_script",
            "parameters": {"python_script": script},
            "inputs": {"dataset1": "split.results_dataset1"},
        }
    }


def test_each_port_shows_rows_and_the_evaluation_a_provisional_metric(client: Client) -> None:
    told = sampled(client, client.new_design(regression()))
    assert told["state"] == "done"
    assert {name: node["error"] for name, node in told["nodes"].items() if node["error"]} == {}
    table = told["nodes"]["split"]["ports"]["results_dataset1"]
    assert 0 < len(table["head"]) <= 8
    assert len(table["head"][0]) == len(table["columns"])
    metrics = [port["metrics"] for node in told["nodes"].values() for port in node["ports"].values() if port["metrics"]]
    assert metrics
    assert "Root_Mean_Squared_Error" in metrics[0]


def test_an_edit_computes_again_only_what_is_behind_it(client: Client) -> None:
    design = client.new_design(regression())
    sampled(client, design)
    assert sampled(client, design)["computed"] == 0
    client.edit(design, {"path": ["nodes", "score", "parameters", "append_score_columns_to_output"], "value": False})
    assert sampled(client, design)["computed"] <= 2


def test_a_node_that_fails_says_why_and_what_hangs_on_it_is_left_out(client: Client) -> None:
    nodes = with_script("def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1['nowhere']\n")
    nodes["behind"] = {"module": "remove_duplicate_rows", "inputs": {"dataset": "script.result_dataset"}}
    told = sampled(client, client.new_design(nodes))["nodes"]
    assert "nowhere" in told["script"]["error"]
    assert told["behind"]["skipped"]
    assert told["split"]["ports"]


def test_scripts_take_part_in_trusted_designs_only(client: Client) -> None:
    script = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1.head(3),\n"
    design = client.new_design(with_script(script), trusted=False)
    assert sampled(client, design)["nodes"]["script"]["skipped"]
    client.checked("POST", f"/api/designs/{design}/trust")
    assert sampled(client, design)["nodes"]["script"]["ports"]["result_dataset"]["rows"] == 3


def test_a_query_of_an_imported_design_waits_for_trust_too(client: Client) -> None:
    nodes = regression()
    nodes["sql"] = {"module": "apply_sql_transformation", "inputs": {"t1": "data.dataset"}}
    design = client.new_design(nodes, trusted=False)
    assert sampled(client, design)["nodes"]["sql"]["skipped"]
    client.checked("POST", f"/api/designs/{design}/trust")
    assert sampled(client, design)["nodes"]["sql"]["ports"]


def test_what_takes_too_long_is_left_to_full_runs_and_not_tried_again(client: Client) -> None:
    design = client.new_design(with_script(FOREVER))
    first = sampled(client, design)
    assert "full runs only" in first["nodes"]["script"]["slow"]
    again = sampled(client, design)
    assert "full runs only" in again["nodes"]["script"]["slow"]
    assert again["nodes"]["split"]["ports"]


def test_a_newer_edit_ends_the_sample_of_an_older_one(client: Client) -> None:
    design = client.new_design(with_script(FOREVER))
    with ThreadPoolExecutor(2) as threads:
        older = threads.submit(sampled, client, design)
        nodes = f"/api/designs/{design}/analysis"
        eventually(lambda: older.running() and client.checked("GET", nodes), "the first sample")
        client.edit(design, {"path": ["nodes", "script"]})
        newer = threads.submit(sampled, client, design)
        assert newer.result(60)["state"] == "done"
        assert older.result(60)["state"] in ("superseded", "done")


def test_all_who_look_at_a_design_at_once_get_its_sample(client: Client) -> None:
    pause = "import time\n\n\ndef azureml_main(dataframe1=None, dataframe2=None):\n    time.sleep(1.5)\n"
    design = client.new_design(with_script(pause))
    with ThreadPoolExecutor(3) as threads:
        asked = list(threads.map(lambda _: sampled(client, design), range(3)))
    assert [told["state"] for told in asked] == ["done"] * 3
    assert asked[0]["nodes"] == asked[1]["nodes"] == asked[2]["nodes"]


def test_there_is_no_sample_while_a_run_is_under_way(client: Client) -> None:
    design = client.new_design(with_script(FOREVER))
    run = client.checked("POST", f"/api/designs/{design}/runs", json={"targets": []})["id"]
    assert ask(client, design)["state"] == "paused"
    client.checked("POST", f"/api/runs/{run}/cancel")
    assert sampled(client, client.new_design(regression()))["state"] == "done"


def test_a_sample_is_stored_nowhere(client: Client) -> None:
    design = client.new_design(regression())
    sampled(client, design)
    assert client.checked("GET", f"/api/designs/{design}/runs") == []
    known = client.checked("GET", f"/api/designs/{design}/analysis")["known"]
    assert all(reference.startswith("data.") for reference in known)


def test_a_node_that_is_bypassed_changes_nothing_of_the_sample(client: Client) -> None:
    nodes = {
        "data": node("enter_data_manually", {"data": "a\n-1\n-2\n"}),
        "absolute": node("apply_math_operation", {"output_mode": "Inplace"}, dataset="data.dataset"),
        "behind": node("remove_duplicate_rows", dataset="absolute.results_dataset"),
    }
    design = client.new_design(nodes)
    assert sampled(client, design)["nodes"]["behind"]["ports"]["results_dataset"]["head"] == [[1], [2]]
    client.edit(design, {"path": ["nodes", "absolute", "bypassed"], "value": True})
    told = sampled(client, design)["nodes"]
    assert told["behind"]["ports"]["results_dataset"]["head"] == [[-1], [-2]]
    assert "absolute" not in told

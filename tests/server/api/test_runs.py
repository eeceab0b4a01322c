"""Runs through the interface: states, reuse, cancel, failures, what is left out."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.live_server import Client, get_step_states, wait_until
from tests.small_designs import make_node, make_regression_nodes, make_script_nodes, make_waiting_nodes


def test_a_run_gives_a_model_and_its_evaluation(client: Client) -> None:
    run = client.run(client.create_design(make_regression_nodes()))
    assert run["state"] == "succeeded"
    assert set(get_step_states(run).values()) == {"succeeded"} or set(get_step_states(run).values()) <= {
        "succeeded",
        "reused",
    }
    evaluation = next(step for step in run["steps"] if step["node"] == "evaluate")["outputs"]["evaluation_results"]
    view = client.request_json("GET", f"/api/artifacts/{evaluation['artifact']}")["view"]
    assert view["kind"] == "evaluation"
    assert "Coefficient_of_Determination" in view["models"][0]["metrics"]


def test_a_second_run_after_one_change_computes_only_what_changed(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    client.run(design)
    client.edit(design, {"path": ["nodes", "train", "parameters", "label"], "value": "b"})
    run = client.run(design)
    reused = [name for name, state in get_step_states(run).items() if state == "reused"]
    assert sorted(reused) == ["data", "linear", "split"]
    assert {step["reused_from"] for step in run["steps"] if step["state"] == "reused"} <= {1, None}


def test_run_to_here_runs_only_what_the_target_needs(client: Client) -> None:
    run = client.run(client.create_design(make_regression_nodes()), ["split"])
    assert set(get_step_states(run)) == {"data", "split"}


def test_what_has_a_problem_is_left_out_and_the_rest_runs(client: Client) -> None:
    nodes = make_regression_nodes()
    nodes["train"]["parameters"] = {}
    design = client.create_design(nodes)
    started = client.request_json("POST", f"/api/designs/{design}/runs", json={})
    assert [problem["message"] for problem in started["problems"]] == ["Choose a label column."]
    run = client.wait_for_run(started["id"])
    assert run["state"] == "failed"
    assert {name for name, state in get_step_states(run).items() if state == "skipped"} == {
        "train",
        "score",
        "evaluate",
    }


def test_a_failing_script_says_its_line_and_what_hangs_on_it_is_skipped(client: Client) -> None:
    code = "def azureml_main(dataframe1=None, dataframe2=None):\n    return dataframe1[['yy']],\n"
    nodes = make_script_nodes(code) | {"after": make_node("summarize_data", dataset="script.result_dataset")}
    run = client.run(client.create_design(nodes))
    step = next(step for step in run["steps"] if step["node"] == "script")
    assert step["state"] == "failed"
    assert step["error"]["line"] == 2
    assert step["error"]["number"] == 85
    assert get_step_states(run)["after"] == "skipped"
    after = next(step for step in run["steps"] if step["node"] == "after")
    assert after["reason"] == "Execute Python Script failed"


def test_what_a_script_prints_is_in_its_log(client: Client) -> None:
    code = "def azureml_main(dataframe1, dataframe2):\n    print('rows', len(dataframe1))\n    return dataframe1,\n"
    run = client.run(client.create_design(make_script_nodes(code)))
    lines = client.request_json("GET", f"/api/runs/{run['id']}/steps/script/log")
    assert ("stdout", "rows 10") in [(line["stream"], line["text"]) for line in lines]


def test_cancel_ends_a_long_step_within_a_second(client: Client) -> None:
    design = client.create_design(make_waiting_nodes(300))
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={})

    def under_way() -> bool:
        return get_step_states(client.request_json("GET", f"/api/runs/{run['id']}"))["script"] == "running"

    wait_until(under_way, "the script to run")
    before = time.monotonic()
    body = client.request_json("POST", f"/api/runs/{run['id']}/cancel")
    assert time.monotonic() - before < 3
    assert body["state"] == "cancelled"
    assert get_step_states(body)["script"] == "cancelled"


def test_an_empty_key_is_refused(client: Client) -> None:
    design = client.create_design({})
    for _ in range(2):
        assert client.post(f"/api/designs/{design}/runs", json={"key": ""}).status_code == 422


def test_the_same_key_is_one_run(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    answers = [client.post(f"/api/designs/{design}/runs", json={"key": "once"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.json()["id"] for answer in answers}) == 1
    client.wait_for_run(answers[0].json()["id"])


def test_fifty_presses_at_once_are_one_run(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    with ThreadPoolExecutor(50) as pool:
        asked = pool.map(lambda _: client.post(f"/api/designs/{design}/runs", json={"key": "double click"}), range(50))
        answers = list(asked)
    assert sorted(answer.status_code for answer in answers) == [200] * 49 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(client.request_json("GET", f"/api/designs/{design}/runs")) == 1
    client.wait_for_run(answers[0].json()["id"])


def test_two_runs_that_need_the_same_result_compute_it_once(client: Client) -> None:
    code = "import time\n\n\ndef azureml_main(dataframe1, dataframe2):\n    time.sleep(1)\n    return dataframe1,\n"
    design = client.create_design(make_script_nodes(code, data="a\n1\n2\n77\n"))
    started = [client.request_json("POST", f"/api/designs/{design}/runs", json={}) for _ in range(2)]
    ended = [get_step_states(client.wait_for_run(run["id"]))["script"] for run in started]
    assert sorted(ended) == ["reused", "succeeded"]


def test_an_imported_design_runs_no_script_before_it_is_trusted(client: Client) -> None:
    design = client.create_design(make_script_nodes("raise SystemExit\n"), trusted=False)
    run = client.run(design)
    assert get_step_states(run)["script"] == "skipped"
    assert "trust" in next(step for step in run["steps"] if step["node"] == "script")["reason"]


def test_the_latest_run_keeps_what_earlier_runs_said_of_other_nodes(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    client.run(design)
    client.run(design, ["split"])
    latest = client.request_json("GET", f"/api/designs/{design}/runs/latest")
    assert latest["number"] == 2
    assert set(get_step_states(latest)) == set(make_regression_nodes())


def test_rows_come_in_windows_and_as_files(client: Client) -> None:
    run = client.run(client.create_design(make_regression_nodes()), ["split"])
    data = next(step for step in run["steps"] if step["node"] == "data")["outputs"]["dataset"]["artifact"]
    window = client.request_json("GET", f"/api/artifacts/{data}/rows?offset=8&limit=5")
    assert window == {
        "offset": 8,
        "total": 10,
        "columns": ["a", "b", "y"],
        "rows": [[10, 2, 3], [11, 1, 6]],
        "numbers": [8, 9],
    }
    text = client.get(f"/api/artifacts/{data}/download?format=csv").text
    assert text.splitlines()[:2] == ['"a","b","y"', "1,2,3"] or text.splitlines()[:2] == ["a,b,y", "1,2,3"]
    assert client.get(f"/api/artifacts/{data}/download?format=parquet").content[:4] == b"PAR1"
    assert client.get(f"/api/artifacts/{data}/download?format=xlsx").content[:2] == b"PK"


PLOTTING_SCRIPT = """
import matplotlib.pyplot as plt


def azureml_main(dataframe1=None, dataframe2=None):
    dataframe1.plot.scatter("a", "b")
    print("drawn")
    return dataframe1,
"""


def test_figures_and_log_of_a_script_are_kept_also_when_its_result_is_reused(client: Client) -> None:
    design = client.create_design(make_script_nodes(PLOTTING_SCRIPT))
    for state in ("succeeded", "reused"):
        run = client.run(design)
        assert get_step_states(run)["script"] == state
        (figure,) = client.request_json("GET", f"/api/runs/{run['id']}/steps/script/plots")
        answer = client.get(figure)
        assert (answer.headers["content-type"], answer.content[:4]) == ("image/png", b"\x89PNG")
        lines = client.request_json("GET", f"/api/runs/{run['id']}/steps/script/log")
        assert "drawn" in [line["text"] for line in lines]


HOSTILE_PLOTTING_SCRIPT = """
from pathlib import Path


def azureml_main(dataframe1=None, dataframe2=None):
    plots = Path("plots")
    plots.mkdir()
    (plots / "figure-2.png").write_text("<script>alert(1)</script>")
    (plots / "figure-4.png").write_bytes(b"\\x89PNG\\r\\n\\x1a\\n" + b"\\0\\0\\0\\rIHDR" + b"\\0\\1\\0\\0" * 2)
    return dataframe1,
"""


def test_what_is_no_picture_is_not_kept_as_one(client: Client) -> None:
    run = client.run(client.create_design(make_script_nodes(HOSTILE_PLOTTING_SCRIPT)))
    assert get_step_states(run)["script"] == "succeeded"
    assert client.request_json("GET", f"/api/runs/{run['id']}/steps/script/plots") == []


def test_a_result_that_is_a_file_can_be_downloaded(client: Client) -> None:
    nodes = {"data": make_regression_nodes()["data"], "file": make_node("convert_to_csv", dataset="data.dataset")}
    run = client.run(client.create_design(nodes))
    (output,) = next(step for step in run["steps"] if step["node"] == "file")["outputs"].values()
    answer = client.get(f"/api/artifacts/{output['artifact']}/download")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.text.splitlines()[1] == "1,2,3"


def test_a_step_that_equals_another_one_of_its_run_is_reused_from_that_run(client: Client) -> None:
    code = "import time\n\n\ndef azureml_main(dataframe1, dataframe2):\n    time.sleep(1)\n    return dataframe1,\n"
    nodes = make_script_nodes(code, data="a\n5\n6\n78\n")
    nodes["twin"] = nodes["script"]
    run = client.run(client.create_design(nodes))
    twins = [step for step in run["steps"] if step["node"] in ("script", "twin")]
    assert sorted((step["state"], step["reused_from"]) for step in twins) == [("reused", 1), ("succeeded", None)]


def test_a_run_without_a_node_passes_it_by_and_leaves_the_design_as_it_is(client: Client) -> None:
    nodes = make_regression_nodes()
    nodes["normalize"] = make_node("normalize_data", dataset="data.dataset")
    nodes["split"]["inputs"] = {"dataset": "normalize.transformed_dataset"}
    design = client.create_design(nodes)
    started = client.request_json("POST", f"/api/designs/{design}/runs", json={"without": ["normalize"]})
    run = client.wait_for_run(started["id"])
    assert run["state"] == "succeeded"
    passed = next(step for step in run["steps"] if step["node"] == "normalize")
    assert (passed["state"], passed["reason"]) == ("skipped", "left out of this run")
    assert not client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]["normalize"]["bypassed"]


def test_a_bypassed_node_lets_the_columns_through(client: Client) -> None:
    nodes = make_regression_nodes()
    nodes["normalize"] = {**make_node("normalize_data", dataset="data.dataset"), "bypassed": True}
    nodes["split"]["inputs"] = {"dataset": "normalize.transformed_dataset"}
    design = client.create_design(nodes)
    assert get_step_states(client.run(design))["normalize"] == "skipped"
    analysis = client.request_json("GET", f"/api/designs/{design}/analysis")
    assert analysis["problems"] == []
    assert analysis["schemas"]["normalize.transformed_dataset"] == analysis["schemas"]["data.dataset"] is not None

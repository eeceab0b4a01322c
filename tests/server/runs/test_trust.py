"""Trust follows models along edges: what a script's model touches runs as scripts do, and everything else does not."""

from typing import Any

from modules.kit import catalog
from server.graph.planning.run_plan import build_plan, find_script_nodes
from tests.live_server import Client, get_step_states, wait_until
from tests.server.graph.graph_designs import make_design
from tests.small_designs import SMALL_CSV, make_node, make_regression_nodes

#: Tells the process in which each of its methods runs, and tries to reach what a script must not.
PROBING_SCRIPT = """
import os
import socket


def look(where):
    for path in ("/etc/passwd", "/proc/1/environ"):
        try:
            open(path).read()
            print(where, "read", path)
        except OSError:
            pass
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
        print(where, "connected")
    except ConnectionRefusedError:
        print(where, "reached the network")
    except OSError:
        pass
    print(where, "in process", os.getpid())


class Trap:
    def __reduce__(self):
        return print, ("unpickled",)


class DesigneryModel:
    def train(self, df_train, df_label):
        look("train")
        self.mean = df_label.mean()

    def predict(self, df):
        look("predict")
        return [self.mean] * len(df)
"""


def _make_model_nodes(code: str = PROBING_SCRIPT) -> dict[str, Any]:
    nodes = make_regression_nodes()
    nodes["linear"] = make_node("create_python_model", {"python_script": code, "predicts": "Numbers"})
    return nodes


def test_a_plan_marks_all_that_loads_what_a_script_made() -> None:
    nodes = _make_model_nodes()
    nodes["other"] = make_node("linear_regression")
    nodes["train_other"] = nodes["train"] | {
        "inputs": {"untrained_model": "other.untrained_model", "dataset": "split.results_dataset1"}
    }
    nodes["cross"] = make_node(
        "cross_validate_model", {"label": "y"}, untrained_model="linear.untrained_model", dataset="data.dataset"
    )
    drawn = make_design(**nodes)
    assert find_script_nodes(drawn, catalog()) == {"linear", "train", "score", "cross"}
    trusted = {step.node for step in build_plan(drawn, catalog(), []).steps if step.trusted}
    assert trusted == {"data", "split", "evaluate", "other", "train_other"}


def test_a_table_of_a_script_is_data_and_taints_nothing() -> None:
    nodes = {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "script": make_node("execute_python_script", {}, dataset1="data.dataset"),
        "split": make_node("split_data", {}, dataset="script.result_dataset"),
    }
    assert find_script_nodes(make_design(**nodes), catalog()) == {"script"}


def test_a_model_of_a_script_trains_and_scores_behind_the_boundary_of_scripts(client: Client) -> None:
    run = client.run(client.create_design(_make_model_nodes()))
    assert set(get_step_states(run).values()) <= {"succeeded", "reused"}
    # A step whose process was lost says so and starts again: what counts is what any of its processes reached.
    logs = {
        name: [line for line in _read_log_lines(client, run, name) if " was lost" not in line]
        for name in ("train", "score")
    }
    assert {line.split(" in process ")[0] for line in logs["train"]} == {"train"}
    assert {line.split(" in process ")[0] for line in logs["score"]} == {"predict"}
    assert not set(logs["train"]) & set(logs["score"])
    model = next(step for step in run["steps"] if step["node"] == "train")["outputs"]["trained_model"]
    view = _wait_for_view(client, model["artifact"])
    assert (view["kind"], view["learner"], view["rows"]) == ("trained_model", "Python Model", 7)


def test_a_design_that_is_not_trusted_runs_no_part_of_the_model(client: Client) -> None:
    run = client.run(client.create_design(_make_model_nodes(), trusted=False))
    found = get_step_states(run)
    assert {found[name] for name in ("linear", "train", "score", "evaluate")} == {"skipped"}


#: Takes the place of what is to be stored with a pickle that runs when it is loaded, whoever loads it.
HOSTILE_MODEL = """
import pickle
import pathlib


class Trap:
    def __reduce__(self):
        return exec, ("import os; print('sprung'); os.system('echo shell')",)


class DesigneryModel:
    def train(self, df_train, df_label):
        pickle.dump = lambda value, stream, protocol=None: stream.write(pickle.dumps(Trap()))

    def predict(self, df):
        return [0.0] * len(df)
"""


def test_a_pickle_that_a_model_planted_springs_in_no_process_but_a_scripts(client: Client) -> None:
    nodes = _make_model_nodes(HOSTILE_MODEL)
    nodes["other"] = make_node("decision_forest_regression")
    nodes["train_other"] = make_node(
        "train_model", {"label": "y"}, untrained_model="other.untrained_model", dataset="split.results_dataset1"
    )
    run = client.run(client.create_design(nodes))
    found = get_step_states(run)
    assert (found["train"], found["score"], found["train_other"]) == ("succeeded", "failed", "succeeded")
    # Its file has no view: loading it gave no model. The other model's was made in a process that it never entered.
    outputs = {step["node"]: step["outputs"] for step in run["steps"]}
    honest = _wait_for_view(client, outputs["train_other"]["trained_model"]["artifact"])
    planted = client.request_json("GET", f"/api/artifacts/{outputs['train']['trained_model']['artifact']}")
    assert (honest["learner"], planted["view"]) == ("Decision Forest Regression", None)


R_SCRIPT = """
azureml_main <- function(dataframe1, dataframe2) {
  plot(dataframe1$a)
  tried <- c(
    passwd = tryCatch({readLines("/etc/passwd"); "read"}, error = function(e) "held", warning = function(w) "held"),
    network = tryCatch({
      socketConnection("127.0.0.1", PORT, timeout = 1, open = "r+"); "reached"
    }, error = function(e) "held", warning = function(w) "held"),
    shell = tryCatch(system("cat /etc/passwd", intern = TRUE, ignore.stderr = TRUE)[1], error = function(e) "held",
      warning = function(w) "held")
  )
  print(tried)
  dataframe1$b <- NULL
  dataframe1
}
"""


def test_r_runs_inside_the_sandbox_with_its_plots_and_its_log_and_reaches_nothing(client: Client) -> None:
    code = R_SCRIPT.replace("PORT", str(client.base_url.port))
    nodes = {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "r": make_node("execute_r_script", {"r_script": code}, dataset1="data.dataset"),
    }
    run = client.run(client.create_design(nodes))
    assert get_step_states(run)["r"] == "succeeded"
    told = " ".join(_read_log_lines(client, run, "r"))
    assert '"held"' in told
    assert not {"read", "reached", "root:x"} & set(told.replace('"', " ").split())
    step = next(step for step in run["steps"] if step["node"] == "r")
    assert client.request_json("GET", f"/api/artifacts/{step['outputs']['result_dataset']['artifact']}/rows")[
        "columns"
    ] == [
        "a",
        "y",
    ]
    assert client.get(f"/api/runs/{run['id']}/steps/r/plots/1").is_success


def _wait_for_view(client: Client, artifact: str) -> dict[str, Any]:
    """The view of an artifact, once it is made: the last ones come after the end of a run."""
    return wait_until(lambda: client.request_json("GET", f"/api/artifacts/{artifact}")["view"], "the view")


def _read_log_lines(client: Client, run: dict[str, Any], step: str) -> list[str]:
    lines = client.request_json("GET", f"/api/runs/{run['id']}/steps/{step}/log")
    return [line for part in lines for line in part["text"].splitlines()]


def test_a_step_whose_process_is_lost_says_so_in_its_log_before_it_starts_again(client: Client) -> None:
    code = "import os, signal\n\n\ndef azureml_main(a, b):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    script = make_node("execute_python_script", {"python_script": code})
    run = client.run(client.create_design({"script": script}))
    assert get_step_states(run) == {"script": "failed"}
    assert _read_log_lines(client, run, "script") == [
        "The process of this step was lost: it ended by signal 9. It starts again."
    ]

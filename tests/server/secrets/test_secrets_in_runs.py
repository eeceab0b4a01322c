"""A script gets the secrets that its node names, and whatever it does with them, they stand nowhere afterwards."""

import base64
from typing import Any

from tests.live_server import Client, Server, get_step_states, wait_until
from tests.server.secrets.conftest import SECRET_NAME, SECRET_VALUE, find_leaks, list_traces, set_secret
from tests.small_designs import SMALL_CSV, make_node, make_script_nodes

LENGTH_SCRIPT = f"""
import os
import pandas as pd


def azureml_main(dataframe1=None, dataframe2=None):
    held = os.environ.get("{SECRET_NAME}")
    return pd.DataFrame({{"length": [0 if held is None else len(held)]}}),
"""


def make_asking_nodes(code: str, *names: str) -> dict[str, dict[str, Any]]:
    """A script whose node names secrets."""
    nodes = make_script_nodes(code)
    nodes["script"]["parameters"]["secrets"] = list(names or (SECRET_NAME,))
    return nodes


def find_step(run: dict[str, Any], name: str = "script") -> dict[str, Any]:
    step: dict[str, Any] = next(step for step in run["steps"] if step["node"] == name)
    return step


def read_rows_of(client: Client, run: dict[str, Any], name: str = "script", port: str = "result_dataset") -> Any:
    step = find_step(run, name)
    assert step["state"] in ("succeeded", "reused"), step["error"]
    return client.request_json("GET", f"/api/artifacts/{step['outputs'][port]['artifact']}/rows")["rows"]


def test_a_script_has_the_secret_that_its_node_names_and_no_other_step_has(desk: Client) -> None:
    nodes = make_asking_nodes(LENGTH_SCRIPT)
    nodes["other"] = make_node("execute_python_script", {"python_script": LENGTH_SCRIPT}, dataset1="data.dataset")
    run = desk.run(desk.create_design(nodes))
    assert read_rows_of(desk, run) == [[len(SECRET_VALUE)]]
    assert read_rows_of(desk, run, "other") == [[0]]


#: Says the value in every way that comes to mind, and in pieces.
LEAKING_SCRIPT = f"""
import base64, html, json, logging, os, sys, urllib.parse, warnings
import matplotlib.pyplot as plt
import pandas as pd
from modules.kit import report


def azureml_main(dataframe1=None, dataframe2=None):
    value = os.environ["{SECRET_NAME}"]
    print("plain", value)
    print(repr(value), value.encode(), value.encode().hex(), html.escape(value))
    print(urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value), json.dumps({{"key": value}}))
    print(base64.b64encode(value.encode()).decode(), base64.b64encode(f"ann:{{value}}".encode()).decode())
    print(pd.DataFrame({{value: [value]}}))
    print(value, file=sys.stderr)
    for place in range(0, len(value), 5):
        sys.stdout.write(value[place : place + 5])
        sys.stdout.flush()
    print()
    os.write(1, b"." * 65530 + value.encode() + b"." * 70000 + b"\\n")
    logging.getLogger("own").warning("logged %s", value)
    warnings.warn(value)
    report(1, 2, value)
    os.makedirs("plots", exist_ok=True)
    figure = plt.figure()
    figure.savefig("plots/figure-7.png", metadata={{"Comment": value}})
    with open("plots/figure-7.png", "ab") as file:
        file.write(value.encode())
    with open("result_dataset3.arrow", "w") as file:
        file.write(value)
    return dataframe1,
"""


def test_what_a_script_says_is_kept_without_the_value(desk: Client, keeper: Server) -> None:
    run = desk.run(desk.create_design(make_asking_nodes(LEAKING_SCRIPT)))
    assert get_step_states(run)["script"] == "succeeded", find_step(run)["error"]
    log = desk.get(f"/api/runs/{run['id']}/steps/script/log").text
    assert log.count(f"[secret {SECRET_NAME}]") >= 14
    assert desk.request_json("GET", f"/api/runs/{run['id']}/steps/script/plots") != []
    assert find_leaks(desk, keeper.home, run["id"]) == []


FAILING_LINES = {
    "address": "raise RuntimeError(f'cannot reach https://ann:{value}@example.com')",
    "key": "raise KeyError(value)",
    "column": "dataframe1[value]",
    "exit": "raise SystemExit(value)",
    "module_error": "from modules.kit import ModuleError; raise ModuleError(1, value, column=value, parameter=value)",
    "name": "return pd.DataFrame({1: [value]}).rename(columns={1: (value,)}),",
    "syntax": "exec(compile(f'x = {value!r} +', value, 'exec'))",
    "abort": "os.write(2, value.encode()); os.abort()",
    "line": "os.write(251, value.encode() + b'\\n')",
    "group": "raise ExceptionGroup(value, [ValueError(value)])",
    "crash": "import ctypes; print(value, file=sys.stderr); ctypes.string_at(0)",
}
SCRIPT_HEAD = f"""
import base64, os, sys
import pandas as pd


def azureml_main(dataframe1=None, dataframe2=None):
    value = os.environ["{SECRET_NAME}"]
"""


def _make_scripts(lines: dict[str, str]) -> dict[str, dict[str, Any]]:
    """A script for each of these last lines, all of which ask for the secret."""
    given = {
        name: {"python_script": f"{SCRIPT_HEAD}    {line}\n", "secrets": [SECRET_NAME]} for name, line in lines.items()
    }
    scripts = {name: make_node("execute_python_script", one, dataset1="data.dataset") for name, one in given.items()}
    return {"data": make_node("enter_data_manually", {"data": SMALL_CSV}), **scripts}


def test_what_a_script_fails_with_is_told_without_the_value(desk: Client, keeper: Server) -> None:
    run = desk.run(desk.create_design(_make_scripts(FAILING_LINES)))
    assert {get_step_states(run)[name] for name in FAILING_LINES} == {"failed"}
    assert f"https://ann:[secret {SECRET_NAME}]@example.com" in find_step(run, "address")["error"]["message"]
    assert find_leaks(desk, keeper.home, run["id"]) == []


LEAKING_TABLES = {
    "cell": "pd.DataFrame({'x': ['a', value]})",
    "longer_cell": "pd.DataFrame({'x': [f'https://ann:{value}@example.com']})",
    "base64": "pd.DataFrame({'x': [base64.b64encode(f'x{value}'.encode()).decode()]})",
    "category": "pd.DataFrame({'x': pd.Categorical([value, 'b'])})",
    "column": "pd.DataFrame({value: [1]})",
    "bytes": "pd.DataFrame({'x': [value.encode()]})",
    "list": "pd.DataFrame({'x': [[value]]})",
}


def test_a_table_with_the_value_in_it_is_not_kept(desk: Client, keeper: Server) -> None:
    run = desk.run(
        desk.create_design(
            _make_scripts({name: f"return dataframe1, {table}" for name, table in LEAKING_TABLES.items()})
        )
    )
    for name in LEAKING_TABLES:
        step = find_step(run, name)
        assert (step["state"], step["outputs"]) == ("failed", {}), name
        assert (step["error"]["title"], step["error"]["port"]) == ("Secret in a result", "result_dataset2"), name
        assert f"the value of the secret {SECRET_NAME}" in step["error"]["message"]
    assert find_leaks(desk, keeper.home, run["id"]) == []


MODEL_SCRIPT = """
import os


class DesigneryModel:
    def __init__(self):
        assert "API_KEY" in os.environ

    def train(self, df_train, df_label):
        print("train", len(os.environ["API_KEY"]))
        self.mean = df_label.mean()
        KEEP

    def predict(self, df):
        print("predict", len(os.environ["API_KEY"]), os.environ["API_KEY"])
        return [self.mean] * len(df)
"""


def _make_model_nodes(keep: str) -> dict[str, Any]:
    names = {"secrets": [SECRET_NAME]}
    code = MODEL_SCRIPT.replace("KEEP", keep)
    return {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "model": make_node("create_python_model", {"python_script": code, "predicts": "Numbers", **names}),
        "train": make_node(
            "train_model", {"label": "y"}, untrained_model="model.untrained_model", dataset="data.dataset"
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="data.dataset"),
        "after": make_node("execute_python_script", {"python_script": LENGTH_SCRIPT}, dataset1="score.scored_dataset"),
    }


def test_the_class_of_a_model_has_its_secret_where_it_is_trained_and_scored(desk: Client, keeper: Server) -> None:
    run = desk.run(desk.create_design(_make_model_nodes("pass")))
    assert set(get_step_states(run).values()) <= {"succeeded", "reused"}, [step["error"] for step in run["steps"]]
    assert f"train {len(SECRET_VALUE)}" in desk.get(f"/api/runs/{run['id']}/steps/train/log").text
    assert (
        f"predict {len(SECRET_VALUE)} [secret {SECRET_NAME}]" in desk.get(f"/api/runs/{run['id']}/steps/score/log").text
    )
    assert read_rows_of(desk, run, "after") == [[0]]
    assert find_leaks(desk, keeper.home, run["id"]) == []


def test_a_model_that_keeps_the_value_is_refused(desk: Client, keeper: Server) -> None:
    run = desk.run(desk.create_design(_make_model_nodes("self.key = os.environ['API_KEY']")))
    assert find_step(run, "train")["error"]["title"] == "Secret in a result"
    assert get_step_states(run)["score"] == "skipped"
    assert find_leaks(desk, keeper.home, run["id"]) == []


CUSTOM_MODULE = f"""
def held(dataset: DataFrame):
    import os
    print(os.environ["{SECRET_NAME}"])
    return pd.DataFrame({{"x": [len(os.environ["{SECRET_NAME}"])]}})
"""
R_SCRIPT = f"""
azureml_main <- function(a, b) {{
  print(Sys.getenv("{SECRET_NAME}"))
  data.frame(x = nchar(Sys.getenv("{SECRET_NAME}")))
}}
"""


def test_an_own_module_and_r_have_the_secrets_of_their_nodes(desk: Client, keeper: Server) -> None:
    names = {"secrets": [SECRET_NAME]}
    nodes = {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "own": make_node("own_held", names, dataset="data.dataset"),
        "bare": make_node("own_held", {}, dataset="data.dataset"),
        "r": make_node("execute_r_script", {"r_script": R_SCRIPT, **names}, dataset1="data.dataset"),
    }
    document = {"format": 2, "name": "Own", "nodes": nodes, "modules": {"own_held": {"code": CUSTOM_MODULE}}}
    design = desk.request_json("POST", "/api/designs", json={"document": document})["id"]
    desk.request_json("POST", f"/api/designs/{design}/trust")
    run = desk.run(design)
    assert read_rows_of(desk, run, "own", "results_dataset") == [[len(SECRET_VALUE)]]
    assert get_step_states(run)["bare"] == "failed"
    assert read_rows_of(desk, run, "r") == [[len(SECRET_VALUE)]]
    assert f"[secret {SECRET_NAME}]" in desk.get(f"/api/runs/{run['id']}/steps/own/log").text
    assert find_leaks(desk, keeper.home, run["id"]) == []


def test_another_value_is_computed_with_again_and_the_same_is_not(desk: Client) -> None:
    nodes = make_asking_nodes(LENGTH_SCRIPT, "CHANGING")
    nodes["script"]["parameters"]["python_script"] = LENGTH_SCRIPT.replace(SECRET_NAME, "CHANGING")
    set_secret(desk, "CHANGING", "six666")
    design = desk.create_design(nodes)
    assert read_rows_of(desk, desk.run(design)) == [[6]]
    assert get_step_states(desk.run(design))["script"] == "reused"
    set_secret(desk, "CHANGING", "seven77")
    again = desk.run(design)
    assert (get_step_states(again)["script"], read_rows_of(desk, again)) == ("succeeded", [[7]])
    made = next(row for row in desk.request_json("GET", "/api/secrets") if row["name"] == "CHANGING")
    assert made["last_used_at"] is not None
    desk.request_json("DELETE", f"/api/secrets/{made['id']}")
    assert get_step_states(desk.run(design))["script"] == "skipped"


def _find_preview(client: Client, design: str) -> dict[str, Any] | None:
    """The sample, once no run is under way any more."""
    body: dict[str, Any] = client.request_json("POST", f"/api/designs/{design}/preview")
    return body if body["state"] == "done" else None


def test_a_live_sample_has_the_secret_and_does_not_show_it(desk: Client, keeper: Server) -> None:
    code = f"{SCRIPT_HEAD}    return pd.DataFrame({{'x': [len(value)], 'y': [value], 'z': ['x' * 100 + value]}}),\n"
    failing = f"{SCRIPT_HEAD}    raise ValueError(value)\n"
    nodes = make_asking_nodes(code)
    nodes["bare"] = make_node("execute_python_script", {"python_script": LENGTH_SCRIPT}, dataset1="data.dataset")
    nodes["failing"] = make_node("execute_python_script", {"python_script": failing, "secrets": [SECRET_NAME]})
    design = desk.create_design(nodes)
    answer = wait_until(lambda: _find_preview(desk, design), "the sample")
    told = answer["nodes"]
    assert told["script"]["ports"]["result_dataset"]["head"][0][:2] == [len(SECRET_VALUE), f"[secret {SECRET_NAME}]"]
    assert told["bare"]["ports"]["result_dataset"]["head"] == [[0]]
    assert f"[secret {SECRET_NAME}]" in told["failing"]["error"]
    assert SECRET_VALUE[:8] not in str(answer)
    untrusted = desk.create_design(nodes, trusted=False)
    assert wait_until(lambda: _find_preview(desk, untrusted), "the sample")["nodes"]["script"]["skipped"]
    assert find_leaks(desk, keeper.home) == []


DRAFT_MODULE = f"""
def held(dataset: DataFrame):
    import os
    import matplotlib.pyplot as plt
    value = os.environ["{SECRET_NAME}"]
    print("tried with", value)
    os.makedirs("plots", exist_ok=True)
    plt.figure().savefig("plots/figure-1.png", metadata={{"Comment": value}})
    plt.close("all")
    return pd.DataFrame({{"x": [len(value)], "y": [value]}})
"""


def test_a_draft_that_is_tried_has_the_secret_and_does_not_show_it(desk: Client, keeper: Server) -> None:
    nodes = {"data": make_node("enter_data_manually", {"data": SMALL_CSV})}
    design = desk.create_design(nodes)
    draft = {"code": DRAFT_MODULE, "inputs": {"dataset": "data.dataset"}, "parameters": {"secrets": [SECRET_NAME]}}
    answer = desk.post(f"/api/designs/{design}/module-drafts/run", json=draft)
    body = answer.json()
    assert body["state"] == "done", body
    assert body["ports"]["results_dataset"]["head"] == [[len(SECRET_VALUE), f"[secret {SECRET_NAME}]"]]
    assert f"tried with [secret {SECRET_NAME}]\n" in "".join(words["text"] for words in body["written"])
    assert len(body["figures"]) == 1
    decoded = [base64.b64decode(figure) for figure in body["figures"]]
    assert not [trace for trace in list_traces() for text in (answer.content, *decoded) if trace in text]
    untrusted = desk.create_design(nodes, trusted=False)
    assert desk.post(f"/api/designs/{untrusted}/module-drafts/run", json=draft).status_code == 409
    assert find_leaks(desk, keeper.home) == []

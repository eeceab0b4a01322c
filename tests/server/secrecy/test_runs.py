"""A script gets the secrets that its node names, and whatever it does with them, they stand nowhere afterwards."""

import base64
from typing import Any

from tests.pipelines import ROWS, node, script
from tests.server.secrecy.conftest import NAME, VALUE, add, leaked, traces
from tests.serving import Client, Server, eventually, states

LENGTH = f"""
import os
import pandas as pd


def azureml_main(dataframe1=None, dataframe2=None):
    held = os.environ.get("{NAME}")
    return pd.DataFrame({{"length": [0 if held is None else len(held)]}}),
"""


def asking(code: str, *names: str) -> dict[str, dict[str, Any]]:
    """A script whose node names secrets."""
    nodes = script(code)
    nodes["script"]["parameters"]["secrets"] = list(names or (NAME,))
    return nodes


def step_of(run: dict[str, Any], name: str = "script") -> dict[str, Any]:
    step: dict[str, Any] = next(step for step in run["steps"] if step["node"] == name)
    return step


def rows_of(client: Client, run: dict[str, Any], name: str = "script", port: str = "result_dataset") -> Any:
    step = step_of(run, name)
    assert step["state"] in ("succeeded", "reused"), step["error"]
    return client.checked("GET", f"/api/artifacts/{step['outputs'][port]['artifact']}/rows")["rows"]


def test_a_script_has_the_secret_that_its_node_names_and_no_other_step_has(desk: Client) -> None:
    nodes = asking(LENGTH)
    nodes["other"] = node("execute_python_script", {"python_script": LENGTH}, dataset1="data.dataset")
    run = desk.run(desk.new_design(nodes))
    assert rows_of(desk, run) == [[len(VALUE)]]
    assert rows_of(desk, run, "other") == [[0]]


#: Says the value in every way that comes to mind, and in pieces.
CHATTERBOX = f"""
import base64, html, json, logging, os, sys, urllib.parse, warnings
import matplotlib.pyplot as plt
import pandas as pd
from modules.kit import report


def azureml_main(dataframe1=None, dataframe2=None):
    value = os.environ["{NAME}"]
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
    run = desk.run(desk.new_design(asking(CHATTERBOX)))
    assert states(run)["script"] == "succeeded", step_of(run)["error"]
    log = desk.get(f"/api/runs/{run['id']}/steps/script/log").text
    assert log.count(f"[secret {NAME}]") >= 14
    assert desk.checked("GET", f"/api/runs/{run['id']}/steps/script/plots") != []
    assert leaked(desk, keeper.home, run["id"]) == []


ENDINGS = {
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
HEAD = f"""
import base64, os, sys
import pandas as pd


def azureml_main(dataframe1=None, dataframe2=None):
    value = os.environ["{NAME}"]
"""


def _scripts(lines: dict[str, str]) -> dict[str, dict[str, Any]]:
    """A script for each of these last lines, all of which ask for the secret."""
    given = {name: {"python_script": f"{HEAD}    {line}\n", "secrets": [NAME]} for name, line in lines.items()}
    scripts = {name: node("execute_python_script", one, dataset1="data.dataset") for name, one in given.items()}
    return {"data": node("enter_data_manually", {"data": ROWS}), **scripts}


def test_what_a_script_fails_with_is_told_without_the_value(desk: Client, keeper: Server) -> None:
    run = desk.run(desk.new_design(_scripts(ENDINGS)))
    assert {states(run)[name] for name in ENDINGS} == {"failed"}
    assert f"https://ann:[secret {NAME}]@example.com" in step_of(run, "address")["error"]["message"]
    assert leaked(desk, keeper.home, run["id"]) == []


TABLES = {
    "cell": "pd.DataFrame({'x': ['a', value]})",
    "longer_cell": "pd.DataFrame({'x': [f'https://ann:{value}@example.com']})",
    "base64": "pd.DataFrame({'x': [base64.b64encode(f'x{value}'.encode()).decode()]})",
    "category": "pd.DataFrame({'x': pd.Categorical([value, 'b'])})",
    "column": "pd.DataFrame({value: [1]})",
    "bytes": "pd.DataFrame({'x': [value.encode()]})",
    "list": "pd.DataFrame({'x': [[value]]})",
}


def test_a_table_with_the_value_in_it_is_not_kept(desk: Client, keeper: Server) -> None:
    run = desk.run(desk.new_design(_scripts({name: f"return dataframe1, {table}" for name, table in TABLES.items()})))
    for name in TABLES:
        step = step_of(run, name)
        assert (step["state"], step["outputs"]) == ("failed", {}), name
        assert (step["error"]["title"], step["error"]["port"]) == ("Secret in a result", "result_dataset2"), name
        assert f"the value of the secret {NAME}" in step["error"]["message"]
    assert leaked(desk, keeper.home, run["id"]) == []


MODEL = """
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


def _with_a_model(keep: str) -> dict[str, Any]:
    names = {"secrets": [NAME]}
    code = MODEL.replace("KEEP", keep)
    return {
        "data": node("enter_data_manually", {"data": ROWS}),
        "model": node("create_python_model", {"python_script": code, "predicts": "Numbers", **names}),
        "train": node("train_model", {"label": "y"}, untrained_model="model.untrained_model", dataset="data.dataset"),
        "score": node("score_model", trained_model="train.trained_model", dataset="data.dataset"),
        "after": node("execute_python_script", {"python_script": LENGTH}, dataset1="score.scored_dataset"),
    }


def test_the_class_of_a_model_has_its_secret_where_it_is_trained_and_scored(desk: Client, keeper: Server) -> None:
    run = desk.run(desk.new_design(_with_a_model("pass")))
    assert set(states(run).values()) <= {"succeeded", "reused"}, [step["error"] for step in run["steps"]]
    assert f"train {len(VALUE)}" in desk.get(f"/api/runs/{run['id']}/steps/train/log").text
    assert f"predict {len(VALUE)} [secret {NAME}]" in desk.get(f"/api/runs/{run['id']}/steps/score/log").text
    assert rows_of(desk, run, "after") == [[0]]
    assert leaked(desk, keeper.home, run["id"]) == []


def test_a_model_that_keeps_the_value_is_refused(desk: Client, keeper: Server) -> None:
    run = desk.run(desk.new_design(_with_a_model("self.key = os.environ['API_KEY']")))
    assert step_of(run, "train")["error"]["title"] == "Secret in a result"
    assert states(run)["score"] == "skipped"
    assert leaked(desk, keeper.home, run["id"]) == []


OWN = f"""
def held(dataset: DataFrame):
    import os
    print(os.environ["{NAME}"])
    return pd.DataFrame({{"x": [len(os.environ["{NAME}"])]}})
"""
IN_R = f"""
azureml_main <- function(a, b) {{
  print(Sys.getenv("{NAME}"))
  data.frame(x = nchar(Sys.getenv("{NAME}")))
}}
"""


def test_an_own_module_and_r_have_the_secrets_of_their_nodes(desk: Client, keeper: Server) -> None:
    names = {"secrets": [NAME]}
    nodes = {
        "data": node("enter_data_manually", {"data": ROWS}),
        "own": node("own_held", names, dataset="data.dataset"),
        "bare": node("own_held", {}, dataset="data.dataset"),
        "r": node("execute_r_script", {"r_script": IN_R, **names}, dataset1="data.dataset"),
    }
    document = {"format": 2, "name": "Own", "nodes": nodes, "modules": {"own_held": {"code": OWN}}}
    design = desk.checked("POST", "/api/designs", json={"document": document})["id"]
    desk.checked("POST", f"/api/designs/{design}/trust")
    run = desk.run(design)
    assert rows_of(desk, run, "own", "results_dataset") == [[len(VALUE)]]
    assert states(run)["bare"] == "failed"
    assert rows_of(desk, run, "r") == [[len(VALUE)]]
    assert f"[secret {NAME}]" in desk.get(f"/api/runs/{run['id']}/steps/own/log").text
    assert leaked(desk, keeper.home, run["id"]) == []


def test_another_value_is_computed_with_again_and_the_same_is_not(desk: Client) -> None:
    nodes = asking(LENGTH, "CHANGING")
    nodes["script"]["parameters"]["python_script"] = LENGTH.replace(NAME, "CHANGING")
    add(desk, "CHANGING", "six666")
    design = desk.new_design(nodes)
    assert rows_of(desk, desk.run(design)) == [[6]]
    assert states(desk.run(design))["script"] == "reused"
    add(desk, "CHANGING", "seven77")
    again = desk.run(design)
    assert (states(again)["script"], rows_of(desk, again)) == ("succeeded", [[7]])
    made = next(row for row in desk.checked("GET", "/api/secrets") if row["name"] == "CHANGING")
    assert made["last_used_at"] is not None
    desk.checked("DELETE", f"/api/secrets/{made['id']}")
    assert states(desk.run(design))["script"] == "skipped"


def _sampled(client: Client, design: str) -> dict[str, Any] | None:
    """The sample, once no run is under way any more."""
    told: dict[str, Any] = client.checked("POST", f"/api/designs/{design}/sample")
    return told if told["state"] == "done" else None


def test_a_live_sample_has_the_secret_and_does_not_show_it(desk: Client, keeper: Server) -> None:
    code = f"{HEAD}    return pd.DataFrame({{'x': [len(value)], 'y': [value], 'z': ['x' * 100 + value]}}),\n"
    failing = f"{HEAD}    raise ValueError(value)\n"
    nodes = asking(code)
    nodes["bare"] = node("execute_python_script", {"python_script": LENGTH}, dataset1="data.dataset")
    nodes["failing"] = node("execute_python_script", {"python_script": failing, "secrets": [NAME]})
    design = desk.new_design(nodes)
    answer = eventually(lambda: _sampled(desk, design), "the sample")
    told = answer["nodes"]
    assert told["script"]["ports"]["result_dataset"]["head"][0][:2] == [len(VALUE), f"[secret {NAME}]"]
    assert told["bare"]["ports"]["result_dataset"]["head"] == [[0]]
    assert f"[secret {NAME}]" in told["failing"]["error"]
    assert VALUE[:8] not in str(answer)
    untrusted = desk.new_design(nodes, trusted=False)
    assert eventually(lambda: _sampled(desk, untrusted), "the sample")["nodes"]["script"]["skipped"]
    assert leaked(desk, keeper.home) == []


TRIED = f"""
def held(dataset: DataFrame):
    import os
    import matplotlib.pyplot as plt
    value = os.environ["{NAME}"]
    print("tried with", value)
    os.makedirs("plots", exist_ok=True)
    plt.figure().savefig("plots/figure-1.png", metadata={{"Comment": value}})
    plt.close("all")
    return pd.DataFrame({{"x": [len(value)], "y": [value]}})
"""


def test_a_draft_that_is_tried_has_the_secret_and_does_not_show_it(desk: Client, keeper: Server) -> None:
    nodes = {"data": node("enter_data_manually", {"data": ROWS})}
    design = desk.new_design(nodes)
    draft = {"code": TRIED, "inputs": {"dataset": "data.dataset"}, "parameters": {"secrets": [NAME]}}
    answer = desk.post(f"/api/designs/{design}/modules/trial", json=draft)
    told = answer.json()
    assert told["state"] == "done", told
    assert told["ports"]["results_dataset"]["head"] == [[len(VALUE), f"[secret {NAME}]"]]
    assert f"tried with [secret {NAME}]\n" in "".join(words["text"] for words in told["written"])
    assert len(told["figures"]) == 1
    decoded = [base64.b64decode(figure) for figure in told["figures"]]
    assert not [trace for trace in traces() for text in (answer.content, *decoded) if trace in text]
    untrusted = desk.new_design(nodes, trusted=False)
    assert desk.post(f"/api/designs/{untrusted}/modules/trial", json=draft).status_code == 409
    assert leaked(desk, keeper.home) == []

"""A module is tried while it is being written: what comes back, what is refused, and that nothing of it stays."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.live_server import Client, get_step_states, wait_until
from tests.small_designs import make_node, make_regression_nodes, make_script_nodes

DOUBLING_MODULE = """\
def doubled(table: DataFrame, *, column: Column, times: Annotated[int, Field(ge=1)] = 2) -> DataFrame:
    print("rows:", len(table))
    table[column] = table[column] * times
    return table
"""
ENDLESS_MODULE = "def forever(table):\n    while True: pass\n"
SLEEPING_MODULE = "import time\ndef forever(table):\n    time.sleep(10**6)\n"


def run_draft(client: Client, design: str, code: str, parameters: dict[str, Any] | None = None, **inputs: Any) -> Any:
    body = {"code": code, "inputs": inputs, "parameters": parameters or {}}
    return client.request_json("POST", f"/api/designs/{design}/module-drafts/run", json=body)


def create_small_design(client: Client, **options: Any) -> str:
    return client.create_design({"data": make_node("enter_data_manually", {"data": "a,b\n1,x\n2,y\n3,z\n"})}, **options)


def test_a_draft_gives_the_first_rows_of_its_outputs_and_what_it_printed(client: Client) -> None:
    told = run_draft(
        client, create_small_design(client), DOUBLING_MODULE, {"column": "a", "times": 10}, table="data.dataset"
    )
    assert told.pop("seconds") < 5
    assert told == {
        "state": "done",
        "ports": {
            "results_dataset": {
                "kind": "dataset",
                "rows": 3,
                "width": 2,
                "columns": [
                    {"name": "a", "type": "integer", "role": "feature"},
                    {"name": "b", "type": "text", "role": "feature"},
                ],
                "head": [[10, "x"], [20, "y"], [30, "z"]],
                "models": [],
            }
        },
        "error": None,
        "line": None,
        "field": None,
        "rows": {"table": 3},
        "written": [{"stream": "stdout", "text": "rows: 3\n"}],
        "figures": [],
    }


def test_an_error_names_its_line_in_the_code(client: Client) -> None:
    code = "def f(table):\n    print('begun')\n    return table['prise']\n"
    told = run_draft(client, create_small_design(client), code, table="data.dataset")
    assert (told["state"], told["line"], told["field"]) == ("failed", 3, None)
    assert "Column 'prise' does not exist" in told["error"]
    assert told["written"][0] == {"stream": "stdout", "text": "begun\n"}


def test_what_cannot_be_read_is_said_without_running_it(client: Client) -> None:
    design = create_small_design(client)
    broken = run_draft(client, design, "print('ran')\ndef f(:\n", table="data.dataset")
    assert (broken["error"], broken["line"]) == ("SyntaxError: invalid syntax.", 2)
    unfit = run_draft(client, design, "def f(\n    table: int): ...", table="data.dataset")
    assert unfit["error"].startswith("'table' is an input port")
    assert (unfit["line"], unfit["written"], broken["written"]) == (2, [], [])


def test_the_form_is_checked_before_the_code_runs(client: Client) -> None:
    design = create_small_design(client)
    cases: list[dict[str, Any]] = [{}, {"column": "c"}, {"column": "a", "times": 0}]
    told = [run_draft(client, design, DOUBLING_MODULE, case, table="data.dataset") for case in cases]
    assert [(one["field"], one["error"]) for one in told] == [
        ("column", "Choose a column."),
        ("column", "Column 'c' is not in the data. Choose another."),
        ("times", "times must be at least 1. Got 0."),
    ]
    assert run_draft(client, design, DOUBLING_MODULE, {"column": "a", "of an older draft": 1}, table="data.dataset")[
        "ports"
    ]
    assert run_draft(client, design, DOUBLING_MODULE, {"column": "a"})["field"] == "table"


def test_several_inputs_and_outputs_take_part(client: Client) -> None:
    code = "def f(tables: list[DataFrame], other=None) -> tuple[DataFrame, DataFrame]:\n"
    code += "    return pd.concat(tables), pd.DataFrame({'other': [other is None]})\n"
    told = run_draft(client, create_small_design(client), code, tables=["data.dataset", "data.dataset"])
    assert [port["rows"] for port in told["ports"].values()] == [6, 1]
    assert told["ports"]["results_dataset2"]["head"] == [[True]]
    assert told["rows"] == {"tables": 6}


def test_what_a_run_gave_is_taken_as_it_is_and_what_has_changed_since_is_made_anew(client: Client) -> None:
    printing = "def azureml_main(dataframe1=None, dataframe2=None):\n    print('upstream')\n    return dataframe1,\n"
    design = client.create_design(make_script_nodes(printing))
    code = "def f(table):\n    return table.head(2)\n"
    before = run_draft(client, design, code, table="script.result_dataset")
    assert set(get_step_states(client.run(design)).values()) <= {"succeeded", "reused"}
    endless = "def azureml_main(dataframe1=None, dataframe2=None):\n    raise SystemExit\n"
    after = run_draft(client, design, code, table="script.result_dataset")
    assert (after["error"], before["ports"]) == (None, after["ports"])
    assert (before["written"], after["written"]) == ([], [])
    client.edit(design, {"path": ["nodes", "script", "parameters", "python_script"], "value": endless})
    assert "A module before it failed" in run_draft(client, design, code, table="script.result_dataset")["error"]


def test_what_keeps_the_data_from_coming_is_said(client: Client) -> None:
    design = client.create_design({"clean": make_node("clean_missing_data")})
    told = run_draft(client, design, "def f(table): return table", table="clean.cleaned_dataset")
    assert told["error"] == "Clean Missing Data cannot run: Connect a Dataset."


def test_figures_come_along(client: Client) -> None:
    code = "import matplotlib.pyplot as plt\ndef f(table):\n    table['a'].plot()\n    return table\n"
    (figure,) = run_draft(client, create_small_design(client), code, table="data.dataset")["figures"]
    assert base64.b64decode(figure).startswith(b"\x89PNG")


def test_a_design_that_is_not_trusted_runs_no_draft(client: Client) -> None:
    design = create_small_design(client, trusted=False)
    body = {"code": DOUBLING_MODULE, "inputs": {"table": "data.dataset"}, "parameters": {"column": "a"}}
    answer = client.post(f"/api/designs/{design}/module-drafts/run", json=body)
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "This design was imported. Its code, and the code that you write here, runs once you trust the design.",
    )
    client.request_json("POST", f"/api/designs/{design}/module-drafts/warm-up")
    client.request_json("POST", f"/api/designs/{design}/trust")
    assert client.request_json("POST", f"/api/designs/{design}/module-drafts/run", json=body)["state"] == "done"


def test_a_design_that_is_not_there_is_not_found(client: Client) -> None:
    for method, path in (("POST", "run"), ("DELETE", "run"), ("POST", "warm-up")):
        assert (
            client.request(method, f"/api/designs/nowhere/module-drafts/{path}", json={"code": ""}).status_code == 404
        )


def test_what_takes_too_long_is_stopped_and_can_be_tried_again(client: Client) -> None:
    design = create_small_design(client)
    told = run_draft(client, design, SLEEPING_MODULE, table="data.dataset")
    assert (
        told["error"] == "It was stopped after 10 s, the time limit of a test run. A full run does not have this limit."
    )
    assert run_draft(client, design, "def f(table): return table", table="data.dataset")["state"] == "done"


def test_a_newer_trial_ends_the_older_and_one_can_be_stopped(client: Client) -> None:
    design = create_small_design(client)
    code = "def f(table): return table"

    def ended_by(what: Callable[[], Any]) -> Any:
        """How a trial without end ends; `what` may come to the server before it."""
        with ThreadPoolExecutor(1) as threads:
            older = threads.submit(run_draft, client, design, ENDLESS_MODULE, table="data.dataset")
            wait_until(lambda: (what(), older.done())[1], "the end of the trial")
            return older.result()["state"]

    assert ended_by(lambda: run_draft(client, design, code, table="data.dataset")) == "stopped"
    assert ended_by(lambda: client.request_json("DELETE", f"/api/designs/{design}/module-drafts/run")) == "stopped"


def test_too_much_memory_and_a_process_that_ends_itself_are_told_apart(client: Client) -> None:
    design = create_small_design(client)
    greedy = "def f(table):\n    held = np.ones(10**10)\n    return table\n"
    assert "more memory" in run_draft(client, design, greedy, table="data.dataset")["error"]
    ending = "import os\ndef f(table):\n    os._exit(3)\n"
    assert run_draft(client, design, ending, table="data.dataset")["error"].startswith("Its process ended")


def test_of_a_flood_of_words_the_beginning_is_kept(client: Client) -> None:
    code = "def f(table):\n    print('word ' * 100_000)\n    return table\n"
    written = run_draft(client, create_small_design(client), code, table="data.dataset")["written"]
    assert 40_000 <= sum(len(one["text"]) for one in written) < 41_000
    assert written[-1]["text"].endswith("the rest is left out …\n")


def test_nothing_of_a_trial_is_stored(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    before = client.request_json("GET", f"/api/designs/{design}")
    analyzed = client.request_json("GET", f"/api/designs/{design}/analysis")
    stored = client.request_json("GET", "/api/storage")
    assert run_draft(client, design, "def f(table): return table", table="split.results_dataset1")["state"] == "done"
    assert client.request_json("GET", f"/api/designs/{design}") == before
    assert client.request_json("GET", f"/api/designs/{design}/analysis") == analyzed
    assert client.request_json("GET", f"/api/designs/{design}/runs") == []
    assert client.request_json("GET", "/api/storage") == stored

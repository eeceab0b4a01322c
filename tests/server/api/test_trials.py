"""A module is tried while it is being written: what comes back, what is refused, and that nothing of it stays."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.pipelines import node, regression, script
from tests.serving import Client, eventually, states

DOUBLED = """def doubled(table: DataFrame, *, column: Column, times: Annotated[int, Field(ge=1)] = 2) -> DataFrame:
    print("rows:", len(table))
    table[column] = table[column] * times
    return table
"""
FOREVER = "def forever(table):\n    while True: pass\n"


def tried(client: Client, design: str, code: str, parameters: dict[str, Any] | None = None, **inputs: Any) -> Any:
    body = {"code": code, "inputs": inputs, "parameters": parameters or {}}
    return client.checked("POST", f"/api/designs/{design}/modules/trial", json=body)


def small(client: Client, **options: Any) -> str:
    return client.new_design({"data": node("enter_data_manually", {"data": "a,b\n1,x\n2,y\n3,z\n"})}, **options)


def test_a_draft_gives_the_first_rows_of_its_outputs_and_what_it_printed(client: Client) -> None:
    told = tried(client, small(client), DOUBLED, {"column": "a", "times": 10}, table="data.dataset")
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
                "metrics": {},
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
    told = tried(client, small(client), code, table="data.dataset")
    assert (told["state"], told["line"], told["field"]) == ("failed", 3, None)
    assert "There is no column 'prise'" in told["error"]
    assert told["written"][0] == {"stream": "stdout", "text": "begun\n"}


def test_what_cannot_be_read_is_said_without_running_it(client: Client) -> None:
    design = small(client)
    broken = tried(client, design, "print('ran')\ndef f(:\n", table="data.dataset")
    assert (broken["error"], broken["line"]) == ("SyntaxError: invalid syntax.", 2)
    unfit = tried(client, design, "def f(\n    table: int): ...", table="data.dataset")
    assert unfit["error"].startswith("'table' is an input port")
    assert (unfit["line"], unfit["written"], broken["written"]) == (2, [], [])


def test_the_form_is_checked_before_the_code_runs(client: Client) -> None:
    design = small(client)
    cases: list[dict[str, Any]] = [{}, {"column": "c"}, {"column": "a", "times": 0}]
    told = [tried(client, design, DOUBLED, case, table="data.dataset") for case in cases]
    assert [(one["field"], one["error"]) for one in told] == [
        ("column", "Choose a column."),
        ("column", "Column 'c' is not in the data. Choose another."),
        ("times", "times must be at least 1. Got 0."),
    ]
    assert tried(client, design, DOUBLED, {"column": "a", "of an older draft": 1}, table="data.dataset")["ports"]
    assert tried(client, design, DOUBLED, {"column": "a"})["field"] == "table"


def test_several_inputs_and_outputs_take_part(client: Client) -> None:
    code = "def f(tables: list[DataFrame], other=None) -> tuple[DataFrame, DataFrame]:\n"
    code += "    return pd.concat(tables), pd.DataFrame({'other': [other is None]})\n"
    told = tried(client, small(client), code, tables=["data.dataset", "data.dataset"])
    assert [port["rows"] for port in told["ports"].values()] == [6, 1]
    assert told["ports"]["results_dataset2"]["head"] == [[True]]
    assert told["rows"] == {"tables": 6}


def test_what_a_run_gave_is_taken_as_it_is_and_what_has_changed_since_is_made_anew(client: Client) -> None:
    printing = "def azureml_main(dataframe1=None, dataframe2=None):\n    print('upstream')\n    return dataframe1,\n"
    design = client.new_design(script(printing))
    code = "def f(table):\n    return table.head(2)\n"
    before = tried(client, design, code, table="script.result_dataset")
    assert set(states(client.run(design)).values()) <= {"succeeded", "reused"}
    endless = "def azureml_main(dataframe1=None, dataframe2=None):\n    raise SystemExit\n"
    after = tried(client, design, code, table="script.result_dataset")
    assert (after["error"], before["ports"]) == (None, after["ports"])
    assert (before["written"], after["written"]) == ([], [])
    client.edit(design, {"path": ["nodes", "script", "parameters", "python_script"], "value": endless})
    assert "What feeds it failed" in tried(client, design, code, table="script.result_dataset")["error"]


def test_what_keeps_the_data_from_coming_is_said(client: Client) -> None:
    design = client.new_design({"clean": node("clean_missing_data")})
    told = tried(client, design, "def f(table): return table", table="clean.cleaned_dataset")
    assert told["error"] == "Clean Missing Data cannot run: Connect a Dataset."


def test_figures_come_along(client: Client) -> None:
    code = "import matplotlib.pyplot as plt\ndef f(table):\n    table['a'].plot()\n    return table\n"
    (figure,) = tried(client, small(client), code, table="data.dataset")["figures"]
    assert base64.b64decode(figure).startswith(b"\x89PNG")


def test_a_design_that_is_not_trusted_runs_no_draft(client: Client) -> None:
    design = small(client, trusted=False)
    body = {"code": DOUBLED, "inputs": {"table": "data.dataset"}, "parameters": {"column": "a"}}
    answer = client.post(f"/api/designs/{design}/modules/trial", json=body)
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "This design came from elsewhere. Its code, and what is written here, runs once you trust the design.",
    )
    client.checked("POST", f"/api/designs/{design}/modules/readiness")
    client.checked("POST", f"/api/designs/{design}/trust")
    assert client.checked("POST", f"/api/designs/{design}/modules/trial", json=body)["state"] == "done"


def test_a_design_that_is_not_there_is_not_found(client: Client) -> None:
    for method, path in (("POST", "trial"), ("DELETE", "trial"), ("POST", "readiness")):
        assert client.request(method, f"/api/designs/nowhere/modules/{path}", json={"code": ""}).status_code == 404


def test_what_takes_too_long_is_stopped_and_can_be_tried_again(client: Client) -> None:
    design = small(client)
    told = tried(client, design, FOREVER, table="data.dataset")
    assert told["error"] == "It was stopped after 10 s, as long as a trial may take. A full run has no such limit."
    assert tried(client, design, "def f(table): return table", table="data.dataset")["state"] == "done"


def test_a_newer_trial_ends_the_older_and_one_can_be_stopped(client: Client) -> None:
    design = small(client)
    code = "def f(table): return table"

    def ended_by(what: Callable[[], Any]) -> Any:
        """How a trial without end ends; `what` may come to the server before it."""
        with ThreadPoolExecutor(1) as threads:
            older = threads.submit(tried, client, design, FOREVER, table="data.dataset")
            eventually(lambda: (what(), older.done())[1], "the end of the trial", 8)
            return older.result()["state"]

    assert ended_by(lambda: tried(client, design, code, table="data.dataset")) == "stopped"
    assert ended_by(lambda: client.checked("DELETE", f"/api/designs/{design}/modules/trial")) == "stopped"


def test_too_much_memory_and_a_process_that_ends_itself_are_told_apart(client: Client) -> None:
    design = small(client)
    greedy = "def f(table):\n    held = np.ones(10**10)\n    return table\n"
    assert "more memory" in tried(client, design, greedy, table="data.dataset")["error"]
    ending = "import os\ndef f(table):\n    os._exit(3)\n"
    assert tried(client, design, ending, table="data.dataset")["error"].startswith("Its process ended")


def test_of_a_flood_of_words_the_beginning_is_kept(client: Client) -> None:
    code = "def f(table):\n    print('word ' * 100_000)\n    return table\n"
    written = tried(client, small(client), code, table="data.dataset")["written"]
    assert 40_000 <= sum(len(one["text"]) for one in written) < 41_000
    assert written[-1]["text"].endswith("the rest is left out …\n")


def test_nothing_of_a_trial_is_stored(client: Client) -> None:
    design = client.new_design(regression())
    before = client.checked("GET", f"/api/designs/{design}")
    analysed = client.checked("GET", f"/api/designs/{design}/analysis")
    stored = client.checked("GET", "/api/storage")
    assert tried(client, design, "def f(table): return table", table="split.results_dataset1")["state"] == "done"
    assert client.checked("GET", f"/api/designs/{design}") == before
    assert client.checked("GET", f"/api/designs/{design}/analysis") == analysed
    assert client.checked("GET", f"/api/designs/{design}/runs") == []
    assert client.checked("GET", "/api/storage") == stored

"""The `designery` command, as users type it."""

import csv
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from server.run_services_factory import NOT_TESTED
from server.runs.sandbox import isolation_probe
from server.runs.sandbox.zygote_channel import NOT_STARTED_MESSAGE
from server.runs.scheduling.step_results import PROCESS_KILLED_MESSAGE
from server.storage.database import Database
from server.storage.stores import dataset_store
from tests.database_servers import DATABASES
from tests.sandbox_starvation import sandboxes_killed_at_start
from tests.server_spawner import finish_command
from tests.small_designs import make_regression_nodes

TABLE = "a,b,y\n" + "".join(f"{n},{n % 3},{2 * n}\n" for n in range(1, 31))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all: the cache is shared."""
    return tmp_path_factory.mktemp("command") / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "design.json").write_text(json.dumps({"format": 2, "name": "Test", "nodes": make_regression_nodes()}))
    (tmp_path / "table.csv").write_text(TABLE)
    return tmp_path


def run_designery(home: Path, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return finish_command(list(arguments), {**os.environ, **DATABASES.build_variables(home)}, folder)


def use_dataset(folder: Path) -> None:
    """Write a design that gets its rows from a Dataset node."""
    nodes = make_regression_nodes() | {
        "data": {"module": "dataset", "parameters": {"dataset": "elsewhere"}, "inputs": {}}
    }
    (folder / "design.json").write_text(json.dumps({"format": 2, "name": "Test", "nodes": nodes}))


def read_json(path: Path) -> Any:
    return json.loads(path.read_text())


def test_a_design_runs_and_its_results_are_files(home: Path, folder: Path) -> None:
    done = run_designery(home, folder, "run", "design.json", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert "6 of 6 steps succeeded" in done.stdout
    run = read_json(folder / "out/run.json")
    assert (run["state"], run["isolation"]["level"][0], len(run["steps"])) == ("succeeded", "S", 6)
    assert set(read_json(folder / "out/metrics.json")["evaluate"]) >= {
        "Coefficient_of_Determination",
        "Mean_Absolute_Error",
    }


def test_a_second_run_is_reused_from_the_cache(home: Path, folder: Path) -> None:
    run_designery(home, folder, "run", "design.json", "--out", "out")
    again = run_designery(home, folder, "run", "design.json", "--out", "out")
    assert "6 of them reused" in again.stdout


def test_isolation_is_tested_only_if_a_step_is_computed(tmp_path: Path, folder: Path) -> None:
    """Testing it costs more processor time than all else of a run whose results are known; a file is read once, too."""
    use_dataset(folder)
    command = ["run", "design.json", "--dataset", "data=table.csv", "--out", "out"]
    run_designery(tmp_path / "home", folder, *command)
    computed = read_json(folder / "out/run.json")["isolation"]
    run_designery(tmp_path / "home", folder, *command)
    reused = read_json(folder / "out/run.json")["isolation"]
    run_designery(tmp_path / "home", folder, *command, "--set", "split.seed=8")
    changed = read_json(folder / "out/run.json")["isolation"]
    assert computed["by"] == changed["by"] in isolation_probe.MECHANISMS
    assert computed["description"] == changed["description"]
    assert (reused["by"], reused["level"], reused["description"]) == ("", "S0", NOT_TESTED)


def test_data_parameters_and_target_are_set_on_the_command_line(home: Path, folder: Path) -> None:
    use_dataset(folder)
    options = ["--dataset", "data=table.csv", "--set", "split.fraction=0.9", "--to", "split"]
    done = run_designery(home, folder, "run", "design.json", "--out", "out", *options)
    assert done.returncode == 0, done.stderr
    assert {step["node"] for step in read_json(folder / "out/run.json")["steps"]} == {"data", "split"}
    assert read_json(folder / "out/metrics.json") == {}


def test_each_table_that_nobody_takes_is_a_csv(home: Path, folder: Path) -> None:
    nodes = make_regression_nodes()
    del nodes["evaluate"]
    (folder / "design.json").write_text(json.dumps({"format": 2, "name": "Test", "nodes": nodes}))
    run_designery(home, folder, "run", "design.json", "--out", "out")
    assert [path.name for path in (folder / "out").glob("*.csv")] == ["score.scored_dataset.csv"]
    with (folder / "out/score.scored_dataset.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["a", "b", "y", "Scored Labels"]
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--to", "nowhere"], "The design has no node 'nowhere'."),
        (["--set", "split.fraction"], "--set takes NODE.PARAMETER=VALUE."),
        (["--set", "splitt.fraction=1"], "The design has no node 'splitt'."),
        (["--dataset", "cars=table.csv"], "No Dataset node is called 'cars'."),
        (["--dataset", "cars=missing.csv"], "File missing.csv does not exist."),
    ],
)
def test_a_mistake_on_the_command_line_is_said_in_a_sentence(
    home: Path, folder: Path, arguments: list[str], sentence: str
) -> None:
    done = run_designery(home, folder, "run", "design.json", "--out", "out", *arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_problems_are_printed_and_the_exit_code_says_that_not_all_succeeded(home: Path, folder: Path) -> None:
    done = run_designery(home, folder, "run", "design.json", "--out", "out", "--set", "split.fraction=2")
    assert done.returncode == 1
    assert "Split Data (split): fraction must be at most 1. Got 2." in done.stderr
    assert read_json(folder / "out/run.json")["state"] == "failed"


@pytest.mark.parametrize("content", ["", "[1]", "{", '{"nodes": 3}', "\0\1"])
def test_a_file_that_is_no_design_is_refused(home: Path, folder: Path, content: str) -> None:
    (folder / "design.json").write_text(content)
    done = run_designery(home, folder, "run", "design.json", "--out", "out")
    assert done.returncode == 1
    assert "design.json is not" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_no_sandbox_starts_a_sentence_says_so(tmp_path: Path, folder: Path) -> None:
    with sandboxes_killed_at_start(tmp_path / "home"):
        done = run_designery(tmp_path / "home", folder, "run", "design.json", "--out", "out")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    # One that starts before it is killed has lost its step, which has a sentence of its own.
    assert NOT_STARTED_MESSAGE in done.stderr or PROCESS_KILLED_MESSAGE in done.stderr


def test_the_catalog_is_listed_for_people_and_for_programs(home: Path, folder: Path) -> None:
    assert "split_data" in run_designery(home, folder, "modules").stdout
    listed = json.loads(run_designery(home, folder, "modules", "--json").stdout)
    split = next(module for module in listed if module["name"] == "split_data")
    assert [port["name"] for port in split["outputs"]] == ["results_dataset1", "results_dataset2"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "::"])
def test_the_server_does_not_listen_to_other_machines(home: Path, folder: Path, host: str) -> None:
    done = run_designery(home, folder, "serve", "--host", host, "--port", "0", "--no-browser")
    assert done.returncode == 1
    assert "no accounts" in done.stderr


def test_a_dataset_is_looked_at_and_added_by_options(home: Path, folder: Path) -> None:
    (folder / "umsatz.csv").write_text("Kunde;Umsatz\n1;1.328,50\n2;k. A.\n")
    looked = run_designery(home, folder, "dataset", "add", "umsatz.csv", "--preview", "--missing", "k. A.")
    assert looked.returncode == 0, looked.stderr
    assert "Umsatz: real (Looks like numbers with a decimal comma, from 1.328,50)" in looked.stdout
    added = run_designery(
        home, folder, "dataset", "add", "umsatz.csv", "--decimal", ",", "--separator", ";", "--missing", "k. A."
    )
    assert added.returncode == 0, added.stderr
    assert added.stdout.splitlines()[0] == "umsatz was added: 2 rows, 2 columns."
    wrong = run_designery(home, folder, "dataset", "add", "umsatz.csv", "--type", "Umsatz=money")
    assert "--type takes COLUMN=TYPE" in wrong.stderr


def test_a_design_is_published_and_run_with_values_and_a_file(home: Path, folder: Path) -> None:
    nodes = make_regression_nodes()
    added = run_designery(home, folder, "dataset", "add", "table.csv", "--name", "Rows")
    assert added.returncode == 0, added.stderr
    split = {"share": {"node": "split", "parameter": "fraction"}}
    output = {"rest": {"node": "split", "port": "results_dataset2", "name": "Held out"}}
    nodes["data"] = {"module": "dataset", "parameters": {"dataset": _find_dataset(home, "Rows")}, "inputs": {}}
    declared = {"parameters": split, "inputs": {"data": {"node": "data"}}, "outputs": output}
    (folder / "published.json").write_text(
        json.dumps({"format": 2, "name": "Published", "nodes": nodes, "pipeline": declared})
    )
    published = run_designery(home, folder, "pipeline", "publish", "published.json", "--name", "Retrain nightly")
    assert published.stdout == "Retrain nightly, version 1, was published.\n", published.stderr
    listed = run_designery(home, folder, "pipeline", "list").stdout
    assert "retrain-nightly" in listed
    assert "--set share=VALUE" in listed
    (folder / "few.csv").write_text(TABLE[: TABLE.index("11,")])
    done = run_designery(
        home, folder, "pipeline", "run", "retrain-nightly", "--set", "share=0.5", "--input", "data=few.csv"
    )
    assert done.returncode == 0, done.stderr
    assert "Stored as Held out, version 1." in done.stdout
    assert "6 of 6 steps succeeded." in done.stdout
    for arguments, sentence in (
        (["nobody"], "Error: No pipeline is named 'nobody'. There are: retrain-nightly.\n"),
        (
            ["retrain-nightly", "--set", "share=7"],
            "Error: Fraction must be at most 1. Got 7.\n",
        ),
        (["retrain-nightly", "--input", "data=none.csv"], "Error: 'none.csv' is neither a file nor a dataset.\n"),
    ):
        refused = run_designery(home, folder, "pipeline", "run", *arguments)
        assert (refused.returncode, refused.stderr) == (1, sentence)


def _find_dataset(home: Path, name: str) -> str:
    database = Database(DATABASES.get_url(home))
    with database.read_session() as session:
        found = next(key for key, one in dataset_store.get_dataset_names(session).items() if one == name)
    database.close()
    return found

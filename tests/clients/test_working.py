"""One person's work by the client: the same block on a server and embedded."""

from pathlib import Path
from typing import Any

import designery as dy
import httpx
import pandas as pd
import pytest
from designery import commands
from designery.canvas_widget import create_frame_address
from designery.design_folders import describe_changes, pull_designs, push_designs
from designery.modules import (
    evaluate_model,
    linear_regression,
    score_model,
    split_data,
    train_model,
)

ROWS = pd.DataFrame({"a": range(100), "b": [n % 7 for n in range(100)], "y": [2.0 * n + n % 5 for n in range(100)]})


@dy.module
def add_double(table: "pd.DataFrame", *, factor: float = 2.0) -> "pd.DataFrame":
    """Add a column that is a multiple of another."""
    return table.assign(double=table["a"] * factor)


@dy.design(name="Client work")
def work(
    rows: dy.Table = dy.data("client rows"), label: str = "y", fraction: float = 0.7, own: bool = True
) -> dy.Evaluation:
    doubled: Any = add_double(rows)
    train, test = split_data(doubled.results_dataset if own else rows, fraction=fraction, seed=7)
    model = train_model(linear_regression(), train, label=label, node="train")
    return evaluate_model(score_model(model, test), node="evaluate")


#: What each way of working measured.
MEASURED: dict[str, float] = {}


def test_data_design_run_results_and_a_sweep(connected: str, capsys: pytest.CaptureFixture[str]) -> None:
    stored = dy.add_dataset(ROWS, "client rows")
    assert stored.to_pandas().equals(ROWS)
    assert dy.add_dataset(ROWS.head(50), "client rows").version == 2
    assert len(dy.open_dataset("client rows").to_pandas(version=1)) == 100

    with pytest.raises(dy.DesignError) as refused:
        work.build(label="yy", own=False)
    (problem,) = [one for one in refused.value.problems if one.node == "train"]
    assert (problem.field, "'yy'" in problem.message, bool(problem.fix)) == ("label", True, True)

    run = work.build().run(progress=True)
    assert "succeeded" in capsys.readouterr().err
    metrics = run["evaluate"].metrics
    MEASURED[connected] = metrics["Mean_Absolute_Error"]
    assert len(set(MEASURED.values())) == 1, "the same engine"
    assert run["split_data.results_dataset2"].to_pandas().shape == (15, 4)
    assert run["split_data.results_dataset1"].to_arrow().num_rows == 35
    assert "Evaluate Model" in run._repr_html_()
    assert "data:image/svg+xml" in dy.open_design("Client work")._repr_html_()
    with pytest.raises(dy.NotFound, match="gave no 'table'"):
        run["train.table"]

    swept = work.build().sweep(fraction=[0.5, 0.8]).run()
    board = swept.leaderboard("Mean_Absolute_Error")
    assert list(board["Mean_Absolute_Error"]) == sorted(board["Mean_Absolute_Error"])
    errors = [row["Mean_Absolute_Error"] for row in dy.open_design("Client work").rank_runs("Mean_Absolute_Error")]
    assert (len(errors) >= 2, errors) == (True, sorted(errors))
    shares = [row["Coefficient_of_Determination"] for row in swept.rank("Coefficient_of_Determination")]
    assert shares == sorted(shares, reverse=True), "more is better, as the server says"
    compared = dy.compare_runs(*swept.runs)
    assert any("Fraction" in change["words"] for change in compared["changes"][1])


def test_a_failed_run_says_the_sentence_with_its_number(connected: str) -> None:
    assert connected
    dy.add_dataset(ROWS, "client rows")

    @dy.design(name="Client fails")
    def fails(rows: dy.Table = dy.data("client rows")) -> Any:
        return dy.custom_module("own_fails", "def fails(table):\n    return table['nothing here']\n")(
            rows, node="fails"
        )

    with pytest.raises(dy.RunFailed, match=r"Fails \(fails\): Error \d{4}, .*Line 2\."):
        fails.build().run()


def run_verb(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The lines that a command prints on the connection of these tests."""
    arguments = commands.build_parser().parse_args(words)
    commands.HANDLERS[arguments.noun, arguments.verb](arguments)
    return capsys.readouterr().out.splitlines()


def test_pipelines_triggers_models_and_secrets(connected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert connected
    dy.add_dataset(ROWS, "client rows")
    design = work.build()
    pipeline = design.publish("client work")
    run = pipeline.run(fraction=0.6, data={"rows": "client rows"})
    assert (run.state, run["split_data.results_dataset1"].rows) == ("succeeded", 60)
    trigger = pipeline.schedule("0 6 * * 1-5", timezone="Europe/Madrid")
    assert trigger.pause().paused_at
    assert [one.id for one in pipeline.triggers()] == [trigger.id]
    trigger.delete()
    (added,) = run_verb(capsys, "schedule", "add", "client-work", "0 3 * * *", "--late", "10", "--until", "2199-06-01")
    assert added.split("\t")[1] == "Every day at 03:00, UTC"
    (trigger,) = pipeline.triggers()
    assert (trigger.schedule["jitter_seconds"], trigger.schedule["ends_at"][:4]) == (600, "2199")
    (counted,) = run_verb(capsys, "schedule", "backfill", trigger.id[:8], "2026-11-01T00:00Z", "2026-11-06T00:00Z")
    assert counted == "5 due times have no run; 0 have one. Nothing was started."
    trigger.delete()
    version = dy.register(design.run(), "train", "client-model", aliases=["champion"])
    assert "dataset client rows, version" in run_verb(capsys, "lineage", "model", "client-model")[0]
    assert dy.open_model("client-model").version(alias="champion").version == version.version
    assert "Linear Regression" in version.card()
    dy.set_secret("CLIENT_KEY", "a long value")
    assert "CLIENT_KEY" in [one.name for one in dy.list_secrets()]
    with pytest.raises(dy.Refused, match="at least 6 characters"):
        dy.set_secret("CLIENT_KEY", "x")


def test_an_endpoint_is_watched_from_the_command_line(connected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert connected
    dy.add_dataset(ROWS, "client rows")
    version = dy.register(work.build().run(), "train", "watched-model")
    endpoint = version.deploy("client-watched")
    (made,) = run_verb(capsys, "endpoint", "watch", "client-watched", "errors", "--limit", "0.1")
    assert made.split("\t")[1:3] == ["errors", "unknown"]
    assert [one.split("\t")[1] for one in run_verb(capsys, "endpoint", "alerts", "client-watched")] == ["errors"]
    assert "labels\t0 of 0 answers" in run_verb(capsys, "endpoint", "metrics", "client-watched")
    with pytest.raises(dy.DesigneryError, match="requests"):
        run_verb(capsys, "endpoint", "requests", "client-watched")
    endpoint.delete()


def test_a_folder_of_designs_goes_both_ways(connected: str, tmp_path: Path) -> None:
    assert connected
    connection = dy.get_connection()
    dy.add_dataset(ROWS, "client rows")
    design = work.build(own=False)
    design.document["name"] = "Client folder"
    design.save()
    (pulled,) = pull_designs(connection, tmp_path, ["Client folder"])
    assert (pulled.kind, pulled.path.name) == ("new", "client-folder.design.json")
    assert [one.kind for one in pull_designs(connection, tmp_path, ["Client folder"])] == ["same"]
    assert [one.kind for one in push_designs(connection, [pulled.path])] == ["same"]
    pulled.path.write_text(pulled.path.read_text().replace('"fraction": 0.7', '"fraction": 0.9'))
    (tried,) = push_designs(connection, [pulled.path], dry_run=True)
    assert (tried.kind, tried.lines) == ("changed", ["~ split_data: fraction 0.7 -> 0.9"])
    push_designs(connection, [pulled.path])
    assert dy.open_design("Client folder").document["nodes"]["split_data"]["parameters"]["fraction"] == 0.9
    assert describe_changes({"nodes": {}}, {"nodes": {"a": {"module": "sort"}}}) == ["+ a (sort)"]


def test_code_from_a_file_waits_for_trust(connected: str, tmp_path: Path) -> None:
    assert connected
    dy.add_dataset(ROWS, "client rows")
    design = work.build()
    design.document["name"] = "Client trust"
    imported = dy.read_design(design.write(tmp_path / "trust.json"))
    with pytest.raises(dy.DesignError, match="trust"):
        imported.run()
    assert imported.trust().run().state == "succeeded"


def test_a_script_job_and_its_metrics(connected: str, tmp_path: Path) -> None:
    assert connected
    dy.add_dataset(ROWS, "client rows")
    (tmp_path / ".gitignore").write_text("*.log\n")
    (tmp_path / "noise.log").write_text("x")
    (tmp_path / "train.py").write_text(
        "import os, sys, designery\n"
        "designery.log(loss=0.5)\n"
        "print(sys.argv[1], sorted(os.listdir('.')))\n"
        "open('outputs/left.txt', 'w').write('left')\n"
    )
    job = dy.ScriptJob(
        "python train.py {rate} {rows}", code=tmp_path, inputs={"rate": 0.1, "rows": dy.data("client rows")}
    )
    step = job.run()["job"]
    assert "0.1" in step.log()
    assert "noise.log" not in step.log()
    assert [one["path"] for one in step.files()] == ["left.txt"]
    assert step.read_file("left.txt") == b"left"
    assert job.run()["job"].state == "reused"


def test_a_frame_opens_one_design_and_nothing_without_its_key(connected: str) -> None:  # noqa: ARG001  both ways to work
    design = dy.Design({"name": "In a frame", "nodes": {}}).save()
    address = create_frame_address(design, ["http://localhost:8888"])
    page, _, key = address.partition("#")
    assert "frame-ancestors http://localhost:8888" in httpx.get(page).headers["content-security-policy"]
    origin = design.connection.get_browser_origin()
    headers = {"Authorization": f"Bearer {key}"}
    assert httpx.get(f"{origin}/api/embed", headers=headers).json()["design_id"] == design.id
    assert httpx.get(f"{origin}/api/designs/{design.id}", headers=headers).json()["document"]["name"] == "In a frame"
    assert httpx.get(f"{origin}/api/designs", headers=headers).status_code == 403
    assert httpx.get(f"{origin}/api/designs/{design.id}").status_code == 401
    design.delete()

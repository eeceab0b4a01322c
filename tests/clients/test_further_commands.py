"""After the first run, in a terminal and from Python: ranked, kept, restored, stored, deployed and scored."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import designery as dy
import pytest
from designery import commands

from tests.live_server import ROOT, Client, Server
from tests.server.serving.service_designs import make_service_nodes, upload_houses
from tests.small_designs import make_node

Command = Callable[..., Any]


@pytest.fixture
def command(
    server: Server, client: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    """Runs a command on the server; what it printed as JSON."""
    monkeypatch.setenv("DESIGNERY_SERVER", server.url)
    monkeypatch.setenv("DESIGNERY_TOKEN", client.cookies[f"designery_{server.port}"])

    def run(*words: str, code: int = 0) -> Any:
        assert commands.run_command([*words, "--json"]) == code, capsys.readouterr().err
        printed = capsys.readouterr().out
        return json.loads(printed) if printed.startswith(("{", "[")) else printed

    yield run
    client.delete_everything()


def test_a_model_is_ranked_deployed_and_scores_a_table(command: Command, client: Client, tmp_path: Path) -> None:
    houses = upload_houses(client)
    nodes = make_service_nodes(houses, "boosted_decision_tree_regression", "price")
    nodes["evaluate"] = make_node("evaluate_model", scored_dataset="score.scored_dataset")
    design = client.create_design(nodes, "Houses later")
    command("design", "keep", design, "Before")
    values = ("--set", "learner.learning_rate=0.1,0.3", "--metric", "Mean_Absolute_Error")
    rows = command("design", "sweep", design, *values)
    assert [row["learner.learning_rate"] for row in rows] in ([0.1, 0.3], [0.3, 0.1])
    assert rows[0]["Mean_Absolute_Error"] <= rows[1]["Mean_Absolute_Error"]
    board = command("design", "leaderboard", design, "--metric", "Mean_Absolute_Error")
    assert board[0]["run"] == rows[0]["run"]

    run = board[0]["id"]
    command("runs", "tag", run, "best", "--note", "The fewest errors.")
    outputs = [one["output"] for one in command("runs", "outputs", run) if one["type"] == "dataset"]
    command("runs", "outputs", run, outputs[0], str(tmp_path / "rows.csv"))
    assert (tmp_path / "rows.csv").read_text().count("\n") > 10
    client.edit(design, {"path": ["nodes", "train", "title"], "value": "Changed"})
    command("design", "restore", design, "Before")
    restored = client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]["train"]
    assert (restored.get("title"), "Before" in [one["name"] for one in command("design", "versions", design)]) == (
        nodes["train"].get("title"),
        True,
    )

    command("model", "register", run, "house-later", "--node", "train")
    command("model", "alias", "house-later@1", "champion")
    command("model", "deploy", "house-later", "house-later")
    command("endpoint", "traffic", "house-later", "1=100")
    assert command("endpoint", "key", "house-later", "Shop")["key"].startswith("dk_")
    score_a_table(houses)
    assert command("endpoint", "metrics", "house-later") is not None
    command("endpoint", "delete", "house-later")
    command("model", "delete", "house-later")
    command("runs", "delete", board[1]["id"])
    command("endpoint", "traffic", "house-later", "1=100", code=commands.EXIT_NOT_FOUND)


def score_a_table(houses: str) -> None:
    """A batch of the client, on the same server."""
    dy.connect()
    try:
        run = dy.open_endpoint("house-later").score_batch(houses, "Scored houses")
        assert run.state == "succeeded"
        assert "Scored Labels" in dy.open_dataset("Scored houses").to_arrow().column_names
        assert dy.list_targets().to_dicts() == []
    finally:
        dy.close_connection()


def test_every_verb_does_something_and_is_in_the_documentation() -> None:
    text = (ROOT / "docs/command-line.md").read_text()
    for noun, verbs in commands.VERBS.items():
        for verb in verbs or ("",):
            assert commands.HANDLERS[noun, verb].__doc__, f"{noun} {verb}"
        missing = [verb for verb in verbs if f"`{verb}" not in text and f"{noun} {verb}" not in text]
        assert missing == [], noun


def test_a_first_design_forecasts_the_series_of_a_table(
    command: Command, server: Server, client: Client, tmp_path: Path
) -> None:
    table = tmp_path / "sales.csv"
    rows = (f"{2018 + month // 12}-{month % 12 + 1:02d}-01,{100 + month + month % 12}\n" for month in range(48))
    table.write_text("month,sales\n" + "".join(rows))
    command("dataset", "upload", str(table), "--name", "Sales by month")
    made = command(
        "design", "start", "Sales by month", "sales", "--forecast", "--horizon", "6", "--name", "Next months"
    )
    nodes = client.request_json("GET", f"/api/designs/{made['id']}")["document"]["nodes"]
    assert (nodes["forecast"]["module"], nodes["forecast"]["parameters"]["horizon"]) == ("automated_forecast", 6)

    dy.connect(server.url, client.cookies[f"designery_{server.port}"])
    try:
        twelve = dy.open_dataset("Sales by month").quick_start("sales", forecast=True)
        assert twelve.document["nodes"]["forecast"]["parameters"]["horizon"] == 12
        ahead = dy.open_dataset("Sales by month").quick_start("sales", horizon=3)
        assert ahead.document["nodes"]["forecast"]["parameters"]["horizon"] == 3
        assert "forecast" not in dy.open_dataset("Sales by month").quick_start("sales").document["nodes"]
    finally:
        dy.close_connection()

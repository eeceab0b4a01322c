"""A server that is killed loses no acknowledged edit, goes on with its runs and redoes no finished step."""

from typing import Any

from sqlmodel import col, select

from server.storage.database import Database
from server.storage.tables import DesignRow, RunRow, StepRow
from tests.databases import DATABASES
from tests.pipelines import WAITING, node, regression
from tests.serving import Client, Server, eventually, states


def test_an_unfinished_run_goes_on_after_a_kill_and_finished_steps_are_not_run_again(own_server: Server) -> None:
    client = own_server.client()
    nodes = regression() | {
        "slow": node(
            "execute_python_script", {"python_script": WAITING.format(seconds=5)}, dataset1="split.results_dataset1"
        ),
        "after": node("summarize_data", dataset="slow.result_dataset"),
    }
    design = client.new_design(nodes)
    run = client.checked("POST", f"/api/designs/{design}/runs", json={})["id"]

    def halfway() -> dict[str, str] | None:
        found = states(client.checked("GET", f"/api/runs/{run}"))
        done = {name for name, state in found.items() if state == "succeeded"}
        return found if found["slow"] == "running" and "split" in done else None

    eventually(halfway, "the slow step to run")
    before = client.checked("GET", f"/api/runs/{run}")
    own_server.kill()
    own_server.start()
    after = client.finished(run)
    assert after["state"] == "succeeded"
    finished_before = {step["node"]: step["finished_at"] for step in before["steps"] if step["state"] == "succeeded"}
    finished_after = {step["node"]: step["finished_at"] for step in after["steps"]}
    assert {name: finished_after[name] for name in finished_before} == finished_before
    client.close()


def test_no_acknowledged_edit_is_lost_by_kills(own_server: Server) -> None:
    client = own_server.client()
    design = client.new_design({})
    for round_ in range(3):
        for index in range(10):
            client.edit(design, {"path": ["parameters", f"r{round_}e{index}"], "value": index})
        own_server.kill()
        own_server.start()
        kept = client.checked("GET", f"/api/designs/{design}")["document"]["parameters"]
        assert len(kept) == (round_ + 1) * 10
    client.close()


def test_questions_about_runs_are_gone_on_with_after_a_kill_and_their_answers_stay(own_server: Server) -> None:
    client = own_server.client()
    slow = node("execute_python_script", {"python_script": WAITING.format(seconds=3)}, dataset1="data.dataset")
    nodes = regression() | {"slow": slow}
    nodes["split"]["inputs"] = {"dataset": "slow.result_dataset"}
    design = client.new_design(nodes)
    old = client.run(design)["id"]
    fraction, clean = (["nodes", "split", "parameters", name] for name in ("fraction", "seed"))
    client.edit(design, {"path": fraction, "value": 0.6}, {"path": clean, "value": 5})
    new = client.run(design)["id"]
    asked = {"against": old, "node": "evaluate", "metric": "Mean_Absolute_Error"}
    causes = client.checked("POST", f"/api/runs/{new}/causes", json=asked)["id"]
    answered = _answer(client, causes)
    replay = client.checked("POST", f"/api/runs/{old}/reproduction")["id"]
    eventually(lambda: len(_under_way(own_server)) == 1, "the run of the replay")
    before = _under_way(own_server)
    own_server.kill()
    own_server.start()
    assert _answer(client, replay)["reproduction"]["verdict"] in ("identical", "equal")
    assert _newest_hidden_runs(own_server) == before
    assert _answer(client, causes) == answered
    assert [one["id"] for one in client.checked("GET", f"/api/runs/{new}/experiments")] == [causes]
    client.close()


def _under_way(server: Server) -> list[str]:
    """The runs whose script has begun."""
    database = Database(DATABASES.url(server.home))
    with database.reading() as session:
        query = select(StepRow.run_id).where(StepRow.node == "slow", StepRow.state == "running")
        found = list(session.exec(query))
    database.close()
    return found


def _newest_hidden_runs(server: Server) -> list[str]:
    """The runs of the hidden design that was made last."""
    database = Database(DATABASES.url(server.home))
    with database.reading() as session:
        hidden = select(DesignRow.id).where(DesignRow.hidden).order_by(col(DesignRow.created_at).desc()).limit(1)
        found = list(session.exec(select(RunRow.id).where(col(RunRow.design_id).in_(hidden))))
    database.close()
    return found


def _answer(client: Client, experiment: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        told: dict[str, Any] = client.checked("GET", f"/api/experiments/{experiment}")
        return told if told["state"] != "running" else None

    return eventually(look, "the answer", 120)

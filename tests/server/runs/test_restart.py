"""A server that is killed loses no acknowledged edit, goes on with its runs and redoes no finished step."""

from typing import Any

from sqlmodel import col, select

from server.storage.database import Database
from server.storage.orm.core_tables import DesignRow, RunRow, StepRow
from tests.database_servers import DATABASES
from tests.live_server import Client, Server, get_step_states, wait_until
from tests.small_designs import WAITING_SCRIPT, make_node, make_regression_nodes


def test_an_unfinished_run_goes_on_after_a_kill_and_finished_steps_are_not_run_again(own_server: Server) -> None:
    client = own_server.open_client()
    nodes = make_regression_nodes() | {
        "slow": make_node(
            "execute_python_script",
            {"python_script": WAITING_SCRIPT.format(seconds=5)},
            dataset1="split.results_dataset1",
        ),
        "after": make_node("summarize_data", dataset="slow.result_dataset"),
    }
    design = client.create_design(nodes)
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={})["id"]

    def halfway() -> dict[str, str] | None:
        found = get_step_states(client.request_json("GET", f"/api/runs/{run}"))
        done = {name for name, state in found.items() if state == "succeeded"}
        return found if found["slow"] == "running" and "split" in done else None

    wait_until(halfway, "the slow step to run")
    before = client.request_json("GET", f"/api/runs/{run}")
    own_server.kill()
    own_server.start()
    after = client.wait_for_run(run)
    assert after["state"] == "succeeded"
    finished_before = {step["node"]: step["finished_at"] for step in before["steps"] if step["state"] == "succeeded"}
    finished_after = {step["node"]: step["finished_at"] for step in after["steps"]}
    assert {name: finished_after[name] for name in finished_before} == finished_before
    client.close()


def test_no_acknowledged_edit_is_lost_by_kills(own_server: Server) -> None:
    client = own_server.open_client()
    design = client.create_design({})
    for round_ in range(3):
        for index in range(10):
            client.edit(design, {"path": ["parameters", f"r{round_}e{index}"], "value": index})
        own_server.kill()
        own_server.start()
        kept = client.request_json("GET", f"/api/designs/{design}")["document"]["parameters"]
        assert len(kept) == (round_ + 1) * 10
    client.close()


def test_questions_about_runs_are_gone_on_with_after_a_kill_and_their_answers_stay(own_server: Server) -> None:
    client = own_server.open_client()
    slow = make_node(
        "execute_python_script", {"python_script": WAITING_SCRIPT.format(seconds=3)}, dataset1="data.dataset"
    )
    nodes = make_regression_nodes() | {"slow": slow}
    nodes["split"]["inputs"] = {"dataset": "slow.result_dataset"}
    design = client.create_design(nodes)
    old = client.run(design)["id"]
    fraction, clean = (["nodes", "split", "parameters", name] for name in ("fraction", "seed"))
    client.edit(design, {"path": fraction, "value": 0.6}, {"path": clean, "value": 5})
    new = client.run(design)["id"]
    asked = {"against": old, "node": "evaluate", "metric": "Mean_Absolute_Error"}
    causes = client.request_json("POST", f"/api/runs/{new}/attributions", json=asked)["id"]
    answered = _wait_for_analysis(client, causes)
    replay = client.request_json("POST", f"/api/runs/{old}/replays")["id"]
    wait_until(lambda: len(_find_started_runs(own_server)) == 1, "the run of the replay")
    before = _find_started_runs(own_server)
    own_server.kill()
    own_server.start()
    assert _wait_for_analysis(client, replay)["reproduction"]["verdict"] in ("identical", "equal")
    assert _find_newest_hidden_runs(own_server) == before
    assert _wait_for_analysis(client, causes) == answered
    assert [one["id"] for one in client.request_json("GET", f"/api/runs/{new}/analyses")] == [causes]
    client.close()


def _find_started_runs(server: Server) -> list[str]:
    """The runs whose script has begun."""
    database = Database(DATABASES.get_url(server.home))
    with database.read_session() as session:
        query = select(StepRow.run_id).where(StepRow.node == "slow", StepRow.state == "running")
        found = list(session.exec(query))
    database.close()
    return found


def _find_newest_hidden_runs(server: Server) -> list[str]:
    """The runs of the hidden design that was made last."""
    database = Database(DATABASES.get_url(server.home))
    with database.read_session() as session:
        hidden = select(DesignRow.id).where(DesignRow.internal).order_by(col(DesignRow.created_at).desc()).limit(1)
        found = list(session.exec(select(RunRow.id).where(col(RunRow.design_id).in_(hidden))))
    database.close()
    return found


def _wait_for_analysis(client: Client, experiment: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        body: dict[str, Any] = client.request_json("GET", f"/api/run-analyses/{experiment}")
        return body if body["state"] != "running" else None

    return wait_until(look, "the answer", 120)

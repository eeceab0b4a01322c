"""A server that is killed loses no acknowledged edit, goes on with its runs and redoes no finished step."""

from tests.pipelines import WAITING, node, regression
from tests.serving import Server, eventually, states


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

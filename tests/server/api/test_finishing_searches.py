"""A search under way stands still, goes on, gets more time, and ends with the best that it has found."""

import json

from tests.live_server import Client, wait_until
from tests.server.api.test_candidate_designs import make_payments
from tests.small_designs import make_node, make_regression_nodes


def test_a_search_that_is_to_finish_keeps_its_best_model(client: Client) -> None:
    parameters = {
        "label": "paid",
        "time_limit_in_minutes": 60,
        "maximum_number_of_trials": 10_000,
        "number_of_folds": 2,
    }
    nodes = {
        "data": make_node("enter_data_manually", {"data": make_payments()}),
        "search": make_node(
            "automated_ml", parameters | {"trials_without_improvement": 10_000}, dataset="data.dataset"
        ),
    }
    design = client.create_design(nodes)
    run = client.request_json("POST", f"/api/designs/{design}/runs", json={})["id"]

    def finish() -> bool | None:
        log = client.request_json("GET", f"/api/runs/{run}/steps/search/log")
        return True if any("The best so far" in line["text"] for line in log) else None

    wait_until(finish, "a first complete trial", 240)
    stand_still_and_go_on(client, run)
    assert client.post(f"/api/runs/{run}/steps/search/finish").status_code == 204
    step = next(step for step in client.wait_for_run(run)["steps"] if step["node"] == "search")
    assert step["state"] == "succeeded", json.dumps(step)
    artifact = step["outputs"]["leaderboard"]["artifact"]
    view = wait_until(
        lambda: client.request_json("GET", f"/api/artifacts/{artifact}")["view"], "the view of the search"
    )
    assert view["shown_as"]["ended"] == "It was stopped by hand, with the best so far."


def stand_still_and_go_on(client: Client, run: str) -> None:
    """While it is paused, no trial ends; afterwards more of them do. What it measures is to be had meanwhile."""

    def read_lines() -> list[str]:
        return [line["text"] for line in client.request_json("GET", f"/api/runs/{run}/steps/search/log")]

    def has_said(words: str) -> bool | None:
        return True if any(words in line for line in read_lines()) else None

    def count_trials() -> int:
        return sum("Trial " in line for line in read_lines())

    control = f"/api/runs/{run}/steps/search/control"
    assert client.request_json("GET", control) == {"finishing": False, "paused": False, "extra_minutes": 0.0}
    paused = client.request_json("PATCH", control, json={"paused": True})
    assert paused == {"finishing": False, "paused": True, "extra_minutes": 0.0}
    wait_until(lambda: has_said("Its time stands still"), "the pause")
    done, metrics = count_trials(), client.request_json("GET", f"/api/runs/{run}/steps/search/metrics")
    assert "Best so far" in {series["name"] for series in metrics}
    extended = client.request_json("PATCH", control, json={"add_minutes": 15})
    assert extended == {"finishing": False, "paused": True, "extra_minutes": 15.0}
    wait_until(lambda: has_said("15 min longer"), "the extension")
    assert count_trials() == done
    client.request_json("PATCH", control, json={"paused": False})
    wait_until(lambda: True if count_trials() > done else None, "another trial", 240)


def test_a_step_that_is_not_running_cannot_finish(client: Client) -> None:
    run = client.run(client.create_design(make_regression_nodes()))
    answer = client.post(f"/api/runs/{run['id']}/steps/train/finish")
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "This step is not running, so there is nothing to finish.",
    )
    answer = client.request("PATCH", f"/api/runs/{run['id']}/steps/train/control", json={"paused": True})
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "This step is not running, so it can't be paused or extended.",
    )

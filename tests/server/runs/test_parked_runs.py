"""A run under which servers keep dying is not gone on with; its attempts count over restarts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from server.runs.scheduling import run_adoption
from server.runs.scheduling.run_adoption import ATTEMPTS_EXHAUSTED_MESSAGE, NOT_STARTED_REASON, PARKED_MESSAGE
from server.storage.database import Database
from server.storage.orm.core_tables import RunRow, StepRow
from server.storage.stores import design_store, run_store
from tests.database_servers import DATABASES
from tests.live_server import Client, Server, get_step_states, wait_until
from tests.small_designs import WAITING_SCRIPT, make_node


def start_endless_run(client: Client) -> str:
    """A run whose first step does not end; another one follows."""
    script = {"python_script": WAITING_SCRIPT.format(seconds=100_000)}
    nodes = {
        "data": make_node("enter_data_manually", {"data": "a\n1\n"}),
        "slow": make_node("execute_python_script", script, dataset1="data.dataset"),
        "after": make_node("summarize_data", dataset="slow.result_dataset"),
    }
    run: str = client.request_json("POST", f"/api/designs/{client.create_design(nodes)}/runs", json={})["id"]
    return run


def is_in_attempt(client: Client, run: str, attempt: int) -> bool:
    step = next(step for step in client.request_json("GET", f"/api/runs/{run}")["steps"] if step["node"] == "slow")
    return (step["state"], step["attempt"]) == ("running", attempt)


def test_a_run_under_which_the_server_died_twice_is_parked_and_can_be_run_again(own_server: Server) -> None:
    client = own_server.open_client()
    run = start_endless_run(client)
    for attempt in (1, 2):
        wait_until(lambda attempt=attempt: is_in_attempt(client, run, attempt), f"attempt {attempt}")  # type: ignore[misc]
        own_server.kill()
        own_server.start()
    body = client.request_json("GET", f"/api/runs/{run}")
    assert (body["state"], get_step_states(body)) == (
        "failed",
        {"data": "succeeded", "slow": "failed", "after": "skipped"},
    )
    steps = {step["node"]: step for step in body["steps"]}
    assert (steps["slow"]["error"]["number"], steps["slow"]["error"]["message"]) == (1003, PARKED_MESSAGE)
    assert steps["after"]["reason"] == NOT_STARTED_REASON
    again = client.request_json("POST", f"/api/designs/{body['design_id']}/runs", json={})["id"]
    wait_until(lambda: is_in_attempt(client, again, 1), "the run that was started again")
    client.request_json("POST", f"/api/runs/{again}/cancel")
    assert client.wait_for_run(again)["state"] == "cancelled"
    client.close()


def test_a_server_that_is_stopped_in_order_counts_neither_as_a_death_nor_as_an_attempt(own_server: Server) -> None:
    client = own_server.open_client()
    run = start_endless_run(client)
    for _ in range(3):
        wait_until(lambda: is_in_attempt(client, run, 1), "the first attempt")
        own_server.stop()
        own_server.start()
    wait_until(lambda: is_in_attempt(client, run, 1), "the first attempt")
    client.request_json("POST", f"/api/runs/{run}/cancel")
    client.wait_for_run(run)
    client.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(DATABASES.get_url(tmp_path))
    database.migrate()
    with database.session() as opened:
        yield opened
    database.close()


def create_interrupted_run(
    session: Session, *, attempt: int = 1, deaths: int = 0, owner: str | None = "gone:1"
) -> RunRow:
    """A run whose server died while a step was running."""
    design = design_store.create_design(session, {"format": 2, "name": "Test", "nodes": {}})
    run = RunRow(
        design_id=design.id,
        number=1,
        revision=0,
        document=design.document,
        state="running",
        owner=owner,
        server_deaths=deaths,
    )
    session.add(run)
    session.flush()
    step = StepRow(
        run_id=run.id, node="slow", position=0, module="m", title="M", lineage_hash="", state="running", attempt=attempt
    )
    session.add(step)
    session.flush()
    return run


def test_a_run_is_taken_over_once_and_its_step_keeps_its_attempt(session: Session) -> None:
    run = create_interrupted_run(session)
    assert run_adoption.adopt_unfinished_runs(session, "me:2", lambda _: False) == ([run], [])
    (step,) = run_store.list_steps(session, run.id)
    assert (run.owner, run.server_deaths, step.state, step.attempt) == ("me:2", 1, "queued", 1)


def test_a_step_that_never_ended_in_two_attempts_has_failed(session: Session) -> None:
    run = create_interrupted_run(session, attempt=2)
    assert run_adoption.adopt_unfinished_runs(session, "me:2", lambda _: False) == ([run], [])
    (step,) = run_store.list_steps(session, run.id)
    assert (step.state, (step.error or {})["message"]) == ("failed", ATTEMPTS_EXHAUSTED_MESSAGE)


def test_a_run_that_was_let_go_has_no_death_on_its_account(session: Session) -> None:
    run = create_interrupted_run(session, owner=None)
    run_adoption.adopt_unfinished_runs(session, "me:2", lambda _: False)
    run_adoption.release_runs(session, [run.id])
    (step,) = run_store.list_steps(session, run.id)
    assert (run.owner, run.server_deaths, step.state) == (None, 0, "queued")

"""A run under which servers keep dying is not gone on with; its attempts count over restarts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from server.runs import adoption
from server.runs.adoption import NOT_BEGUN, PARKED, TRIED_TWICE
from server.storage import designs, runs
from server.storage.database import Database
from server.storage.tables import RunRow, StepRow
from tests.databases import DATABASES
from tests.pipelines import WAITING, node
from tests.serving import Client, Server, eventually, states


def endless(client: Client) -> str:
    """A run whose first step does not end; another one follows."""
    script = {"python_script": WAITING.format(seconds=100_000)}
    nodes = {
        "data": node("enter_data_manually", {"data": "a\n1\n"}),
        "slow": node("execute_python_script", script, dataset1="data.dataset"),
        "after": node("summarize_data", dataset="slow.result_dataset"),
    }
    run: str = client.checked("POST", f"/api/designs/{client.new_design(nodes)}/runs", json={})["id"]
    return run


def attempt_of(client: Client, run: str, attempt: int) -> bool:
    step = next(step for step in client.checked("GET", f"/api/runs/{run}")["steps"] if step["node"] == "slow")
    return (step["state"], step["attempt"]) == ("running", attempt)


def test_a_run_under_which_the_server_died_twice_is_parked_and_can_be_run_again(own_server: Server) -> None:
    client = own_server.client()
    run = endless(client)
    for attempt in (1, 2):
        eventually(lambda attempt=attempt: attempt_of(client, run, attempt), f"attempt {attempt}")  # type: ignore[misc]
        own_server.kill()
        own_server.start()
    told = client.checked("GET", f"/api/runs/{run}")
    assert (told["state"], states(told)) == ("failed", {"data": "succeeded", "slow": "failed", "after": "skipped"})
    steps = {step["node"]: step for step in told["steps"]}
    assert (steps["slow"]["error"]["number"], steps["slow"]["error"]["message"]) == (1003, PARKED)
    assert steps["after"]["reason"] == NOT_BEGUN
    again = client.checked("POST", f"/api/designs/{told['design_id']}/runs", json={})["id"]
    eventually(lambda: attempt_of(client, again, 1), "the run that was started again")
    client.checked("POST", f"/api/runs/{again}/cancel")
    assert client.finished(again)["state"] == "cancelled"
    client.close()


def test_a_server_that_is_stopped_in_order_counts_neither_as_a_death_nor_as_an_attempt(own_server: Server) -> None:
    client = own_server.client()
    run = endless(client)
    for _ in range(3):
        eventually(lambda: attempt_of(client, run, 1), "the first attempt")
        own_server.stop()
        own_server.start()
    eventually(lambda: attempt_of(client, run, 1), "the first attempt")
    client.checked("POST", f"/api/runs/{run}/cancel")
    client.finished(run)
    client.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(DATABASES.url(tmp_path))
    database.migrate()
    with database.session() as opened:
        yield opened
    database.close()


def interrupted(session: Session, *, attempt: int = 1, deaths: int = 0, owner: str | None = "gone:1") -> RunRow:
    """A run whose server died while a step was running."""
    design = designs.create(session, {"format": 2, "name": "Test", "nodes": {}})
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
        run_id=run.id, node="slow", position=0, module="m", title="M", signature="", state="running", attempt=attempt
    )
    session.add(step)
    session.flush()
    return run


def test_a_run_is_taken_over_once_and_its_step_keeps_its_attempt(session: Session) -> None:
    run = interrupted(session)
    assert adoption.take_over(session, "me:2", lambda _: False) == ([run], [])
    (step,) = runs.steps(session, run.id)
    assert (run.owner, run.server_deaths, step.state, step.attempt) == ("me:2", 1, "queued", 1)


def test_a_step_that_never_ended_in_two_attempts_has_failed(session: Session) -> None:
    run = interrupted(session, attempt=2)
    assert adoption.take_over(session, "me:2", lambda _: False) == ([run], [])
    (step,) = runs.steps(session, run.id)
    assert (step.state, (step.error or {})["message"]) == ("failed", TRIED_TWICE)


def test_a_run_that_was_let_go_has_no_death_on_its_account(session: Session) -> None:
    run = interrupted(session, owner=None)
    adoption.take_over(session, "me:2", lambda _: False)
    adoption.release(session, [run.id])
    (step,) = runs.steps(session, run.id)
    assert (run.owner, run.server_deaths, step.state) == (None, 0, "queued")

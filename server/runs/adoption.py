"""Runs that a server left unfinished: taken over by the next one, or parked where servers keep dying under them."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlmodel import Session

from modules.kit.error_numbers import NUMBERS
from server.runs import told
from server.runs.lease import take
from server.storage import runs
from server.storage.batch import Batch
from server.storage.tables import RunRow, StepRow, now

#: A step whose process was killed by something other than us or its own limits is tried this often, over all restarts.
ATTEMPTS = 2
#: A run that was active when so many servers died, without a step done in between, is not gone on with by itself.
MOST_DEATHS = 2

PARKED = (
    "The server ended twice while this run was active, so it is not started again by itself. "
    "Look for what ended the server, such as memory running out. Then press Try again."
)
TRIED_TWICE = "This step was begun twice and never ended: its process was killed, or the server ended. Run it again."
NOT_BEGUN = "the server ended twice during this run"


def take_over(session: Session, owner: str, held: Callable[[RunRow], bool]) -> tuple[list[RunRow], list[RunRow]]:
    """The unfinished runs that nobody works on: those that are the owner's from now on, and those that were parked."""
    taken, parked = [], []
    for run in runs.unfinished(session):
        if held(run):
            continue
        if run.owner is not None and run.state == "running":
            run.server_deaths += 1
        if run.server_deaths >= MOST_DEATHS:
            _park(session, run)
            parked.append(run)
            continue
        take(run, owner)
        for step in runs.steps(session, run.id):
            if step.state == "running":
                _begin_again(step)
        taken.append(run)
    return taken, parked


def release(session: Session, run_ids: Iterable[str]) -> None:
    """A server that ends in order leaves its runs to the next one: that counts as no death, and as no attempt."""
    for run_id in run_ids:
        run = session.get(RunRow, run_id)
        if run is None or run.state not in runs.UNFINISHED:
            continue
        run.owner = run.lease_until = None
        for step in runs.steps(session, run_id):
            if step.state == "running":
                step.state, step.attempt = "queued", max(0, step.attempt - 1)


def _begin_again(step: StepRow) -> None:
    """A step that was under way when its server ended starts anew, unless that was its last attempt."""
    if step.attempt < ATTEMPTS:
        step.state = "queued"
    else:
        step.state, step.error, step.finished_at = "failed", _error(TRIED_TWICE), now()


def _park(session: Session, run: RunRow) -> None:
    """End a run with the reason; what was under way has failed, and the rest was not begun."""
    run.state, run.finished_at, run.owner, run.lease_until = "failed", now(), None, None
    for step in runs.steps(session, run.id):
        if step.state == "running":
            step.state, step.error, step.finished_at = "failed", _error(PARKED), now()
        elif step.state == "queued":
            step.state, step.reason = "skipped", NOT_BEGUN
    session.flush()
    batch = Batch(session)
    batch.event(run.design_id, "run", told.told_run(session, run).model_dump(mode="json"))
    batch.write()


def _error(message: str) -> dict[str, Any]:
    return {"number": 1003, "title": NUMBERS[1003].title, "message": message}

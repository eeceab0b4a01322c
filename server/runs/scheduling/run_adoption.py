"""Runs that a server left unfinished: taken over by the next one, or parked where servers keep dying under them."""

from collections.abc import Callable, Iterable
from dataclasses import asdict

from sqlmodel import Session

from modules.kit.error_numbers import ERROR_KINDS
from server.runs import run_schemas
from server.runs.sandbox.inside.sandbox_messages import StepError
from server.runs.scheduling.lease import acquire_lease
from server.runs.scheduling.step_executors import choose_target
from server.storage.orm.core_tables import DesignRow, RunRow, StepRow, now
from server.storage.stores import compute_target_store, run_store
from server.storage.stores.run_batch import RunBatch

#: A step whose process was killed by something other than us or its own limits is tried this often, over all restarts.
MAX_ATTEMPTS = 2
#: So often where a machine of a cluster was lost with it, which says nothing of the step: racks fail as a whole.
MAX_MACHINE_ATTEMPTS = 4
#: A run that was active when so many servers died, without a step done in between, is not gone on with by itself.
MAX_SERVER_DEATHS = 2

PARKED_MESSAGE = (
    "The server stopped twice during this run, so the run is not restarted automatically. Find out why the server "
    "stopped, for example because it ran out of memory. Then select Try again."
)
ATTEMPTS_EXHAUSTED_MESSAGE = (
    "This step was started twice and never finished. Its process was killed, or the server stopped. Run it again."
)
NOT_STARTED_REASON = "the server ended twice during this run"


def adopt_unfinished_runs(
    session: Session, owner: str, is_held: Callable[[RunRow], bool]
) -> tuple[list[RunRow], list[RunRow]]:
    """The unfinished runs that nobody works on: those that are the owner's from now on, and those that were parked."""
    adopted, parked = [], []
    for run in run_store.list_unfinished_runs(session):
        if is_held(run):
            continue
        if run.owner is not None and run.state == "running":
            run.server_deaths += 1
        if run.server_deaths >= MAX_SERVER_DEATHS:
            _park_run(session, run)
            parked.append(run)
            continue
        acquire_lease(run, owner)
        for step in run_store.list_steps(session, run.id):
            if step.state == "running":
                _requeue_step(step, MAX_MACHINE_ATTEMPTS if _runs_elsewhere(session, run, step) else MAX_ATTEMPTS)
        adopted.append(run)
    return adopted, parked


def release_runs(session: Session, run_ids: Iterable[str]) -> None:
    """A server that ends in order leaves its runs to the next one: that counts as no death, and as no attempt."""
    for run_id in run_ids:
        run = session.get(RunRow, run_id)
        if run is None or run.state not in run_store.UNFINISHED_STATES:
            continue
        run.owner = run.lease_until = None
        for step in run_store.list_steps(session, run_id):
            if step.state == "running":
                step.state, step.attempt = "queued", max(0, step.attempt - 1)


def _runs_elsewhere(session: Session, run: RunRow, step: StepRow) -> bool:
    """Whether a cluster has the step, which goes on with it while there is no server."""
    design = session.get_one(DesignRow, run.design_id)
    node = run.document.get("nodes", {}).get(step.node, {})
    default = compute_target_store.find_default_target(session, design.workspace_id)
    return choose_target(run, node.get("compute_target"), default) is not None


def _requeue_step(step: StepRow, max_attempts: int) -> None:
    """A step that was under way when its server ended starts anew, unless that was its last attempt."""
    if step.attempt < max_attempts:
        step.state = "queued"
    else:
        step.state, step.error, step.finished_at = "failed", _build_error(ATTEMPTS_EXHAUSTED_MESSAGE), now()


def _park_run(session: Session, run: RunRow) -> None:
    """End a run with the reason; what was under way has failed, and the rest was not begun."""
    run.state, run.finished_at, run.owner, run.lease_until = "failed", now(), None, None
    for step in run_store.list_steps(session, run.id):
        if step.state == "running":
            step.state, step.error, step.finished_at = "failed", _build_error(PARKED_MESSAGE), now()
        elif step.state == "queued":
            step.state, step.reason = "skipped", NOT_STARTED_REASON
    session.flush()
    batch = RunBatch(session)
    batch.add_event(run.design_id, "run", run_schemas.to_run_read(session, run).model_dump(mode="json"))
    batch.write()


def _build_error(message: str) -> dict[str, object]:
    return asdict(StepError(1003, ERROR_KINDS[1003].title, message))

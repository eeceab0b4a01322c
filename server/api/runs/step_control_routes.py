"""Steps that search: they stand still, take longer, or end with the best that they have found."""

from dataclasses import replace
from typing import Annotated

from fastapi import HTTPException, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from modules.kit.step_control import StepControl
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.storage.stores import run_store

router = Router(prefix="/api/runs/{run_id}/steps/{node}", tags=["runs"])

#: A search is extended by a week at most.
MAX_EXTRA_MINUTES = 10_080


class StepControlRead(BaseModel):
    """What is wanted of a step that is under way."""

    finishing: bool
    paused: bool
    extra_minutes: float


class StepControlUpdate(BaseModel):
    """What is to change: `add_minutes` are added to the time that the search has."""

    paused: bool | None = None
    add_minutes: Annotated[float, Field(ge=0, le=MAX_EXTRA_MINUTES)] = 0.0


@router.post("/finish", needs="runner", status_code=204, response_class=Response)
async def finish_step(run_id: str, node: str, context: ContextDep) -> None:
    """Have a search end with the best that it has found so far. The run goes on with that."""
    await run_in_threadpool(_require_run, context, run_id)
    wanted = await context.runner.control_step(
        run_id, node, lambda control: replace(control, is_finish_requested=True, is_paused=False)
    )
    if wanted is None:
        raise HTTPException(409, "This step is not running, so there is nothing to finish.")


@router.get("/control", needs="viewer")
async def read_step_control(run_id: str, node: str, context: ContextDep) -> StepControlRead:
    """Whether a search stands still, and by how much it was extended."""
    await run_in_threadpool(_require_run, context, run_id)
    return _describe(context.runner.read_step_control(run_id, node))


@router.patch("/control", needs="runner")
async def update_step_control(
    run_id: str, node: str, update: StepControlUpdate, context: ContextDep
) -> StepControlRead:
    """Pause a search or let it go on, or give it more time. Its clock stands still while it is paused."""
    await run_in_threadpool(_require_run, context, run_id)

    def change(control: StepControl) -> StepControl:
        extra = min(control.extra_seconds + round(60 * update.add_minutes), 60 * MAX_EXTRA_MINUTES)
        paused = control.is_paused if update.paused is None else update.paused
        return replace(control, is_paused=paused, extra_seconds=extra)

    wanted = await context.runner.control_step(run_id, node, change)
    if wanted is None:
        raise HTTPException(409, "This step is not running, so it can't be paused or extended.")
    return _describe(wanted)


def _describe(control: StepControl) -> StepControlRead:
    return StepControlRead(
        finishing=control.is_finish_requested, paused=control.is_paused, extra_minutes=control.extra_seconds / 60
    )


def _require_run(context: AppContext, run_id: str) -> None:
    """Raises NotFound where the run is not one of this workspace."""
    with context.database.read_session() as session:
        run_store.get_run(session, run_id)

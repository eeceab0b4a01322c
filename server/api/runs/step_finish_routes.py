"""Steps that search: told to end with the best that they have found."""

from fastapi import HTTPException, Response
from fastapi.concurrency import run_in_threadpool

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.storage.stores import run_store

router = Router(prefix="/api", tags=["runs"])


@router.post("/runs/{run_id}/steps/{node}/finish", needs="runner", status_code=204, response_class=Response)
async def finish_step(run_id: str, node: str, context: ContextDep) -> None:
    """Have a search end with the best that it has found so far. The run goes on with that."""
    await run_in_threadpool(_require_run, context, run_id)
    if not await context.runner.finish_step(run_id, node):
        raise HTTPException(409, "This step is not running, so there is nothing to finish.")


def _require_run(context: AppContext, run_id: str) -> None:
    """Raises NotFound where the run is not one of this workspace."""
    with context.database.read_session() as session:
        run_store.get_run(session, run_id)

"""Steps that search: told to end with the best that they have found."""

from fastapi import HTTPException, Response

from server.api.core.app_context import ContextDep
from server.api.core.router import Router

router = Router(prefix="/api", tags=["runs"])


@router.post("/runs/{run_id}/steps/{node}/finish", needs="runner", status_code=204, response_class=Response)
async def finish_step(run_id: str, node: str, context: ContextDep) -> None:
    """Have a search end with the best that it has found so far. The run goes on with that."""
    if not await context.runner.finish_step(run_id, node):
        raise HTTPException(409, "This step is not running, so there is nothing to finish.")

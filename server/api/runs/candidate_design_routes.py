"""Candidates of a search as designs of their own."""

import time

from fastapi import HTTPException
from pydantic import BaseModel, Field

from modules.kit.views.automated_ml_view import AutomatedMLView
from modules.kit.views.dataset_view import DatasetView
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.api.designs.design_routes import DesignRead, to_design_read
from server.graph.builders.candidate_design import NotACandidateError, build_candidate_design
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, parse_design
from server.storage.orm.core_tables import RunRow
from server.storage.stores import design_store, run_store

router = Router(prefix="/api", tags=["runs"])


#: A picture of a result is made after the step, which may have ended a moment ago.
VIEW_SECONDS, LOOK_SECONDS = 10.0, 0.2


class CandidateDesignCreate(BaseModel):
    """Which candidate of a search is to be a design: the number of its trial, or 0 for the ensemble."""

    candidate: int = Field(ge=0, le=1_000_000)


@router.post("/runs/{run_id}/steps/{node}/candidate-designs", needs="editor", status_code=201)
def create_candidate_design(run_id: str, node: str, new: CandidateDesignCreate, context: ContextDep) -> DesignRead:
    """Create the design of a candidate: the modules, seeds and splits with which the search tried it."""
    view = _wait_for_search(context, run_id, node)
    if view is None:
        raise HTTPException(409, "This step has no search that is done. Run Automated ML first.")
    with context.database.session() as session:
        run = run_store.get_run(session, run_id)
        design = _build(context, run, node, view, new.candidate)
        document = design.model_dump(mode="json")
        return to_design_read(
            design_store.create_design(session, document, trusted=run.trusted, imported=not run.trusted)
        )


def _wait_for_search(context: AppContext, run_id: str, node: str) -> AutomatedMLView | None:
    """The view of a search among the outputs of a step, which is waited for while it is made."""
    until = time.monotonic() + VIEW_SECONDS
    with context.database.read_session() as session:
        run_store.get_run(session, run_id)
        steps = {step.node: step for step in run_store.list_steps(session, run_id)}
        artifacts = list(dict(steps[node].outputs).values()) if node in steps else []
    while True:
        view = _find_search(context, artifacts)
        is_complete = all(context.store.read_view(artifact) is not None for artifact in artifacts)
        if view is not None or is_complete or time.monotonic() > until:
            return view
        time.sleep(LOOK_SECONDS)


def _find_search(context: AppContext, artifacts: list[str]) -> AutomatedMLView | None:
    """The view of a search among the outputs of a step."""
    views = (context.store.read_view(artifact) for artifact in artifacts)
    shown = (view.shown_as for view in views if isinstance(view, DatasetView))
    return next((one for one in shown if isinstance(one, AutomatedMLView)), None)


def _build(context: AppContext, run: RunRow, node: str, view: AutomatedMLView, candidate: int) -> Design:
    design = parse_design(run.document)
    try:
        return build_candidate_design(design, add_custom_modules(design, context.catalog), node, view, candidate)
    except NotACandidateError as error:
        raise HTTPException(409, str(error)) from None

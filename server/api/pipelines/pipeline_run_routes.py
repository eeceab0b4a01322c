"""Runs of pipelines: the form, the start, and the list."""

from typing import Annotated

from fastapi import Path, Query, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session

from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.list_pagination import PAGED_RESPONSES, PageDep, take_items
from server.api.core.problem_schemas import ValueProblemRead
from server.api.core.router import Router
from server.api.pipelines.pipeline_schemas import (
    InputStateRead,
    PipelineRunCreate,
    PipelineRunRead,
    RunFormRead,
    to_pipeline_run_reads,
)
from server.auth.audit_log import get_current_actor
from server.automation.pipeline_runs import CannotStart, DatasetChoice, PipelineRunRequest
from server.graph.pipelines.declarations import Declarations
from server.runs.run_schemas import compute_run_seconds
from server.storage.orm.core_tables import RunRow
from server.storage.stores import dataset_store, pipeline_store, run_store
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/pipelines", tags=["pipelines"])


@router.get("/{pipeline_id}/form", needs="viewer")
def read_run_form(
    pipeline_id: str,
    session: ReadSessionDep,
    version: Annotated[int | None, Query(ge=1, description="Empty: the default version.")] = None,
) -> RunFormRead:
    """What a form for a run has: fields with their limits and defaults, and the data behind the inputs."""
    pipeline = pipeline_store.get_pipeline(session, pipeline_id)
    rows = pipeline_store.list_pipeline_versions(session, [pipeline.id])[pipeline.id]
    chosen = version or pipeline.default_version
    row = next((one for one in rows if one.version == chosen), None)
    if row is None:
        raise NotFound(f"Version {chosen} of this pipeline does not exist." if chosen else "Choose a version.")
    declared = Declarations.model_validate(row.declarations)
    states = {one.name: _find_input_state(session, one.dataset) for one in declared.inputs if one.dataset}
    return RunFormRead(
        version=row.version,
        versions=[one.version for one in rows if one.disabled_at is None],
        declarations=declared,
        inputs={name: state for name, state in states.items() if state is not None},
        seconds=_estimate_seconds(session, pipeline.id, row.version),
    )


def _find_input_state(session: Session, dataset_id: str) -> InputStateRead | None:
    name = dataset_store.get_dataset_names(session).get(dataset_id)
    newest = next(iter(dataset_store.list_dataset_versions(session, dataset_id)), None)
    if name is None or newest is None:
        return None
    artifact = run_store.get_artifact_rows(session, [newest.artifact]).get(newest.artifact)
    rows = artifact.rows if artifact else None
    return InputStateRead(dataset=dataset_id, name=name, newest=newest.version, rows=rows)


def _estimate_seconds(session: Session, pipeline_id: str, version: int) -> float | None:
    run = pipeline_store.find_newest_success(session, pipeline_id, version)
    return compute_run_seconds(run) if run else None


@router.post(
    "/{pipeline_id}/runs",
    needs="runner",
    status_code=201,
    response_model=PipelineRunRead,
)
def start_pipeline_run(pipeline_id: str, new: PipelineRunCreate, context: ContextDep) -> PipelineRunRead | Response:
    """Run a version with these values and data. A value that does not fit is refused under its field."""
    actor = get_current_actor()
    try:
        run = context.pipeline_runs.start(
            PipelineRunRequest(
                pipeline_id,
                "token" if actor is not None and "token" in actor.means else "person",
                version=new.version,
                parameters=new.parameters,
                inputs={name: DatasetChoice(one.dataset, one.version) for name, one in new.inputs.items()},
                idempotency_key=new.key,
            )
        )
    except CannotStart as refusal:
        problems = [ValueProblemRead(**vars(problem)).model_dump() for problem in refusal.problems]
        return JSONResponse({"detail": str(refusal), "problems": problems}, status_code=422)
    with context.database.read_session() as session:
        return _read_run(session, run)


def _read_run(session: Session, run: RunRow) -> PipelineRunRead:
    given = pipeline_store.find_pipeline_run(session, run.id)
    if given is None:
        raise NotFound("This is no run of a pipeline.")
    return to_pipeline_run_reads(session, [given])[0]


@router.get("/{pipeline_id}/runs", needs="viewer", responses=PAGED_RESPONSES)
def list_pipeline_runs(
    pipeline_id: str, session: ReadSessionDep, response: Response, page: PageDep
) -> list[PipelineRunRead]:
    """The runs of a pipeline, newest first, each with what it was given and what it stored."""
    pipeline_store.get_pipeline(session, pipeline_id)
    listed = pipeline_store.query_pipeline_run_page(session, pipeline_id, page)
    return to_pipeline_run_reads(session, take_items(response, listed))


@router.get("/{pipeline_id}/runs/{run_id}", needs="viewer")
def read_pipeline_run(
    pipeline_id: str, run_id: Annotated[str, Path(max_length=64)], session: ReadSessionDep
) -> PipelineRunRead:
    """A run of a pipeline: what it was given, and what it stored."""
    pipeline_store.get_pipeline(session, pipeline_id)
    found = _read_run(session, run_store.get_run(session, run_id))
    if found.pipeline_id != pipeline_id:
        raise NotFound("This run is of another pipeline.")
    return found

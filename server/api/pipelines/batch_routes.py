"""Batches of endpoints: start one, and look at what became of them. Each is a run of a pipeline."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import HTTPException, Request
from pydantic import BaseModel
from sqlmodel import Session

from modules.kit import Schema
from modules.model_scoring_and_evaluation.batch_headers import describe_missing_columns
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.api.pipelines.pipeline_schemas import PipelineRunRead, to_pipeline_run_reads
from server.auth import audit_log
from server.auth.audit_log import get_current_actor
from server.auth.principals import get_person
from server.automation.batches import DATA_NAME, SCORE_NODE, BatchSpec, provide_batch_pipeline
from server.automation.pipeline_runs import CannotStart, DatasetChoice, PipelineRunRequest
from server.automation.publishing import CannotPublish
from server.graph.validation.endpoint_rules import EndpointReference
from server.registry.model_signature import ModelSignature
from server.runs.batch_deployments import DeploymentUnavailable
from server.runs.run_schemas import RunKey
from server.runs.scheduling.batch_chunks import ChunkFolder
from server.serving.endpoint_deployments import find_batch_deployment
from server.storage.orm.core_tables import StepRow
from server.storage.orm.endpoint_tables import EndpointBatchRow, EndpointRow
from server.storage.orm.pipeline_tables import PipelineRunRow
from server.storage.stores import dataset_store, endpoint_store, pipeline_store, run_store

router = Router(prefix="/api/endpoints", tags=["endpoints"])

#: So many runs of each batch are listed.
MAX_RUNS = 20


class BatchCreate(BatchSpec):
    """What is to be scored, and where the scores go. The same `key` sent twice is one run."""

    key: RunKey | None = None


class BatchRead(BaseModel):
    """A pipeline that scores by an endpoint: from where, and to where."""

    pipeline_id: str
    name: str
    design_id: str
    spec: BatchSpec
    created_at: datetime


class BatchProgress(BaseModel):
    """How many rows are scored, of how many where that is known; and in how many chunks.

    `rows` is null of an earlier attempt whose chunks are gone, since a later one has done the work.
    """

    rows: int | None
    total: int | None
    chunks: int


class BatchRunRead(BaseModel):
    """A run of a batch, and how far it came."""

    run: PipelineRunRead
    progress: BatchProgress


class EndpointBatchesRead(BaseModel):
    """The batches of an endpoint, and their newest runs."""

    batches: list[BatchRead]
    runs: list[BatchRunRead]


@router.get("/{endpoint_id}/batches", needs="viewer")
def list_endpoint_batches(endpoint_id: str, session: ReadSessionDep, context: ContextDep) -> EndpointBatchesRead:
    """The batches of an endpoint and their newest runs, with how far each came."""
    endpoint_store.get_endpoint(session, endpoint_id)
    batches = endpoint_store.list_batches(session, endpoint_id)
    given = pipeline_store.list_newest_runs(session, [one.pipeline_id for one in batches], MAX_RUNS)
    return EndpointBatchesRead(
        batches=[_to_batch_read(session, one) for one in batches], runs=_to_run_reads(session, context, given)
    )


def _to_batch_read(session: Session, row: EndpointBatchRow) -> BatchRead:
    pipeline = pipeline_store.get_pipeline(session, row.pipeline_id)
    return BatchRead(
        pipeline_id=pipeline.id,
        name=pipeline.name,
        design_id=pipeline.design_id,
        spec=BatchSpec.model_validate(row.spec),
        created_at=row.created_at,
    )


def _to_run_reads(session: Session, context: AppContext, rows: Sequence[PipelineRunRow]) -> list[BatchRunRead]:
    progress = {row.run_id: _read_progress(session, context, row) for row in rows}
    return [BatchRunRead(run=one, progress=progress[one.run.id]) for one in to_pipeline_run_reads(session, rows)]


def _read_progress(session: Session, context: AppContext, row: PipelineRunRow) -> BatchProgress:
    """What is scored: by its result where there is one, and else by the chunks that are done."""
    artifact = (row.inputs.get(DATA_NAME) or {}).get("artifact")
    total = _count_rows(session, artifact)
    step = session.get(StepRow, (row.run_id, SCORE_NODE))
    if step is None:
        return BatchProgress(rows=0, total=total, chunks=0)
    if step.outputs:
        rows = _count_rows(session, next(iter(step.outputs.values()))) or 0
        return BatchProgress(rows=rows, total=rows, chunks=0)
    size = int(run_store.get_run(session, row.run_id).document["nodes"][SCORE_NODE]["parameters"]["rows_per_chunk"])
    chunks = ChunkFolder(context.store, step.cache_key).count_finished(step.finished_at) if step.cache_key else 0
    if chunks is None:
        return BatchProgress(rows=None, total=total, chunks=0)
    rows = chunks * size if total is None else min(total, chunks * size)
    return BatchProgress(rows=rows, total=total, chunks=chunks)


def _count_rows(session: Session, artifact: str | None) -> int | None:
    """How many rows a stored table has."""
    found = run_store.get_artifact_rows(session, [artifact]).get(artifact) if artifact else None
    return found.rows if found is not None else None


@router.post("/{endpoint_id}/batches", needs="editor", status_code=201)
def start_endpoint_batch(endpoint_id: str, new: BatchCreate, request: Request, context: ContextDep) -> BatchRunRead:
    """Score data in chunks. The first time a pipeline of two modules is made for it; later the same one runs again."""
    spec = BatchSpec.model_validate(new.model_dump(exclude={"key"}))
    try:
        with context.database.session() as session:
            endpoint = endpoint_store.get_endpoint(session, endpoint_id)
            _refuse_missing_columns(session, context, endpoint, spec)
            person = get_person(request.scope).name
            pipeline = provide_batch_pipeline(session, context.analyzer, endpoint, spec, person)
            audit_log.record_action(session, "endpoint.batch_started", endpoint.name, endpoint=endpoint.id)
            pipeline_id = pipeline.id
        run = context.pipeline_runs.start(_build_request(pipeline_id, spec, new.key))
    except (CannotPublish, CannotStart) as refusal:
        raise HTTPException(409, str(refusal)) from None
    with context.database.read_session() as session:
        given = pipeline_store.find_pipeline_run(session, run.id)
        return _to_run_reads(session, context, [given] if given is not None else [])[0]


def _refuse_missing_columns(session: Session, context: AppContext, endpoint: EndpointRow, spec: BatchSpec) -> None:
    """Answer 422 where a stored table lacks columns that the endpoint takes; of files the run finds out."""
    chosen = spec.input.dataset if spec.input.kind == "dataset" else None
    artifact = dataset_store.find_dataset_artifact(session, chosen, spec.input.version) if chosen else None
    if artifact is None or run_store.get_artifact_row(session, artifact).type != "dataset":
        return
    schema = context.analyzer.load_schemas({"data": artifact}).get("data")
    if not isinstance(schema, Schema):
        return
    try:
        _, deployment = find_batch_deployment(session, EndpointReference(endpoint.name, spec.endpoint_version))
    except DeploymentUnavailable:
        return
    signature = ModelSignature.model_validate(deployment.signature)
    required = [one.name for one in signature.columns if one.required]
    if missing := [name for name in required if name not in schema]:
        name = f"'{dataset_store.get_dataset(session, chosen or '').name}'"
        raise HTTPException(422, describe_missing_columns(missing, schema.names, required, name))


def _build_request(pipeline_id: str, spec: BatchSpec, key: str | None) -> PipelineRunRequest:
    actor = get_current_actor()
    choice = DatasetChoice(spec.input.dataset or "", spec.input.version)
    return PipelineRunRequest(
        pipeline_id,
        "token" if actor is not None and "token" in actor.means else "person",
        inputs={DATA_NAME: choice} if spec.input.kind == "dataset" else {},
        idempotency_key=key,
    )

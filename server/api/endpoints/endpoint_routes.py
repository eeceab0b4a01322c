"""Endpoints: deploy what predicts, share out the traffic, look at what was asked."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import HTTPException, Path, Query, Request, Response
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.api.endpoints.deploying import prepare_deployment, store_deployment, test_and_admit
from server.api.endpoints.endpoint_schemas import (
    DeploymentCreate,
    EndpointCreate,
    EndpointDrift,
    EndpointMetrics,
    EndpointRead,
    EndpointSignature,
    EndpointUpdate,
    MinuteRead,
    TrafficUpdate,
    to_endpoint_read,
    to_endpoint_reads,
)
from server.api.endpoints.row_explanations import ExplainedPrediction, answer_with_reasons
from server.api.endpoints.scoring import answer_scoring, read_scoring_request
from server.auth import audit_log
from server.auth.principals import get_person
from server.registry.model_signature import ModelSignature
from server.serving.drift import ColumnReference, compare_column
from server.serving.request_metrics import find_percentile, list_minutes, sum_columns, sum_latencies
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointMinuteRow, EndpointRow
from server.storage.stores import endpoint_store
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/endpoints", tags=["endpoints"])

DeploymentNumber = Annotated[int, Path(ge=1, description="The number of a deployment.")]
Hours = Annotated[float, Query(gt=0, le=720, description="The requests of so many hours are taken together.")]


@router.get("", needs="viewer")
def list_endpoints(session: ReadSessionDep, context: ContextDep) -> list[EndpointRead]:
    """All endpoints by name, each with its deployments."""
    return to_endpoint_reads(session, endpoint_store.list_endpoints(session), context.endpoints)


@router.post("", needs="editor", status_code=201)
def create_endpoint(new: EndpointCreate, request: Request, context: ContextDep) -> EndpointRead:
    """Make an endpoint of an inference design or a registered model, and have it answer."""
    person = get_person(request.scope).name
    with context.database.session() as session:
        _refuse_used_name(session, new.name)
        prepared = prepare_deployment(session, context, new.deploy)
        row = EndpointRow(name=new.name, note=new.note.strip(), created_by=person)
        session.add(row)
        session.flush()
        audit_log.record_action(session, "endpoint.created", row.name, endpoint=row.id)
        stored = store_deployment(session, row, prepared, person, new.deploy.note.strip(), onnx=new.deploy.onnx)
    test_and_admit(context, stored, new.deploy)
    return _read_endpoint(context, stored.endpoint_id)


def _refuse_used_name(session: Session, name: str) -> None:
    if endpoint_store.find_endpoint(session, name) is not None:
        raise HTTPException(409, f"An endpoint named '{name}' already exists. Deploy to it, or choose another name.")


def _read_endpoint(context: AppContext, endpoint_id: str) -> EndpointRead:
    with context.database.read_session() as session:
        return to_endpoint_read(session, endpoint_store.get_endpoint(session, endpoint_id), context.endpoints)


@router.get("/{endpoint_id}", needs="viewer")
def read_endpoint(endpoint_id: str, context: ContextDep) -> EndpointRead:
    """An endpoint with its deployments and keys, and what it did in the last 24 hours."""
    context.endpoints.flush()
    return _read_endpoint(context, endpoint_id)


@router.patch("/{endpoint_id}", needs="editor")
def update_endpoint(endpoint_id: str, update: EndpointUpdate, context: ContextDep) -> EndpointRead:
    """Rename, pause or resume an endpoint, or change how it answers."""
    with context.database.session() as session:
        row = endpoint_store.get_endpoint(session, endpoint_id)
        if update.name is not None and update.name != row.name:
            _refuse_used_name(session, update.name)
        _apply_update(row, update)
        session.add(row)
        changed = sorted(update.model_dump(exclude_unset=True))
        audit_log.record_action(session, "endpoint.changed", row.name, endpoint=row.id, changed=changed)
    context.wait_in_loop(context.endpoints.reload(endpoint_id))
    return _read_endpoint(context, endpoint_id)


def _apply_update(row: EndpointRow, update: EndpointUpdate) -> None:
    for name in ("name", "replicas", "idle_minutes", "time_limit_seconds", "sampled_percent", "prediction_days"):
        value = getattr(update, name)
        if value is not None:
            setattr(row, name, value)
    if update.masked_columns is not None:
        row.masked_columns = list(dict.fromkeys(update.masked_columns))
    row.note = row.note if update.note is None else update.note.strip()
    row.policy = row.policy if update.policy is None else update.policy.model_dump()
    if update.requests_per_minute is not None:
        row.requests_per_minute = update.requests_per_minute or None
    if update.paused is not None:
        row.paused_at = (row.paused_at or now()) if update.paused else None


@router.delete("/{endpoint_id}", needs="editor", status_code=204)
def delete_endpoint(endpoint_id: str, context: ContextDep) -> None:
    """Delete an endpoint for good, with its deployments, keys and counts. Its models and designs stay."""
    context.endpoints.metrics.forget(endpoint_id)
    with context.database.session() as session:
        row = endpoint_store.delete_endpoint(session, endpoint_id)
        audit_log.record_action(session, "endpoint.deleted", row.name, endpoint=endpoint_id)
    context.wait_in_loop(context.endpoints.reload(endpoint_id))


@router.post("/{endpoint_id}/deployments", needs="editor", status_code=201)
def create_deployment(endpoint_id: str, new: DeploymentCreate, request: Request, context: ContextDep) -> EndpointRead:
    """Deploy another version. It gets its share once its own test rows passed; what answered before drains."""
    with context.database.session() as session:
        row = endpoint_store.get_endpoint(session, endpoint_id)
        prepared = prepare_deployment(session, context, new)
        stored = store_deployment(
            session, row, prepared, get_person(request.scope).name, new.note.strip(), onnx=new.onnx
        )
    test_and_admit(context, stored, new)
    return _read_endpoint(context, endpoint_id)


@router.delete("/{endpoint_id}/deployments/{number}", needs="editor", status_code=204)
def delete_deployment(endpoint_id: str, number: DeploymentNumber, context: ContextDep) -> None:
    """Delete a deployment that gets no requests."""
    with context.database.session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        row = endpoint_store.get_deployment(session, endpoint_id, number)
        if row.share or row.shadow:
            raise HTTPException(409, f"Deployment {number} gets requests. Give its share to another one first.")
        session.delete(row)
        audit_log.record_action(
            session, "endpoint.deployment_deleted", endpoint.name, endpoint=endpoint_id, deployment=number
        )
    context.wait_in_loop(context.endpoints.reload(endpoint_id))


@router.put("/{endpoint_id}/traffic", needs="editor")
def set_traffic(endpoint_id: str, update: TrafficUpdate, context: ContextDep) -> EndpointRead:
    """Share out the requests among deployments: all to another one, a few to a new one, or back to an earlier one."""
    shares = {one.deployment: one for one in update.shares}
    if sum(one.share for one in update.shares) != 100 or len(shares) < len(update.shares):
        raise HTTPException(422, "The shares of the deployments have to add up to 100.")
    with context.database.session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        rows = {row.number: row for row in endpoint_store.list_deployments(session, [endpoint_id])[endpoint_id]}
        for number, one in shares.items():
            _refuse_unready(rows.get(number), number, asked=bool(one.share or one.shadow))
        for number, row in rows.items():
            wanted = shares.get(number)
            row.share = wanted.share if wanted is not None else 0
            row.shadow = wanted is not None and wanted.shadow and not wanted.share
            session.add(row)
        said = {str(one.deployment): one.share for one in update.shares}
        audit_log.record_action(session, "endpoint.traffic_set", endpoint.name, endpoint=endpoint_id, shares=said)
    context.wait_in_loop(context.endpoints.switch_traffic(endpoint_id))
    return _read_endpoint(context, endpoint_id)


def _refuse_unready(row: DeploymentRow | None, number: int, *, asked: bool) -> None:
    if row is None:
        raise HTTPException(404, f"This endpoint has no deployment {number}.")
    if asked and row.state != "ready":
        raise HTTPException(409, f"Deployment {number} has not passed its test rows, so it gets no requests.")


@router.get("/{endpoint_id}/deployments/{number}/signature", needs="viewer")
def read_endpoint_signature(endpoint_id: str, number: DeploymentNumber, session: ReadSessionDep) -> EndpointSignature:
    """The columns of a request to a deployment, and a row that it answers."""
    row = endpoint_store.get_deployment(session, endpoint_id, number)
    return describe_signature(row)


def describe_signature(row: DeploymentRow) -> EndpointSignature:
    """The columns of a deployment, and one of its test rows, or the examples of its columns."""
    signature = ModelSignature.model_validate(row.signature)
    example = row.test_rows[0] if row.test_rows else {one.name: one.example for one in signature.columns}
    return EndpointSignature(deployment=row.number, signature=signature, example=example)


@router.post(
    "/{endpoint_id}/predict",
    needs="runner",
    response_class=Response,
    responses={200: {"model": ExplainedPrediction}},
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {}}}}},
)
async def try_endpoint(
    endpoint_id: str,
    request: Request,
    context: ContextDep,
    deployment: Annotated[int | None, Query(ge=1, description="Ask this one, whatever its share.")] = None,
    explain: Annotated[bool, Query(description="Say for each row what moved its answer.")] = False,
) -> Response:
    """Answer rows as the endpoint would, for whoever tries it in the browser. These requests are not counted."""
    await run_sync(_require_endpoint, context, endpoint_id)
    endpoint = await context.endpoints.find_endpoint(endpoint_id)
    if endpoint is None:
        raise NotFound("This endpoint does not exist. It may have been deleted.")
    wanted = await read_scoring_request(request, deployment=deployment, is_test=True)
    return await (answer_with_reasons if explain else answer_scoring)(context, endpoint, wanted)


def _require_endpoint(context: AppContext, endpoint_id: str) -> None:
    """Raise NotFound for an endpoint of another workspace: what serves endpoints knows those of all."""
    with context.database.read_session() as session:
        endpoint_store.get_endpoint(session, endpoint_id)


@router.get("/{endpoint_id}/metrics", needs="viewer")
def read_endpoint_metrics(endpoint_id: str, context: ContextDep, hours: Hours = 24) -> EndpointMetrics:
    """What the endpoint did in the last hours, minute by minute."""
    context.endpoints.flush()
    with context.database.read_session() as session:
        endpoint_store.get_endpoint(session, endpoint_id)
        shadows = _list_shadows(session, endpoint_id)
        minutes = [one for one in list_minutes(session, endpoint_id, hours) if one.deployment not in shadows]
        predictions: dict[str, int] = {}
        for minute in minutes:
            for name, count in minute.answers.get("predicted", {}).items():
                predictions[name] = predictions.get(name, 0) + count
        return EndpointMetrics(hours=hours, minutes=_group_minutes(minutes), predictions=predictions)


def _list_shadows(session: Session, endpoint_id: str) -> set[int]:
    rows = endpoint_store.list_deployments(session, [endpoint_id])[endpoint_id]
    return {row.number for row in rows if row.shadow}


def _group_minutes(minutes: list[EndpointMinuteRow]) -> list[MinuteRead]:
    grouped: dict[str, list[EndpointMinuteRow]] = {}
    for minute in minutes:
        grouped.setdefault(minute.minute.isoformat(), []).append(minute)
    return [
        MinuteRead(
            minute=rows[0].minute,
            requests=sum(row.requests for row in rows),
            refused=sum(row.refused for row in rows),
            failed=sum(row.failed for row in rows),
            p50=find_percentile(sum_latencies(rows), 0.5),
            p95=find_percentile(sum_latencies(rows), 0.95),
        )
        for rows in grouped.values()
    ]


@router.get("/{endpoint_id}/drift", needs="viewer")
def read_endpoint_drift(endpoint_id: str, context: ContextDep, hours: Hours = 24) -> EndpointDrift:
    """The columns of the last hours' requests beside the training data of the deployment with the largest share."""
    context.endpoints.flush()
    with context.database.read_session() as session:
        endpoint_store.get_endpoint(session, endpoint_id)
        rows = endpoint_store.list_deployments(session, [endpoint_id])[endpoint_id]
        row = max(rows, key=lambda one: (one.share, one.number), default=None)
        if row is None:
            return EndpointDrift(hours=hours, deployment=0, training_rows=None, columns=[])
        own = [one for one in list_minutes(session, endpoint_id, hours) if one.deployment == row.number]
        counted = sum_columns(own)
        references = {name: ColumnReference.model_validate(one) for name, one in row.reference.items()}
        signature = ModelSignature.model_validate(row.signature)
        unread = {one.name for one in signature.columns if not one.required}
        watched = {name: one for name, one in references.items() if name not in unread}
        columns = [compare_column(name, one, counted.get(name, {})) for name, one in watched.items()]
        order = {"drifted": 0, "unknown": 1, "steady": 1}
        return EndpointDrift(
            hours=hours,
            deployment=row.number,
            training_rows=signature.rows,
            columns=sorted(columns, key=lambda one: (order[one.verdict], -(one.psi or 0))),
        )

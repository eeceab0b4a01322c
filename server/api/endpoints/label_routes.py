"""True labels of answers, and how good the answers were by them."""

from datetime import timedelta
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from modules.kit.schema import Task
from server.api.core.app_context import AppContext, ContextDep, get_context
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.endpoints.scoring import find_permitted_endpoint, read_scoring_request
from server.serving.live_metrics import (
    MEASURED_TASKS,
    LivePeriod,
    divide_into_periods,
    measure_predictions,
    read_score_facts,
)
from server.serving.request_metrics import list_minutes
from server.serving.true_labels import LabelReceipt, UnreadableLabels, WrongLabels, read_labels, store_labels
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import DeploymentRow
from server.storage.stores import endpoint_store, prediction_store

router = Router(prefix="/api/endpoints", tags=["endpoints"])
#: For programs with a key; each endpoint describes itself, so it is not in the description of the interface.
public_router = Router(tags=["predictions"], include_in_schema=False, route_class=Route)

NOTHING_KEPT = (
    "This endpoint keeps no predictions that labels could be compared with. Choose a number of days in its settings."
)
LabelHours = Annotated[float, Query(gt=0, le=2160, description="The answers of so many hours are taken together.")]
OwnDeployment = Annotated[
    int | None, Query(ge=1, description="The deployment; that with the largest share where it is left out.")
]


class LiveMetrics(BaseModel):
    """How good the answers of a deployment were, by the labels that have come, beside the figures at registration.

    `answered` rows are all of the period, `kept` ones can still get a label, `labeled` ones have it. `task` is null
    where the answers are no scores, and `can_measure` false for tasks whose labels are stored and not measured.
    """

    hours: float
    deployment: int
    task: Task | None
    label: str | None
    can_measure: bool
    prediction_days: int
    answered: int
    kept: int
    labeled: int
    metrics: dict[str, float]
    registered: dict[str, float]
    periods: list[LivePeriod]


@public_router.post("/endpoints/{name}/labels", needs="anyone")
async def send_labels(name: str, request: Request) -> Response:
    """Take the true labels of earlier answers, as JSON or CSV, by the ids of their rows."""
    context = get_context(request)
    endpoint = await find_permitted_endpoint(request, context, name)
    return await _take_labels(request, context, endpoint.id)


@router.post(
    "/{endpoint_id}/labels",
    needs="runner",
    response_model=LabelReceipt,
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {}}}}},
)
async def add_endpoint_labels(endpoint_id: str, request: Request, context: ContextDep) -> Response:
    """Take the true labels of earlier answers, as JSON or CSV: a list of `id` and `label`."""
    return await _take_labels(request, context, endpoint_id)


async def _take_labels(request: Request, context: AppContext, endpoint_id: str) -> Response:
    sent = await read_scoring_request(request)
    is_file = request.headers.get("content-type") == "application/octet-stream"
    is_csv = sent.form == "csv" or (is_file and sent.body.lstrip()[:1] not in (b"[", b"{"))
    try:
        receipt = await run_sync(_store_labels, context, endpoint_id, sent.body, is_csv)
    except UnreadableLabels as error:
        raise HTTPException(400, str(error)) from None
    except WrongLabels as error:
        return JSONResponse({"detail": str(error), "findings": error.findings}, 422)
    return JSONResponse(receipt.model_dump())


def _store_labels(context: AppContext, endpoint_id: str, body: bytes, is_csv: bool) -> LabelReceipt:
    labels = read_labels(body, is_csv=is_csv)
    context.endpoints.flush()  # a label may come right after its answer
    with context.database.session() as session:
        if endpoint_store.get_endpoint(session, endpoint_id).prediction_days == 0:
            raise HTTPException(409, NOTHING_KEPT)
        return store_labels(session, endpoint_id, labels)


@router.get("/{endpoint_id}/live-metrics", needs="viewer")
def read_live_metrics(
    endpoint_id: str, context: ContextDep, hours: LabelHours = 720, deployment: OwnDeployment = None
) -> LiveMetrics:
    """The metrics of the task by the true labels that have come, over time."""
    context.endpoints.flush()
    since = now() - timedelta(hours=hours)
    with context.database.read_session() as session:
        endpoint = endpoint_store.get_endpoint(session, endpoint_id)
        rows = endpoint_store.list_deployments(session, [endpoint_id])[endpoint_id]
        row = _choose_deployment(rows, deployment)
        found = prediction_store.list_labeled(session, endpoint_id, since)
        labeled = [one for one in found if one.deployment == row.number]
        minutes = [one for one in list_minutes(session, endpoint_id, hours) if one.deployment == row.number]
        facts = read_score_facts(row.scores)
        periods = divide_into_periods(facts, labeled, minutes, hours) if facts is not None else []
        return LiveMetrics(
            hours=hours,
            deployment=row.number,
            task=facts.task if facts is not None else None,
            label=facts.label if facts is not None else None,
            can_measure=facts is not None and facts.task in MEASURED_TASKS,
            prediction_days=endpoint.prediction_days,
            answered=sum(one.answered for one in periods),
            kept=prediction_store.count_predictions(session, endpoint_id, row.number, since),
            labeled=len(labeled),
            metrics=measure_predictions(facts, labeled) if facts is not None else {},
            registered=row.source.get("metrics", {}),
            periods=periods,
        )


def _choose_deployment(rows: list[DeploymentRow], number: int | None) -> DeploymentRow:
    """The deployment of this number, or the one with the largest share."""
    if not rows:
        raise HTTPException(409, "No version was deployed to this endpoint yet.")
    if number is None:
        return max(rows, key=lambda one: (one.share, one.number))
    found = next((one for one in rows if one.number == number), None)
    if found is None:
        raise HTTPException(404, f"This endpoint has no deployment {number}.")
    return found

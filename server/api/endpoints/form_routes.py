"""App mode: a link that shows the form of an endpoint to people without an account. They fill it in and get an answer.

The token is in the fragment of the link, which no browser sends: the page sends it in the body of its requests.
"""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import HTTPException, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import select

from modules.kit.views.dataset_view import DatasetView
from server.api.core.app_context import AppContext, ContextDep, get_context
from server.api.core.frame_origins import parse_origin
from server.api.core.router import Router
from server.api.endpoints.endpoint_schemas import EndpointForm, EndpointRead, PredictionRead, to_endpoint_read
from server.api.endpoints.row_explanations import RowExplanation, explain_rows, to_row_explanation
from server.api.endpoints.scoring import answer_scoring
from server.auth import audit_log
from server.auth.api_tokens import generate_token, hash_token
from server.registry.model_signature import ModelSignature, leave_out_unread_columns, withhold_single_values
from server.serving.endpoint_service import NoAnswer, ScoringRequest, ServedEndpoint, find_main_deployment
from server.serving.explanations import RowValue, draw_training_bars, scale_bars
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.endpoint_tables import DeploymentRow, EndpointRow
from server.storage.stores import endpoint_store
from server.storage.transactions import workspace_context

router = Router(prefix="/api/endpoints", tags=["endpoints"])
#: For whoever has the link.
public_router = Router(prefix="/endpoints/form", tags=["forms"])

#: So many times in a minute a form answers.
ANSWERS_PER_MINUTE = 60
NOT_EXPLAINED = "This answer can't be explained: it has no number for each of the rows that it is compared with."
ENDED = "This form is no longer shared. Ask the person who sent you the link for a new one."

FormToken = Annotated[str, Field(min_length=1, max_length=200)]


class EndpointFormCreated(BaseModel):
    """The secret part of the link, which is shown this once, and the endpoint as it is now."""

    token: str
    endpoint: EndpointRead


class FormOpening(BaseModel):
    """The token of a link."""

    token: FormToken


class FormRow(FormOpening):
    """A filled-in form: {column: value}."""

    row: dict[str, RowValue] = Field(max_length=10_000)


class AnswerBars(BaseModel):
    """The true values of the training data from `low` to `high`, as heights of bars of the same width."""

    low: float
    high: float
    bars: list[int]
    rows: int


class SharedForm(BaseModel):
    """A form as people with the link see it.

    `example` are the median of each number and the most common of other values, never a row of the data: it is null
    for texts of which each may belong to one row, such as names and numbers of customers. `bars` are
    the heights of the bars of the training data, by column. `mean_error` is how far the model was off in its test on
    average, `accuracy` the share of test rows that it got right; null where they are not known. `answers` is how the
    predicted numbers were distributed in the training data; null for classes, and where that is not known.
    """

    title: str
    text: str
    signature: ModelSignature
    example: dict[str, RowValue]
    bars: dict[str, list[int]]
    made_at: datetime
    mean_error: float | None
    accuracy: float | None
    answers: AnswerBars | None


class FormCurve(BaseModel):
    """The answer for other values of a column, the rest as it is."""

    column: str
    values: list[float]
    answers: list[float | None]


class FormExplanation(RowExplanation):
    """What moved an answer, and what it would be for other values."""

    curves: list[FormCurve]


@router.put("/{endpoint_id}/form", needs="editor")
def share_endpoint_form(endpoint_id: str, update: EndpointForm, context: ContextDep) -> EndpointFormCreated:
    """Share the form of an endpoint by a link; a link from before ends. Who has it needs no account."""
    token = generate_token()
    with context.database.session() as session:
        row = endpoint_store.get_endpoint(session, endpoint_id)
        row.form = _to_stored_form(update)
        row.form_token_hash = hash_token(token)
        session.add(row)
        session.flush()
        audit_log.record_action(session, "endpoint.form_shared", row.name, endpoint=row.id)
        return EndpointFormCreated(token=token, endpoint=to_endpoint_read(session, row, context.endpoints))


@router.patch("/{endpoint_id}/form", needs="editor")
def change_endpoint_form(endpoint_id: str, update: EndpointForm, context: ContextDep) -> EndpointRead:
    """Change what stands above the form, and which sites may show it. The link stays."""
    with context.database.session() as session:
        row = endpoint_store.get_endpoint(session, endpoint_id)
        if row.form_token_hash is None:
            raise HTTPException(409, "The form of this endpoint is not shared. Share it first.")
        row.form = _to_stored_form(update)
        session.add(row)
        session.flush()
        audit_log.record_action(session, "endpoint.form_changed", row.name, endpoint=row.id)
        return to_endpoint_read(session, row, context.endpoints)


def _to_stored_form(update: EndpointForm) -> dict[str, Any]:
    origins = [parse_origin(origin) for origin in update.origins]
    return {"title": update.title.strip(), "text": update.text.strip(), "origins": origins}


@router.delete("/{endpoint_id}/form", needs="editor", status_code=204)
def end_endpoint_form(endpoint_id: str, context: ContextDep) -> None:
    """End the link to the form."""
    with context.database.session() as session:
        row = endpoint_store.get_endpoint(session, endpoint_id)
        row.form_token_hash = None
        session.add(row)
        audit_log.record_action(session, "endpoint.form_ended", row.name, endpoint=row.id)


@public_router.post("/open", needs="anyone")
def open_shared_form(opening: FormOpening, context: ContextDep) -> SharedForm:
    """The form behind a link: its columns, with the range or levels that training saw of each."""
    row = _find_form(context, opening.token)
    endpoint = context.wait_in_loop(_get_endpoint(context, row.id))
    try:
        main = find_main_deployment(endpoint)
    except NoAnswer as error:
        raise HTTPException(error.status, error.sentence) from None
    known = ModelSignature.model_validate(main.row.signature)
    signature = withhold_single_values(leave_out_unread_columns(known))
    metrics = main.row.source.get("metrics", {})
    return SharedForm(
        title=row.form["title"],
        text=row.form["text"],
        signature=signature,
        example={one.name: one.example for one in signature.columns},
        bars=draw_training_bars(main.row.reference),
        made_at=main.row.created_at,
        mean_error=metrics.get("Mean_Absolute_Error"),
        accuracy=metrics.get("Accuracy"),
        answers=_draw_answer_bars(context.store, main.row, signature),
    )


def _draw_answer_bars(store: ArtifactStore, row: DeploymentRow, signature: ModelSignature) -> AnswerBars | None:
    """The column that is predicted, in the data that the deployment keeps."""
    if signature.label is None or signature.classes:
        return None
    for artifact in dict.fromkeys(row.artifacts.values()):
        view = store.read_view(artifact)
        columns = view.columns if isinstance(view, DatasetView) else []
        profile = next((one for one in columns if one.name == signature.label.name), None)
        if profile is not None and isinstance(view, DatasetView) and profile.histogram is not None:
            edges, bars = profile.histogram.edges, scale_bars(profile.histogram.counts)
            return AnswerBars(low=edges[0], high=edges[-1], bars=bars, rows=view.rows - profile.missing)
    return None


@public_router.post("/predict", needs="anyone", response_model=PredictionRead)
def answer_shared_form(filled: FormRow, request: Request) -> Response:
    """The answer to a filled-in form. It is counted, and its values are kept where the endpoint samples requests."""
    context = get_context(request)
    row = _find_form(context, filled.token)
    return context.wait_in_loop(_answer_form(context, row.id, filled))


@public_router.post("/explain", needs="anyone")
def explain_shared_form(filled: FormRow, request: Request) -> FormExplanation:
    """What moved the answer to a filled-in form, and what it would be for other values. Nothing of it is counted."""
    context = get_context(request)
    row = _find_form(context, filled.token)
    return context.wait_in_loop(_explain_form(context, row.id, filled.row))


def _find_form(context: AppContext, token: str) -> EndpointRow:
    with workspace_context.use_workspace(None), context.database.read_session() as session:
        row = session.exec(select(EndpointRow).where(EndpointRow.form_token_hash == hash_token(token))).first()
        if row is None:
            raise HTTPException(404, ENDED)
        session.expunge(row)
        return row


async def _get_endpoint(context: AppContext, endpoint_id: str) -> ServedEndpoint:
    endpoint = await context.endpoints.find_endpoint(endpoint_id)
    if endpoint is None:
        raise HTTPException(404, ENDED)
    return endpoint


async def _answer_form(context: AppContext, endpoint_id: str, filled: FormRow) -> Response:
    endpoint = await _get_endpoint(context, endpoint_id)
    _take_from_quota(context, f"form {endpoint_id}")
    body = json.dumps({"rows": [filled.row]}).encode()
    return await answer_scoring(context, endpoint, ScoringRequest("json", body))


def _take_from_quota(context: AppContext, key: str) -> None:
    wait = context.endpoints.quota.take(key, ANSWERS_PER_MINUTE)
    if wait:
        sentence = f"This form answers {ANSWERS_PER_MINUTE} times a minute. Try again in {wait} s."
        raise HTTPException(429, sentence, {"Retry-After": str(wait)})


async def _explain_form(context: AppContext, endpoint_id: str, row: dict[str, RowValue]) -> FormExplanation:
    endpoint = await _get_endpoint(context, endpoint_id)
    _take_from_quota(context, f"explained form {endpoint_id}")
    (explained,) = await explain_rows(context, endpoint, find_main_deployment(endpoint), [row], curves=True)
    if explained is None:
        raise HTTPException(422, NOT_EXPLAINED)
    curves = [FormCurve.model_validate(vars(curve)) for curve in explained[1].curves]
    return FormExplanation(**dict(to_row_explanation(*explained)), curves=curves)

"""App mode: a link that shows the form of an endpoint to people without an account. They fill it in and get an answer.

The token is in the fragment of the link, which no browser sends: the page sends it in the body of its requests.
"""

import json
from typing import Annotated

from fastapi import HTTPException, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import select

from server.api.core.app_context import AppContext, ContextDep, get_context
from server.api.core.router import Router
from server.api.endpoints.endpoint_schemas import EndpointRead, to_endpoint_read
from server.api.endpoints.scoring import answer_scoring
from server.auth import audit_log
from server.auth.api_tokens import generate_token, hash_token
from server.registry.model_signature import ModelSignature
from server.serving.endpoint_service import NoAnswer, ScoringRequest, ServedEndpoint, find_main_deployment
from server.storage.orm.endpoint_tables import EndpointRow
from server.storage.stores import endpoint_store
from server.storage.transactions import workspace_context

router = Router(prefix="/api/endpoints", tags=["endpoints"])
#: For whoever has the link; they are in no description of the interface, as a link is not made for programs.
public_router = Router(tags=["predictions"], include_in_schema=False)

#: So many times in a minute a form answers.
ANSWERS_PER_MINUTE = 60
ENDED = "This form is no longer shared. Ask the person who sent you the link for a new one."

FormToken = Annotated[str, Field(min_length=1, max_length=200)]
FormValue = str | int | float | bool | None


class EndpointFormUpdate(BaseModel):
    """What stands above the form."""

    title: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=2_000)


class EndpointFormCreated(BaseModel):
    """The secret part of the link, which is shown this once, and the endpoint as it is now."""

    token: str
    endpoint: EndpointRead


class FormOpening(BaseModel):
    """The token of a link."""

    token: FormToken


class FormRow(FormOpening):
    """A filled-in form: {column: value}."""

    row: dict[str, FormValue] = Field(max_length=10_000)


class SharedForm(BaseModel):
    """A form as people with the link see it."""

    title: str
    text: str
    signature: ModelSignature
    example: dict[str, FormValue]


@router.put("/{endpoint_id}/form", needs="editor")
def share_endpoint_form(endpoint_id: str, update: EndpointFormUpdate, context: ContextDep) -> EndpointFormCreated:
    """Share the form of an endpoint by a link; a link from before ends. Who has it needs no account."""
    token = generate_token()
    with context.database.session() as session:
        row = endpoint_store.get_endpoint(session, endpoint_id)
        row.form = {"title": update.title.strip(), "text": update.text.strip()}
        row.form_token_hash = hash_token(token)
        session.add(row)
        session.flush()
        audit_log.record_action(session, "endpoint.form_shared", row.name, endpoint=row.id)
        return EndpointFormCreated(token=token, endpoint=to_endpoint_read(session, row, context.endpoints))


@router.delete("/{endpoint_id}/form", needs="editor", status_code=204)
def end_endpoint_form(endpoint_id: str, context: ContextDep) -> None:
    """End the link to the form."""
    with context.database.session() as session:
        row = endpoint_store.get_endpoint(session, endpoint_id)
        row.form_token_hash = None
        session.add(row)
        audit_log.record_action(session, "endpoint.form_ended", row.name, endpoint=row.id)


@public_router.post("/endpoints/form/open", needs="anyone")
def open_shared_form(opening: FormOpening, context: ContextDep) -> SharedForm:
    """The form behind a link: its columns, with the range or levels that training saw of each."""
    row = _find_form(context, opening.token)
    endpoint = context.wait_in_loop(_get_endpoint(context, row.id))
    try:
        main = find_main_deployment(endpoint)
    except NoAnswer as error:
        raise HTTPException(error.status, error.sentence) from None
    signature = ModelSignature.model_validate(main.row.signature)
    example = main.row.test_rows[0] if main.row.test_rows else {one.name: one.example for one in signature.columns}
    return SharedForm(title=row.form["title"], text=row.form["text"], signature=signature, example=example)


@public_router.post("/endpoints/form/predict", needs="anyone")
def answer_shared_form(filled: FormRow, request: Request) -> Response:
    """The answer to a filled-in form. It is counted, and its values are kept where the endpoint samples requests."""
    context = get_context(request)
    row = _find_form(context, filled.token)
    return context.wait_in_loop(_answer_form(context, row.id, filled))


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
    wait = context.endpoints.quota.take(f"form {endpoint_id}", ANSWERS_PER_MINUTE)
    if wait:
        sentence = f"This form answers {ANSWERS_PER_MINUTE} times a minute. Try again in {wait} s."
        raise HTTPException(429, sentence, {"Retry-After": str(wait)})
    body = json.dumps({"rows": [filled.row]}).encode()
    return await answer_scoring(context, endpoint, ScoringRequest("json", body))

"""Requests for predictions: who may send them, how their rows are written, and how they are answered."""

from anyio.to_thread import run_sync
from fastapi import HTTPException, Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from server.api.core.app_context import AppContext
from server.api.core.authorization import load_roles, order_workspaces
from server.api.core.request_guard import KEY_ADVICE, KEY_HEADERS
from server.auth.api_tokens import ENDPOINT_KEY_PREFIX, hash_token
from server.auth.principals import Caller, get_caller
from server.auth.roles import is_role_sufficient
from server.runs.sandbox.inside.replica_protocol import RowFormat
from server.serving.endpoint_service import NoAnswer, ScoringAnswer, ScoringRequest, ServedEndpoint
from server.storage.transactions import workspace_context

MAX_BODY_BYTES = 32 * 2**20
ARROW_TYPES = ("application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.file", "application/x-arrow")
#: How programs send JSON, and how curl and browsers call a body of which they know nothing.
JSON_TYPES = ("", "application/json", "text/json", "text/plain", "application/x-www-form-urlencoded")
FILE_TYPE = "application/octet-stream"
NO_ENDPOINT = "There is no endpoint of this name that you may ask."


async def find_permitted_endpoint(request: Request, context: AppContext, name: str) -> ServedEndpoint:
    """The endpoint, for whoever has a key for it or a role in its workspace; 401 and 404 for others, 429 in excess."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.startswith(ENDPOINT_KEY_PREFIX):
        return await open_by_key(context, name, token)
    caller = get_caller(request.scope)
    if caller is None:
        raise HTTPException(401, KEY_ADVICE, KEY_HEADERS)
    workspace = await run_sync(_find_workspaces, context, request, caller) if context.database.shared else [None]
    for one in workspace:
        endpoint = await context.endpoints.find_by_name(name, one)
        if endpoint is not None:
            return _take_quota(context, endpoint, caller.person.id)
    raise HTTPException(404, NO_ENDPOINT)


async def open_by_key(context: AppContext, name: str, key: str) -> ServedEndpoint:
    """The endpoint that a key is for; 401 where it is for none of this name, 429 in excess."""
    key_hash = hash_token(key)
    endpoint = await context.endpoints.find_by_key(key_hash, name)
    if endpoint is None:
        sentence = "This key does not open this endpoint. It may have expired or been deleted."
        raise HTTPException(401, sentence, KEY_HEADERS)
    return _take_quota(context, endpoint, key_hash)


def _find_workspaces(context: AppContext, request: Request, caller: Caller) -> list[str | None]:
    """Where this person may run things, the chosen workspace first."""
    with workspace_context.use_workspace(None), context.database.read_session() as session:
        roles = load_roles(session, caller)
    return [one for one in order_workspaces(request, caller, roles) if is_role_sufficient(roles[one], "runner")]


def _take_quota(context: AppContext, endpoint: ServedEndpoint, key: str) -> ServedEndpoint:
    wait = context.endpoints.quota.take(f"{endpoint.id} {key}", endpoint.requests_per_minute)
    if wait:
        limit = endpoint.requests_per_minute
        raise HTTPException(
            429, f"This key may send {limit} requests a minute. Try again in {wait} s.", {"Retry-After": str(wait)}
        )
    return endpoint


async def read_scoring_request(
    request: Request, *, form: RowFormat | None = None, deployment: int | None = None, is_test: bool = False
) -> ScoringRequest:
    """The rows as they were sent; refuses bodies that are too large (413), and those of other types (415)."""
    form = form or choose_form(request.headers.get("content-type", ""))
    packing = request.headers.get("content-encoding", "identity")
    if packing != "identity":
        raise HTTPException(415, f"Send the rows uncompressed. Got the Content-Encoding '{packing[:50]}'.")
    body = await read_body(request.receive)
    ids_column = request.query_params.get("ids") or None
    return ScoringRequest(form, body, deployment, is_test, ids_column)


async def read_body(receive: Receive) -> bytes:
    """The body of a request; refuses one that is too large (413)."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise HTTPException(413, "A request has at most 32 MiB. Send fewer rows, or score them as a batch.")
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def wants_reasons(request: Request) -> bool:
    """Whether the address says `explain=true`; refuses other values (400)."""
    said = request.query_params.get("explain", "false")
    if said not in ("true", "false"):
        raise HTTPException(400, f"explain must be true or false. Got '{said[:50]}'.")
    return said == "true"


def choose_form(content_type: str) -> RowFormat:
    """How rows are written, by the Content-Type of a request; refuses those that are not read (415)."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/csv":
        return "csv"
    if kind in ARROW_TYPES:
        return "arrow"
    if kind not in JSON_TYPES and kind != FILE_TYPE and not kind.endswith("+json"):
        raise HTTPException(
            415, f"Send rows as application/json, text/csv or {ARROW_TYPES[0]}. Got the Content-Type '{kind[:100]}'."
        )
    return "json"


async def answer_scoring(context: AppContext, endpoint: ServedEndpoint, wanted: ScoringRequest) -> Response:
    """The answer of a replica, as it is."""
    answer = await ask_endpoint(context, endpoint, wanted)
    return Response(answer.body, answer.status, build_headers(answer), answer.media_type)


async def ask_endpoint(context: AppContext, endpoint: ServedEndpoint, wanted: ScoringRequest) -> ScoringAnswer:
    """The answer of a replica, or the sentence that says why there is none."""
    try:
        return await context.endpoints.score(endpoint, wanted)
    except NoAnswer as error:
        headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else None
        raise HTTPException(error.status, error.sentence, headers) from None


def build_headers(answer: ScoringAnswer) -> dict[str, str]:
    """What is said of an answer besides its rows."""
    return {
        "x-designery-deployment": str(answer.deployment),
        "x-request-id": answer.request_id,
        "server-timing": f"replica;dur={answer.seconds * 1000:.2f}",
    }

"""Event streams as they begin: few enough for everybody, known by whose they are, and ended with the session."""

from contextlib import ExitStack

from anyio import CancelScope, current_time
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.auth.open_streams import (
    SERVER_STREAM_LIMIT,
    OpenStreams,
    StreamLimit,
    limit_link_streams,
    limit_person_streams,
    limit_workspace_streams,
)
from server.auth.principals import get_caller
from server.storage.orm.core_tables import now
from server.storage.transactions.workspace_context import get_current_workspace

#: After so long whoever was refused may ask again.
STREAM_RETRY_SECONDS = 30
SHARED_PATHS = "/api/shared/"


async def answer_with_streams(app: ASGIApp, streams: OpenStreams, scope: Scope, receive: Receive, send: Send) -> None:
    """Have a request answered. Where the answer is an event stream, it is counted, or refused with a sentence."""
    is_refused = False
    with ExitStack() as stays, CancelScope() as cancelling:

        async def send_registered(message: Message) -> None:
            nonlocal is_refused
            if is_refused:
                return
            if message["type"] == "http.response.start" and is_event_stream(message):
                limits = _list_limits(scope)
                refusal = streams.find_refusal(limits)
                if refusal is not None:
                    is_refused = True
                    headers = {"Retry-After": str(STREAM_RETRY_SECONDS)}
                    await JSONResponse({"detail": refusal}, 429, headers=headers)(scope, receive, send)
                    cancelling.cancel()
                    return
                caller = get_caller(scope)
                keys = caller.stream_keys if caller is not None else ()
                if caller is not None and caller.expires_at is not None:
                    cancelling.deadline = current_time() + (caller.expires_at - now()).total_seconds()
                stays.enter_context(streams.register(keys, cancelling, limits))
            await send(message)

        await app(scope, receive, send_registered)
    if cancelling.cancelled_caught and not is_refused:
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def is_event_stream(message: Message) -> bool:
    """Whether the answer that begins goes on for as long as somebody listens."""
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/event-stream")


def _list_limits(scope: Scope) -> list[StreamLimit]:
    """What the stream of this request counts for. Keys of embedded canvases do not take the tabs of their person."""
    caller, path = get_caller(scope), str(scope["path"])
    limits = [SERVER_STREAM_LIMIT]
    if path.startswith(SHARED_PATHS):
        limits.append(limit_link_streams(path.removeprefix(SHARED_PATHS).partition("/")[0]))
    elif caller is not None:
        limits.append(limit_person_streams(caller.embed_id or caller.person.id))
    if workspace := get_current_workspace():
        limits.append(limit_workspace_streams(workspace))
    return limits

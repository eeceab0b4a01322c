"""Every refusal is a sentence: what FastAPI, the storage and the network layer raise, in our words."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from server.api.core.disk_full_response import add_disk_full_handlers, answer_if_disk_full
from server.api.core.retry_later import answer_retry_later
from server.auth.workspace_members import LastOwner, RoleGivenByGroups
from server.graph.validation.validation_messages import format_error
from server.runs.sandbox.zygote_channel import SandboxFailed
from server.runs.scheduling.code_isolation import IsolationTooWeak
from server.runs.scheduling.run_creation import NothingToRun
from server.runs.workspace_quotas import OverQuota, TooManyRuns
from server.storage.files.artifact_store import ArtifactNotValidated, CorruptArtifact
from server.storage.stores.comment_store import NotCommentAuthor
from server.storage.stores.connection_kinds import SECRET_FIELD
from server.storage.stores.cursor_paging import InvalidCursor
from server.storage.stores.design_store import IdConflict, NotFound
from server.storage.stores.proposal_store import ProposalRefused
from server.storage.stores.share_store import LinkExpired
from server.storage.transactions.database_errors import DATABASE_ERRORS, is_database_away

#: What may be a secret is not repeated to whoever sent it amiss: an answer may be logged or shown.
SECRET_FIELDS = frozenset({"value", "token", "access_key", "key", *SECRET_FIELD.values()})
#: Where people see what fills their workspace.
USAGE_PAGE = "/people/usage"

#: Where the Open Inference Protocol is spoken.
PROTOCOL_PATH = "/v2/"

logger = logging.getLogger(__name__)


def describe_validation_error(error: RequestValidationError) -> str:
    """The first thing that is wrong with a request."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:] or first["loc"])
    if first["type"] == "json_invalid":
        detail = first.get("ctx", {}).get("error") or first["msg"]
        return f"The body is not JSON: {detail}."
    if first["type"] == "missing":
        return f"{where} is missing."
    message = format_error(where, dict(first))
    return message if _can_be_echoed(first) else message.partition(" Got ")[0]


def _can_be_echoed(flaw: dict[str, Any]) -> bool:
    """Whether what came may be in the answer: a single value, and none that may be a secret."""
    return isinstance(flaw.get("input"), str | int | float | None) and not SECRET_FIELDS & set(flaw["loc"])


async def _handle_invalid_request(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return JSONResponse({"detail": describe_validation_error(error)}, status_code=422)


def answer_refusal(path: str, refusal: HTTPException) -> JSONResponse:
    """What is answered to a request that is refused. Clients of the Open Inference Protocol read `error`."""
    said = {"error" if path.startswith(PROTOCOL_PATH) else "detail": refusal.detail}
    return JSONResponse(said, refusal.status_code, refusal.headers)


async def _handle_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if not request.url.path.startswith(PROTOCOL_PATH):
        return await http_exception_handler(request, error)
    return answer_refusal(request.url.path, error)


async def _handle_not_found(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=404)


async def _handle_corrupt_artifact(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": f"{error} Run the design again."}, status_code=410)


async def _handle_not_validated(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=503, headers={"Retry-After": "5"})


async def _handle_unstorable_value(_: Request, __: Exception) -> JSONResponse:
    # PostgreSQL keeps no text with a zero character in it, and no number beyond its columns; SQLite does.
    return JSONResponse({"detail": "A text or a number in this request can't be stored."}, status_code=422)


async def _handle_overflow(request: Request, error: Exception) -> JSONResponse:
    if "SQLite" not in str(error):  # sums of ours that overflow are no fault of the request
        raise error
    return await _handle_unstorable_value(request, error)


async def _handle_forbidden(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=403)


async def _handle_unprocessable(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=422)


async def _handle_expired_link(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=410)


async def _handle_conflict(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=409)


async def _handle_over_quota(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error), "link": USAGE_PAGE}, status_code=507)


async def _handle_not_runnable(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=422)


async def _handle_id_conflict(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, IdConflict)
    return JSONResponse({"detail": str(error), "taken": error.paths}, status_code=409)


async def _handle_sandbox_failure(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SandboxFailed)
    logger.warning("A request got no sandbox. %s", error)
    return JSONResponse({"detail": error.sentence}, status_code=503, headers={"Retry-After": "10"})


async def _handle_database_trouble(request: Request, error: Exception) -> JSONResponse:
    if (answer := answer_if_disk_full(request, error)) is not None:
        return answer
    if not is_database_away(error):
        raise error
    return answer_retry_later(error)


def add_exception_handlers(app: FastAPI) -> None:
    """Have every refusal of this app answered as `{"detail": sentence}`."""
    app.add_exception_handler(RequestValidationError, _handle_invalid_request)
    app.add_exception_handler(HTTPException, _handle_refusal)
    app.add_exception_handler(NotFound, _handle_not_found)
    app.add_exception_handler(CorruptArtifact, _handle_corrupt_artifact)
    app.add_exception_handler(ArtifactNotValidated, _handle_not_validated)
    app.add_exception_handler(DataError, _handle_unstorable_value)
    app.add_exception_handler(OverflowError, _handle_overflow)
    app.add_exception_handler(LinkExpired, _handle_expired_link)
    app.add_exception_handler(LastOwner, _handle_conflict)
    app.add_exception_handler(RoleGivenByGroups, _handle_conflict)
    app.add_exception_handler(IsolationTooWeak, _handle_conflict)
    app.add_exception_handler(TooManyRuns, _handle_conflict)
    app.add_exception_handler(ProposalRefused, _handle_conflict)
    app.add_exception_handler(OverQuota, _handle_over_quota)
    app.add_exception_handler(NothingToRun, _handle_not_runnable)
    app.add_exception_handler(IdConflict, _handle_id_conflict)
    app.add_exception_handler(NotCommentAuthor, _handle_forbidden)
    app.add_exception_handler(InvalidCursor, _handle_unprocessable)
    app.add_exception_handler(SandboxFailed, _handle_sandbox_failure)
    add_disk_full_handlers(app)
    for trouble in DATABASE_ERRORS:
        app.add_exception_handler(trouble, _handle_database_trouble)

"""Every refusal is a sentence: what FastAPI, the storage and the network layer raise, in our words."""

import json
import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import DataError

from modules.kit.strict_json import NotJson, parse_json
from server.api.disk_full import answer_full_disk, answer_if_full
from server.api.later import answer_later
from server.graph.sentences import sentence
from server.people.workspaces import ByGroups, LastOwner
from server.runs.lines import SandboxFailed
from server.runs.quotas import OverQuota, TooManyRuns
from server.runs.run_code import TooWeak
from server.runs.starting import NothingToRun
from server.storage.artifacts import Damaged, NotValidated
from server.storage.away import TROUBLE, is_away
from server.storage.comments import NotYours
from server.storage.designs import NotThere, Taken
from server.storage.paging import BadCursor
from server.storage.shares import Ended

#: What may be a secret is not repeated to whoever sent it amiss: an answer may be logged or shown.
NOT_REPEATED = frozenset({"value", "password", "secret_key", "token", "access_key"})
#: Where people see what fills their workspace.
USAGE = "/people/usage"
#: The largest design or edit that is read at all.
BODY_LIMIT = 32 * 2**20

logger = logging.getLogger(__name__)


class StrictJson(Request):
    """A request whose JSON body is JSON: no NaN, no infinity, no endless nesting, no endless length.

    Half characters in it, as a browser makes of a text that it cuts, become U+FFFD.
    """

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            chunks, size = [], 0
            async for chunk in self.stream():
                size += len(chunk)
                if size > BODY_LIMIT:
                    raise RequestValidationError([_flaw("The body is larger than 32 MiB.")])
                chunks.append(chunk)
            self._body = b"".join(chunks)
        return self._body

    async def json(self) -> Any:
        try:
            return parse_json(await self.body())
        except NotJson as error:
            raise json.JSONDecodeError(str(error), "", 0) from None


class StrictRoute(APIRoute):
    """A route that reads its JSON strictly."""

    def get_route_handler(self) -> Any:
        handler = super().get_route_handler()

        async def strict(request: Request) -> Any:
            return await handler(StrictJson(request.scope, request.receive))

        return strict


def _flaw(message: str) -> dict[str, Any]:
    return {"type": "json_invalid", "loc": ("body",), "msg": message, "input": None}


def in_words(error: RequestValidationError) -> str:
    """The first thing that is wrong with a request."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:] or first["loc"])
    if first["type"] == "json_invalid":
        detail = first.get("ctx", {}).get("error") or first["msg"]
        return f"The body is not JSON: {detail}."
    if first["type"] == "missing":
        return f"{where} is missing."
    said = sentence(where, dict(first))
    return said if _may_be_repeated(first) else said.partition(" Got ")[0]


def _may_be_repeated(flaw: dict[str, Any]) -> bool:
    """Whether what came may be in the answer: a single value, and none that may be a secret."""
    return isinstance(flaw.get("input"), str | int | float | None) and not NOT_REPEATED & set(flaw["loc"])


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return JSONResponse({"detail": in_words(error)}, status_code=422)


async def _not_there(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=404)


async def _damaged(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": f"{error} Run the design again."}, status_code=410)


async def _not_validated(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=503, headers={"Retry-After": "5"})


async def _not_storable(_: Request, __: Exception) -> JSONResponse:
    # PostgreSQL keeps no text with a zero character in it, and no number beyond its columns; SQLite does.
    return JSONResponse({"detail": "A text or number in this request cannot be stored."}, status_code=422)


async def _not_yours(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=403)


async def _unprocessable(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=422)


async def _ended(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=410)


async def _conflict(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=409)


async def _full(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error), "link": USAGE}, status_code=507)


async def _cannot(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=422)


async def _taken(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Taken)
    return JSONResponse({"detail": str(error), "taken": error.names}, status_code=409)


async def _no_sandbox(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SandboxFailed)
    logger.warning("A request got no sandbox. %s", error)
    return JSONResponse({"detail": error.sentence}, status_code=503, headers={"Retry-After": "10"})


async def _later(request: Request, error: Exception) -> JSONResponse:
    if (answer := answer_if_full(request, error)) is not None:
        return answer
    if not is_away(error):
        raise error
    return answer_later(error)


def answer_in_sentences(app: FastAPI) -> None:
    """Have every refusal of this app answered as `{"detail": sentence}`."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(NotThere, _not_there)
    app.add_exception_handler(Damaged, _damaged)
    app.add_exception_handler(NotValidated, _not_validated)
    app.add_exception_handler(DataError, _not_storable)
    app.add_exception_handler(Ended, _ended)
    app.add_exception_handler(LastOwner, _conflict)
    app.add_exception_handler(ByGroups, _conflict)
    app.add_exception_handler(TooWeak, _conflict)
    app.add_exception_handler(TooManyRuns, _conflict)
    app.add_exception_handler(OverQuota, _full)
    app.add_exception_handler(NothingToRun, _cannot)
    app.add_exception_handler(Taken, _taken)
    app.add_exception_handler(NotYours, _not_yours)
    app.add_exception_handler(BadCursor, _unprocessable)
    app.add_exception_handler(SandboxFailed, _no_sandbox)
    answer_full_disk(app)
    for trouble in TROUBLE:
        app.add_exception_handler(trouble, _later)

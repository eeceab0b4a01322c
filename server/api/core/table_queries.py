"""What endpoints about tables share: the file of a dataset, a selection of its rows, and work that can be stopped."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import anyio
import pyarrow as pa
from fastapi import Depends, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from modules.kit import ModuleError
from modules.kit.strict_json import InvalidJson, parse_json
from server.api.core.app_context import AppContext, ContextDep
from server.storage.stores import run_store
from server.storage.stores.design_store import NotFound
from server.storage.table_data.row_query import CancelToken, QueryCancelled, QueryTimeout, RowSelection

WorkResult = TypeVar("WorkResult")

MAX_SELECTION_LENGTH = 16_384
#: Between two looks at whether the client is still there.
DISCONNECT_POLL_SECONDS = 0.25
#: Work on tables at once; more waits, so that the other endpoints keep threads of their own.
MAX_CONCURRENT_QUERIES = 4
CLIENT_CLOSED_REQUEST = 499

_limiters: dict[asyncio.AbstractEventLoop, anyio.CapacityLimiter] = {}


def find_table_path(context: AppContext, artifact_id: str) -> Path:
    """The verified Arrow file of a dataset; its transaction is over before anything is read of it."""
    with context.database.read_session() as session:
        kind = run_store.get_artifact_row(session, artifact_id).type
    if kind != "dataset":
        raise NotFound("This result is not a table.")
    return context.store.get_readable_path(artifact_id, kind)


def _get_table_path(artifact_id: str, context: ContextDep) -> Path:
    return find_table_path(context, artifact_id)


async def _parse_selection(
    selection: Annotated[
        str,
        Query(
            max_length=MAX_SELECTION_LENGTH,
            description='Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, '
            '"sort": [{"column", "descending"}]}. Empty means all rows as they are.',
        ),
    ] = "",
) -> RowSelection:
    if not selection:
        return RowSelection()
    try:
        return RowSelection.model_validate(parse_json(selection))
    except InvalidJson as error:
        flaw = {
            "type": "value_error",
            "loc": ("query", "selection"),
            "msg": f"This is not JSON: {error}",
            "input": None,
        }
        raise RequestValidationError([flaw]) from None
    except ValidationError as error:
        first = error.errors()[0]
        raise RequestValidationError([{**first, "loc": ("query", "selection", *first["loc"])}]) from None


TablePathDep = Annotated[Path, Depends(_get_table_path)]
SelectionDep = Annotated[RowSelection, Depends(_parse_selection)]


async def run_cancellable(request: Request, work: Callable[[CancelToken], WorkResult]) -> WorkResult:
    """Do the work in a thread; stop it when the client goes away. A user's mistake becomes a sentence."""
    stop = CancelToken()
    limiter = _limiters.setdefault(asyncio.get_running_loop(), anyio.CapacityLimiter(MAX_CONCURRENT_QUERIES))
    task = asyncio.create_task(anyio.to_thread.run_sync(work, stop, limiter=limiter))
    try:
        while not (await asyncio.wait({task}, timeout=DISCONNECT_POLL_SECONDS))[0]:
            if await request.is_disconnected():
                stop.cancel_event.set()
        return task.result()
    except ModuleError as error:
        raise HTTPException(422, error.message.replace(" at 'table'", "")) from None
    except (pa.ArrowException, ArithmeticError) as error:
        reason = " ".join(str(error).split()).rstrip(".")[:200]
        raise HTTPException(422, f"This can't be done with the values of these columns: {reason}.") from None
    except QueryTimeout as error:
        raise HTTPException(422, str(error)) from None
    except QueryCancelled:
        raise HTTPException(CLIENT_CLOSED_REQUEST, "The request was cancelled.") from None
    finally:
        stop.cancel_event.set()

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
from modules.kit.strict_json import NotJson, parse_json
from server.api.context import Context, Running
from server.storage import runs
from server.storage.designs import NotThere
from server.storage.selecting import Selection, Stop, Stopped, TooLong

Result = TypeVar("Result")

LONGEST_SELECTION = 16_384
#: Between two looks at whether the client is still there.
LOOK_SECONDS = 0.25
#: Work on tables at once; more waits, so that the other endpoints keep threads of their own.
AT_ONCE = 4
GONE = 499

_limiters: dict[asyncio.AbstractEventLoop, anyio.CapacityLimiter] = {}


def table_path(context: Context, artifact_id: str) -> Path:
    """The verified Arrow file of a dataset; its transaction is over before anything is read of it."""
    with context.database.reading() as session:
        kind = runs.artifact(session, artifact_id).type
    if kind != "dataset":
        raise NotThere("This result is not a table.")
    return context.store.readable(artifact_id, kind)


def _path(artifact_id: str, context: Running) -> Path:
    return table_path(context, artifact_id)


def _selection(
    selection: Annotated[
        str,
        Query(
            max_length=LONGEST_SELECTION,
            description='Which rows, as JSON: {"conditions": [{"column", "operator", "values"}], "every": true, '
            '"sort": [{"column", "descending"}]}. Empty means all rows as they are.',
        ),
    ] = "",
) -> Selection:
    if not selection:
        return Selection()
    try:
        return Selection.model_validate(parse_json(selection))
    except NotJson as error:
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


Table = Annotated[Path, Depends(_path)]
Selected = Annotated[Selection, Depends(_selection)]


async def stoppable(request: Request, work: Callable[[Stop], Result]) -> Result:
    """Do the work in a thread; stop it when the client goes away. A user's mistake becomes a sentence."""
    stop = Stop()
    limiter = _limiters.setdefault(asyncio.get_running_loop(), anyio.CapacityLimiter(AT_ONCE))
    task = asyncio.create_task(anyio.to_thread.run_sync(work, stop, limiter=limiter))
    try:
        while not (await asyncio.wait({task}, timeout=LOOK_SECONDS))[0]:
            if await request.is_disconnected():
                stop.asked.set()
        return task.result()
    except ModuleError as error:
        raise HTTPException(422, error.message.replace(" at 'table'", "")) from None
    except (pa.ArrowException, ArithmeticError) as error:
        reason = " ".join(str(error).split()).rstrip(".")[:200]
        raise HTTPException(422, f"The values of these columns cannot be worked with in this way: {reason}.") from None
    except TooLong as error:
        raise HTTPException(422, str(error)) from None
    except Stopped:
        raise HTTPException(GONE, "Nobody waits for this any more.") from None
    finally:
        stop.asked.set()

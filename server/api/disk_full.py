"""The answer while the disk is full: 507 with a sentence, for every request that wanted to write."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from modules.kit.free_space import full_sentence
from server.storage.disk import Disk, DiskFull

#: After so long a browser sends its changes again.
RETRY_SECONDS = 10


def answer_if_full(request: Request, error: Exception) -> JSONResponse | None:
    """The answer if the disk is full; the database is given its reserve, so that the next try may go through."""
    disk: Disk = request.app.state.context.runner.engine.disk
    sentence = str(error) if isinstance(error, DiskFull) else full_sentence(disk.folder)
    if not disk.notice(error):
        return None
    return JSONResponse({"detail": sentence}, status_code=507, headers={"Retry-After": str(RETRY_SECONDS)})


async def _full(request: Request, error: Exception) -> JSONResponse:
    answer = answer_if_full(request, error)
    if answer is None:
        raise error
    return answer


def answer_full_disk(app: FastAPI) -> None:
    """Have every write that finds no room answered; what a database says of it is told apart where it is away."""
    for trouble in (DiskFull, OSError):
        app.add_exception_handler(trouble, _full)

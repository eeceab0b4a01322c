"""The answer while the disk is full: 507 with a sentence, for every request that wanted to write."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from modules.kit.free_space import describe_full_disk
from server.storage.files.disk_space import DataDisk, DiskFull

#: After so long a browser sends its changes again.
DISK_FULL_RETRY_SECONDS = 10


def answer_if_disk_full(request: Request, error: Exception) -> JSONResponse | None:
    """The answer if the disk is full; the database is given its reserve, so that the next try may go through."""
    disk: DataDisk = request.app.state.context.runner.services.disk
    sentence = str(error) if isinstance(error, DiskFull) else describe_full_disk(disk.folder)
    if not disk.handle_error(error):
        return None
    return JSONResponse({"detail": sentence}, status_code=507, headers={"Retry-After": str(DISK_FULL_RETRY_SECONDS)})


async def _handle_disk_full(request: Request, error: Exception) -> JSONResponse:
    answer = answer_if_disk_full(request, error)
    if answer is None:
        raise error
    return answer


def add_disk_full_handlers(app: FastAPI) -> None:
    """Have every write that finds no room answered; what a database says of it is told apart where it is away."""
    for trouble in (DiskFull, OSError):
        app.add_exception_handler(trouble, _handle_disk_full)

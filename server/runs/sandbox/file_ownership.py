"""Whose the files are that the server puts into the folder of a run: the user's that its steps run as."""

from contextlib import suppress
from pathlib import Path

from server.runs.sandbox.inside.privileges import give_ownership
from server.runs.sandbox.inside.sandbox_requests import (
    PreviewRequest,
    StepRequest,
    ViewRequest,
    WorkRequest,
    list_request_files,
)


def give_request_files(request: WorkRequest, run_folder: Path, user: int | None) -> None:
    """Give what is there for this request, below the run's folder, to the user that steps run as."""
    if user is None:
        return
    folder = request.view_path.parent if isinstance(request, ViewRequest) else request.folder
    files = [file.path for file in list_request_files(request) if file.path.is_relative_to(run_folder)]
    pipe = request.secrets if isinstance(request, StepRequest | PreviewRequest) else None
    for path in {folder, *files, *(file.parent for file in files), *([pipe] if pipe else [])}:
        with suppress(FileNotFoundError):
            give_ownership(path, user)

"""Whose the files are that the server puts into the folder of a run: the user's that its steps run as."""

from contextlib import suppress
from pathlib import Path

from server.runs.privileges import give
from server.runs.steps import ProbeRequest, SampleRequest, StepRequest, ValidateRequest, ViewRequest, files_of

Work = StepRequest | ViewRequest | ProbeRequest | SampleRequest | ValidateRequest


def hand_over(request: Work, run_folder: Path, user: int | None) -> None:
    """Give what is there for this request, below the run's folder, to the user that steps run as."""
    if user is None:
        return
    folder = request.view_path.parent if isinstance(request, ViewRequest) else request.folder
    files = [file.path for file in files_of(request) if file.path.is_relative_to(run_folder)]
    pipe = request.secrets if isinstance(request, StepRequest | SampleRequest) else None
    for path in {folder, *files, *(file.parent for file in files), *([pipe] if pipe else [])}:
        with suppress(FileNotFoundError):
            give(path, user)

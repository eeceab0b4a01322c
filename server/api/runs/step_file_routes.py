"""What a command made: the metrics that it logs while it runs, and the files that it wrote to its outputs."""

import mimetypes
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, StringConstraints
from sqlmodel import Session

from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.runs.scheduling.run_state_writer import read_step_metrics
from server.runs.scheduling.step_leftovers import get_partial_outputs_path
from server.storage.files.artifact_store import CorruptArtifact
from server.storage.orm.core_tables import StepRow
from server.storage.stores import run_store
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/runs/{run_id}/steps/{node}", tags=["runs"])

NodeName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
#: More points than a chart has room for; of longer series every second one and so on is sent, and the last.
MAX_CHART_POINTS = 2_000
MAX_SERIES = 100
OUTPUTS_PORT = "outputs"
CHUNK_BYTES = 2**18


class MetricSeriesRead(BaseModel):
    """The values of one metric by the step of the training, in the order of logging."""

    name: str
    steps: list[int]
    values: list[float]
    #: How many values there are; of long series not all are sent.
    count: int


class StepFileRead(BaseModel):
    """One file by its path below the folder of outputs."""

    path: str
    bytes: int


class StepFilesRead(BaseModel):
    """The files that a command wrote. They are partial where it failed or was cancelled."""

    partial: bool
    files: list[StepFileRead]


@router.get("/metrics", needs="viewer")
def list_step_metrics(
    run_id: str, node: NodeName, session: ReadSessionDep, context: ContextDep
) -> list[MetricSeriesRead]:
    """What a step measured, also while it runs. For a reused step, from when it was computed."""
    run_id = run_store.find_computing_run_id(session, run_store.get_run(session, run_id), node)
    series = read_step_metrics(context.store, run_id, node)
    return [_thin_series(name, points) for name, points in list(series.items())[:MAX_SERIES]]


@router.get("/files", needs="viewer")
def list_step_files(run_id: str, node: NodeName, session: ReadSessionDep, context: ContextDep) -> StepFilesRead:
    """The files that a command wrote to its outputs."""
    path, partial = _find_archive(context, session, run_id, node)
    if path is None:
        return StepFilesRead(partial=False, files=[])
    with _open_archive(path) as archive:
        members = [
            StepFileRead(path=one.filename, bytes=one.file_size) for one in archive.infolist() if not one.is_dir()
        ]
    return StepFilesRead(partial=partial, files=sorted(members, key=lambda one: one.path))


@router.get("/files/{file_path:path}", needs="viewer", response_class=StreamingResponse)
def read_step_file(
    run_id: str, node: NodeName, file_path: str, session: ReadSessionDep, context: ContextDep
) -> StreamingResponse:
    """One of these files, to be saved."""
    path, _ = _find_archive(context, session, run_id, node)
    if path is None:
        raise NotFound("This file does not exist.")
    with _open_archive(path) as archive:
        try:
            size = archive.getinfo(file_path).file_size
        except KeyError:
            raise NotFound("This file does not exist.") from None
    media_type = mimetypes.guess_type(file_path)[0] or "application/octet-stream"
    name = quote(Path(file_path).name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "X-Content-Type-Options": "nosniff"}
    return StreamingResponse(_iterate_member(path, file_path, size), media_type=media_type, headers=headers)


def _thin_series(name: str, points: list[tuple[int, float]]) -> MetricSeriesRead:
    stride = -(-len(points) // MAX_CHART_POINTS)
    kept = points if stride <= 1 else [*points[:-1:stride], points[-1]]
    return MetricSeriesRead(
        name=name, steps=[step for step, _ in kept], values=[value for _, value in kept], count=len(points)
    )


def _find_archive(context: AppContext, session: Session, run_id: str, node: str) -> tuple[Path | None, bool]:
    """The zip file with the outputs of a step, and whether they are partial."""
    run = run_store.get_run(session, run_id)
    step = session.get(StepRow, (run.id, node))
    if step is None:
        raise NotFound("This run has no such step.")
    artifact = step.outputs.get(OUTPUTS_PORT)
    if artifact is not None and step.state in run_store.SUCCESSFUL_STATES:
        try:
            return context.store.verify_artifact(artifact), False
        except CorruptArtifact:
            raise HTTPException(409, "The stored files are damaged or missing. Run the step again.") from None
    path = get_partial_outputs_path(context.store, run.id, node)
    return (path, True) if path.exists() else (None, True)


def _open_archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise NotFound("This step has no files.") from None


def _iterate_member(path: Path, name: str, size: int) -> Iterator[bytes]:
    """The content of a file, no more of it than the archive says that there is."""
    remaining = size
    with zipfile.ZipFile(path) as archive, archive.open(name) as source:
        while remaining > 0 and (chunk := source.read(min(CHUNK_BYTES, remaining))):
            remaining -= len(chunk)
            yield chunk

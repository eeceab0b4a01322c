"""Results: what the browser shows of an artifact, windows of its rows, downloads."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Path, Query, Response
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel

from server.api.context import Reading, Running
from server.runs.told import Output, told_output
from server.storage import images, runs, tabular
from server.storage.designs import NotThere

router = APIRouter(prefix="/artifacts", tags=["artifacts"])

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: What an artifact holds never changes.
FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}


class ArtifactOut(Output):
    """An artifact with its view; the view is null while it is still being made."""

    view: dict[str, Any] | None


class Rows(BaseModel):
    """A window of rows: row by row, in the order of `columns`; null is missing."""

    offset: int
    total: int
    columns: list[str]
    rows: list[list[Any]]


@router.get("/{artifact_id}")
def read_artifact(artifact_id: str, session: Reading, context: Running) -> ArtifactOut:
    """What the browser draws of an artifact."""
    row = runs.artifact(session, artifact_id)
    return ArtifactOut(**told_output(row).model_dump(), view=context.store.view(row.id))


@router.get("/{artifact_id}/rows")
def read_rows(
    artifact_id: str,
    session: Reading,
    context: Running,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=2_000)] = 200,
    column: Annotated[list[str] | None, Query()] = None,
) -> Rows:
    """Rows `offset` to `offset + limit` of a dataset, of all columns or of those named."""
    path = context.store.verify(_table(session, artifact_id))
    return Rows(**tabular.window(path, offset, limit, column))


@router.get("/{artifact_id}/download")
def download(
    artifact_id: str,
    session: Reading,
    context: Running,
    kind: Annotated[Literal["csv", "parquet", "xlsx"], Query(alias="format")] = "csv",
) -> Response:
    """A dataset as a file. Text that a spreadsheet would run as a formula is made inert in CSV and Excel.

    A result that is a file already comes as it is, whatever the format asked for.
    """
    if runs.artifact(session, artifact_id).type == "file":
        headers = {"Content-Disposition": f'attachment; filename="file-{artifact_id[:8]}.csv"'}
        return FileResponse(context.store.verify(artifact_id), media_type="application/octet-stream", headers=headers)
    path = context.store.verify(_table(session, artifact_id))
    headers = {"Content-Disposition": f'attachment; filename="data-{artifact_id[:8]}.{kind}"'}
    if kind == "csv":
        lines: Iterator[bytes] = tabular.csv_bytes(path)
        return StreamingResponse(lines, media_type=MEDIA_TYPES[kind], headers=headers)
    try:
        content = tabular.parquet_bytes(path) if kind == "parquet" else tabular.excel_bytes(path)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


@router.get("/{artifact_id}/images/{row}", response_class=Response, responses={200: {"content": {"image/png": {}}}})
def read_thumbnail(artifact_id: str, row: Annotated[int, Path(ge=0)], session: Reading, context: Running) -> Response:
    """The thumbnail of one image of an image directory, as PNG."""
    if runs.artifact(session, artifact_id).type != "image_directory":
        raise NotThere("This result holds no images.")
    png = images.thumbnail(context.store.verify(artifact_id), row)
    if png is None:
        raise NotThere(f"There is no image {row + 1}.")
    return Response(png, media_type="image/png", headers=FOR_EVER)


def _table(session: Reading, artifact_id: str) -> str:
    row = runs.artifact(session, artifact_id)
    if row.type != "dataset":
        raise NotThere("This result is not a table.")
    return row.id

"""Results: what the browser shows of an artifact, windows of its rows, downloads."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import anyio
import pyarrow as pa
from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel

from modules.kit.errors import require_columns
from server.api.context import Context, Reading, Running
from server.api.tables import Selected, Table, stoppable, table_path
from server.runs.told import Output, told_output
from server.storage import images, runs, tabular
from server.storage.designs import NotThere
from server.storage.selecting import Stop, chosen

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
    """A window of rows: row by row, in the order of `columns`; null is missing. `total` counts the rows selected.

    `numbers` are the places of the rows in the table, from 0.
    """

    offset: int
    total: int
    columns: list[str]
    rows: list[list[Any]]
    numbers: list[int]


@router.get("/{artifact_id}")
def read_artifact(artifact_id: str, session: Reading, context: Running) -> ArtifactOut:
    """What the browser draws of an artifact."""
    row = runs.artifact(session, artifact_id)
    return ArtifactOut(**told_output(row).model_dump(), view=context.store.view(row.id))


@router.get("/{artifact_id}/rows")
async def read_rows(
    request: Request,
    path: Table,
    selection: Selected,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=2_000)] = 200,
    column: Annotated[list[str] | None, Query()] = None,
    width: Annotated[int | None, Query(ge=1, description="Only the first so many columns.")] = None,
) -> Rows:
    """Rows `offset` to `offset + limit` of a dataset, or of a selection of its rows; of all columns or those named."""

    def work(stop: Stop) -> Rows:
        numbers = chosen(path, selection, stop)
        schema = tabular.schema_of(path)
        require_columns(column or [], schema, port="table")
        return Rows(**tabular.window(path, offset, limit, column or (schema.names[:width] if width else None), numbers))

    return await stoppable(request, work)


@router.get("/{artifact_id}/download")
async def download(
    artifact_id: str,
    request: Request,
    selection: Selected,
    context: Running,
    kind: Annotated[Literal["csv", "parquet", "xlsx"], Query(alias="format")] = "csv",
    column: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """A dataset, or a selection of its rows, as a file of all columns or of those named.

    Text that a spreadsheet would run as a formula is made inert in CSV and Excel. A result that is a file already comes
    as it is, whatever the format asked for.
    """
    file = await anyio.to_thread.run_sync(_as_uploaded, context, artifact_id)
    if file is not None:
        return file

    def work(stop: Stop) -> Response:
        path = table_path(context, artifact_id)
        require_columns(column or [], tabular.schema_of(path), port="table")
        numbers = chosen(path, selection, stop)
        pieces = (piece.select(column) if column else piece for piece in tabular.blocks(path, numbers))
        rows = tabular.rows_of(path) if numbers is None else len(numbers)
        return _written(pieces, rows, kind, f"data-{artifact_id[:8]}.{kind}")

    return await stoppable(request, work)


def _as_uploaded(context: Context, artifact_id: str) -> Response | None:
    with context.database.reading() as session:
        kind = runs.artifact(session, artifact_id).type
    if kind != "file":
        return None
    headers = {"Content-Disposition": f'attachment; filename="file-{artifact_id[:8]}.csv"'}
    return FileResponse(context.store.verify(artifact_id), media_type="application/octet-stream", headers=headers)


def _written(pieces: Iterator[pa.Table], rows: int, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "csv":
        return StreamingResponse(tabular.csv_bytes(pieces), media_type=MEDIA_TYPES[kind], headers=headers)
    try:
        content = tabular.parquet_bytes(pieces) if kind == "parquet" else tabular.excel_bytes(pieces, rows)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


@router.get("/{artifact_id}/images/{row}", response_class=Response, responses={200: {"content": {"image/png": {}}}})
def read_thumbnail(artifact_id: str, row: Annotated[int, Path(ge=0)], session: Reading, context: Running) -> Response:
    """The thumbnail of one image of an image directory, as PNG."""
    if runs.artifact(session, artifact_id).type != "image_directory":
        raise NotThere("This result holds no images.")
    png = images.thumbnail(context.store.readable(artifact_id, "image_directory"), row)
    if png is None:
        raise NotThere(f"There is no image {row + 1}.")
    return Response(png, media_type="image/png", headers=FOR_EVER)

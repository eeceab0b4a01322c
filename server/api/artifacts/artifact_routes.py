"""Results: what the browser shows of an artifact, windows of its rows, downloads."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import anyio
import pyarrow as pa
from fastapi import HTTPException, Path, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel

from modules.kit.errors import require_columns
from modules.kit.views.artifact_view import ArtifactView
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.core.table_queries import SelectionDep, TablePathDep, find_table_path, run_cancellable
from server.runs.run_schemas import OutputRead, to_output_read
from server.storage.stores import run_store
from server.storage.stores.design_store import NotFound
from server.storage.table_data import arrow_io, image_thumbnails
from server.storage.table_data.row_query import CancelToken, query_rows

DownloadFormat = Literal["csv", "csv-excel", "parquet", "arrow", "xlsx"]

#: {how a file begins: what its name ends with}; all else is text.
FILE_SUFFIXES = {b"PAR1": "parquet", b"PK\x03\x04": "zip", b"ARROW1": "arrow", b"{": "json"}

router = Router(prefix="/api/artifacts", tags=["artifacts"], route_class=Route)

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.stream",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: What an artifact holds never changes.
CACHE_FOREVER = {"Cache-Control": "private, max-age=31536000, immutable"}


class ArtifactRead(OutputRead):
    """An artifact with its view. The view is null while it is being made."""

    view: ArtifactView | None


class RowWindow(BaseModel):
    """A window of rows: row by row, in the order of `columns`; null is missing. `total` counts the rows selected.

    `numbers` are the places of the rows in the table, from 0.
    """

    offset: int
    total: int
    columns: list[str]
    rows: list[list[Any]]
    numbers: list[int]


@router.get("/{artifact_id}", needs="viewer", response_model=ArtifactRead)
def read_artifact(artifact_id: str, session: ReadSessionDep, context: ContextDep) -> Response:
    """What the browser draws of an artifact."""
    row = run_store.get_artifact_row(session, artifact_id)
    # The view goes out as it is stored: a large one would take longer to read and to write again than all the rest.
    output, view = to_output_read(row).model_dump_json().encode(), context.store.read_view_json(row.id)
    return Response(b'%b,"view":%b}' % (output.removesuffix(b"}"), view or b"null"), media_type="application/json")


@router.get("/{artifact_id}/rows", needs="viewer")
async def read_artifact_rows(
    request: Request,
    path: TablePathDep,
    selection: SelectionDep,
    offset: Annotated[int, Query(ge=0, description="How many rows to skip.")] = 0,
    limit: Annotated[int, Query(ge=1, le=2_000, description="The most rows to return.")] = 200,
    column: Annotated[list[str] | None, Query(description="Names of columns. Without any, all.")] = None,
    width: Annotated[int | None, Query(ge=1, description="Return only this many columns, from the first.")] = None,
) -> RowWindow:
    """Rows `offset` to `offset + limit` of a dataset, or of a selection of its rows; of all columns or those named."""

    def read_window(stop: CancelToken) -> RowWindow:
        numbers = query_rows(path, selection, stop)
        schema = arrow_io.read_schema(path)
        require_columns(column or [], schema, port="table")
        return RowWindow(
            **arrow_io.read_window(path, offset, limit, column or (schema.names[:width] if width else None), numbers)
        )

    return await run_cancellable(request, read_window)


@router.get("/{artifact_id}/download", needs="viewer")
async def download_artifact(
    artifact_id: str,
    request: Request,
    selection: SelectionDep,
    context: ContextDep,
    kind: Annotated[DownloadFormat, Query(alias="format", description="The kind of file.")] = "csv",
    column: Annotated[list[str] | None, Query(description="Names of columns. Without any, all.")] = None,
) -> Response:
    """A dataset, or a selection of its rows, as a file of all columns or of those named.

    CSV, Parquet and Arrow (a stream) read back as the table that they were. In CSV for Excel an apostrophe goes before
    text that a spreadsheet would run as a formula, and a workbook holds no formulas. A result that is a file already
    comes as it is, whatever the format asked for.
    """
    file = await anyio.to_thread.run_sync(_read_uploaded_file, context, artifact_id)
    if file is not None:
        return file

    def build_file(stop: CancelToken) -> Response:
        path = find_table_path(context, artifact_id)
        require_columns(column or [], arrow_io.read_schema(path), port="table")
        numbers = query_rows(path, selection, stop)
        pieces = (piece.select(column) if column else piece for piece in arrow_io.iterate_blocks(path, numbers))
        rows = arrow_io.count_rows(path) if numbers is None else len(numbers)
        return _build_download(pieces, rows, kind, f"data-{artifact_id[:8]}.{kind.split('-')[0]}")

    return await run_cancellable(request, build_file)


def _read_uploaded_file(context: AppContext, artifact_id: str) -> Response | None:
    with context.database.read_session() as session:
        kind = run_store.get_artifact_row(session, artifact_id).type
    if kind != "file":
        return None
    path = context.store.verify_artifact(artifact_id)
    with path.open("rb") as stream:
        head = stream.read(8)
    suffix = next((suffix for start, suffix in FILE_SUFFIXES.items() if head.startswith(start)), "csv")
    headers = {"Content-Disposition": f'attachment; filename="file-{artifact_id[:8]}.{suffix}"'}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def _build_download(batches: Iterator[pa.Table], rows: int, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind in ("csv", "csv-excel"):
        rows_of_text = arrow_io.encode_csv(batches, for_spreadsheets=kind == "csv-excel")
        return StreamingResponse(rows_of_text, media_type=MEDIA_TYPES["csv"], headers=headers)
    if kind == "arrow":
        return StreamingResponse(arrow_io.encode_arrow(batches), media_type=MEDIA_TYPES[kind], headers=headers)
    try:
        content = arrow_io.encode_parquet(batches) if kind == "parquet" else arrow_io.encode_excel(batches, rows)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


@router.get(
    "/{artifact_id}/images/{row}",
    needs="viewer",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}},
)
def read_image_thumbnail(
    artifact_id: str, row: Annotated[int, Path(ge=0)], session: ReadSessionDep, context: ContextDep
) -> Response:
    """The thumbnail of one image of an image directory, as PNG."""
    if run_store.get_artifact_row(session, artifact_id).type != "image_directory":
        raise NotFound("This result contains no images.")
    png = image_thumbnails.read_thumbnail(context.store.get_readable_path(artifact_id, "image_directory"), row)
    if png is None:
        raise NotFound(f"Image {row + 1} does not exist.")
    return Response(png, media_type="image/png", headers=CACHE_FOREVER)

"""What the tiles of a dashboard ask under its filters, as far as a link shows the tables that they are about.

By one filter after another single rows can be told. So filters act on tables that the link shows with all their rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, HTTPException, Query, Request

from modules.kit import Module
from modules.kit.views.chart_view import ChartView
from server.api.artifacts.artifact_routes import RowWindow
from server.api.artifacts.dashboard_routes import (
    FigureColumn,
    FigureQuery,
    FigureRead,
    FilterColumn,
    FilterValuesRead,
    get_chart_module,
    read_filter_values,
)
from server.api.core.app_context import ContextDep
from server.api.core.router import Router
from server.api.core.table_queries import SelectionDep, find_table_path, run_cancellable
from server.api.shares.guest_session_routes import ShareDep
from server.api.shares.shared_design_routes import find_shown_steps, parse_shared_design, require_shown_artifact
from server.runs.result_visibility import has_visibility
from server.storage.orm.access_tables import ShareRow
from server.storage.stores import design_store
from server.storage.stores.design_store import NotFound
from server.storage.table_data import arrow_io, dashboard_data
from server.storage.table_data.row_query import CancelToken, query_rows

router = Router(prefix="/api/shared/{share_id}/artifacts", tags=["shared"])


def _find_shown_table(artifact_id: str, share: ShareDep, context: ContextDep) -> Path:
    with context.database.read_session() as session:
        require_shown_artifact(share, artifact_id, session, context)
    return find_table_path(context, artifact_id)


def _find_whole_table(share: ShareDep, path: Annotated[Path, Depends(_find_shown_table)]) -> Path:
    _require_all_rows(share, path)
    return path


ShownTableDep = Annotated[Path, Depends(_find_shown_table)]
WholeTableDep = Annotated[Path, Depends(_find_whole_table)]


@dataclass(frozen=True)
class ShownChart:
    """A chart of a shared design, with the tables that it is drawn of."""

    module: Module
    parameters: Mapping[str, object]
    paths: Mapping[str, Path]


def _find_shown_chart(
    artifact_id: str,
    share: ShareDep,
    context: ContextDep,
    node: Annotated[str, Query(description="The node of the chart; the artifact is what it gave.")],
) -> ShownChart:
    with context.database.read_session() as session:
        require_shown_artifact(share, artifact_id, session, context)
        row = design_store.get_design(session, share.design_id)
        drawn = parse_shared_design(share, row).nodes.get(node)
        outputs = {step.node: step.outputs for step in find_shown_steps(share, row, session, context)}
    if drawn is None:
        raise NotFound("This module does not exist.")
    paths: dict[str, Path] = {}
    for edge in drawn.edges():
        artifact = outputs.get(edge.source, {}).get(edge.output)
        if artifact is None:
            raise NotFound("This link does not show the table that the chart is drawn of.")
        paths[edge.port] = find_table_path(context, artifact)
        _require_all_rows(share, paths[edge.port])
    return ShownChart(get_chart_module(context, drawn.module), drawn.parameters, paths)


@router.get("/{artifact_id}/figure", needs="guest")
async def read_shared_figure(
    request: Request,
    share: ShareDep,
    path: ShownTableDep,
    selection: SelectionDep,
    figure: FigureQuery,
    column: FigureColumn = None,
) -> FigureRead:
    """One figure of a table: of all rows where the link shows statistics, filtered where it shows all rows."""
    known = dashboard_data.keep_known_conditions(path, selection)
    if known.conditions:
        _require_all_rows(share, path)
    elif not has_visibility(share.visibility, "statistics"):
        raise NotFound("This link does not include statistics.")

    def compute(stop: CancelToken) -> FigureRead:
        return FigureRead(value=dashboard_data.compute_figure(path, known, figure, column, stop))

    return await run_cancellable(request, compute)


@router.get("/{artifact_id}/values", needs="guest")
async def list_shared_filter_values(request: Request, path: WholeTableDep, column: FilterColumn) -> FilterValuesRead:
    """The values that a filter offers, of a table that the link shows with all its rows."""
    return await read_filter_values(request, path, column)


@router.get("/{artifact_id}/filtered-rows", needs="guest")
async def read_shared_filtered_rows(
    request: Request,
    path: WholeTableDep,
    selection: SelectionDep,
    limit: Annotated[int, Query(ge=1, le=1_000, description="The most rows to return.")] = 100,
) -> RowWindow:
    """The first rows that the filters leave, of a table that the link shows with all its rows."""

    def read_window(stop: CancelToken) -> RowWindow:
        numbers = query_rows(path, dashboard_data.keep_known_conditions(path, selection), stop)
        return RowWindow(**arrow_io.read_window(path, 0, limit, None, numbers))

    return await run_cancellable(request, read_window)


@router.get("/{artifact_id}/chart", needs="guest")
async def redraw_shared_chart(
    request: Request, chart: Annotated[ShownChart, Depends(_find_shown_chart)], selection: SelectionDep
) -> ChartView:
    """A chart for the rows that the filters leave, where the link shows all rows of what it is drawn of."""

    def draw(stop: CancelToken) -> ChartView:
        return dashboard_data.draw_chart_again(chart.module, chart.paths, chart.parameters, selection, stop)

    return await run_cancellable(request, draw)


def _require_all_rows(share: ShareRow, path: Path) -> None:
    if not has_visibility(share.visibility, "rows") or arrow_io.count_rows(path) > share.max_rows:
        raise HTTPException(403, "This link does not show all rows of this table, so filters do not act on it.")

"""Charts of a table's columns, worked out on demand: correlations, scatter, distributions compared."""

from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import BaseModel

from server.api.core.app_context import ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.core.table_queries import SelectionDep, TablePathDep, find_table_path, run_cancellable
from server.storage.table_data import chart_data
from server.storage.table_data.chart_data import ChartRows, ScatterAxes
from server.storage.table_data.row_query import CancelToken, query_rows

router = Router(prefix="/api/artifacts", tags=["artifacts"], route_class=Route)


class CorrelationRead(BaseModel):
    """Pearson's r of pairs of columns, null where it is not defined; of many rows an evenly spaced sample is used."""

    columns: list[str]
    left_out: int
    rows: int
    used: int
    matrix: list[list[float | None]]


class ScatterGrid(BaseModel):
    """Counts of rows in the cells of a grid: [place across, place up, rows]; empty cells are left out."""

    x_edges: list[float]
    y_edges: list[float]
    counts: list[list[int]]


class ScatterRead(BaseModel):
    """Points of two columns, times as milliseconds since 1970 UTC; `cells` counts all rows where these are a sample."""

    rows: int
    without: int
    x: list[float]
    y: list[float]
    color: list[Any] | None
    size: list[Any] | None
    cells: ScatterGrid | None


class BoxPlotRead(BaseModel):
    """Quartiles, whiskers at the last values within 1.5 times the box, and how many rows lie outside them."""

    low: float
    q1: float
    median: float
    q3: float
    high: float
    mean: float
    outside: int


class DistributionGroupRead(BaseModel):
    """The rows of one group; the name of the others is empty."""

    name: str
    rows: int
    missing: int
    counts: list[int]
    box: BoxPlotRead | None


class DistributionsRead(BaseModel):
    """One column in several groups, counted on common bins: between `edges`, or by `levels`."""

    column: str
    type: str
    by: str | None
    edges: list[float]
    levels: list[str] | None
    distinct: int | None = None
    groups: list[DistributionGroupRead]


@router.get("/{artifact_id}/correlation", needs="viewer")
async def read_correlation(request: Request, path: TablePathDep, selection: SelectionDep) -> CorrelationRead:
    """The correlation of numeric columns, pair by pair."""

    def compute_correlation(stop: CancelToken) -> CorrelationRead:
        return CorrelationRead(
            **chart_data.compute_correlation(ChartRows(path, query_rows(path, selection, stop)), stop)
        )

    return await run_cancellable(request, compute_correlation)


@router.get("/{artifact_id}/scatter", needs="viewer")
async def read_scatter(
    request: Request,
    path: TablePathDep,
    selection: SelectionDep,
    x: Annotated[str, Query(description="The column across.")],
    y: Annotated[str, Query(description="The column upwards.")],
    color: Annotated[str | None, Query(description="The column that colors the points.")] = None,
    size: Annotated[str | None, Query(description="The column that sizes the points.")] = None,
) -> ScatterRead:
    """Two columns against one another, with color and size by a third and a fourth."""

    def compute_scatter(stop: CancelToken) -> ScatterRead:
        rows = ChartRows(path, query_rows(path, selection, stop))
        return ScatterRead(**chart_data.compute_scatter(rows, ScatterAxes(x, y, color, size), stop))

    return await run_cancellable(request, compute_scatter)


@router.get("/{artifact_id}/distributions", needs="viewer")
async def read_distributions(
    request: Request,
    path: TablePathDep,
    selection: SelectionDep,
    context: ContextDep,
    column: Annotated[str, Query(description="The column whose values are counted.")],
    by: Annotated[str | None, Query(description="The column whose values form the groups.")] = None,
    other: Annotated[str | None, Query(description="Another dataset with this column to compare with.")] = None,
) -> DistributionsRead:
    """How the values of a column are distributed: as a whole, by the values of another, or against another table."""

    def compute_distributions(stop: CancelToken) -> DistributionsRead:
        rows = ChartRows(path, query_rows(path, selection, stop))
        other_rows = ChartRows(find_table_path(context, other), None) if other else None
        return DistributionsRead(**chart_data.compute_distributions(rows, column, by, other_rows, stop))

    return await run_cancellable(request, compute_distributions)

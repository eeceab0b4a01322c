"""Charts of a table's columns, worked out on demand: correlations, scatter, distributions compared."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from server.api.context import Running
from server.api.tables import Selected, Table, stoppable, table_path
from server.storage import exploring
from server.storage.exploring import Axes, Rows
from server.storage.selecting import Stop, chosen

router = APIRouter(prefix="/artifacts", tags=["artifacts"])


class Correlation(BaseModel):
    """Pearson's r of pairs of columns, null where it is not defined; of many rows an evenly spaced sample is used."""

    columns: list[str]
    left_out: int
    rows: int
    used: int
    matrix: list[list[float | None]]


class Cells(BaseModel):
    """Counts of rows in the cells of a grid: [place across, place up, rows]; empty cells are left out."""

    x_edges: list[float]
    y_edges: list[float]
    counts: list[list[int]]


class Scatter(BaseModel):
    """Points of two columns, times as milliseconds since 1970 UTC; `cells` counts all rows where these are a sample."""

    rows: int
    without: int
    x: list[float]
    y: list[float]
    color: list[Any] | None
    size: list[Any] | None
    cells: Cells | None


class Box(BaseModel):
    """Quartiles, whiskers at the last values within 1.5 times the box, and how many rows lie outside them."""

    low: float
    q1: float
    median: float
    q3: float
    high: float
    mean: float
    outside: int


class GroupOut(BaseModel):
    """The rows of one group; the name of the others is empty."""

    name: str
    rows: int
    missing: int
    counts: list[int]
    box: Box | None


class Distributions(BaseModel):
    """One column in several groups, counted on common bins: between `edges`, or by `levels`."""

    column: str
    type: str
    by: str | None
    edges: list[float]
    levels: list[str] | None
    distinct: int | None = None
    groups: list[GroupOut]


@router.get("/{artifact_id}/correlation")
async def read_correlation(request: Request, path: Table, selection: Selected) -> Correlation:
    """How strongly the columns of numbers go together, pair by pair."""

    def work(stop: Stop) -> Correlation:
        return Correlation(**exploring.correlation(Rows(path, chosen(path, selection, stop)), stop))

    return await stoppable(request, work)


@router.get("/{artifact_id}/scatter")
async def read_scatter(
    request: Request,
    path: Table,
    selection: Selected,
    x: Annotated[str, Query()],
    y: Annotated[str, Query()],
    color: Annotated[str | None, Query()] = None,
    size: Annotated[str | None, Query()] = None,
) -> Scatter:
    """Two columns against one another, with colour and size by a third and a fourth."""

    def work(stop: Stop) -> Scatter:
        rows = Rows(path, chosen(path, selection, stop))
        return Scatter(**exploring.scatter(rows, Axes(x, y, color, size), stop))

    return await stoppable(request, work)


@router.get("/{artifact_id}/distributions")
async def read_distributions(
    request: Request,
    path: Table,
    selection: Selected,
    context: Running,
    column: Annotated[str, Query()],
    by: Annotated[str | None, Query()] = None,
    other: Annotated[str | None, Query(description="Another dataset with this column, to compare with.")] = None,
) -> Distributions:
    """How the values of a column are distributed: as a whole, by the values of another, or against another table."""

    def work(stop: Stop) -> Distributions:
        rows = Rows(path, chosen(path, selection, stop))
        beside = Rows(table_path(context, other), None) if other else None
        return Distributions(**exploring.distributions(rows, column, by, beside, stop))

    return await stoppable(request, work)

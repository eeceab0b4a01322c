"""What the tiles of a dashboard ask of a table under its filters."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import HTTPException, Query, Request
from pydantic import BaseModel, ValidationError

from modules.kit import Module
from modules.kit.strict_json import InvalidJson, parse_json
from modules.kit.views.chart_view import ChartView
from server.api.core.app_context import AppContext, ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.core.table_queries import SelectionDep, TablePathDep, find_table_path, run_cancellable
from server.storage.table_data import dashboard_data
from server.storage.table_data.dashboard_data import Figure
from server.storage.table_data.row_query import CancelToken

router = Router(prefix="/api/artifacts", tags=["artifacts"], route_class=Route)

FigureQuery = Annotated[Figure, Query(description="What is computed.")]
FigureColumn = Annotated[str | None, Query(description="The column that it is computed of. Rows need none.")]
FilterColumn = Annotated[str, Query(description="The column of the filter.")]


class FigureRead(BaseModel):
    """One figure of a table; null where no row has a value. Conditions on columns that it lacks are left out."""

    value: Any


class FilterValuesRead(BaseModel):
    """The values that a filter offers, in their order; missing is null and last. `total` counts all of them."""

    values: list[Any]
    total: int


@router.get("/{artifact_id}/figure", needs="viewer")
async def read_figure(
    request: Request, path: TablePathDep, selection: SelectionDep, figure: FigureQuery, column: FigureColumn = None
) -> FigureRead:
    """One figure of a table, such as the mean of a column, under the filters of a dashboard."""

    def compute(stop: CancelToken) -> FigureRead:
        known = dashboard_data.keep_known_conditions(path, selection)
        return FigureRead(value=dashboard_data.compute_figure(path, known, figure, column, stop))

    return await run_cancellable(request, compute)


@router.get("/{artifact_id}/values", needs="viewer")
async def list_filter_values(request: Request, path: TablePathDep, column: FilterColumn) -> FilterValuesRead:
    """The different values of a column, at most 500, for a filter to choose from."""
    return await read_filter_values(request, path, column)


async def read_filter_values(request: Request, path: Path, column: str) -> FilterValuesRead:
    """What a filter offers of a table; it ends when nobody waits for it any more."""

    def list_values(stop: CancelToken) -> FilterValuesRead:
        values, total = dashboard_data.list_column_values(path, column, stop)
        return FilterValuesRead(values=values, total=total)

    return await run_cancellable(request, list_values)


@router.get("/{artifact_id}/chart", needs="viewer")
async def redraw_chart(
    artifact_id: str,
    request: Request,
    selection: SelectionDep,
    context: ContextDep,
    module: Annotated[str, Query(description="The name of the module that draws the chart.")],
    parameters: Annotated[str, Query(max_length=16_384, description="Its parameters, as a JSON object.")] = "{}",
    highlighted: Annotated[str | None, Query(description="The table at its second input.")] = None,
) -> ChartView:
    """A chart as its module draws it of a table, for the rows that the filters of a dashboard leave."""
    drawing = get_chart_module(context, module)
    chosen = _parse_parameters(drawing, parameters)
    artifacts = [artifact_id, *([highlighted] if highlighted else [])]

    def draw(stop: CancelToken) -> ChartView:
        ports = [port.name for port in drawing.inputs]
        paths = {port: find_table_path(context, one) for port, one in zip(ports, artifacts, strict=False)}
        return dashboard_data.draw_chart_again(drawing, paths, chosen, selection, stop)

    return await run_cancellable(request, draw)


def get_chart_module(context: AppContext, name: str) -> Module:
    """The module of this name if it draws charts: no other one runs in the server."""
    module = context.catalog.get(name)
    if module is None or module.role != "chart":
        raise HTTPException(422, f"'{name}' draws no charts. Name a module that does.")
    return module


def _parse_parameters(module: Module, text: str) -> dict[str, Any]:
    try:
        given = parse_json(text)
        if not isinstance(given, dict):
            raise HTTPException(422, "parameters must be a JSON object.")
        module.parameters.model_validate(given)
    except InvalidJson as error:
        raise HTTPException(422, f"parameters is not JSON: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise HTTPException(422, f"parameters.{'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
    return given

"""What tiles of a dashboard show of a table under its filters: a figure, values, a chart drawn again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from modules.kit import Module, ModuleError
from modules.kit.arrow_cells import to_python_values
from modules.kit.conditions import to_column_type, to_display_text
from modules.kit.errors import require_columns
from modules.kit.ports import Dataset
from modules.kit.serialization import from_arrow_table
from modules.kit.views.chart_view import ChartView
from server.storage.table_data import arrow_io
from server.storage.table_data.arrow_io import to_json_value
from server.storage.table_data.row_query import CancelToken, RowSelection, SelectedRowNumbers, query_rows, to_sortable

Figure = Literal["rows", "distinct", "sum", "mean", "median", "minimum", "maximum"]
#: Of more rows than this a chart is drawn from an even spread, which it says.
MAX_DRAWN_ROWS = 1_000_000
#: A filter offers at most so many values.
MAX_FILTER_VALUES = 500


def keep_known_conditions(path: Path, selection: RowSelection) -> RowSelection:
    """The selection without conditions on columns that the table does not have: they are about other tiles."""
    known = set(arrow_io.read_schema(path).names)
    conditions = tuple(one for one in selection.conditions if one.column in known)
    return selection.model_copy(update={"conditions": conditions})


def compute_figure(path: Path, selection: RowSelection, figure: Figure, column: str | None, stop: CancelToken) -> Any:
    """One figure of the selected rows as a JSON value; null where there is no value to compute it from."""
    numbers = query_rows(path, selection, stop)
    if figure == "rows":
        return arrow_io.count_rows(path) if numbers is None else len(numbers)
    if column is None:
        raise ModuleError(11, "This figure needs a column. Choose one.")
    require_columns([column], arrow_io.read_schema(path), port="table")
    values = _read_column(path, column, numbers)
    if figure == "distinct":
        return pc.count_distinct(to_sortable(values), mode="only_valid").as_py()
    kind = to_column_type(values.type)
    allowed = ("integer", "real", "boolean", "datetime") if figure in ("minimum", "maximum") else ("integer", "real")
    allowed = (*allowed, "boolean") if figure in ("sum", "mean") else allowed
    if kind not in allowed:
        message = f"Column '{column}' is {kind}, and this figure takes {' or '.join(allowed)}. Choose another column."
        raise ModuleError(17, message, column=column)
    return to_json_value(_aggregate(to_sortable(values), figure))


def _aggregate(values: pa.ChunkedArray, figure: Figure) -> object:
    if figure in ("minimum", "maximum"):
        return pc.min_max(values)["min" if figure == "minimum" else "max"].as_py()
    if figure == "sum":
        return pc.sum(values, min_count=0).as_py()
    numbers = values.cast(pa.float64(), safe=False)
    return pc.mean(numbers).as_py() if figure == "mean" else pc.quantile(numbers, 0.5)[0].as_py()


def _read_column(path: Path, column: str, numbers: SelectedRowNumbers | None) -> pa.ChunkedArray:
    values = arrow_io.load_table(path).column(column)
    if numbers is None:
        return values
    mask = np.zeros(len(values), dtype=bool)
    mask[numbers] = True
    return values.filter(pa.array(mask))


def list_column_values(path: Path, column: str, stop: CancelToken) -> tuple[list[Any], int]:
    """The values of a column in their order, as many as a filter offers, and how many there are; missing as null."""
    require_columns([column], arrow_io.read_schema(path), port="table")
    values = arrow_io.load_table(path).column(column)
    stop.raise_if_cancelled()
    if pa.types.is_dictionary(values.type) or pa.types.is_nested(values.type):
        values = pa.chunked_array([to_display_text(chunk) for chunk in values.chunks], pa.large_string())
    distinct = pc.unique(values)
    stop.raise_if_cancelled()
    there = distinct.drop_null()
    ordered = there.take(pc.sort_indices(there))
    found = [to_json_value(value) for value in to_python_values(pa.chunked_array([ordered[:MAX_FILTER_VALUES]]))]
    return found + [None] * (len(there) < len(distinct)), len(distinct)


def draw_chart_again(
    module: Module,
    paths: Mapping[str, Path],
    parameters: Mapping[str, object],
    selection: RowSelection,
    stop: CancelToken,
) -> ChartView:
    """The chart of a module for some rows of the tables at its inputs. Raises ModuleError where it can't be drawn."""
    inputs: dict[str, object] = {}
    thinned = False
    for port, path in paths.items():
        inputs[port], sampled = _read_rows(path, keep_known_conditions(path, selection), stop)
        thinned = thinned or sampled
    stop.raise_if_cancelled()
    outputs = module.run(inputs, parameters)
    view = next((one.shown_as for one in outputs.values() if isinstance(one, Dataset)), None)
    if not isinstance(view, ChartView):
        raise ModuleError(6, "This module draws no chart.")
    note = f"Drawn from an even spread of {MAX_DRAWN_ROWS:,} rows."
    return view.model_copy(update={"notes": [*view.notes, note]}) if thinned else view


def _read_rows(path: Path, selection: RowSelection, stop: CancelToken) -> tuple[Dataset, bool]:
    numbers = query_rows(path, selection, stop)
    count = arrow_io.count_rows(path) if numbers is None else len(numbers)
    thinned = count > MAX_DRAWN_ROWS
    if thinned:
        places = np.linspace(0, count - 1, MAX_DRAWN_ROWS).astype(np.uint32)
        numbers = places if numbers is None else numbers[places]
    table = arrow_io.load_table(path) if numbers is None else arrow_io.take_rows(path, numbers)
    return from_arrow_table(table), thinned

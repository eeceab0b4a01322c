"""How windows read in a script: sorted and grouped once, then a line of pandas for each new column."""

from collections.abc import Callable, Mapping
from typing import Any

from modules.data_transformation.ordered_rows import emit_ordered
from modules.data_transformation.window_functions import WINDOW_FUNCTIONS, roll_over_time
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.schema import ColumnType


def emit_windows(step: StepCode, name_results: Callable[..., Any], span_units: Mapping[str, str]) -> None:
    """The script of a Window node."""
    source = step.get_input("dataset")
    existing = source.schema.names if source.schema is not None else []
    results = name_results(step.windows, existing)
    ordered, groups = _emit_order(step, source), None
    if step.group_by:
        groups = step.reserve_name("groups")
        by = list(step.group_by)
        step.assign(groups, ordered.method("groupby", by, dropna=False, observed=True, sort=False))
    made: dict[str, Expr] = {}
    for name, column, row in results:
        kind = _get_column_type(source, column)
        if WINDOW_FUNCTIONS[row.function].kind == "rolling" and row.unit != "Rows":
            span, time = f"{row.size}{span_units[row.unit]}", step.order_by[0].column
            made[name] = _emit_time_window(step, ordered, column, time, span, row)
        else:
            code = _emit_function(ordered, groups, column, kind, row, len(step.group_by))
            loose = kind == "integer" and row.function in ("Relative change", "Share of group", "Group mean")
            made[name] = expr('({code}).astype("float64")', code=code) if loose else code
    out = step.add_table("results_dataset", "windowed", like=source)
    step.assign(out, expr("{source}.assign(**{made})", source=source, made=made))


def _emit_order(step: StepCode, source: ScriptVariable) -> Expr:
    """The rows in their order, with whole numbers in a type that has missing values."""
    columns = dict.fromkeys(column for row in step.windows for column in row.columns)
    kinds = {"integer": "Int64", "boolean": "boolean"}
    loose = {name: kinds[kind] for name in columns if (kind := _get_column_type(source, name)) in kinds}
    table = expr("{source}.astype({loose})", source=source, loose=loose) if loose else source.code
    table = emit_ordered(step, table)
    if not step.order_by and not loose:
        return source.code
    ordered = step.reserve_name("ordered")
    step.assign(ordered, table)
    return ordered


def _get_column_type(source: ScriptVariable, name: str) -> ColumnType:
    known = source.schema is not None and name in source.schema
    return source.schema[name].type if known and source.schema is not None else "real"


def _emit_time_window(step: StepCode, ordered: Expr, column: str, time: str, span: str, row: Any) -> Expr:
    function = WINDOW_FUNCTIONS[row.function]
    settings: dict[str, object] = {"by": list(step.group_by)} if step.group_by else {}
    settings |= {"minimum": row.fewest_values} if row.fewest_values > 1 else {}
    rolled = step.use(roll_over_time).call(ordered, column, time, span, function.method, **settings)
    return rolled.method("astype", "Int64") if function.gives == "integer" else rolled


def _emit_function(
    ordered: Expr, groups: Expr | None, column: str, kind: ColumnType, row: Any, group_count: int
) -> Expr:
    function, source = WINDOW_FUNCTIONS[row.function], ordered.item(column)
    values = source if groups is None else groups.item(column)
    if function.kind == "rolling" or row.function == "Cumulative mean":
        window = values.method("expanding")
        if function.kind == "rolling":
            window = values.method("rolling", row.size, min_periods=min(row.fewest_values, row.size))
        rolled = _drop_groups(window.method(function.method), groups, group_count)
        return rolled.method("astype", "Int64") if function.gives == "integer" else rolled
    if function.kind == "running":
        return values.method(function.method)
    if function.kind == "rank":
        settings = {} if row.direction == "Smallest first" else {"ascending": False}
        return values.method("rank", method=function.method, **settings).method("astype", "Int64")
    if function.kind == "group":
        figure = values.method(function.method) if groups is None else values.method("transform", function.method)
        if row.function != "Share of group":
            return figure
        if groups is None:
            return expr("{source} / ({total} or float({nan}))", source=source, total=figure, nan="nan")
        return expr("{source} / {total}", source=source, total=figure.method("replace", 0, float("nan")))
    return _emit_neighbor(source, values, kind, row)


def _emit_neighbor(source: Expr, values: Expr, kind: ColumnType, row: Any) -> Expr:
    if row.function in ("Lag", "Lead"):
        return values.method("shift", row.distance if row.function == "Lag" else -row.distance)
    if row.function == "Difference":
        difference = expr("{source} - {earlier}", source=source, earlier=values.method("shift", row.distance))
        days = expr("({difference}) / pd.Timedelta(days=1)", difference=difference)
        return days if kind == "datetime" else difference
    earlier = values.method("shift", row.distance).method("replace", 0, float("nan"))
    return expr("{source} / {earlier} - 1", source=source, earlier=earlier)


def _drop_groups(values: Expr, groups: Expr | None, group_count: int) -> Expr:
    if groups is None:
        return values
    return values.method("droplevel", 0 if group_count == 1 else list(range(group_count)))

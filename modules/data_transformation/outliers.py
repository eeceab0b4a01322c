"""Outliers: numbers far from the rest of their column are marked, clipped, removed or made missing."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns
from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    Schema,
    Traits,
    Transformation,
    columns_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable
from modules.kit.codegen.script_builder import StepCode, list_columns_expression
from modules.kit.errors import require_columns
from modules.kit.nullable_columns import drop_unused_masks, to_nullable_type
from modules.kit.numeric_columns import NUMERIC_FEATURES, choose_numeric_columns, require_numeric_columns
from modules.kit.unused_names import find_unused_names

OutlierMethod = Literal["Interquartile range", "Standard deviations", "Median deviations"]
OutlierAction = Literal["Mark", "Clip", "Remove rows", "Make missing"]
Side = Literal["Both sides", "Only large values", "Only small values"]

#: The median deviation of a normal distribution, times this, is its standard deviation.
NORMAL_SCALE = 1.4826

log = logging.getLogger(__name__)


class OutliersOutputs(NamedTuple):
    results_dataset: Dataset
    transformation: Transformation


@dataclass(frozen=True)
class OutlierBounds(Transformation):
    """Per column the lowest and the highest number that is no outlier, and what becomes of others."""

    action: OutlierAction
    bounds: Mapping[str, tuple[float, float]]

    title = "Outliers"

    def apply(self, dataset: Dataset) -> Dataset:
        require_columns(self.bounds, dataset.schema, port="dataset")
        require_numeric_columns(dataset.schema, self.bounds, parameter="columns_to_check")
        return dataset.with_frame(treat_outliers(dataset.frame, self.bounds, self.action))

    def restrict_to(self, names: frozenset[str]) -> "OutlierBounds":
        return replace(self, bounds={name: bound for name, bound in self.bounds.items() if name in names})

    def keep_all_rows(self) -> "OutlierBounds":
        return replace(self, bounds={}) if self.action == "Remove rows" else self

    def describe(self) -> list[dict[str, Any]]:
        return [
            {"column": name, "action": self.action, "lowest": low, "highest": high}
            for name, (low, high) in self.bounds.items()
        ]


def _build_example() -> Call:
    prices = [13_950.0, 16_430.0, 15_200.0, 14_800.0, None, 141_315.0]
    return Call.of(Dataset(pd.DataFrame({"make": list("abcdef"), "price": prices})))


def _predict_schema(dataset: Schema, columns_to_check: Columns, action: OutlierAction) -> tuple[Schema, None]:
    chosen = columns_to_check.resolve_required(dataset, port="dataset", parameter="columns_to_check")
    if action == "Mark":
        return dataset.add_columns(*(Column(name, "boolean") for name in name_marks(chosen, dataset.names))), None
    if action == "Clip":
        chosen_set = set(chosen)
        columns = [replace(one, type="real") if one.name in chosen_set else one for one in dataset]
        return replace(dataset, columns=tuple(columns)), None
    return dataset, None


def _emit_code(step: StepCode) -> None:
    source, bounds = step.get_input("dataset"), step.reserve_name("outlier_bounds")
    columns = list_columns_expression(step.columns_to_check, source)
    limit = {"Interquartile range": step.fences, "Standard deviations": step.deviations}.get(
        step.method, step.median_deviations
    )
    settings = {} if step.side == "Both sides" else {"side": step.side}
    step.assign(bounds, step.use(find_outlier_bounds).call(source, columns, step.method, limit, **settings))

    def emit_apply(table: Expr) -> Expr:
        return step.use(treat_outliers).call(table, bounds, step.action)

    out = step.add_table("results_dataset", "without_outliers", like=source)
    step.assign(out, emit_apply(source.code))
    step.outputs["transformation"] = ScriptVariable(bounds, apply=emit_apply)


@module(
    "Outliers",
    category="Data Transformation",
    palette_group="Clean and check",
    icon="chart-candle",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=True),
    keywords=(
        "outlier removal",
        "numeric outliers",
        "IQR",
        "interquartile range",
        "z-score filter",
        "MAD",
        "median absolute deviation",
        "Tukey fences",
        "winsorize outliers",
        "remove outliers",
        "extreme values",
        "box plot rule",
    ),
)
def outliers(
    dataset: Dataset,
    *,
    columns_to_check: Annotated[
        Columns,
        Field(description="Columns of numbers in which to look. Each is judged by its own values."),
        columns_of("dataset", types=("integer", "real")),
    ] = NUMERIC_FEATURES,
    method: Annotated[
        OutlierMethod,
        Field(
            description="Interquartile range is the rule of box plots. Standard deviations suit bell curves; median "
            "deviations are not moved by the outliers themselves."
        ),
    ] = "Interquartile range",
    fences: Annotated[
        float,
        titled("Interquartile ranges beyond the quartiles"),
        Field(gt=0, le=1_000, description="1.5 is usual; 3 marks only what is far out."),
        shown_when(method="Interquartile range"),
    ] = 1.5,
    deviations: Annotated[
        float,
        titled("Standard deviations from the mean"),
        Field(
            gt=0,
            le=1_000,
            description="Values farther from the mean than this are outliers. 3 is usual; less finds more.",
        ),
        shown_when(method="Standard deviations"),
    ] = 3.0,
    median_deviations: Annotated[
        float,
        titled("Deviations from the median"),
        Field(gt=0, le=1_000, description="Counted in standard deviations of a bell curve; 3.5 is usual."),
        shown_when(method="Median deviations"),
    ] = 3.5,
    side: Annotated[
        Side,
        Field(description="Whether unusually high values count, unusually low ones, or both."),
        titled("Which values"),
    ] = "Both sides",
    action: Annotated[
        OutlierAction,
        titled("What to do with them"),
        Field(
            description="Mark adds a column of true and false for each. Clip moves them to the bound and makes the "
            "column real. Remove drops every row that has one."
        ),
    ] = "Mark",
) -> OutliersOutputs:
    """Find numbers far from the rest of their column.

    Interquartile range: below the first quartile or above the third by more than so many interquartile ranges (Tukey,
    Exploratory Data Analysis, 1977). Standard deviations: away from the mean. Median deviations: away from the median,
    in median absolute deviations times 1.4826 (Iglewicz and Hoaglin, 1993). The bounds are computed from these data and
    applied to others by the transformation. Missing values are no outliers, infinite ones always are, and count for no
    bound. Where more than half of a column is one value, its median deviation is 0 and every other value is beyond it:
    such a column is left alone, which the log says. When a model is deployed, rows are not removed.
    """
    names = choose_numeric_columns(dataset.schema, columns_to_check, parameter="columns_to_check")
    limit = {"Interquartile range": fences, "Standard deviations": deviations}.get(method, median_deviations)
    bounds = find_outlier_bounds(dataset.frame, names, method, limit, side=side)
    _report_findings(dataset.frame, bounds)
    fitted = OutlierBounds(action=action, bounds=bounds)
    return OutliersOutputs(fitted.apply(dataset), fitted)


def _report_findings(frame: pd.DataFrame, bounds: Mapping[str, tuple[float, float]]) -> None:
    for name, (low, high) in bounds.items():
        if low == -np.inf and high == np.inf:
            log.warning("'%s' has no bounds: too few or too many equal values. It is left alone.", name)
        else:
            count = int(mark_outliers(frame[name], (low, high)).sum())
            log.info("'%s': %s values are below %g or above %g.", name, f"{count:,}", low, high)


def find_outlier_bounds(
    data: pd.DataFrame, columns: list[str], method: str, limit: float, *, side: str = "Both sides"
) -> dict[str, tuple[float, float]]:
    """Per column the lowest and the highest number that is no outlier; infinite where there is no bound."""
    bounds = {}
    for name in columns:
        values = data[name].to_numpy(dtype="float64", na_value=np.nan)
        values = values[np.isfinite(values)]
        low, high = _find_bounds(values, method, limit) if len(values) else (-np.inf, np.inf)
        bounds[name] = (
            -np.inf if side == "Only large values" else float(low),
            np.inf if side == "Only small values" else float(high),
        )
    return bounds


def _find_bounds(values: npt.NDArray[np.float64], method: str, limit: float) -> tuple[float, float]:
    with np.errstate(over="ignore", invalid="ignore"):
        if method == "Interquartile range":
            low, high = np.percentile(values, [25, 75])
            spread = high - low
        elif method == "Standard deviations":
            low = high = values.mean()
            spread = values.std()
        else:
            low = high = np.median(values)
            spread = NORMAL_SCALE * np.median(np.abs(values - low))
        if spread == 0 or not np.isfinite(spread):
            return -np.inf, np.inf
        return low - limit * spread, high + limit * spread


def mark_outliers(values: "pd.Series[Any]", bound: tuple[float, float]) -> npt.NDArray[np.bool_]:
    """Which numbers lie beyond the bounds; missing ones do not."""
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)
    with np.errstate(invalid="ignore"):
        beyond: npt.NDArray[np.bool_] = (numbers < bound[0]) | (numbers > bound[1])
    return beyond


def name_marks(columns: list[str], existing: list[str]) -> list[str]:
    """The names of the columns that mark outliers."""
    return find_unused_names([f"{name}_is_outlier" for name in columns], existing)


def treat_outliers(data: pd.DataFrame, bounds: Mapping[str, tuple[float, float]], action: str) -> pd.DataFrame:
    """The data with the numbers beyond the bounds marked, clipped or made missing, or without their rows."""
    beyond = {name: mark_outliers(data[name], bound) for name, bound in bounds.items()}
    if action == "Mark":
        return set_columns(data, dict(zip(name_marks(list(bounds), list(data)), beyond.values(), strict=True)))
    if action == "Remove rows":
        outside = np.any(list(beyond.values()), axis=0) if beyond else np.zeros(len(data), dtype=bool)
        return data[~outside].reset_index(drop=True)
    if action == "Clip":
        return set_columns(data, {name: data[name].astype("float64").clip(*bound) for name, bound in bounds.items()})
    loose = {name: data[name].astype(to_nullable_type(data[name].dtype)).mask(rows) for name, rows in beyond.items()}
    return set_columns(data, dict(drop_unused_masks(pd.DataFrame(loose)).items()))

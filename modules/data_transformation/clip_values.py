"""Clip Values: numbers beyond a threshold become the threshold, a mean, a median or missing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns, widen_integers
from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    ModuleError,
    Schema,
    Traits,
    columns_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr
from modules.kit.codegen.script_builder import StepCode, select_columns_expression
from modules.kit.nullable_columns import to_nullable_type
from modules.kit.numeric_columns import NUMERIC_FEATURES, choose_numeric_columns
from modules.kit.unused_names import find_unused_names

Thresholds = Literal["ClipPeaks", "ClipSubpeaks", "ClipPeaksAndSubpeaks"]
Substitute = Literal["Threshold", "Mean", "Median", "Missing"]
Percentile = Annotated[float, Field(ge=0, le=100)]

UPPER_THRESHOLDS = ("ClipPeaks", "ClipPeaksAndSubpeaks")
LOWER_THRESHOLDS = ("ClipSubpeaks", "ClipPeaksAndSubpeaks")
#: Whole numbers beyond it are only real ones.
MAX_EXACT_WHOLE = 2.0**63


@dataclass(frozen=True)
class ClipBound:
    """A threshold, as a number or as a percentile of the column, and what stands in for numbers beyond it."""

    value: float
    percentile: bool
    substitute: Substitute

    @property
    def keeps_integers(self) -> bool:
        """Whether whole numbers are still whole after it; a missing one is, where the column allows it."""
        if self.substitute == "Missing":
            return True
        if self.substitute != "Threshold" or self.percentile:
            return False
        return float(self.value).is_integer() and abs(self.value) < MAX_EXACT_WHOLE


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "vw"], "price": [13_950, 41_315, 5_118]})
    return Call.of(Dataset(frame), upper_constant=20_000.0, add_indicator_columns=True)


def _predict_schema(
    dataset: Schema,
    set_of_thresholds: Thresholds,
    threshold: Literal["Constant", "Percentile"],
    upper_constant: float,
    upper_substitute: Substitute,
    lower_constant: float,
    lower_substitute: Substitute,
    columns_to_clip: Columns,
    overwrite: bool,
    add_indicator_columns: bool,
) -> Schema:
    names_to_clip = choose_numeric_columns(dataset, columns_to_clip, parameter="columns_to_clip")
    upper = ClipBound(upper_constant, threshold == "Percentile", upper_substitute)
    lower = ClipBound(lower_constant, threshold == "Percentile", lower_substitute)
    whole = all(bound.keeps_integers for bound in _choose_bounds(set_of_thresholds, upper, lower) if bound)
    clipped = {
        column.name: column if whole else replace(column, type="real") for column in dataset.select(names_to_clip)
    }
    names, indicators = _name_added_columns(dataset.names, names_to_clip, overwrite)
    kept = [clipped.get(column.name, column) if overwrite else column for column in dataset]
    appended = [] if overwrite else [Column(names[name], clipped[name].type) for name in names_to_clip]
    told = [Column(indicators[name], "boolean") for name in names_to_clip] if add_indicator_columns else []
    return Schema((*kept, *appended, *told), complete=dataset.complete)


def _needs_fitting(threshold: str, upper_substitute: str, lower_substitute: str) -> bool:
    """Whether a threshold or a substitute is computed from the data."""
    return threshold == "Percentile" or bool({upper_substitute, lower_substitute} & {"Mean", "Median"})


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out = step.add_table("results_dataset", "clipped", like=source)
    percentile = step.threshold == "Percentile"
    upper = ClipBound(step.upper_percentile if percentile else step.upper_constant, percentile, step.upper_substitute)
    lower = ClipBound(step.lower_percentile if percentile else step.lower_constant, percentile, step.lower_substitute)
    used = dict(zip(("above", "below"), _choose_bounds(step.set_of_thresholds, upper, lower), strict=True))
    bounds = {name: _emit_bound(step, bound) for name, bound in used.items() if bound is not None}
    settings = {} if step.overwrite else {"overwrite": False}
    if step.add_indicator_columns:
        settings["add_indicators"] = True
    columns = select_columns_expression(step.columns_to_clip, source)
    step.assign(out, step.use(clip_columns).call(source, columns, **bounds, **settings))


def _emit_bound(step: StepCode, bound: ClipBound) -> Expr:
    return step.use(ClipBound).call(**vars(bound))


def clip_columns(
    data: pd.DataFrame,
    columns: Iterable[str],
    *,
    above: ClipBound | None = None,
    below: ClipBound | None = None,
    overwrite: bool = True,
    add_indicators: bool = False,
) -> pd.DataFrame:
    """The data with the numbers of these columns clipped, and where asked for a column that tells which were."""
    names, indicators = _name_added_columns(list(data), list(columns), overwrite)
    made, told = {}, {}
    for name in names:
        made[names[name]], told[indicators[name]] = _clip_column(data[name], above, below)
    return set_columns(data, made | (told if add_indicators else {}))


@module(
    "Clip Values",
    category="Data Transformation",
    palette_group="Clean and check",
    icon="crop",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    traits=Traits(depends_on_other_rows=_needs_fitting),
    keywords=("clip", "outliers", "winsorize", "cap", "threshold", "numeric outliers"),
)
def clip_values(
    dataset: Dataset,
    *,
    set_of_thresholds: Annotated[
        Thresholds, Field(description="Peaks are numbers above the upper threshold, subpeaks those below the lower.")
    ] = "ClipPeaks",
    threshold: Annotated[
        Literal["Constant", "Percentile"],
        Field(description="The same number for all columns, or a percentile of each."),
    ] = "Constant",
    upper_constant: Annotated[
        float,
        Field(description="Values above this one are replaced, in the unit of the column."),
        titled("Upper threshold"),
        shown_when(set_of_thresholds=UPPER_THRESHOLDS, threshold="Constant"),
    ] = 99.0,
    upper_percentile: Annotated[
        Percentile,
        Field(description="Values above this percentile of their column are replaced."),
        shown_when(set_of_thresholds=UPPER_THRESHOLDS, threshold="Percentile"),
    ] = 99.0,
    upper_substitute: Annotated[
        Substitute,
        Field(description="What replaces a value that is too high. Missing leaves the cell empty."),
        titled("Substitute value for peaks"),
        shown_when(set_of_thresholds=UPPER_THRESHOLDS),
    ] = "Threshold",
    lower_constant: Annotated[
        float,
        Field(description="Values below this one are replaced, in the unit of the column."),
        titled("Lower threshold"),
        shown_when(set_of_thresholds=LOWER_THRESHOLDS, threshold="Constant"),
    ] = 1.0,
    lower_percentile: Annotated[
        Percentile,
        Field(description="Values below this percentile of their column are replaced."),
        shown_when(set_of_thresholds=LOWER_THRESHOLDS, threshold="Percentile"),
    ] = 1.0,
    lower_substitute: Annotated[
        Substitute,
        Field(description="What replaces a value that is too low. Missing leaves the cell empty."),
        titled("Substitute value for subpeaks"),
        shown_when(set_of_thresholds=LOWER_THRESHOLDS),
    ] = "Threshold",
    columns_to_clip: Annotated[
        Columns,
        Field(description="Columns of numbers whose peaks are cut. Each has its own percentiles."),
        columns_of("dataset", types=("integer", "real")),
    ] = NUMERIC_FEATURES,
    overwrite: Annotated[bool, Field(description="Off: the clipped numbers are added as new columns.")] = True,
    add_indicator_columns: Annotated[
        bool, Field(description="Add a column of true and false that marks clipped numbers.")
    ] = False,
) -> Dataset:
    """Replace numbers beyond a threshold.

    Numbers above the upper threshold or below the lower one become the threshold, the mean or the median of the column
    before clipping, or missing. Numbers equal to a threshold stay, as do missing ones. Percentiles ignore missing
    values.
    """
    names = choose_numeric_columns(dataset.schema, columns_to_clip, parameter="columns_to_clip")
    percentile = threshold == "Percentile"
    upper = ClipBound(upper_percentile if percentile else upper_constant, percentile, upper_substitute)
    lower = ClipBound(lower_percentile if percentile else lower_constant, percentile, lower_substitute)
    above, below = _choose_bounds(set_of_thresholds, upper, lower)
    if above and below and below.value > above.value:
        parameter = "lower_percentile" if percentile else "lower_constant"
        message = f"The lower threshold must be at most the upper one, {above.value:g}. Got {below.value:g}."
        raise ModuleError(6, message, parameter=parameter)
    settings = {"overwrite": overwrite, "add_indicators": add_indicator_columns}
    return dataset.with_frame(clip_columns(dataset.frame, names, above=above, below=below, **settings))


def _choose_bounds(
    thresholds: Thresholds, upper: ClipBound, lower: ClipBound
) -> tuple[ClipBound | None, ClipBound | None]:
    return upper if thresholds in UPPER_THRESHOLDS else None, lower if thresholds in LOWER_THRESHOLDS else None


def _name_added_columns(
    existing: list[str], chosen: list[str], overwrite: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """Where the clipped numbers of each column go, and where it is told which they are."""
    wanted = [] if overwrite else [f"{name}_clipped" for name in chosen]
    made = find_unused_names([*wanted, *(f"{name}_is_clipped" for name in chosen)], existing)
    clipped = chosen if overwrite else made[: len(chosen)]
    return dict(zip(chosen, clipped, strict=True)), dict(zip(chosen, made[-len(chosen) :], strict=True))


def _clip_column(
    values: "pd.Series[Any]", upper: ClipBound | None, lower: ClipBound | None
) -> "tuple[pd.Series[Any], Any]":
    """The column with its substitutes, and which of its numbers they replaced."""
    present = values.dropna().to_numpy(dtype="float64")
    result = values if all(bound.keeps_integers for bound in (upper, lower) if bound) else values.astype("float64")
    replaced = np.zeros(len(values), dtype=bool)
    for bound, beyond in ((upper, values.gt), (lower, values.lt)):
        if bound is None or not present.size:
            continue
        limit = _compute_percentile(present, bound.value) if bound.percentile else bound.value
        outside = beyond(limit).fillna(False).to_numpy(dtype=bool)
        if outside.any():
            result = _replace_outside(result, outside, _compute_substitute(present, bound, limit))
            replaced |= outside
    return result, replaced


def _compute_percentile(present: Any, percent: float) -> float:
    with np.errstate(invalid="ignore"):
        return float(np.percentile(present, percent))


def _compute_substitute(present: Any, bound: ClipBound, limit: float) -> float | None:
    if bound.substitute == "Missing":
        return None
    if bound.substitute == "Threshold":
        return limit
    with np.errstate(invalid="ignore", over="ignore"):
        return float(present.mean() if bound.substitute == "Mean" else np.median(present))


def _replace_outside(values: "pd.Series[Any]", outside: Any, substitute: float | None) -> "pd.Series[Any]":
    if not pd.api.types.is_integer_dtype(values.dtype):
        return values.mask(outside, np.nan if substitute is None else substitute)
    if substitute is not None:
        return widen_integers(values, int(substitute)).mask(outside, int(substitute))
    return values.astype(to_nullable_type(values.dtype)).mask(outside)

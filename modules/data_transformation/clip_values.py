"""Clip Values: numbers beyond a threshold become the threshold, a mean, a median or missing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.new_columns import unused_names, with_columns, with_gaps, with_room
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
from modules.kit.writing import Step, Text, call, chosen

Thresholds = Literal["ClipPeaks", "ClipSubpeaks", "ClipPeaksAndSubpeaks"]
Substitute = Literal["Threshold", "Mean", "Median", "Missing"]
Percentile = Annotated[float, Field(ge=0, le=100)]

NUMERIC_FEATURES = Columns(start="rule", types=("integer", "real"), roles=("feature",))
PEAKS = ("ClipPeaks", "ClipPeaksAndSubpeaks")
SUBPEAKS = ("ClipSubpeaks", "ClipPeaksAndSubpeaks")
#: Whole numbers beyond it are only real ones.
LARGEST_WHOLE = 2.0**63


@dataclass(frozen=True)
class Bound:
    """A threshold, as a number or as a percentile of the column, and what stands in for numbers beyond it."""

    value: float
    percentile: bool
    substitute: Substitute

    @property
    def whole(self) -> bool:
        """Whether whole numbers are still whole after it; a missing one is, where the column allows it."""
        if self.substitute == "Missing":
            return True
        if self.substitute != "Threshold" or self.percentile:
            return False
        return float(self.value).is_integer() and abs(self.value) < LARGEST_WHOLE


def _example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "vw"], "price": [13_950, 41_315, 5_118]})
    return Call.of(Dataset(frame), upper_constant=20_000.0, add_indicator_columns=True)


def _clipped_columns(
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
    names_to_clip = _chosen(dataset, columns_to_clip)
    upper = Bound(upper_constant, threshold == "Percentile", upper_substitute)
    lower = Bound(lower_constant, threshold == "Percentile", lower_substitute)
    whole = all(bound.whole for bound in _used(set_of_thresholds, upper, lower) if bound)
    clipped = {column.name: column if whole else replace(column, type="real") for column in dataset.only(names_to_clip)}
    names, indicators = _added_names(dataset.names, names_to_clip, overwrite)
    kept = [clipped.get(column.name, column) if overwrite else column for column in dataset]
    appended = [] if overwrite else [Column(names[name], clipped[name].type) for name in names_to_clip]
    told = [Column(indicators[name], "boolean") for name in names_to_clip] if add_indicator_columns else []
    return Schema((*kept, *appended, *told), complete=dataset.complete)


def _learns(threshold: str, upper_substitute: str, lower_substitute: str) -> bool:
    """Whether a threshold or a substitute is computed from the data."""
    return threshold == "Percentile" or bool({upper_substitute, lower_substitute} & {"Mean", "Median"})


def _written(step: Step) -> None:
    source, out = step.inputs["dataset"], step.table("results_dataset", "clipped", like=step.inputs["dataset"])
    percentile = step.threshold == "Percentile"
    upper = Bound(step.upper_percentile if percentile else step.upper_constant, percentile, step.upper_substitute)
    lower = Bound(step.lower_percentile if percentile else step.lower_constant, percentile, step.lower_substitute)
    used = dict(zip(("above", "below"), _used(step.set_of_thresholds, upper, lower), strict=True))
    bounds = {name: _bound_written(step, bound) for name, bound in used.items() if bound is not None}
    settings = ({} if step.overwrite else {"overwrite": False}) | ({"tell": True} if step.add_indicator_columns else {})
    columns = Text(chosen(step.columns_to_clip, source))
    step.add(f"{out} = {call(step.use(with_clipped), source, columns, **bounds, **settings)}")


def _bound_written(step: Step, bound: Bound) -> Text:
    return Text(call(step.use(Bound), **vars(bound)))


def with_clipped(
    data: pd.DataFrame,
    columns: Iterable[str],
    *,
    above: Bound | None = None,
    below: Bound | None = None,
    overwrite: bool = True,
    tell: bool = False,
) -> pd.DataFrame:
    """The data with the numbers of these columns clipped, and where asked for a column that tells which were."""
    names, indicators = _added_names(list(data), list(columns), overwrite)
    made, told = {}, {}
    for name in names:
        made[names[name]], told[indicators[name]] = _clipped(data[name], above, below)
    return with_columns(data, made | (told if tell else {}))


@module(
    "Clip Values",
    category="Data Transformation",
    icon="crop",
    example=_example,
    schema=_clipped_columns,
    writes=_written,
    traits=Traits(fits=_learns),
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
        float, titled("Upper threshold"), shown_when(set_of_thresholds=PEAKS, threshold="Constant")
    ] = 99.0,
    upper_percentile: Annotated[Percentile, shown_when(set_of_thresholds=PEAKS, threshold="Percentile")] = 99.0,
    upper_substitute: Annotated[
        Substitute, titled("Substitute value for peaks"), shown_when(set_of_thresholds=PEAKS)
    ] = "Threshold",
    lower_constant: Annotated[
        float, titled("Lower threshold"), shown_when(set_of_thresholds=SUBPEAKS, threshold="Constant")
    ] = 1.0,
    lower_percentile: Annotated[Percentile, shown_when(set_of_thresholds=SUBPEAKS, threshold="Percentile")] = 1.0,
    lower_substitute: Annotated[
        Substitute, titled("Substitute value for subpeaks"), shown_when(set_of_thresholds=SUBPEAKS)
    ] = "Threshold",
    columns_to_clip: Annotated[Columns, columns_of("dataset", types=("integer", "real"))] = NUMERIC_FEATURES,
    overwrite: Annotated[
        bool, Field(description="Off: the clipped numbers stand in new columns behind the others.")
    ] = True,
    add_indicator_columns: Annotated[
        bool, Field(description="Tell in a column of true and false which numbers were clipped.")
    ] = False,
) -> Dataset:
    """Replace numbers beyond a threshold.

    Numbers above the upper threshold or below the lower one become the threshold, the mean or the median of the
    column before clipping, or missing. Numbers equal to a threshold stay, as do missing ones. Percentiles are those
    of the numbers that are there.
    """
    names = _chosen(dataset.schema, columns_to_clip)
    percentile = threshold == "Percentile"
    upper = Bound(upper_percentile if percentile else upper_constant, percentile, upper_substitute)
    lower = Bound(lower_percentile if percentile else lower_constant, percentile, lower_substitute)
    above, below = _used(set_of_thresholds, upper, lower)
    if above and below and below.value > above.value:
        parameter = "lower_percentile" if percentile else "lower_constant"
        message = f"The lower threshold must be at most the upper one, {above.value:g}. Got {below.value:g}."
        raise ModuleError(6, message, parameter=parameter)
    settings = {"overwrite": overwrite, "tell": add_indicator_columns}
    return dataset.with_frame(with_clipped(dataset.frame, names, above=above, below=below, **settings))


def _chosen(schema: Schema, columns: Columns) -> list[str]:
    names = columns.required(schema, port="dataset", parameter="columns_to_clip")
    for column in schema.only(names):
        if not column.numeric:
            message = f"Column '{column.name}' is {column.type}. Choose columns of numbers, or Edit Metadata first."
            raise ModuleError(17, message, port="dataset", parameter="columns_to_clip", column=column.name)
    return names


def _used(thresholds: Thresholds, upper: Bound, lower: Bound) -> tuple[Bound | None, Bound | None]:
    return upper if thresholds in PEAKS else None, lower if thresholds in SUBPEAKS else None


def _added_names(there: list[str], chosen: list[str], overwrite: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Where the clipped numbers of each column go, and where it is told which they are."""
    wanted = [] if overwrite else [f"{name}_clipped" for name in chosen]
    made = unused_names([*wanted, *(f"{name}_is_clipped" for name in chosen)], there)
    clipped = chosen if overwrite else made[: len(chosen)]
    return dict(zip(chosen, clipped, strict=True)), dict(zip(chosen, made[-len(chosen) :], strict=True))


def _clipped(values: "pd.Series[Any]", upper: Bound | None, lower: Bound | None) -> "tuple[pd.Series[Any], Any]":
    """The column with its substitutes, and which of its numbers they replaced."""
    present = values.dropna().to_numpy(dtype="float64")
    result = values if all(bound.whole for bound in (upper, lower) if bound) else values.astype("float64")
    replaced = np.zeros(len(values), dtype=bool)
    for bound, beyond in ((upper, values.gt), (lower, values.lt)):
        if bound is None or not present.size:
            continue
        limit = _percentile(present, bound.value) if bound.percentile else bound.value
        outside = beyond(limit).fillna(False).to_numpy(dtype=bool)
        if outside.any():
            result = _replaced(result, outside, _substitute(present, bound, limit))
            replaced |= outside
    return result, replaced


def _percentile(present: Any, percent: float) -> float:
    with np.errstate(invalid="ignore"):
        return float(np.percentile(present, percent))


def _substitute(present: Any, bound: Bound, limit: float) -> float | None:
    if bound.substitute == "Missing":
        return None
    if bound.substitute == "Threshold":
        return limit
    with np.errstate(invalid="ignore", over="ignore"):
        return float(present.mean() if bound.substitute == "Mean" else np.median(present))


def _replaced(values: "pd.Series[Any]", outside: Any, substitute: float | None) -> "pd.Series[Any]":
    if not pd.api.types.is_integer_dtype(values.dtype):
        return values.mask(outside, np.nan if substitute is None else substitute)
    if substitute is not None:
        return with_room(values, int(substitute)).mask(outside, int(substitute))
    return values.astype(with_gaps(values.dtype)).mask(outside)

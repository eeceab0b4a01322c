"""Normalize Data: bring columns of numbers to a common scale."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.data_transformation.value_reshaping import (
    RESHAPING_METHODS,
    ReshapingMethod,
    emit_reshaping,
    fit_reshaping,
)
from modules.kit import (
    Call,
    Columns,
    Dataset,
    ModuleError,
    Schema,
    Traits,
    Transformation,
    columns_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, select_columns_expression
from modules.kit.errors import require_columns
from modules.kit.numeric_columns import NUMERIC_FEATURES, choose_numeric_columns, require_numbers
from modules.kit.row_values import Cells, RowFunction

NormalizationMethod = Literal["ZScore", "MinMax", "Logistic", "LogNormal", "Tanh", ReshapingMethod]
Numbers = npt.NDArray[np.float64]

#: These methods learn from the data; the others treat every value by itself.
FITTED = ("ZScore", "MinMax", "LogNormal")


class NormalizeDataOutputs(NamedTuple):
    transformed_dataset: Dataset
    transformation_function: Transformation


@dataclass(frozen=True)
class Normalization(Transformation):
    """A scale per column: the value minus `center`, divided by `spread`; of the logarithm for LogNormal.

    A spread of 0 marks a column that was constant, which becomes 0, or missing if `zero_for_constant` is off.
    """

    method: NormalizationMethod
    zero_for_constant: bool
    scales: Mapping[str, tuple[float, float]]

    title = "Normalize Data"

    def apply(self, dataset: Dataset) -> Dataset:
        require_columns(self.scales, dataset.schema, port="dataset")
        changed = {name: self._scale_values(_get_floats(dataset, name), *scale) for name, scale in self.scales.items()}
        return dataset.with_frame(dataset.with_columns(changed))

    def restrict_to(self, names: frozenset[str]) -> "Normalization":
        return replace(self, scales={name: scale for name, scale in self.scales.items() if name in names})

    def list_read_columns(self) -> frozenset[str]:
        return frozenset()

    def compile_rows(self) -> RowFunction | None:
        if self.method not in ("ZScore", "MinMax") or not all(spread for _, spread in self.scales.values()):
            return None
        scales = self.scales

        def scale(cells: Cells) -> Cells:
            scaled = {
                name: [None if value is None else (value - center) / spread for value in cells[name]]
                for name, (center, spread) in scales.items()
            }
            return cells | scaled

        return scale

    def describe(self) -> list[dict[str, Any]]:
        shown = {"ZScore": ("mean", "standard deviation"), "MinMax": ("minimum", "range"), "LogNormal": ("mu", "sigma")}
        center, spread = shown.get(self.method, ("", ""))
        return [
            {"column": name, "method": self.method} | ({center: scale[0], spread: scale[1]} if center else {})
            for name, scale in self.scales.items()
        ]

    def _scale_values(self, values: Numbers, center: float, spread: float) -> Numbers:
        from scipy.special import expit, ndtr

        if self.method == "Logistic":
            return np.asarray(expit(values))
        if self.method == "Tanh":
            return np.tanh(values)
        if spread == 0:
            return np.where(np.isnan(values), np.nan, 0.0 if self.zero_for_constant else np.nan)
        if self.method != "LogNormal":
            return (values - center) / spread
        with np.errstate(divide="ignore"):
            logarithms = np.log(np.maximum(values, 0.0))
        return np.asarray(ndtr((logarithms - center) / spread))


def _build_example() -> Call:
    frame = pd.DataFrame({"make": ["audi", "bmw", "vw"], "doors": [2, 4, 4], "price": [13_950.0, 16_430.0, None]})
    return Call.of(Dataset(frame))


def _predict_schema(dataset: Schema, columns_to_transform: Columns) -> tuple[Schema, None]:
    chosen = set(choose_numeric_columns(dataset, columns_to_transform, parameter="columns_to_transform"))
    columns = tuple(replace(column, type="real") if column.name in chosen else column for column in dataset)
    return replace(dataset, columns=columns), None


def _find_altered_columns(dataset: Schema, columns_to_transform: Columns) -> dict[str, str]:
    return dict.fromkeys(columns_to_transform.resolve(dataset), "scales")


def _needs_fitting(transformation_method: NormalizationMethod) -> bool:
    """Whether the scale comes from the data."""
    return transformation_method in (*FITTED, *RESHAPING_METHODS)


def _emit_code(step: StepCode) -> None:
    source, method = step.get_input("dataset"), step.transformation_method
    if method in RESHAPING_METHODS:
        emit_reshaping(step, source)
        return
    if method == "LogNormal":
        raise CannotGenerateCode(
            "LogNormal can't be exported as Python. Use the logarithm of the columns and ZScore instead."
        )
    columns = step.reserve_name("scaled_columns")
    step.assign(columns, select_columns_expression(step.columns_to_transform, source))
    center, spread = expr("0"), expr("1")
    if method in ("ZScore", "MinMax"):
        center, spread = _emit_scale(step, source.code.item(columns))

    def emit_apply(table: Expr) -> Expr:
        numbers = expr('{table}[{columns}].astype("float64")', table=table, columns=columns)
        if method == "Tanh":
            step.add_imports("import numpy as np")
            return expr("{table}.assign(**np.tanh({numbers}))", table=table, numbers=numbers)
        if method == "Logistic":
            step.add_imports("from scipy.special import expit")
            return expr("{table}.assign(**expit({numbers}))", table=table, numbers=numbers)
        scaled = expr("({numbers} - {center}) / {spread}", numbers=numbers, center=center, spread=spread)
        return expr("{table}.assign(**{scaled})", table=table, scaled=scaled)

    out = step.add_table("transformed_dataset", like=source)
    step.assign(out, emit_apply(source.code))
    step.outputs["transformation_function"] = ScriptVariable(columns, apply=emit_apply)


def _emit_scale(step: StepCode, values: Expr) -> tuple[Expr, Expr]:
    """What is subtracted from the values, and what they are divided by."""
    center, spread = step.reserve_name("center"), step.reserve_name("spread")
    if step.transformation_method == "ZScore":
        step.assign(center, values.method("mean"))
        step.assign(spread, values.method("std", ddof=0))
    else:
        step.assign(center, values.method("min"))
        step.assign(spread, expr("{values}.max() - {center}", values=values, center=center))
    constant = 1 if step.use_0_for_constant_columns else float("nan")
    step.assign(spread, spread.method("replace", 0, constant))
    return center, spread


@module(
    "Normalize Data",
    category="Data Transformation",
    palette_group="Encode and scale",
    icon="adjustments-horizontal",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=_needs_fitting, alters=_find_altered_columns),
    keywords=(
        "scale",
        "StandardScaler",
        "MinMaxScaler",
        "standardize",
        "z-score",
        "normalizer",
        "rescale",
        "RobustScaler",
        "QuantileTransformer",
        "PowerTransformer",
        "Yeo-Johnson",
        "Box-Cox",
        "rank transform",
        "skewness",
    ),
    emit_code=_emit_code,
)
def normalize_data(
    dataset: Dataset,
    *,
    transformation_method: Annotated[
        NormalizationMethod,
        Field(
            description="ZScore: mean 0 and deviation 1. MinMax: 0 to 1. Robust: median 0 and interquartile range 1, "
            "whatever the outliers. QuantileUniform and QuantileNormal: by rank. YeoJohnson: less skewed. The others "
            "bend the scale to 0 to 1, Tanh to -1 to 1."
        ),
    ] = "ZScore",
    use_0_for_constant_columns: Annotated[
        bool,
        titled("Use 0 for constant columns"),
        Field(description="Off: their values become missing."),
        shown_when(transformation_method=FITTED),
    ] = True,
    columns_to_transform: Annotated[
        Columns,
        Field(description="Columns of numbers that are scaled. Leave the label out."),
        columns_of("dataset", types=("integer", "real")),
    ] = NUMERIC_FEATURES,
) -> NormalizeDataOutputs:
    """Scale columns of numbers to a common range.

    ZScore: mean 0 and standard deviation 1 (of the population). MinMax: from 0 to 1. Logistic: 1 / (1 + exp(-x)). Tanh:
    tanh(x). LogNormal: the distribution function of the log-normal distribution with the greatest likelihood; it needs
    positive values. Robust: the distance from the median in interquartile ranges. QuantileUniform and QuantileNormal:
    the rank among the training values, from 0 to 1 or along a bell curve. YeoJohnson: the power that makes the column
    most like a bell curve (Yeo and Johnson, Biometrika 87, 2000), then mean 0 and deviation 1.

    Missing values stay missing. Columns marked as labels or weights are not changed unless you select
    them. The transformation applies the same scale to other data.
    """
    names = choose_numeric_columns(dataset.schema, columns_to_transform, parameter="columns_to_transform")
    if transformation_method in RESHAPING_METHODS:
        reshaping = fit_reshaping(dataset, names, transformation_method)
        return NormalizeDataOutputs(reshaping.apply(dataset), reshaping)
    fitted = Normalization(
        method=transformation_method,
        zero_for_constant=use_0_for_constant_columns,
        scales={name: _fit_scale(_get_floats(dataset, name), name, transformation_method) for name in names},
    )
    return NormalizeDataOutputs(fitted.apply(dataset), fitted)


def _get_floats(dataset: Dataset, name: str) -> Numbers:
    values = dataset.frame[name]
    require_numbers(values)
    return np.asarray(values.to_numpy(dtype="float64", na_value=np.nan))


def _fit_scale(values: Numbers, name: str, method: NormalizationMethod) -> tuple[float, float]:
    """The center and the spread of a column's values that are not missing."""
    if method not in FITTED:
        return 0.0, 1.0
    present = values[~np.isnan(values)]
    if not present.size:
        return 0.0, 0.0
    if np.isinf(present).any():
        message = f"Column '{name}' has infinite values, which have no mean or range. Remove or replace them."
        raise ModuleError(33, message, port="dataset", column=name)
    if method == "LogNormal":
        present = np.log(_check_positive(present, name))
    low, high = float(present.min()), float(present.max())
    if low == high:
        return low, 0.0
    if method == "MinMax":
        if not np.isfinite(high - low):
            message = f"Column '{name}' runs from {low:g} to {high:g}: a range too large for a number."
            raise ModuleError(33, f"{message} Clip the values, or choose ZScore.", port="dataset", column=name)
        return low, high - low
    # Squares of very large numbers are infinite, those of shares of the largest one are not.
    largest = max(abs(low), abs(high))
    shares = present / largest
    return float(shares.mean()) * largest, float(shares.std()) * largest


def _check_positive(values: Numbers, name: str) -> Numbers:
    count = int((values <= 0).sum())
    if count:
        message = (
            f"LogNormal needs positive values. Column '{name}' has {count:,} that are zero or less, the smallest "
            f"{values.min():g}. Choose another method for it."
        )
        raise ModuleError(8, message, port="dataset", parameter="transformation_method", column=name)
    return values

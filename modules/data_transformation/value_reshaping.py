"""Scales of Normalize Data that scikit-learn fits: by the quartiles, by the ranks, and by a power of the values."""

import warnings
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from modules.kit import Dataset, ModuleError, Transformation
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode, select_columns_expression
from modules.kit.errors import require_columns
from modules.kit.numeric_columns import require_numbers

ReshapingMethod = Literal["Robust", "QuantileUniform", "QuantileNormal", "YeoJohnson"]
RESHAPING_METHODS: tuple[ReshapingMethod, ...] = ("Robust", "QuantileUniform", "QuantileNormal", "YeoJohnson")
Numbers = npt.NDArray[np.float64]

MAX_QUANTILES = 1_000


@dataclass(frozen=True)
class ValueReshaping(Transformation):
    """A fitted scaler of scikit-learn, and the columns that it scales."""

    method: ReshapingMethod
    columns: tuple[str, ...]
    scaler: Any

    title = "Normalize Data"

    def apply(self, dataset: Dataset) -> Dataset:
        require_columns(self.columns, dataset.schema, port="dataset")
        numbers = read_numbers(dataset, self.columns)
        if not numbers.size:
            return dataset.with_frame(dataset.with_columns(dict(zip(self.columns, numbers.T, strict=True))))
        self._refuse_infinite(numbers)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.filterwarnings("ignore", category=RuntimeWarning)
            scaled = np.asarray(self.scaler.transform(numbers))
        self._refuse_infinite(scaled)
        return dataset.with_frame(dataset.with_columns(dict(zip(self.columns, scaled.T, strict=True))))

    def describe(self) -> list[dict[str, Any]]:
        """The median and the interquartile range, the power, or the range of the quantiles of each column."""
        if self.method == "Robust":
            parts = {"median": self.scaler.center_, "interquartile range": self.scaler.scale_}
        elif self.method == "YeoJohnson":
            parts = {"power": self.scaler.lambdas_}
        else:
            parts = {"minimum": self.scaler.quantiles_[0], "maximum": self.scaler.quantiles_[-1]}
        return [
            {"column": name, "method": self.method} | {part: float(values[at]) for part, values in parts.items()}
            for at, name in enumerate(self.columns)
        ]

    def restrict_to(self, names: frozenset[str]) -> "ValueReshaping":
        """The scaler with the columns that are there; what it learned of the others is dropped."""
        from copy import copy

        kept = [at for at, name in enumerate(self.columns) if name in names]
        scaler = copy(self.scaler)
        for field in ("center_", "scale_", "lambdas_"):
            if getattr(scaler, field, None) is not None:
                setattr(scaler, field, getattr(scaler, field)[kept])
        if hasattr(scaler, "quantiles_"):
            scaler.quantiles_ = scaler.quantiles_[:, kept]
        if hasattr(scaler, "_scaler"):
            inner = copy(scaler._scaler)
            inner.mean_, inner.scale_, inner.var_ = inner.mean_[kept], inner.scale_[kept], inner.var_[kept]
            inner.n_features_in_ = len(kept)
            scaler._scaler = inner
        scaler.n_features_in_ = len(kept)
        return replace(self, columns=tuple(self.columns[at] for at in kept), scaler=scaler)

    def _refuse_infinite(self, numbers: Numbers) -> None:
        found = np.isinf(numbers).any(axis=0)
        if found.any():
            name = self.columns[int(np.flatnonzero(found)[0])]
            message = f"Column '{name}' has infinite or too large values, which {self.method} can't scale."
            raise ModuleError(33, f"{message} Remove or clip them.", port="dataset", column=name)


def fit_reshaping(dataset: Dataset, names: list[str], method: ReshapingMethod) -> ValueReshaping:
    """The scale of these columns; a column without values is refused (80), and one with infinite values (33)."""
    numbers = read_numbers(dataset, names)
    empty = np.isnan(numbers).all(axis=0)
    if empty.any():
        name = names[int(np.flatnonzero(empty)[0])]
        message = f"Column '{name}' has no values to learn a scale from. Exclude it."
        raise ModuleError(80, message, port="dataset", parameter="columns_to_transform", column=name)
    scaler = build_scaler(method, len(numbers))
    ValueReshaping(method, tuple(names), scaler)._refuse_infinite(numbers)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.filterwarnings("ignore", category=RuntimeWarning)
        try:
            scaler.fit(numbers)
        except (ValueError, ArithmeticError) as error:
            message = f"{method} can't be fitted on these numbers, which are too large or too much alike."
            raise ModuleError(33, f"{message} Choose Robust.", port="dataset") from error
    return ValueReshaping(method, tuple(names), scaler)


def build_scaler(method: ReshapingMethod, rows: int) -> Any:
    """The unfitted scaler of scikit-learn."""
    from sklearn.preprocessing import PowerTransformer, QuantileTransformer, RobustScaler

    if method == "Robust":
        return RobustScaler()
    if method == "YeoJohnson":
        return PowerTransformer()
    return QuantileTransformer(**_list_quantile_settings(method, rows))


def read_numbers(dataset: Dataset, names: "tuple[str, ...] | list[str]") -> Numbers:
    """The columns as numbers; error 17 where one is something else."""
    table = np.empty((dataset.rows, len(names)))
    for at, name in enumerate(names):
        require_numbers(dataset.frame[name])
        table[:, at] = dataset.frame[name].to_numpy(dtype="float64", na_value=np.nan)
    return table


def emit_reshaping(step: StepCode, source: ScriptVariable) -> None:
    """The scaler of scikit-learn, fitted on the chosen columns."""
    columns, scaler = step.reserve_name("scaled_columns"), step.reserve_name("scaler")
    step.assign(columns, select_columns_expression(step.columns_to_transform, source))
    method: ReshapingMethod = step.transformation_method
    name = {"Robust": "RobustScaler", "YeoJohnson": "PowerTransformer"}.get(method, "QuantileTransformer")
    made = step.import_name("sklearn.preprocessing", name).call(**_list_script_settings(method, source))
    step.assign(scaler, made.method("set_output", transform="pandas"))
    numbers = expr('{table}[{columns}].astype("float64")', table=source, columns=columns)
    step.add("{scaler}.fit({numbers})", scaler=scaler, numbers=numbers)

    def emit_apply(table: Expr) -> Expr:
        taken = expr('{table}[{columns}].astype("float64")', table=table, columns=columns)
        return expr("{table}.assign(**{scaler}.transform({taken}))", table=table, scaler=scaler, taken=taken)

    out = step.add_table("transformed_dataset", like=source)
    step.assign(out, emit_apply(source.code))
    step.outputs["transformation_function"] = ScriptVariable(scaler, apply=emit_apply)


def _list_script_settings(method: ReshapingMethod, source: ScriptVariable) -> dict[str, object]:
    if method not in ("QuantileUniform", "QuantileNormal"):
        return {}
    rows = expr("min({most}, len({source}))", most=MAX_QUANTILES, source=source)
    return _list_quantile_settings(method, MAX_QUANTILES) | {"n_quantiles": rows}


def _list_quantile_settings(method: ReshapingMethod, rows: int) -> dict[str, object]:
    kind = "uniform" if method == "QuantileUniform" else "normal"
    return {"n_quantiles": min(MAX_QUANTILES, rows), "output_distribution": kind, "random_state": 0}

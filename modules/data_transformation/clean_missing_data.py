"""Clean Missing Data: fill the gaps of a dataset, or remove the rows or columns that have them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import widen_integers
from modules.data_transformation.imputers import Imputer, fit_imputer, to_matrix
from modules.data_transformation.missing_data_codegen import emit_cleaning
from modules.data_transformation.missing_data_modes import (
    BY_NEIGHBORS,
    BY_TYPE,
    EVERY_COLUMN,
    FROM_COLUMN,
    FROM_OTHERS,
    NUMBERS_ONLY,
    REPLACING,
    CleaningMode,
)
from modules.data_transformation.real_columns import FEW_COLUMNS, compute_medians, fill_real_columns, list_real_columns
from modules.data_transformation.replacement_values import parse_as_type
from modules.kit import (
    Call,
    Columns,
    Dataset,
    Fraction,
    ModuleError,
    Schema,
    Traits,
    Transformation,
    columns_of,
    module,
    shown_when,
    titled,
)
from modules.kit.errors import require_columns
from modules.kit.nested_values import has_nested_values, refuse_nested
from modules.kit.row_values import Cells, RowFunction
from modules.kit.schema import NUMERIC, ColumnType, infer_column_type

NUMPY_TYPES = {"boolean": "bool", "Int64": "int64", "Int32": "int32", "Float64": "float64"}


class CleanMissingDataOutputs(NamedTuple):
    cleaned_dataset: Dataset
    cleaning_transformation: Transformation


@dataclass(frozen=True)
class Cleaning(Transformation):
    """What was decided for each column: its replacement, that it goes, that its rows go, that gaps are marked."""

    mode: CleaningMode
    replacements: Mapping[str, Any] = field(default_factory=dict)
    imputed: tuple[str, ...] = ()
    imputer: Imputer | None = None
    removed: tuple[str, ...] = ()
    rows_of: tuple[str, ...] = ()
    indicated: tuple[str, ...] = ()
    #: Rows without one of these go, in data that have the column: requests to a model have no label.
    labels: tuple[str, ...] = ()

    title = "Clean Missing Data"

    def apply(self, dataset: Dataset) -> Dataset:
        wanted = dict.fromkeys((*self.replacements, *self.imputed, *self.rows_of, *self.indicated))
        require_columns(wanted, dataset.schema, port="dataset")
        frame = dataset.frame
        changed = _fill_columns(frame, self.replacements)
        marks = {f"{name}_IsMissing": frame[name].isna() for name in self.indicated}
        frame = dataset.with_columns({**changed, **self._impute_columns(dataset), **marks})
        complete = [*self.rows_of, *(name for name in self.labels if name in frame)]
        if complete:
            frame = frame[frame[complete].notna().all(axis=1)].reset_index(drop=True)
        kept = frame.drop(columns=list(self.removed), errors="ignore") if self.removed else frame
        return dataset.with_frame(kept)

    def restrict_to(self, names: frozenset[str]) -> "Cleaning":
        return replace(
            self,
            replacements={name: value for name, value in self.replacements.items() if name in names},
            rows_of=tuple(name for name in self.rows_of if name in names),
            labels=tuple(name for name in self.labels if name in names),
            indicated=tuple(name for name in self.indicated if name in names),
        )

    def compile_rows(self) -> RowFunction | None:
        if self.imputed or self.rows_of or self.labels or self.indicated:
            return None
        replacements, removed = self.replacements, self.removed

        def fill(cells: Cells) -> Cells:
            filled = {name: values for name, values in cells.items() if name not in removed}
            for name, replacement in replacements.items():
                if name in filled and None in filled[name]:
                    real = isinstance(replacement, float)
                    filled[name] = [
                        replacement if value is None else float(value) if real else value for value in filled[name]
                    ]
            return filled

        return fill

    def keep_all_rows(self) -> "Cleaning":
        return replace(self, rows_of=(), labels=())

    def describe(self) -> list[dict[str, Any]]:
        return [
            *({"column": name, "replacement": value} for name, value in self.replacements.items()),
            *({"column": name, "replacement": self.mode.removeprefix("Replace using ")} for name in self.imputed),
            *({"column": name, "action": "rows with missing values are removed"} for name in self.rows_of),
            *({"column": name, "action": "rows without a label are removed"} for name in self.labels),
            *({"column": name, "action": "the column is removed"} for name in self.removed),
            *({"column": name, "action": f"{name}_IsMissing marks missing values"} for name in self.indicated),
        ]

    def _impute_columns(self, dataset: Dataset) -> dict[str, "pd.Series[Any]"]:
        gaps = [name for name in self.imputed if dataset.frame[name].isna().any()]
        if self.imputer is None or not gaps:
            return {}
        values = self.imputer.transform(to_matrix(dataset.frame, self.imputed))
        index = dataset.frame.index
        return {name: pd.Series(values[:, self.imputed.index(name)], index=index) for name in gaps}


def _build_example() -> Call:
    frame = pd.DataFrame(
        {"make": ["audi", None, "bmw", "audi"], "bore": [3.19, 3.5, None, 2.68], "doors": [4, 2, 2, 4]}
    )
    return Call.of(Dataset(frame, {"bore": "label"}), cleaning_mode="Replace with mode")


def _predict_schema(
    dataset: Schema,
    columns_to_be_cleaned: Columns,
    cleaning_mode: CleaningMode,
    generate_missing_value_indicator_column: bool,
) -> tuple[Schema | None, None]:
    """Which columns have gaps, and so are removed or marked, only the data say."""
    marked = generate_missing_value_indicator_column and cleaning_mode in REPLACING
    if cleaning_mode == "Remove entire column" or marked:
        return None, None
    chosen = set(columns_to_be_cleaned.resolve_required(dataset, port="dataset", parameter="columns_to_be_cleaned"))
    if cleaning_mode == "Custom substitution value":
        columns = tuple(replace(column, levels=None) if column.name in chosen else column for column in dataset)
        return replace(dataset, columns=columns), None
    return dataset, None


def _find_altered_columns(
    dataset: Schema, columns_to_be_cleaned: Columns, cleaning_mode: CleaningMode
) -> dict[str, str]:
    """The columns whose gaps are filled."""
    roles = {column.name: column.role for column in dataset}
    chosen = columns_to_be_cleaned.resolve(dataset) if cleaning_mode in REPLACING else []
    return {name: "fills" for name in chosen if cleaning_mode != BY_TYPE or roles[name] == "feature"}


def _needs_fitting(cleaning_mode: CleaningMode) -> bool:
    """Whether a replacement is computed from the data."""
    return cleaning_mode in (*FROM_COLUMN, *FROM_OTHERS)


@module(
    "Clean Missing Data",
    category="Data Transformation",
    icon="eraser",
    role="missing_value_cleaner",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=_needs_fitting, alters=_find_altered_columns),
    keywords=(
        "impute",
        "imputation",
        "SimpleImputer",
        "fillna",
        "dropna",
        "missing value",
        "NaN",
        "null",
        "KNNImputer",
        "IterativeImputer",
    ),
    emit_code=emit_cleaning,
    former_defaults={1: {"cleaning_mode": "Custom substitution value"}},
)
def clean_missing_data(
    dataset: Dataset,
    *,
    columns_to_be_cleaned: Annotated[
        Columns,
        Field(description="Columns in which missing values are filled or removed. Others stay as they are."),
        columns_of("dataset"),
    ] = EVERY_COLUMN,
    minimum_missing_value_ratio: Annotated[
        Fraction, Field(description="Columns with a smaller share of missing values are left as they are.")
    ] = 0.0,
    maximum_missing_value_ratio: Annotated[
        Fraction, Field(description="Columns with a larger share of missing values are left as they are.")
    ] = 1.0,
    cleaning_mode: Annotated[
        CleaningMode,
        Field(
            description="Median or mode fills numbers with their median and other features with their most frequent "
            "value, removes rows without a label, and leaves columns with other roles as they are."
        ),
    ] = BY_TYPE,
    replacement_value: Annotated[
        str,
        Field(description="It must fit the type of every column that has missing values."),
        shown_when(cleaning_mode="Custom substitution value"),
    ] = "0",
    number_of_neighbors: Annotated[
        int,
        Field(ge=1, le=1_000, description="The most similar rows that have a value; their mean fills the gap."),
        shown_when(cleaning_mode=BY_NEIGHBORS),
    ] = 5,
    generate_missing_value_indicator_column: Annotated[
        bool,
        Field(description="Adds column_IsMissing for each cleaned column that has missing values."),
        shown_when(cleaning_mode=REPLACING),
    ] = False,
    cols_with_all_missing_values: Annotated[
        Literal["Propagate", "Remove"],
        titled("Columns with all values missing"),
        Field(description="A replacement can't be computed for these columns."),
        shown_when(cleaning_mode=(*FROM_COLUMN, *FROM_OTHERS)),
    ] = "Remove",
) -> CleanMissingDataOutputs:
    """Fill missing values, or remove the rows or columns that have them.

    By default numbers get their median and other features their most frequent value, and rows without a label are
    removed. Mean, median, and MICE (iterative regressions), probabilistic PCA and nearest neighbors, which estimate a
    missing value from the other cleaned columns of its row, work on numbers; the mode and a custom value work on any
    type. A column of another type causes an error
    only if it has missing values. The transformation applies the same replacements to other data.
    """
    if minimum_missing_value_ratio > maximum_missing_value_ratio:
        message = (
            f"The minimum missing value ratio must not be above the maximum. Got {minimum_missing_value_ratio:g} and "
            f"{maximum_missing_value_ratio:g}."
        )
        raise ModuleError(6, message, parameter="minimum_missing_value_ratio")
    chosen = columns_to_be_cleaned.resolve_required(dataset.schema, port="dataset", parameter="columns_to_be_cleaned")
    missing = dataset.frame[chosen].isna().mean() if dataset.rows else [0.0] * len(chosen)
    shares = {name: float(share) for name, share in zip(chosen, missing, strict=True)}
    within = {
        name: share
        for name, share in shares.items()
        if minimum_missing_value_ratio <= share <= maximum_missing_value_ratio
    }
    all_missing = cols_with_all_missing_values
    cleaning = _decide_cleaning(dataset, within, cleaning_mode, replacement_value, all_missing, number_of_neighbors)
    if generate_missing_value_indicator_column and cleaning_mode in REPLACING:
        marked = tuple(name for name, share in within.items() if share > 0 and name not in cleaning.removed)
        cleaning = replace(cleaning, indicated=marked)
    return CleanMissingDataOutputs(cleaning.apply(dataset), cleaning)


def _decide_cleaning(
    dataset: Dataset,
    shares: Mapping[str, float],
    mode: CleaningMode,
    replacement: str,
    all_missing: Literal["Propagate", "Remove"],
    neighbors: int,
) -> Cleaning:
    """What becomes of each column, whose share of missing values is given."""
    if mode == "Remove entire row":
        return Cleaning(mode, rows_of=tuple(shares))
    if mode == "Remove entire column":
        return Cleaning(mode, removed=tuple(name for name, share in shares.items() if share > 0))
    if mode == "Custom substitution value":
        return Cleaning(mode, _convert_replacements(dataset, shares, replacement))
    labels: tuple[str, ...] = ()
    if mode == BY_TYPE:
        labels = tuple(name for name in shares if dataset.roles.get(name) == "label")
        shares = {name: share for name, share in shares.items() if dataset.roles.get(name, "feature") == "feature"}
    removed = tuple(name for name, share in shares.items() if share == 1) if all_missing == "Remove" else ()
    suited = _choose_suitable_columns(dataset, {name: share for name, share in shares.items() if share < 1}, mode)
    if mode in FROM_OTHERS:
        estimator = fit_imputer(dataset, suited, mode, neighbors)
        return Cleaning(mode, imputed=suited, imputer=estimator, removed=removed)
    complete = dataset.frame[dataset.frame[list(labels)].notna().all(axis=1)] if labels else dataset.frame
    found = _compute_replacements(complete, suited, mode, dataset.schema)
    replacements = {name: value for name, value in found.items() if not pd.isna(value)}
    return Cleaning(mode, replacements, removed=removed, labels=labels)


def _choose_suitable_columns(dataset: Dataset, shares: Mapping[str, float], mode: CleaningMode) -> tuple[str, ...]:
    """The columns whose type the mode can work with; refuses another one if it has missing values."""
    if mode not in NUMBERS_ONLY:
        return tuple(shares)
    kinds = {name: dataset.schema[name].type for name in shares}
    for name, kind in kinds.items():
        if kind not in NUMERIC and shares[name] > 0:
            message = (
                f"'{mode}' works on numbers, but column '{name}' is {kind}. Exclude it, or use 'Replace with mode'."
            )
            raise ModuleError(17, message, port="dataset", parameter="cleaning_mode", column=name)
    return tuple(name for name, kind in kinds.items() if kind in NUMERIC)


def _compute_replacements(
    frame: pd.DataFrame, names: Sequence[str], mode: CleaningMode, schema: Schema
) -> dict[str, Any]:
    """{column: its replacement}, in the order of the names."""
    medians: dict[str, float] = {}
    if mode in ("Replace with median", BY_TYPE):
        medians = compute_medians(frame, list_real_columns(frame, names))
    return {
        name: medians[name]
        if np.isfinite(medians.get(name, np.nan))
        else _compute_replacement(frame[name], mode, schema[name].type)
        for name in names
    }


def _compute_replacement(values: "pd.Series[Any]", mode: CleaningMode, kind: ColumnType) -> Any:
    """The replacement for a column; of equally common values, the smallest. None where there is none and no gap."""
    if kind == "vector":
        return None  # none of them is ever missing
    if mode == "Replace with mean":
        return _compute_middle(values, "mean")
    if mode == "Replace with median" or (mode == BY_TYPE and kind in NUMERIC):
        return _compute_middle(values, "median")
    if has_nested_values(values):
        if values.isna().any():
            refuse_nested(values, port="dataset", parameter="columns_to_be_cleaned")
        return None
    commonest = values.mode()
    found = commonest.iloc[0] if len(commonest) else None
    return found.item() if isinstance(found, np.generic) else found


def _compute_middle(values: "pd.Series[Any]", kind: Literal["mean", "median"]) -> float | None:
    """The mean or median; refuses to fill gaps with one that infinities or too large numbers make infinite (33)."""
    numbers = values.astype("float64").dropna()
    with np.errstate(over="ignore", invalid="ignore"):
        found = float(numbers.mean() if kind == "mean" else numbers.median())
    if np.isfinite(found) or numbers.empty:
        return found
    if values.isna().any():
        message = f"Column '{values.name}' has infinite or too large values, so its {kind} is not a number."
        raise ModuleError(33, f"{message} Replace them first.", port="dataset", column=str(values.name))
    return None


def _convert_replacements(dataset: Dataset, shares: Mapping[str, float], replacement: str) -> dict[str, Any]:
    """The replacement value as each column's type; where it does not fit, nothing may be missing."""
    fitting = {}
    for name, share in shares.items():
        values = dataset.frame[name]
        kind = infer_column_type(values)
        if has_nested_values(values):
            if share > 0:
                refuse_nested(values, port="dataset", parameter="columns_to_be_cleaned")
            continue
        try:
            fitting[name] = parse_as_type(replacement, kind, values)
        except ValueError as error:
            if share > 0:
                message = f"'{replacement}' is not a valid value for column '{name}', which is {kind}. "
                message += "Choose another value, or exclude the column and clean it in a separate module."
                raise ModuleError(2, message, port="dataset", parameter="replacement_value", column=name) from error
    return fitting


def _fill_columns(frame: pd.DataFrame, replacements: Mapping[str, Any]) -> dict[str, "pd.Series[Any]"]:
    """The columns that have gaps, with what stands for these."""
    if len(replacements) <= FEW_COLUMNS:
        gappy = {name: value for name, value in replacements.items() if frame[name].isna().to_numpy().any()}
    else:
        gaps = frame[list(replacements)].isna().any()
        gappy = {name: value for name, value in replacements.items() if gaps[name]}
    if not gappy:
        return {}
    real = {name: value for name in list_real_columns(frame, list(gappy)) if isinstance(value := gappy[name], float)}
    filled = fill_real_columns(frame, real)
    return {
        name: filled[name] if name in filled else _fill_gaps(frame[name], value, name) for name, value in gappy.items()
    }


def _fill_gaps(values: "pd.Series[Any]", replacement: Any, name: str) -> "pd.Series[Any]":
    if not values.isna().any():
        return values
    if isinstance(values.dtype, pd.CategoricalDtype):
        known = replacement in values.cat.categories
        return (values if known else values.cat.add_categories([replacement])).fillna(replacement)
    if isinstance(replacement, float) and pd.api.types.is_numeric_dtype(values.dtype):
        return values.astype("float64").fillna(replacement)
    if isinstance(replacement, int) and pd.api.types.is_integer_dtype(values.dtype):
        values = widen_integers(values, replacement)
    if isinstance(replacement, str):
        values = values.astype("str")
    try:
        filled = values.fillna(replacement)
    except (TypeError, ValueError) as error:
        kind = infer_column_type(values)
        message = f"Column '{name}' is {kind}, and its replacement {replacement!r} does not fit. Change its type."
        raise ModuleError(16, message, port="dataset", column=name) from error
    plain: Any = NUMPY_TYPES.get(str(filled.dtype), filled.dtype)
    return filled.astype(plain)

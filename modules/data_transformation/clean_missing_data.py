"""Clean Missing Data: fill the gaps of a dataset, or remove the rows or columns that have them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.gap_filling import build_gap_filler, fill_columns
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
from modules.data_transformation.real_columns import compute_medians, list_real_columns
from modules.data_transformation.replacement_values import convert_replacements
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
from modules.kit.large_tables.large_work import LargeCall, Streamed
from modules.kit.nested_values import has_nested_values, refuse_nested
from modules.kit.row_values import RowFunction
from modules.kit.schema import NUMERIC, ColumnType


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
        changed = fill_columns(frame, self.replacements)
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

    def list_read_columns(self) -> frozenset[str]:
        return frozenset((*self.imputed, *self.rows_of, *self.labels, *self.indicated))

    def compile_rows(self) -> RowFunction | None:
        if self.imputed or self.rows_of or self.labels or self.indicated:
            return None
        return build_gap_filler(self.replacements, self.removed)

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


def _clean_large_table(call: LargeCall) -> dict[str, object] | None:
    """Decides for some columns at a time what becomes of them, and then does it chunk by chunk."""
    settings, table = call.settings, call.table
    mode, columns = settings["cleaning_mode"], settings["columns_to_be_cleaned"]
    if mode in FROM_OTHERS:
        return None
    chosen = columns.resolve_required(table.head.schema, port="dataset", parameter="columns_to_be_cleaned")
    labels = [name for name in chosen if mode == BY_TYPE and table.head.roles.get(name) == "label"]
    ratios = (settings["minimum_missing_value_ratio"], settings["maximum_missing_value_ratio"])
    replacement, all_missing = settings["replacement_value"], settings["cols_with_all_missing_values"]
    marks_gaps, fitted = settings["generate_missing_value_indicator_column"], []
    for group in table.group_columns(chosen, call.memory // 8):
        names = list(dict.fromkeys([*group, *labels]))
        rows = table.read_columns(names)
        fitted.append(_fit_cleaning(rows, names, ratios, mode, replacement, all_missing, 0, marks_gaps))
    cleaning = _merge_cleanings(mode, fitted)
    gaps = {name: value for name, value in cleaning.replacements.items() if table.table.column(name).null_count}
    # A chunk without gaps gets the types that the others have once they are filled.
    filled = {name: values.dtype for name, values in fill_columns(table.head.frame.reindex([0]), gaps).items()}
    writer = call.open_writer("cleaned_dataset")
    for chunk in table.iterate():
        cleaned = cleaning.apply(chunk)
        kinds = {name: kind for name, kind in filled.items() if name in cleaned.frame}
        writer.write(cleaned.with_frame(cleaned.frame.astype(kinds)))
    return {"cleaned_dataset": writer.finish(), "cleaning_transformation": cleaning}


def _merge_cleanings(mode: CleaningMode, parts: Sequence[Cleaning]) -> Cleaning:
    """The decisions for all columns."""
    replacements = {name: value for part in parts for name, value in part.replacements.items()}
    fields = ("removed", "rows_of", "labels", "indicated")
    names: dict[str, Any] = {
        field: tuple(dict.fromkeys(name for part in parts for name in getattr(part, field))) for field in fields
    }
    return Cleaning(mode, replacements, **names)


def _needs_fitting(cleaning_mode: CleaningMode) -> bool:
    """Whether a replacement is computed from the data."""
    return cleaning_mode in (*FROM_COLUMN, *FROM_OTHERS)


@module(
    "Clean Missing Data",
    category="Data Transformation",
    palette_group="Clean and check",
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
        "fill missing",
        "IFNA",
        "drop na",
        "drop_na",
    ),
    emit_code=emit_cleaning,
    former_defaults={1: {"cleaning_mode": "Custom substitution value"}},
    large_tables=Streamed(_clean_large_table),
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
    ratios = (minimum_missing_value_ratio, maximum_missing_value_ratio)
    chosen = columns_to_be_cleaned.resolve_required(dataset.schema, port="dataset", parameter="columns_to_be_cleaned")
    cleaning = _fit_cleaning(
        dataset, chosen, ratios, cleaning_mode, replacement_value, cols_with_all_missing_values, number_of_neighbors,
        generate_missing_value_indicator_column,
    )  # fmt: skip
    return CleanMissingDataOutputs(cleaning.apply(dataset), cleaning)


def _fit_cleaning(
    dataset: Dataset,
    chosen: Sequence[str],
    ratios: tuple[float, float],
    mode: CleaningMode,
    replacement: str,
    all_missing: Literal["Propagate", "Remove"],
    neighbors: int,
    marks_gaps: bool,
) -> Cleaning:
    """What becomes of the chosen columns; those with a share of missing values outside of the ratios stay."""
    low, high = ratios
    if low > high:
        message = f"The minimum missing value ratio must not be above the maximum. Got {low:g} and {high:g}."
        raise ModuleError(6, message, parameter="minimum_missing_value_ratio")
    missing = dataset.frame[list(chosen)].isna().mean() if dataset.rows else [0.0] * len(chosen)
    shares = {name: float(share) for name, share in zip(chosen, missing, strict=True)}
    within = {name: share for name, share in shares.items() if low <= share <= high}
    cleaning = _decide_cleaning(dataset, within, mode, replacement, all_missing, neighbors)
    if not marks_gaps or mode not in REPLACING:
        return cleaning
    marked = tuple(name for name, share in within.items() if share > 0 and name not in cleaning.removed)
    return replace(cleaning, indicated=marked)


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
        return Cleaning(mode, convert_replacements(dataset, shares, replacement))
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

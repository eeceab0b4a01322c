"""Clean Missing Data: fill the gaps of a dataset, or remove the rows or columns that have them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.data_transformation.imputers import Imputer, fitted_imputer, matrix_of
from modules.data_transformation.new_columns import has_room, with_room
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
from modules.kit.schema import NUMERIC, ColumnType, column_type
from modules.kit.writing import CannotWrite, Step, Value, chosen, literal

Mode = Literal[
    "Custom substitution value",
    "Replace with mean",
    "Replace with median",
    "Replace with mode",
    "Replace using MICE",
    "Replace using Probabilistic PCA",
    "Remove entire row",
    "Remove entire column",
]
#: Modes that compute each replacement from the column itself, and those that use the other columns too.
FROM_COLUMN = ("Replace with mean", "Replace with median", "Replace with mode")
FROM_OTHERS = ("Replace using MICE", "Replace using Probabilistic PCA")
REPLACING = ("Custom substitution value", *FROM_COLUMN, *FROM_OTHERS)
#: These compute with numbers; mode and a custom value fit any type.
NUMBERS_ONLY = ("Replace with mean", "Replace with median", *FROM_OTHERS)

EVERY_COLUMN = Columns()
BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
NUMPY_TYPES = {"boolean": "bool", "Int64": "int64", "Int32": "int32", "Float64": "float64"}


class Cleaned(NamedTuple):
    cleaned_dataset: Dataset
    cleaning_transformation: Transformation


@dataclass(frozen=True)
class Cleaning(Transformation):
    """What was decided for each column: its replacement, that it goes, that its rows go, that gaps are marked."""

    mode: Mode
    replacements: Mapping[str, Any] = field(default_factory=dict)
    imputed: tuple[str, ...] = ()
    imputer: Imputer | None = None
    removed: tuple[str, ...] = ()
    rows_of: tuple[str, ...] = ()
    indicated: tuple[str, ...] = ()

    title = "Clean Missing Data"

    def apply(self, dataset: Dataset) -> Dataset:
        wanted = dict.fromkeys((*self.replacements, *self.imputed, *self.rows_of, *self.indicated))
        require_columns(wanted, dataset.schema, port="dataset")
        frame = dataset.frame
        changed = {name: _filled(frame[name], value, name) for name, value in self.replacements.items()}
        marks = {f"{name}_IsMissing": frame[name].isna() for name in self.indicated}
        frame = dataset.with_columns({**changed, **self._imputed(dataset), **marks})
        if self.rows_of:
            frame = frame[frame[list(self.rows_of)].notna().all(axis=1)].reset_index(drop=True)
        return dataset.with_frame(frame.drop(columns=list(self.removed), errors="ignore"))

    def within(self, names: frozenset[str]) -> "Cleaning":
        return replace(
            self,
            replacements={name: value for name, value in self.replacements.items() if name in names},
            rows_of=tuple(name for name in self.rows_of if name in names),
            indicated=tuple(name for name in self.indicated if name in names),
        )

    def describe(self) -> list[dict[str, Any]]:
        return [
            *({"column": name, "replacement": value} for name, value in self.replacements.items()),
            *({"column": name, "replacement": self.mode.removeprefix("Replace using ")} for name in self.imputed),
            *({"column": name, "action": "rows with missing values are removed"} for name in self.rows_of),
            *({"column": name, "action": "the column is removed"} for name in self.removed),
            *({"column": name, "action": f"{name}_IsMissing marks missing values"} for name in self.indicated),
        ]

    def _imputed(self, dataset: Dataset) -> dict[str, "pd.Series[Any]"]:
        gaps = [name for name in self.imputed if dataset.frame[name].isna().any()]
        if self.imputer is None or not gaps:
            return {}
        values = self.imputer.transform(matrix_of(dataset.frame, self.imputed))
        index = dataset.frame.index
        return {name: pd.Series(values[:, self.imputed.index(name)], index=index) for name in gaps}


def _example() -> Call:
    frame = pd.DataFrame(
        {"make": ["audi", None, "bmw", "audi"], "bore": [3.19, 3.5, None, 2.68], "doors": [4, 2, 2, 4]}
    )
    return Call.of(Dataset(frame, {"bore": "label"}), cleaning_mode="Replace with mode")


def _foreseen(
    dataset: Schema, columns_to_be_cleaned: Columns, cleaning_mode: Mode, generate_missing_value_indicator_column: bool
) -> tuple[Schema | None, None]:
    """Which columns have gaps, and so are removed or marked, only the data say."""
    marked = generate_missing_value_indicator_column and cleaning_mode in REPLACING
    if cleaning_mode == "Remove entire column" or marked:
        return None, None
    chosen = set(columns_to_be_cleaned.required(dataset, port="dataset", parameter="columns_to_be_cleaned"))
    if cleaning_mode == "Custom substitution value":
        columns = tuple(replace(column, levels=None) if column.name in chosen else column for column in dataset)
        return replace(dataset, columns=columns), None
    return dataset, None


def _learns(cleaning_mode: Mode) -> bool:
    """Whether a replacement is computed from the data."""
    return cleaning_mode in (*FROM_COLUMN, *FROM_OTHERS)


def _written(step: Step) -> None:
    source, mode = step.inputs["dataset"], step.cleaning_mode
    out = step.table("cleaned_dataset", "cleaned", like=source)
    whole = step.columns_to_be_cleaned == EVERY_COLUMN
    columns = chosen(step.columns_to_be_cleaned, source)
    if (step.minimum_missing_value_ratio, step.maximum_missing_value_ratio) != (0.0, 1.0):
        shares = step.name("missing_shares")
        step.add(f"{shares} = {source}[{columns}].isna().mean()")
        bounds = f"{literal(step.minimum_missing_value_ratio)}, {literal(step.maximum_missing_value_ratio)}"
        columns, whole = f"{shares}[{shares}.between({bounds})].index", False
    if step.generate_missing_value_indicator_column and mode in REPLACING:
        raise CannotWrite("Columns that mark missing values are not written. Add them with .isna().")
    if mode in FROM_OTHERS:
        raise CannotWrite("Estimates from other columns are not written. Use scikit-learn's IterativeImputer.")
    change = _written_change(step, source, columns, whole)
    step.add(f"{out} = {change(str(source))}")
    step.outputs["cleaning_transformation"] = Value("", apply=change)


def _written_change(step: Step, source: Value, columns: str, whole: bool) -> Callable[[str], str]:
    """What becomes of a table with the given name."""
    mode = step.cleaning_mode
    if mode == "Remove entire row":
        subset = "" if whole else f"subset={columns}"
        return lambda table: f"{table}.dropna({subset}).reset_index(drop=True)"
    taken = str(source) if whole else f"{source}[{columns}]"
    if mode == "Remove entire column":
        gaps = step.name("columns_with_gaps")
        step.add(f"{gaps} = {taken}.columns[{taken}.isna().any()]")
        return lambda table: f'{table}.drop(columns={gaps}, errors="ignore")'
    if mode == "Custom substitution value":
        helper, value = step.use(filled_with), literal(step.replacement_value)
        return lambda table: f"{helper}({table}, {columns.replace(str(source), table)}, {value})"
    found = step.name("replacements")
    how = {"mean": "mean(numeric_only=True)", "median": "median(numeric_only=True)", "mode": "mode().iloc[0]"}
    step.add(f"{found} = {taken}.{how[mode.removeprefix('Replace with ')]}")
    if step.cols_with_all_missing_values == "Propagate":
        return lambda table: f"{table}.fillna({found})"
    empty = step.name("empty_columns")
    step.add(f"{empty} = {taken}.columns[{taken}.isna().all()]")
    return lambda table: f'{table}.fillna({found}).drop(columns={empty}, errors="ignore")'


def filled_with(data: pd.DataFrame, columns: Any, text: str) -> pd.DataFrame:
    """The data with gaps of the named columns filled by the text, read as each column's type."""
    replacements = {name: pd.Series([text]).astype(data[name].dtype)[0] for name in columns if data[name].isna().any()}
    return data.fillna(replacements)


@module(
    "Clean Missing Data",
    category="Data Transformation",
    icon="eraser",
    example=_example,
    schema=_foreseen,
    traits=Traits(fits=_learns),
    keywords=("impute", "imputation", "SimpleImputer", "fillna", "dropna", "missing value", "NaN", "null"),
    writes=_written,
)
def clean_missing_data(
    dataset: Dataset,
    *,
    columns_to_be_cleaned: Annotated[Columns, columns_of("dataset")] = EVERY_COLUMN,
    minimum_missing_value_ratio: Annotated[
        Fraction, Field(description="Columns with a smaller share of missing values are left as they are.")
    ] = 0.0,
    maximum_missing_value_ratio: Annotated[
        Fraction, Field(description="Columns with a larger share of missing values are left as they are.")
    ] = 1.0,
    cleaning_mode: Mode = "Custom substitution value",
    replacement_value: Annotated[
        str,
        Field(description="It must fit the type of every column that has missing values."),
        shown_when(cleaning_mode="Custom substitution value"),
    ] = "0",
    generate_missing_value_indicator_column: Annotated[
        bool,
        Field(description="Adds column_IsMissing for each cleaned column that has missing values."),
        shown_when(cleaning_mode=REPLACING),
    ] = False,
    cols_with_all_missing_values: Annotated[
        Literal["Propagate", "Remove"],
        titled("Columns with all values missing"),
        Field(description="They have nothing to compute a replacement from."),
        shown_when(cleaning_mode=(*FROM_COLUMN, *FROM_OTHERS)),
    ] = "Remove",
) -> Cleaned:
    """Fill missing values, or remove the rows or columns that have them.

    Mean, median and MICE or probabilistic PCA, which estimate a gap from the other cleaned columns of its row, work
    on numbers; the mode and a value of your own fit any type. A column that they do not fit is refused only if it
    has missing values. The transformation treats other data with the replacements found here.
    """
    if minimum_missing_value_ratio > maximum_missing_value_ratio:
        message = (
            f"The minimum missing value ratio must not be above the maximum. Got {minimum_missing_value_ratio:g} and "
            f"{maximum_missing_value_ratio:g}."
        )
        raise ModuleError(6, message, parameter="minimum_missing_value_ratio")
    chosen = columns_to_be_cleaned.required(dataset.schema, port="dataset", parameter="columns_to_be_cleaned")
    missing = dataset.frame[chosen].isna().mean() if dataset.rows else [0.0] * len(chosen)
    shares = {name: float(share) for name, share in zip(chosen, missing, strict=True)}
    within = {
        name: share
        for name, share in shares.items()
        if minimum_missing_value_ratio <= share <= maximum_missing_value_ratio
    }
    cleaning = _decided(dataset, within, cleaning_mode, replacement_value, cols_with_all_missing_values)
    if generate_missing_value_indicator_column and cleaning_mode in REPLACING:
        marked = tuple(name for name, share in within.items() if share > 0 and name not in cleaning.removed)
        cleaning = replace(cleaning, indicated=marked)
    return Cleaned(cleaning.apply(dataset), cleaning)


def _decided(
    dataset: Dataset,
    shares: Mapping[str, float],
    mode: Mode,
    replacement: str,
    all_missing: Literal["Propagate", "Remove"],
) -> Cleaning:
    """What becomes of each column, whose share of missing values is given."""
    if mode == "Remove entire row":
        return Cleaning(mode, rows_of=tuple(shares))
    if mode == "Remove entire column":
        return Cleaning(mode, removed=tuple(name for name, share in shares.items() if share > 0))
    if mode == "Custom substitution value":
        return Cleaning(mode, _substitutes(dataset, shares, replacement))
    removed = tuple(name for name, share in shares.items() if share == 1) if all_missing == "Remove" else ()
    suited = _suited(dataset, {name: share for name, share in shares.items() if share < 1}, mode)
    if mode in FROM_OTHERS:
        estimator = fitted_imputer(dataset, suited, by_components=mode == "Replace using Probabilistic PCA")
        return Cleaning(mode, imputed=suited, imputer=estimator, removed=removed)
    found = {name: _computed(dataset.frame[name], mode) for name in suited}
    return Cleaning(mode, {name: value for name, value in found.items() if not pd.isna(value)}, removed=removed)


def _suited(dataset: Dataset, shares: Mapping[str, float], mode: Mode) -> tuple[str, ...]:
    """The columns whose type the mode can work with; refuses another one if it has missing values."""
    if mode not in NUMBERS_ONLY:
        return tuple(shares)
    kinds = {name: column_type(dataset.frame[name]) for name in shares}
    for name, kind in kinds.items():
        if kind not in NUMERIC and shares[name] > 0:
            message = (
                f"'{mode}' works on numbers, and column '{name}' is {kind}. Leave it out, or use 'Replace with mode'."
            )
            raise ModuleError(17, message, port="dataset", parameter="cleaning_mode", column=name)
    return tuple(name for name, kind in kinds.items() if kind in NUMERIC)


def _computed(values: "pd.Series[Any]", mode: Mode) -> Any:
    """The replacement for a column; of equally common values, the smallest."""
    if mode == "Replace with mean":
        return float(values.astype("float64").mean())
    if mode == "Replace with median":
        return float(values.astype("float64").median())
    commonest = values.mode()
    found = commonest.iloc[0] if len(commonest) else None
    return found.item() if isinstance(found, np.generic) else found


def _substitutes(dataset: Dataset, shares: Mapping[str, float], replacement: str) -> dict[str, Any]:
    """The replacement value as each column's type; where it does not fit, nothing may be missing."""
    fitting = {}
    for name, share in shares.items():
        values = dataset.frame[name]
        kind = column_type(values)
        try:
            fitting[name] = _as_type(replacement, kind, values)
        except ValueError as error:
            if share > 0:
                message = f"'{replacement}' is no value for column '{name}', which is {kind}. "
                message += "Choose another value, or leave the column out and clean it in a node of its own."
                raise ModuleError(2, message, port="dataset", parameter="replacement_value", column=name) from error
    return fitting


def _as_type(text: str, kind: ColumnType, values: "pd.Series[Any]") -> Any:
    """The text as a value of the column's type; raises ValueError where it is none."""
    readers: Mapping[str, Callable[[str], Any]] = {
        "integer": lambda value: _as_number(value, values),
        "real": float,
        "boolean": _as_boolean,
        "datetime": lambda value: pd.to_datetime(value, format="ISO8601", utc=values.dt.tz is not None),
    }
    if kind == "category":
        kind = column_type(values.cat.categories.to_series())
    return readers.get(kind, str)(text)


def _as_number(text: str, values: "pd.Series[Any]") -> int | float:
    """The text as a whole number if it is one, for which the column must have room, else as a real number."""
    if not text.strip().lstrip("+-").isdecimal():
        return float(text)
    number = int(text)
    if pd.api.types.is_integer_dtype(values.dtype) and not has_room(with_room(values, number).dtype, number):
        raise ValueError(text)
    return number


def _as_boolean(text: str) -> bool:
    if text.strip().lower() not in BOOLEANS:
        raise ValueError(text)
    return BOOLEANS[text.strip().lower()]


def _filled(values: "pd.Series[Any]", replacement: Any, name: str) -> "pd.Series[Any]":
    if not values.isna().any():
        return values
    if isinstance(values.dtype, pd.CategoricalDtype):
        known = replacement in values.cat.categories
        return (values if known else values.cat.add_categories([replacement])).fillna(replacement)
    if isinstance(replacement, float) and pd.api.types.is_numeric_dtype(values.dtype):
        return values.astype("float64").fillna(replacement)
    if isinstance(replacement, int) and pd.api.types.is_integer_dtype(values.dtype):
        values = with_room(values, replacement)
    if isinstance(replacement, str):
        values = values.astype("str")
    try:
        filled = values.fillna(replacement)
    except (TypeError, ValueError) as error:
        kind = column_type(values)
        message = f"Column '{name}' is {kind}, and its replacement {replacement!r} does not fit. Change its type."
        raise ModuleError(16, message, port="dataset", column=name) from error
    plain: Any = NUMPY_TYPES.get(str(filled.dtype), filled.dtype)
    return filled.astype(plain)

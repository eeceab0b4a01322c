"""Clean Missing Data: fill the gaps of a dataset, or remove the rows or columns that have them."""

import logging
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

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

logger = logging.getLogger(__name__)

Matrix = npt.NDArray[np.float64]
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


class Imputer(Protocol):
    """Fills a matrix from what it learnt of another one."""

    def fit(self, values: Matrix, /) -> Any: ...

    def transform(self, values: Matrix, /) -> Matrix: ...


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
        frame = frame.assign(**changed, **self._imputed(dataset), **marks)
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
        values = self.imputer.transform(_matrix(dataset.frame, self.imputed))
        index = dataset.frame.index
        return {name: pd.Series(values[:, self.imputed.index(name)], index=index) for name in gaps}


@dataclass
class ProbabilisticPCA:
    """Fills each gap with its expected value given the rest of its row.

    The rows are taken as normally distributed with the covariance of probabilistic principal components (Tipping and
    Bishop, 1999, Probabilistic Principal Component Analysis), which is fitted by filling again and again.
    """

    rounds: int = 25
    tolerance: float = 1e-4
    explained: float = 0.9
    center: Matrix = field(init=False)
    scale: Matrix = field(init=False)
    covariance: Matrix = field(init=False)

    def fit(self, values: Matrix) -> "ProbabilisticPCA":
        from sklearn.decomposition import PCA

        # Squares of very large numbers are infinite, those of shares of the largest one are not.
        largest = np.nanmax(np.abs(values), axis=0)
        largest = np.where(largest > 0, largest, 1.0)
        self.center = np.nanmean(values / largest, axis=0) * largest
        self.scale = np.nanstd(values / largest, axis=0) * largest
        self.scale = np.where(self.scale > 0, self.scale, 1.0)
        standard = (values - self.center) / self.scale
        self.covariance = np.eye(values.shape[1])
        filled = np.nan_to_num(standard)
        for _ in range(self.rounds if min(values.shape) > 1 and np.var(filled) > 0 else 0):
            model = PCA(n_components=self.explained, svd_solver="full").fit(filled)
            self.covariance = model.get_covariance()
            before, filled = filled, self._expected(standard, model.mean_)
            if float(np.abs(filled - before).max()) < self.tolerance:
                break
        self.center = self.center + filled.mean(axis=0) * self.scale
        return self

    def transform(self, values: Matrix) -> Matrix:
        standard = (values - self.center) / self.scale
        filled = self._expected(standard, np.zeros(values.shape[1])) * self.scale + self.center
        return np.where(np.isnan(values), filled, values)

    def _expected(self, standard: Matrix, mean: Matrix) -> Matrix:
        """Each gap is its expected value given the rest of its row; rows with the same gaps are solved at once."""
        filled = standard.copy()
        patterns, which = np.unique(np.isnan(standard), axis=0, return_inverse=True)
        ridge = self.covariance + 1e-6 * np.eye(len(mean))
        ends = np.cumsum(np.bincount(which.ravel(), minlength=len(patterns)))
        groups = np.split(np.argsort(which.ravel(), kind="stable"), ends[:-1])
        for gaps, rows in zip(patterns, groups, strict=False):
            there = ~gaps
            if not gaps.any():
                continue
            weights = np.linalg.solve(ridge[np.ix_(there, there)], ridge[np.ix_(there, gaps)])
            filled[np.ix_(rows, gaps)] = mean[gaps] + (standard[np.ix_(rows, there)] - mean[there]) @ weights
        return filled


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


@module(
    "Clean Missing Data",
    category="Data Transformation",
    icon="eraser",
    example=_example,
    schema=_foreseen,
    traits=Traits(fits=_learns),
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
    shares = {name: float(dataset.frame[name].isna().mean()) if dataset.rows else 0.0 for name in chosen}
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
        return Cleaning(mode, imputed=suited, imputer=_fitted_imputer(dataset, suited, mode), removed=removed)
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
                message = f"'{replacement}' is no value for column '{name}', which is {kind}. Choose another one."
                raise ModuleError(2, message, port="dataset", parameter="replacement_value", column=name) from error
    return fitting


def _as_type(text: str, kind: ColumnType, values: "pd.Series[Any]") -> Any:
    """The text as a value of the column's type; raises ValueError where it is none."""
    readers: Mapping[str, Callable[[str], Any]] = {
        "integer": lambda value: int(value) if value.strip().lstrip("+-").isdecimal() else float(value),
        "real": float,
        "boolean": _as_boolean,
        "datetime": lambda value: pd.to_datetime(value, format="ISO8601", utc=values.dt.tz is not None),
    }
    if kind == "category":
        kind = column_type(values.cat.categories.to_series())
    return readers.get(kind, str)(text)


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


def _matrix(frame: pd.DataFrame, names: tuple[str, ...]) -> Matrix:
    for name in names:
        kind = column_type(frame[name])
        if kind not in NUMERIC:
            raise ModuleError(16, f"Column '{name}' must hold numbers. It is {kind}.", port="dataset", column=name)
    return np.column_stack([frame[name].to_numpy(dtype="float64", na_value=np.nan) for name in names])


def _fitted_imputer(dataset: Dataset, names: tuple[str, ...], mode: Mode) -> Imputer | None:
    if not names or not dataset.rows:
        return None
    values = _matrix(dataset.frame, names)
    if np.isinf(values).any():
        column = names[int(np.flatnonzero(np.isinf(values).any(axis=0))[0])]
        message = f"Column '{column}' holds infinite values, from which nothing can be estimated. Replace them first."
        raise ModuleError(33, message, port="dataset", column=column)
    if mode == "Replace using Probabilistic PCA":
        return ProbabilisticPCA().fit(values)
    return _fitted_mice(values)


def _fitted_mice(values: Matrix) -> Imputer:
    """scikit-learn's chained equations: each column by ridge regression on the others, ten rounds."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        imputer: Imputer = IterativeImputer(random_state=0, keep_empty_features=True).fit(values)
    if caught:
        logger.warning("MICE was still changing after ten rounds. The replacements are estimates all the same.")
    return imputer

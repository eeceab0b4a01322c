"""What is known of a value before it exists: the columns of a dataset, the task of a model."""

import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, get_args

import pandas as pd

#: `vector` holds many features of a row, as of its words, of which few are not 0.
ColumnType = Literal["integer", "real", "boolean", "text", "category", "datetime", "vector", "other"]
#: What a column is for; `series` tells several time series apart, `none` keeps it in the table and out of training, as
#: an identifier.
Role = Literal["feature", "label", "score", "weight", "time", "series", "group", "none"]
#: What a model is for; `classification` learners settle in training whether they are two-class or multiclass.
Task = Literal[
    "regression",
    "quantile",
    "two-class",
    "multiclass",
    "classification",
    "clustering",
    "anomaly",
    "images",
    "recommendation",
    "forecast",
]

#: Tasks of learners that predict a label.
LABELED_TASKS: tuple[Task, ...] = ("regression", "quantile", "two-class", "multiclass", "classification")
COLUMN_TYPES: tuple[ColumnType, ...] = get_args(ColumnType)
ROLES: tuple[Role, ...] = get_args(Role)
NUMERIC: frozenset[ColumnType] = frozenset({"integer", "real"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type, what it is for, and the levels of a category where they are known."""

    name: str
    type: ColumnType
    role: Role = "feature"
    levels: tuple[str, ...] | None = None

    @property
    def is_numeric(self) -> bool:
        return self.type in NUMERIC


class UnknownRows(LookupError):
    """Only the rows tell, and there are none yet."""


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns that a dataset has or will have; `complete` is False when more may turn up in the run."""

    columns: tuple[Column, ...] = ()
    complete: bool = True
    #: {name: the first column of that name}, made when it is first asked for.
    _by_name: "dict[str, Column] | None" = field(default=None, init=False, repr=False, compare=False)
    #: The rows of the dataset that it describes, as long as that is there.
    _frame: "weakref.ref[pd.DataFrame] | None" = field(default=None, init=False, repr=False, compare=False)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def __contains__(self, name: object) -> bool:
        return name in self._columns_by_name

    def __getitem__(self, name: str) -> Column:
        return self._columns_by_name[name]

    def __reduce__(self) -> Any:
        return Schema, (self.columns, self.complete)

    def describing(self, frame: pd.DataFrame) -> "Schema":
        """The same columns, of which the rows are known; they are not held."""
        described = replace(self)
        object.__setattr__(described, "_frame", weakref.ref(frame))
        return described

    def measure_missing_share(self, name: str) -> float:
        """The share of the column's values that are missing; raises UnknownRows where there are no rows to tell."""
        frame = self._frame() if self._frame is not None else None
        if frame is None:
            raise UnknownRows(name)
        values = frame[name]
        return float(values.isna().mean()) if len(values) else 0.0

    @property
    def _columns_by_name(self) -> dict[str, Column]:
        if self._by_name is None:
            found = {column.name: column for column in reversed(self.columns)}
            object.__setattr__(self, "_by_name", found)  # the schema is the same with it and without
            return found
        return self._by_name

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def select(self, names: Iterable[str]) -> "Schema":
        """The named columns, in the order of this schema."""
        wanted = set(names)
        return replace(self, columns=tuple(column for column in self.columns if column.name in wanted))

    def drop(self, names: Iterable[str]) -> "Schema":
        unwanted = set(names)
        return replace(self, columns=tuple(column for column in self.columns if column.name not in unwanted))

    def add_columns(self, *columns: Column) -> "Schema":
        return replace(self, columns=(*self.columns, *columns))

    def with_column(self, name: str, **changes: Any) -> "Schema":
        """The same columns, the named one changed: `schema.with_column("price", role="label")`."""
        columns = tuple(replace(column, **changes) if column.name == name else column for column in self.columns)
        return replace(self, columns=columns)

    def names_with_role(self, role: Role) -> list[str]:
        return [column.name for column in self.columns if column.role == role]

    def find_nearest(self, name: str) -> str | None:
        """The column whose name looks most like `name`, or None."""
        folded = {column.name.casefold(): column.name for column in reversed(self.columns)}
        close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
        return folded[close[0]] if close else None

    def to_json(self) -> dict[str, Any]:
        columns = [
            {"name": column.name, "type": column.type, "role": column.role}
            | ({"levels": list(column.levels)} if column.levels is not None else {})
            for column in self.columns
        ]
        return {"columns": columns, "complete": self.complete}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Schema":
        columns = tuple(
            Column(
                name=column["name"],
                type=column["type"],
                role=column.get("role", "feature"),
                levels=tuple(column["levels"]) if column.get("levels") is not None else None,
            )
            for column in value["columns"]
        )
        return cls(columns, complete=value.get("complete", True))


@dataclass(frozen=True, slots=True)
class ModelSchema:
    """What is known of a model before it is trained: its task, its label and the columns it was shown."""

    task: Task
    label: Column | None = None
    features: Schema | None = None


def infer_column_type(values: "pd.Series[Any]") -> ColumnType:
    """The type of a column of real data."""
    return to_column_type_name(values.dtype)


def to_column_type_name(kind: object) -> ColumnType:
    """The type of a column that pandas keeps so."""
    return "category" if isinstance(kind, pd.CategoricalDtype) else _infer_plain_type(kind)


@cache
def _infer_plain_type(kind: object) -> ColumnType:
    if str(kind).startswith("vector["):
        return "vector"
    if pd.api.types.is_bool_dtype(kind):
        return "boolean"
    if pd.api.types.is_integer_dtype(kind):
        return "integer"
    if pd.api.types.is_float_dtype(kind):
        return "real"
    if pd.api.types.is_datetime64_any_dtype(kind):
        return "datetime"
    if pd.api.types.is_string_dtype(kind) or pd.api.types.is_object_dtype(kind):
        return "text"
    return "other"

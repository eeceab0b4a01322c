"""Which columns a model learns from, and the refusals of those that no model can learn from."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, Schema
from modules.kit.nested_values import has_nested_values
from modules.learning.encoding import NUMBER_TYPES, TEXT_TYPES, VECTOR_TYPES, select_names

#: A text column with more distinct values than this, nearly all of them different, is a name and no category.
MAX_DISTINCT = 1000
IDENTIFIER_SHARE = 0.97

FEATURE_KINDS = (
    dict.fromkeys(NUMBER_TYPES, "numbers")
    | dict.fromkeys(TEXT_TYPES, "categories")
    | {"datetime": "times", "vector": "vectors"}
)


def select_features(dataset: Dataset, label: str | None, *, port: str) -> Schema:
    """The columns with the role of a feature but the label; refuses those that cannot be encoded (17, 14, 47)."""
    schema = dataset.schema
    chosen = Schema(tuple(column for column in schema if column.role == "feature" and column.name != label))
    if not len(chosen):
        besides = f" besides the label '{label}'" if label is not None else ""
        raise ModuleError(47, f"The data at '{port}' has no feature column{besides}.", port=port)
    for column in chosen:
        if column.type not in FEATURE_KINDS or has_nested_values(dataset.frame[column.name]):
            raise ModuleError(
                17,
                f"Column '{column.name}' has values that no learner can use ({dataset.frame[column.name].dtype})."
                " Exclude it with Select Columns in Dataset.",
                port=port,
                column=column.name,
            )
        if column.type in TEXT_TYPES:
            _refuse_names(dataset.frame[column.name], port=port)
    return chosen


def _refuse_names(values: "pd.Series[Any]", *, port: str) -> None:
    """Refuse a text column in which nearly every row has a value of its own (14)."""
    if len(values) <= MAX_DISTINCT:
        return
    distinct = int(values.nunique())
    if distinct > MAX_DISTINCT and distinct > IDENTIFIER_SHARE * len(values):
        raise ModuleError(
            14,
            f"Column '{values.name}' has {distinct:,} values in {len(values):,} rows: too many for categories."
            " Exclude it with Select Columns in Dataset, or convert it to numbers first.",
            port=port,
            column=str(values.name),
        )


def refuse_infinite(frame: pd.DataFrame, features: Schema, *, port: str) -> None:
    """Refuse infinities (33): no estimator can use them. What was whole numbers in training may be real here."""
    for name in select_names(features, {"real", "integer"}):
        count = int(np.isinf(frame[name].to_numpy(dtype="float64", na_value=np.nan)).sum())
        if count:
            raise ModuleError(
                33,
                f"Column '{name}' is infinite in {format_row_count(count)}. Replace these values or remove the rows.",
                port=port,
                column=name,
            )


def refuse_missing(frame: pd.DataFrame, features: Schema, learner: str, *, number: int, port: str) -> None:
    """Refuse missing values, for learners that cannot use them; names the columns with their counts."""
    names = [name for name in features.names if frame[name].isna().to_numpy().any()]
    if not names:
        return
    counts = frame[names].isna().sum()
    gaps = [f"'{name}' ({count:,})" for name, count in counts.items() if count]
    if gaps:
        listed = ", ".join(gaps[:8]) + (f" and {len(gaps) - 8} more columns" if len(gaps) > 8 else "")
        raise ModuleError(
            number,
            f"{learner} cannot use rows with missing values. Missing at '{port}': {listed}."
            " Add Clean Missing Data before this module.",
            port=port,
            column=str(next(name for name, count in counts.items() if count)),
        )


def refuse_vectors(features: Schema, learner: str, *, port: str) -> None:
    """Refuse sparse features (14), for learners that need a number in every cell."""
    for name in select_names(features, VECTOR_TYPES):
        raise ModuleError(
            14,
            f"Column '{name}' holds sparse features, and {learner} needs a number in each cell of its table. Use a "
            "linear learner or Naive Bayes, or make fewer features.",
            port=port,
            column=name,
        )


def refuse_other_columns(dataset: Dataset, features: Schema, *, port: str) -> None:
    """Refuse data without the columns that the model was trained on (1), or with values of another kind (16)."""
    schema = dataset.schema
    missing = [column.name for column in features if column.name not in schema]
    if missing:
        nearest = schema.drop(features.names).find_nearest(missing[0])
        listed = ", ".join(f"'{name}'" for name in missing[:8])
        more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
        hint = f" Did you rename '{missing[0]}' to '{nearest}'?" if nearest else ""
        columns, are = ("Column", "is") if len(missing) == 1 else ("Columns", "are")
        message = f"{columns} {listed}{more} of the training data {are} not in '{port}'."
        raise ModuleError(1, message + hint, port=port, column=missing[0])
    for column in features:
        found = schema[column.name].type
        if FEATURE_KINDS.get(found) != FEATURE_KINDS[column.type]:
            raise ModuleError(
                16,
                f"Column '{column.name}' was {column.type} in the training data and is {found} at '{port}'."
                " Change its type with Edit Metadata.",
                port=port,
                column=column.name,
            )


def format_row_count(count: int) -> str:
    """`1 row`, `1,200 rows`."""
    return f"{count:,} row" if count == 1 else f"{count:,} rows"

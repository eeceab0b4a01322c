"""The column that a model learns to predict: what it may hold, its classes, and the way back from a class to a value.

Of two classes the positive one is the later in sorted order: 1 of 0 and 1, True of False and True, 'yes' of 'no' and
'yes'.
"""

import logging
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Column, Dataset, ModuleError, Task
from modules.kit.errors import column_not_found
from modules.kit.nested_values import has_nested_values
from modules.learning.features import format_row_count

log = logging.getLogger(__name__)

LARGEST_WHOLE = 2.0**63


def drop_missing_labels(dataset: Dataset, label: str, *, port: str) -> Dataset:
    """The rows whose label is there; the others are left out, and the log says how many. Refuses lists (17)."""
    if not label:
        raise ModuleError(24, "Choose the label column.", port=port, parameter="label")
    if label not in dataset.schema:
        raise column_not_found(label, dataset.schema, port=port, parameter="label")
    if dataset.rows == 0:
        raise ModuleError(21, f"The data at '{port}' has no rows.", port=port)
    present = dataset.frame[label].notna()
    count = int(present.sum())
    if count == 0:
        raise ModuleError(134, f"Column '{label}' is missing in all rows.", port=port, parameter="label", column=label)
    if has_nested_values(dataset.frame[label]):
        message = f"The label '{label}' has lists or the like, which no model can predict."
        message = f"{message} Make text or numbers of them with a script."
        raise ModuleError(17, message, port=port, parameter="label", column=label)
    if count == dataset.rows:
        return dataset
    log.warning("%s without a value in the label '%s' left out.", format_row_count(dataset.rows - count), label)
    return dataset.with_frame(dataset.frame.loc[present].reset_index(drop=True))


def extract_target(values: "pd.Series[Any]", task: Task, learner: str, *, port: str) -> Any:
    """The label as the estimator takes it; refuses what this task cannot learn (23, 33, 21)."""
    if len(values) < 2:
        raise _label_error(21, f"{learner} needs at least 2 rows with a label. Got {len(values)}.", values, port)
    return (
        _to_numeric_target(values, learner, port)
        if task in ("regression", "quantile")
        else _to_class_target(values, task, learner, port)
    )


def _to_numeric_target(values: "pd.Series[Any]", learner: str, port: str) -> Any:
    if not pd.api.types.is_numeric_dtype(values.dtype) or pd.api.types.is_bool_dtype(values.dtype):
        message = f"{learner} predicts numbers, but '{values.name}' has {_describe_kind(values)}."
        hint = " Use a classification learner, or make it numeric with Edit Metadata."
        raise _label_error(23, message + hint, values, port)
    numbers = values.to_numpy(dtype="float64")
    infinite = int(np.isinf(numbers).sum())
    if infinite:
        raise _label_error(
            33, f"The label '{values.name}' is infinite in {format_row_count(infinite)}. Remove them.", values, port
        )
    if np.all(numbers == numbers[0]):
        message = f"The label '{values.name}' is {numbers[0]:g} in every row: nothing to learn."
        if values.nunique() > 1:
            message = f"The values of the label '{values.name}' are so large that they are the same as real numbers."
            message = f"{message} Subtract their smallest value first."
        raise _label_error(23, message, values, port)
    return numbers


def _to_class_target(values: "pd.Series[Any]", task: Task, learner: str, port: str) -> Any:
    classes = to_class_values(values, learner, port=port)
    names = [str(name) for name in np.unique(classes)]
    if len(names) == 1:
        raise _label_error(
            23, f"The label '{values.name}' is '{names[0]}' in every row: nothing to learn.", values, port
        )
    if task == "two-class" and len(names) != 2:
        listed = ", ".join(names[:6]) + (", ..." if len(names) > 6 else "")
        message = f"{learner} needs a label of two classes. '{values.name}' has {len(names):,}: {listed}."
        raise _label_error(23, f"{message} Use Multiclass Logistic Regression instead.", values, port)
    if len(names) > 1000 and len(names) > 0.97 * len(classes):
        message = f"The label '{values.name}' has {len(names):,} different values in {format_row_count(len(classes))}."
        raise _label_error(23, f"{message} Choose a column with fewer classes.", values, port)
    return classes


def to_class_values(values: "pd.Series[Any]", learner: str, *, port: str) -> Any:
    """The values of a label without gaps as booleans, whole numbers or strings, which sort as people expect."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = pd.Series(values.to_numpy(), name=values.name)
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.to_numpy(dtype=bool)
    if pd.api.types.is_float_dtype(values.dtype):
        numbers = values.to_numpy(dtype="float64")
        if not np.all(_are_whole(numbers)):
            message = f"{learner} predicts classes, but '{values.name}' has real numbers."
            raise _label_error(23, f"{message} Use a regression learner, or group the values first.", values, port)
        return numbers.astype("int64")
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.to_numpy(dtype="int64")
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        raise _label_error(23, f"{learner} can't predict the times in '{values.name}'.", values, port)
    return values.map(str).to_numpy(dtype=object)


def _are_whole(numbers: Any) -> Any:
    """Which numbers are whole, and small enough for a column of whole numbers."""
    return (np.abs(numbers) < LARGEST_WHOLE) & (numbers == np.round(numbers))


def to_class_names(values: "pd.Series[Any]") -> Any:
    """Any column as the names of classes: 1.0 is '1', True is 'True'; missing values are None."""
    names = np.full(len(values), None, dtype=object)
    present = values.notna().to_numpy()
    held = values[present]
    if pd.api.types.is_float_dtype(held.dtype) and bool(np.all(_are_whole(held.to_numpy(dtype="float64")))):
        held = held.astype("int64")
    names[present] = [str(value) for value in held]
    return names


def sort_class_names(names: Iterable[str]) -> list[str]:
    """Names of classes as `to_class_values` sorts what they stand for: numbers by value, the rest by letter."""
    listed = list(names)
    try:
        return sorted(listed, key=float)
    except ValueError:
        return sorted(listed)


def to_label_column(classes: Any, label: Column | None) -> "pd.Series[Any]":
    """Predicted classes in the type of the label column."""
    if label is None or label.type in ("text", "other", "datetime"):
        return pd.Series([str(value) for value in classes], dtype="str")
    if label.type == "category":
        names = [str(value) for value in classes]
        # Levels that are real numbers read '1.0' where the class is called '1'.
        levels = label.levels if label.levels and set(names) <= set(label.levels) else sort_class_names(set(names))
        return pd.Series(pd.Categorical(names, categories=list(levels)))
    kinds = {"integer": "int64", "real": "float64", "boolean": "bool"}
    return pd.Series(classes).astype(kinds[label.type])


def _describe_kind(values: "pd.Series[Any]") -> str:
    if pd.api.types.is_bool_dtype(values.dtype):
        return "true and false"
    return "times" if pd.api.types.is_datetime64_any_dtype(values.dtype) else "text"


def _label_error(number: int, message: str, values: "pd.Series[Any]", port: str) -> ModuleError:
    return ModuleError(number, message, port=port, parameter="label", column=str(values.name))

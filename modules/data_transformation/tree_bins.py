"""Edges of bins that tell the values of a label apart: those at which a decision tree of one column splits."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, ModuleError
from modules.kit.errors import require_columns

LABEL_TYPES = ("integer", "real", "boolean", "text", "category")
#: A tree of more distinct texts than this would take hours, and its bins would mean nothing.
MAX_CLASSES = 1_000
LARGEST_OF_TREES = float(np.finfo(np.float32).max)


def fit_tree_edges(dataset: Dataset, names: list[str], label: str | None, bins: int) -> dict[str, tuple[float, ...]]:
    """The inner edges of each column; refuses a label that can't be told apart, and columns without numbers."""
    if label is None:
        message = "Choose the column that the bins should tell apart."
        raise ModuleError(3, message, port="dataset", parameter="label_column")
    require_columns([label], dataset.schema, port="dataset", parameter="label_column")
    _check_label(dataset, label, names)
    for name in names:
        values = dataset.frame[name].to_numpy(dtype="float64", na_value=np.nan)
        there = ~np.isnan(values) & dataset.frame[label].notna().to_numpy()
        if not there.any():
            message = f"No row has both a value of '{name}' and one of the label '{label}'. Exclude the column."
            raise ModuleError(80, message, port="dataset", parameter="columns_to_bin", column=name)
        if (np.abs(values[there]) > LARGEST_OF_TREES).any():
            message = f"Column '{name}' has infinite values, or some too large for a tree. Remove or clip them."
            raise ModuleError(33, message, port="dataset", parameter="columns_to_bin", column=name)
    return find_tree_edges(dataset.frame, names, label, bins)


def _check_label(dataset: Dataset, label: str, names: list[str]) -> None:
    column = dataset.schema[label]
    if label in names:
        message = f"'{label}' is the label, and the only column to bin. Choose other columns."
        raise ModuleError(47, message, port="dataset", parameter="columns_to_bin", column=label)
    if column.type not in LABEL_TYPES:
        message = f"The label '{label}' is {column.type}. Choose a column of numbers or of classes."
        raise ModuleError(23, message, port="dataset", parameter="label_column", column=label)
    values = dataset.frame[label]
    if column.is_numeric:
        numbers = values.to_numpy(dtype="float64", na_value=np.nan)
        if (np.abs(numbers[~np.isnan(numbers)]) > LARGEST_OF_TREES).any():
            message = f"The label '{label}' has infinite or too large values. Remove these rows."
            raise ModuleError(33, message, port="dataset", parameter="label_column", column=label)
    elif (distinct := values.nunique()) > MAX_CLASSES:
        message = f"The label '{label}' has {distinct:,} different values; {MAX_CLASSES:,} is the most. Choose another."
        raise ModuleError(14, message, port="dataset", parameter="label_column", column=label)


def find_tree_edges(data: pd.DataFrame, columns: list[str], label: str, bins: int) -> dict[str, tuple[float, ...]]:
    """Per column the edges at which a decision tree of it splits to tell the label; of numbers by their variance."""
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    edges: dict[str, tuple[float, ...]] = {}
    kind = data[label].dtype
    numeric = pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)
    smallest = max(1, len(data) // 200)
    for name in columns:
        rows = data[[name, label]].dropna()
        values = rows[[name]].to_numpy(dtype="float64")
        target = _to_tree_target(rows[label], numeric=numeric)
        if bins < 2:
            edges[name] = ()
            continue
        tree = (DecisionTreeRegressor if numeric else DecisionTreeClassifier)(
            max_leaf_nodes=bins, min_samples_leaf=smallest, random_state=0
        ).fit(values, target)
        inner = tree.tree_.threshold[tree.tree_.feature >= 0]
        edges[name] = tuple(sorted({float(edge) for edge in inner}))
    return edges


def _to_tree_target(values: "pd.Series[float]", *, numeric: bool) -> npt.NDArray[np.float64]:
    """Numbers scaled to at most 1, so that their squares are finite; classes by their number."""
    if not numeric:
        return np.asarray(pd.factorize(values.astype("str"), sort=True)[0], dtype="float64")
    numbers = values.to_numpy(dtype="float64")
    return numbers / (float(np.abs(numbers).max()) or 1.0)

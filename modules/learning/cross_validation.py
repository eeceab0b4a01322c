"""The folds of a cross validation: those that the data carry, else drawn at random or in order of time.

Groups stay whole in folds that are drawn at random.
"""

import logging
import warnings
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field

from modules.kit import Dataset, ModuleError, UntrainedModel
from modules.kit.progress import listen_to_progress
from modules.learning.evaluating import Measurement, measure_dataset
from modules.learning.exported_functions import split_by_time, split_series_by_time
from modules.learning.features import format_row_count
from modules.learning.fitting import fit_model
from modules.learning.labels import extract_target
from modules.learning.predicting import Predictions, add_scores, score_dataset
from modules.learning.row_roles import FOLD_COLUMN, factorize, list_role_columns, list_series, read_groups, read_times

log = logging.getLogger(__name__)

FoldOrder = Literal["Random", "By time"]
FoldOrderField = Annotated[
    FoldOrder,
    Field(
        description="Random: folds of Partition and Sample are used if there are any, and groups stay whole. By time: "
        "each fold is scored by a model of all earlier rows, by the column with the role time. Columns with "
        "the role series have it done within each series."
    ),
]


@dataclass(frozen=True)
class FoldSplit:
    """The positions of the rows to train on and of those to score, and what the fold is called."""

    number: int
    train: Any
    test: Any


@dataclass(frozen=True)
class FoldScores:
    """The scores of one fold's rows, and how good they are."""

    number: int
    rows: Any
    predictions: Predictions
    measured: Measurement


def split_into_folds(
    untrained: UntrainedModel, data: Dataset, label: str, number_of_folds: int, seed: int, order: FoldOrder = "Random"
) -> list[FoldSplit]:
    """The folds of data whose rows all have a label.

    By time, each fold is scored by a model of all rows before it. At random, the folds of Partition and Sample are
    kept, whatever is asked for; others are drawn with whole groups, where a column has that role.
    """
    target = extract_target(data.frame[label], untrained.task, untrained.learner, port="dataset")
    if order == "Random" and has_fold_column(data):
        return _read_folds(data)
    if number_of_folds > data.rows:
        message = f"number_of_folds must be at most {data.rows}, the rows with a label. Got {number_of_folds}."
        raise ModuleError(7, message, parameter="number_of_folds")
    if order == "By time":
        pairs = _split_by_time(data, number_of_folds)
    else:
        pairs = _draw_folds(untrained, data, target, label, number_of_folds, seed)
    return [FoldSplit(number, train, test) for number, (train, test) in enumerate(pairs)]


def describe_folds(data: Dataset, label: str, count: int, order: FoldOrder) -> str | None:
    """What is to be said of the folds and the metrics: groups that stay whole, the order of time, weights."""
    found = []
    times, groups = data.schema.names_with_role("time"), list_role_columns(data.schema, "group")
    if order == "By time" and times:
        series = ", ".join(list_series(data.schema))
        within = f" of its series ('{series}')" if series else ""
        found.append(f"{count} folds by '{times[0]}': each is scored by a model of all earlier rows{within}.")
    elif order == "Random" and groups and not has_fold_column(data):
        found.append(f"{count} folds of whole groups of '{groups[0]}'.")
    found += [f"Weighted by '{name}'." for name in list_role_columns(data.schema, "weight") if name != label]
    return " ".join(found) or None


def has_fold_column(data: Dataset) -> bool:
    """Whether Partition and Sample has assigned the rows to folds."""
    if FOLD_COLUMN not in data.schema:
        return False
    column = data.schema[FOLD_COLUMN]
    return column.role == "group" and column.type in ("integer", "real")


def score_fold(untrained: UntrainedModel, data: Dataset, label: str, split: FoldSplit) -> FoldScores:
    """Train on all rows but the fold's, and score those."""
    # Trees report their own progress, which would hide that of the folds.
    with listen_to_progress(lambda _: None):
        model = fit_model(untrained, take_rows(data, split.train), label)
        held_out = take_rows(data, split.test)
        predictions = score_dataset(model, held_out)
        measured = measure_dataset(add_scores(held_out, predictions), port="dataset")
    return FoldScores(split.number, split.test, predictions, measured)


def take_rows(data: Dataset, positions: npt.NDArray[np.intp]) -> Dataset:
    return data.with_frame(data.frame.iloc[positions].reset_index(drop=True))


def _read_folds(data: Dataset) -> list[FoldSplit]:
    folds = data.frame[FOLD_COLUMN]
    missing = int(folds.isna().sum())
    if missing:
        message = f"'{FOLD_COLUMN}' is missing in {missing:,} rows. Assign them to folds with Partition and Sample."
        raise ModuleError(18, message, port="dataset", column=FOLD_COLUMN)
    numbers = sorted(int(number) for number in folds.unique())
    if len(numbers) < 2:
        message = f"All rows are in fold {numbers[0]}, and at least 2 folds are needed. Use the rows of all folds."
        raise ModuleError(18, message, port="dataset", column=FOLD_COLUMN)
    log.info("The %d folds of column '%s' are used.", len(numbers), FOLD_COLUMN)
    positions = pd.Series(range(data.rows))
    inside = {number: (folds == number).to_numpy(dtype=bool) for number in numbers}
    return [
        FoldSplit(number, positions[~rows].to_numpy(), positions[rows].to_numpy()) for number, rows in inside.items()
    ]


def _split_by_time(data: Dataset, count: int) -> list[tuple[Any, Any]]:
    """Folds in the order of time: the first rows are in none, since no model of earlier rows can score them."""
    times = read_times(data, None, port="dataset", parameter="fold_order")
    series = [name for name in list_series(data.schema) if name != times.name]
    for name in series:
        factorize(data.frame[name], port="dataset")
    pairs = split_series_by_time(data.frame, str(times.name), series, count) if series else split_by_time(times, count)
    empty = any(not len(train) or not len(test) for train, test in pairs)
    if empty:
        message = f"'{times.name}' has {times.nunique():,} different times, too few for {count} folds by time."
        raise ModuleError(21, f"{message} Use fewer folds.", port="dataset", parameter="number_of_folds")
    first = len(pairs[0][0])
    log.info(
        "%d folds in order of '%s'. The oldest %s are only trained on.", count, times.name, format_row_count(first)
    )
    return pairs


def _draw_folds(
    untrained: UntrainedModel, data: Dataset, target: Any, label: str, count: int, seed: int
) -> list[tuple[Any, Any]]:
    """Random folds, for classes with the same shares in each, of whole groups where there are any."""
    from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold

    groups = read_groups(data, port="dataset", at_least=count, parts=f"{count} folds")
    if groups is not None:
        log.info("%d folds of whole groups of '%s'.", count, groups[0])
    if untrained.task in ("regression", "quantile"):
        if groups is not None:
            return list(GroupKFold(count, shuffle=True, random_state=seed).split(target, groups=groups[1]))
        return list(KFold(count, shuffle=True, random_state=seed).split(target))
    _refuse_small_classes(target, label, count)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        if groups is None:
            return list(StratifiedKFold(count, shuffle=True, random_state=seed).split(target, target))
        pairs = list(StratifiedGroupKFold(count, shuffle=True, random_state=seed).split(target, target, groups[1]))
    return _refuse_one_sided(pairs, target, label, groups[0])


def _refuse_small_classes(target: Any, label: str, count: int) -> None:
    """Refuse classes that are too small for so many folds (134)."""
    sizes = pd.Series(target).value_counts()
    if sizes.min() < 2 or sizes.max() < count:
        name, size = (sizes.idxmin(), sizes.min()) if sizes.min() < 2 else (sizes.idxmax(), sizes.max())
        message = f"Class '{name}' of '{label}' has {format_row_count(size)}, too few for {count} folds."
        raise ModuleError(134, f"{message} Use fewer folds, or remove the class.", port="dataset", column=label)
    if sizes.min() < count:
        log.warning("Class '%s' has %d rows: not every fold has one of them.", sizes.idxmin(), sizes.min())


def _refuse_one_sided(pairs: list[tuple[Any, Any]], target: Any, label: str, group: str) -> list[tuple[Any, Any]]:
    """Refuse folds of whole groups that are empty, or leave a single class to train on (141)."""
    for train, test in pairs:
        if not len(test) or len(np.unique(target[train])) < 2:
            message = f"The groups of '{group}' cannot be divided into {len(pairs)} folds that all leave two classes of"
            message = f"{message} '{label}' to train on. Use fewer folds."
            raise ModuleError(141, message, port="dataset", column=group, parameter="number_of_folds")
    return pairs

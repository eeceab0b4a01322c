"""The folds of a cross validation: those that the data carry, else drawn at random."""

import logging
import warnings
from dataclasses import dataclass
from typing import Any

import pandas as pd

from modules.kit import Dataset, ModuleError, UntrainedModel
from modules.kit.progress import listen_to_progress
from modules.learning.evaluating import Measurement, measure_dataset
from modules.learning.fitting import fit_model
from modules.learning.labels import extract_target
from modules.learning.predicting import Predictions, add_scores, score_dataset

log = logging.getLogger(__name__)

#: The column in which Partition and Sample writes the fold of each row, with the role group.
FOLD_COLUMN = "Fold Number"


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
    untrained: UntrainedModel, data: Dataset, label: str, number_of_folds: int, seed: int
) -> list[FoldSplit]:
    """The folds of data whose rows all have a label. Those of Partition and Sample are kept, whatever is asked for."""
    if (
        FOLD_COLUMN in data.schema
        and data.schema[FOLD_COLUMN].role == "group"
        and data.schema[FOLD_COLUMN].type in ("integer", "real")
    ):
        return _read_folds(data)
    target = extract_target(data.frame[label], untrained.task, untrained.learner, port="dataset")
    if number_of_folds > data.rows:
        message = f"number_of_folds must be at most {data.rows}, the rows with a label. Got {number_of_folds}."
        raise ModuleError(7, message, parameter="number_of_folds")
    pairs = _draw_folds(untrained, target, label, number_of_folds, seed)
    return [FoldSplit(number, train, test) for number, (train, test) in enumerate(pairs)]


def score_fold(untrained: UntrainedModel, data: Dataset, label: str, split: FoldSplit) -> FoldScores:
    """Train on all rows but the fold's, and score those."""
    # Trees report their own progress, which would hide that of the folds.
    with listen_to_progress(lambda _: None):
        model = fit_model(untrained, take_rows(data, split.train), label)
        held_out = take_rows(data, split.test)
        predictions = score_dataset(model, held_out)
        measured = measure_dataset(add_scores(held_out, predictions), port="dataset")
    return FoldScores(split.number, split.test, predictions, measured)


def take_rows(data: Dataset, positions: Any) -> Dataset:
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


def _draw_folds(untrained: UntrainedModel, target: Any, label: str, count: int, seed: int) -> list[tuple[Any, Any]]:
    """Random folds, for classes with the same shares in each."""
    from sklearn.model_selection import KFold, StratifiedKFold

    if untrained.task in ("regression", "quantile"):
        return list(KFold(count, shuffle=True, random_state=seed).split(target))
    sizes = pd.Series(target).value_counts()
    if sizes.min() < 2 or sizes.max() < count:
        name, size = (sizes.idxmin(), sizes.min()) if sizes.min() < 2 else (sizes.idxmax(), sizes.max())
        message = f"Class '{name}' of '{label}' has {size} rows, too few for {count} folds."
        raise ModuleError(134, f"{message} Use fewer folds, or remove the class.", port="dataset", column=label)
    if sizes.min() < count:
        log.warning("Class '%s' has %d rows: not every fold has one of them.", sizes.idxmin(), sizes.min())
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        return list(StratifiedKFold(count, shuffle=True, random_state=seed).split(target, target))

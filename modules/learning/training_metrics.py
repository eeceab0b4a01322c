"""How well a model predicts rows that it learned from, so that an evaluation can tell when it learned them by heart."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, TrainedModel
from modules.kit.metrics import find_headline
from modules.learning.evaluating import measure_dataset
from modules.learning.learners import unwrap_estimator
from modules.learning.predicting import add_scores, score_dataset

#: The metrics are of so many training rows at most, evenly spread.
MEASURED_ROWS = 2_000
#: Those whose trees or neighbors give back the rows that they hold, however well they do on others.
REPEATING_ESTIMATORS = ("RandomForest", "ExtraTrees", "KNeighbors")


def add_training_metrics(model: TrainedModel, dataset: Dataset) -> TrainedModel:
    """The model with its headline metric on rows of this dataset, which it was trained on, where there is one.

    Nothing is measured of a model that a script wrote, of forests and of nearest neighbors.
    """
    estimator = unwrap_estimator(model.pipeline[-1])
    repeats = type(estimator).__name__.startswith(REPEATING_ESTIMATORS)
    if repeats or model.label is None or getattr(model.pipeline[-1], "takes_frames", False):
        return model
    rows = dataset.with_frame(_spread_rows(dataset, model.label.name))
    try:
        measured = measure_dataset(add_scores(rows, score_dataset(model, rows)), port="dataset")
    except ModuleError:  # such as one class alone: training was right, and there is nothing to measure
        return model
    headline = find_headline([measured.metrics])
    value = measured.metrics.get(headline.name, math.nan) if headline else math.nan
    if headline is None or not math.isfinite(value):
        return model
    return replace(model, training_metrics={headline.name: round(value, 6)})


def _spread_rows(dataset: Dataset, label: str) -> pd.DataFrame:
    labeled = dataset.frame[dataset.frame[label].notna()]
    positions = np.unique(np.linspace(0, len(labeled) - 1, MEASURED_ROWS).astype(int))
    return labeled.iloc[positions].reset_index(drop=True)

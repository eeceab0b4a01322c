"""How far chance alone could move the final figure: its 95 % interval by resampling the held-out rows.

Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13 (percentiles of the resampled figures).
"""

import math

import numpy as np

from modules.automated_ml.objectives import make_measure
from modules.automated_ml.trials import to_matrix
from modules.kit import Dataset, Task
from modules.learning.predicting import Predictions
from modules.learning.tuning import Objective

RESAMPLES = 200
#: Of more rows so many are drawn: the interval is wider then, never narrower.
MAX_ROWS = 20_000


def measure_final_interval(
    held_out: Dataset, label: str, task: Task, scored: Predictions, objective: Objective
) -> float | None:
    """Half the width of the interval; None where the figure is not to be had of resampled rows."""
    measure, matrix = make_measure(held_out, label, task, scored, objective), to_matrix(scored)
    random = np.random.default_rng(0)
    count = min(len(matrix), MAX_ROWS)
    drawn = [random.integers(0, len(matrix), count) for _ in range(RESAMPLES)]
    with np.errstate(all="ignore"):
        values = [measure(matrix[rows], rows) for rows in drawn]
    known = [value for value in values if not math.isnan(value)]
    if len(known) < RESAMPLES // 2:
        return None
    low, high = np.quantile(known, (0.025, 0.975))
    return float(high - low) / 2

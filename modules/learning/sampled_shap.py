"""SHAP values of any model by sampling: what a prediction becomes as the values of a row come in one after the other.

For each usual row the columns take the values of the explained row in a random order, and once more in the reverse of
it. A column's contribution is the mean change as it comes in (Castro and others, Polynomial calculation of the Shapley
value based on sampling, 2009; antithetic pairs: Mitchell and others, Sampling permutations for Shapley value
estimation, JMLR 23, 2022). Contributions and base add up to the prediction exactly.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit.fan_out import fan_out_in_order

Numbers = npt.NDArray[np.float64]
#: Rows x outputs for the rows of a frame.
Predict = Callable[[pd.DataFrame], Numbers]

#: About so many rows are predicted at once.
ROWS_PER_PREDICTION = 40_000


def compute_sampled_values(
    predict: Predict, rows: pd.DataFrame, background: pd.DataFrame, *, seed: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Rows x columns x outputs, their standard errors, and the mean prediction of the usual rows."""
    base = predict(background.reset_index(drop=True)).mean(axis=0)
    per_row = 2 * len(background) * (rows.shape[1] + 1)
    size = max(1, ROWS_PER_PREDICTION // per_row)
    pieces = [rows.iloc[at : at + size] for at in range(0, len(rows), size)]
    work = partial(_explain_piece, predict, background, seed)
    found = list(fan_out_in_order(work, pieces, unit="groups of rows"))
    return np.concatenate([part for part, _ in found]), np.concatenate([part for _, part in found]), base


def _explain_piece(
    predict: Predict, background: pd.DataFrame, seed: int, rows: pd.DataFrame
) -> tuple[Numbers, Numbers]:
    count, width, usual = len(rows), rows.shape[1], len(background)
    # The same orders for every row: its values do not depend on which rows are explained with it.
    generator = np.random.default_rng(seed)
    orders = np.argsort(generator.random((usual, width)), axis=1)
    orders = np.stack([orders, orders[:, ::-1]], axis=1)
    ranks = np.argsort(orders, axis=2)
    # Row, usual row, direction, how many columns have come in; then whether each column is among them.
    comes_in = ranks[None, :, :, None, :] < np.arange(width + 1)[:, None]
    explained = np.arange(count)[:, None, None, None, None]
    usual_places = count + np.arange(usual)[None, :, None, None, None]
    taken = np.where(comes_in, explained, usual_places).reshape(-1, width)
    both = _stack_rows(rows, background)
    asked = pd.DataFrame({name: both[name].take(taken[:, at]).array for at, name in enumerate(both.columns)})
    predicted = predict(asked).reshape(count, usual, 2, width + 1, -1)
    steps = np.diff(predicted, axis=3)
    changes = np.take_along_axis(steps, ranks[None, :, :, :, None], axis=3).mean(axis=2)
    errors = changes.std(axis=1, ddof=min(1, usual - 1)) / np.sqrt(usual)
    return changes.mean(axis=1), errors


def _stack_rows(rows: pd.DataFrame, background: pd.DataFrame) -> pd.DataFrame:
    """Both under one another; categories with other levels as text."""
    texts = [name for name, kind in rows.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    kinds = dict.fromkeys(texts, "str")
    return pd.concat([rows.astype(kinds), background[list(rows.columns)].astype(kinds)], ignore_index=True)

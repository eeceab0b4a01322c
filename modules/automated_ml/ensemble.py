"""Weights of models by their predictions of rows that they have not seen.

Source: Caruana and others, Ensemble Selection from Libraries of Models, ICML 2004: the model that helps most is added,
again and again, also one that is in it already.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Predictions = npt.NDArray[Any]
#: So often a model is added. Weights are multiples of one through this.
ROUNDS = 20
#: Models beyond this number hardly help, and each one takes time in every prediction.
MAX_MEMBERS = 5


def select_weights(
    predictions: Mapping[int, Predictions], measure: Callable[[Predictions], float], *, maximize: bool
) -> tuple[dict[int, float], float]:
    """{model: weight} with the sum 1, and what the weighted mean measures."""
    sign = 1.0 if maximize else -1.0
    numbers = list(predictions)
    total = np.zeros_like(predictions[numbers[0]], dtype="float64")
    chosen: list[int] = []
    best: tuple[float, list[int]] = (-np.inf, [])
    for _ in range(ROUNDS):
        allowed: Sequence[int] = numbers if len(set(chosen)) < MAX_MEMBERS else list(dict.fromkeys(chosen))
        values = {number: sign * measure((total + predictions[number]) / (len(chosen) + 1)) for number in allowed}
        number = max(values, key=lambda one: values[one])
        if np.isnan(values[number]):
            break
        chosen.append(number)
        total = total + predictions[number]
        if values[number] > best[0] + 1e-12:
            best = values[number], list(chosen)
    count = len(best[1])
    weights = {number: best[1].count(number) / count for number in dict.fromkeys(best[1])}
    return weights, sign * best[0]

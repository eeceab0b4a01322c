"""Fitting to features that lie in a mapped file, for estimators that can be fitted a part at a time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self, TypeAlias

import numpy as np
import numpy.typing as npt

from modules.kit import report
from modules.learning.class_weighted_classifier import weigh_classes
from modules.learning.mapped_fits import ROWS_AT_ONCE

#: An estimator of scikit-learn; its encoded rows, dense, sparse or mapped from a file; and what is to be predicted.
Estimator: TypeAlias = Any
Encoded: TypeAlias = Any
Target: TypeAlias = Any
Settings = Mapping[str, Any]

Places = npt.NDArray[np.intp]

#: Gradient steps see so many rows in the order of the file before they go on elsewhere in it: a file is slow to read
#: row by row.
ROWS_TOGETHER = 256


def fit_bayes(estimator: Estimator, encoded: Encoded, target: Target, settings: Settings) -> None:
    """Naive Bayes: counts, means and variances are added up over the rows, and are those of all rows at once."""
    smoothing = getattr(estimator, "var_smoothing", None)
    if smoothing is not None:
        estimator.set_params(var_smoothing=0.0)  # it would be taken from the variances of each part
    classes = np.unique(target)
    for part in _iterate_parts(len(target)):
        weights = {name: values[part] for name, values in settings.items() if values is not None}
        estimator.partial_fit(np.asarray(encoded[part]), target[part], classes=classes, **weights)
    if smoothing is not None:
        estimator.set_params(var_smoothing=smoothing)
        estimator.epsilon_ = smoothing * _measure_variances(encoded).max()
        estimator.var_ += estimator.epsilon_


def _iterate_parts(rows: int) -> Iterator[slice]:
    for start in range(0, rows, ROWS_AT_ONCE):
        yield slice(start, start + ROWS_AT_ONCE)
        report(min(start + ROWS_AT_ONCE, rows), rows, "rows")


def _measure_variances(encoded: Encoded) -> npt.NDArray[np.float64]:
    """The variance of each column: of the mean first, for numbers that are far from 0."""
    rows = len(encoded)
    mean = sum(np.asarray(encoded[part]).sum(axis=0) for part in _iterate_parts(rows)) / rows
    squares = sum(((np.asarray(encoded[part]) - mean) ** 2).sum(axis=0) for part in _iterate_parts(rows))
    return np.asarray(squares / rows)


def fit_gradient_steps(estimator: Estimator, encoded: Encoded, target: Target, settings: Settings) -> None:
    """Stochastic gradient descent in as many passes as it is to take; it visits rows in an order of its own."""
    _take_steps(estimator, encoded, np.arange(len(target)), target, settings.get("sample_weight"))


def fit_calibrated(estimator: Estimator, encoded: Encoded, target: Target, settings: Settings) -> None:
    """Gradient descent whose margins become probabilities, on folds of which no row is copied.

    What is split into folds are the places of the rows; a stand-in for the learner reads the rows there.
    """
    inner = estimator.estimator
    estimator.set_params(estimator=_StepsAtPlaces(inner, encoded))
    estimator.fit(np.arange(len(target))[:, None], target, **settings)
    estimator.set_params(estimator=inner)
    for calibrated in estimator.calibrated_classifiers_:
        calibrated.estimator = calibrated.estimator.estimator
    estimator.n_features_in_ = encoded.shape[1]


class _StepsAtPlaces:
    """A classifier by gradient descent that is given the places of its rows instead of the rows."""

    _estimator_type = "classifier"

    def __init__(self, estimator: Estimator, encoded: Encoded) -> None:
        self.estimator = estimator
        self.encoded = encoded

    def __sklearn_clone__(self) -> "_StepsAtPlaces":
        from sklearn.base import clone

        return _StepsAtPlaces(clone(self.estimator), self.encoded)

    def __sklearn_tags__(self) -> object:
        return self.estimator.__sklearn_tags__()

    def get_params(self, deep: bool = True) -> dict[str, object]:
        return {"estimator": self.estimator, "encoded": self.encoded}

    def get_metadata_routing(self) -> object:
        return self.estimator.get_metadata_routing()

    @property
    def classes_(self) -> object:
        return self.estimator.classes_

    def fit(self, places: Places, target: Target, sample_weight: Target = None) -> Self:
        _take_steps(self.estimator, self.encoded, np.asarray(places).ravel(), target, sample_weight)
        return self

    def decision_function(self, places: Places) -> object:
        return self._look_up(self.estimator.decision_function, places)

    def predict(self, places: Places) -> object:
        return self._look_up(self.estimator.predict, places)

    def _look_up(self, function: Callable[[Any], Any], places: Places) -> object:
        taken = np.asarray(places).ravel()
        starts = range(0, len(taken), ROWS_AT_ONCE)
        return np.concatenate([function(self.encoded[taken[start : start + ROWS_AT_ONCE]]) for start in starts])


def _take_steps(estimator: Estimator, encoded: Encoded, places: Places, target: Target, sample_weight: Target) -> None:
    """Go through the rows at these places, `max_iter` times."""
    class_weight = getattr(estimator, "class_weight", None)
    weights = weigh_classes(class_weight, target, sample_weight)
    classes = {"classes": np.unique(target)} if hasattr(estimator, "decision_function") else {}
    if class_weight is not None:
        estimator.set_params(class_weight=None)  # the rows weigh as much; not known of a part
    random = np.random.default_rng(estimator.random_state)
    for done in range(1, estimator.max_iter + 1):
        for taken in _mix_rows(len(places), random):
            some = {} if weights is None else {"sample_weight": weights[taken]}
            estimator.partial_fit(np.asarray(encoded[places[taken]]), target[taken], **classes, **some)
        report(done, estimator.max_iter, "passes")
    if class_weight is not None:
        estimator.set_params(class_weight=class_weight)
    estimator.n_iter_ = estimator.max_iter


def _mix_rows(rows: int, random: np.random.Generator) -> Iterator[Places]:
    """All rows once: runs of neighbors from all over the file at a time, and the rows of these in any order."""
    runs = random.permutation(np.arange(0, rows, ROWS_TOGETHER))
    for start in range(0, len(runs), ROWS_AT_ONCE // ROWS_TOGETHER):
        some = runs[start : start + ROWS_AT_ONCE // ROWS_TOGETHER]
        taken = (some[:, None] + np.arange(ROWS_TOGETHER)).ravel()
        yield random.permutation(taken[taken < rows])


@contextmanager
def number_in_file(estimator: Estimator) -> Iterator[None]:
    """Have scikit-learn's boosted trees number their categories in the file, of which they would make two copies."""
    usual = estimator._preprocess_X

    def number_categories(rows: Encoded, *, reset: bool) -> tuple[Any, object]:
        if not estimator.categorical_features:
            return usual(rows, reset=reset)  # type: ignore[no-any-return]
        _, known = usual(_find_categories(rows, len(estimator.categorical_features)), reset=reset)
        for part in _iterate_parts(len(rows)):
            rows[part] = estimator._preprocessor.transform(np.asarray(rows[part]))
        return rows, known

    estimator._preprocess_X = number_categories
    try:
        yield
    finally:
        del estimator._preprocess_X


def _find_categories(encoded: Encoded, count: int) -> npt.NDArray[np.float64]:
    """A few rows in which each category of the first columns is."""
    levels = [np.empty(0)] * count
    for part in _iterate_parts(len(encoded)):
        values = np.asarray(encoded[part, :count])
        levels = [np.union1d(known, column) for known, column in zip(levels, values.T, strict=True)]
    rows = np.zeros((max(map(len, levels)), encoded.shape[1]))
    for column, known in enumerate(levels):
        rows[:, column] = np.resize(known, len(rows))
    return rows

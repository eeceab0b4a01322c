"""SHAP values of any trained model: how much each column adds to the prediction of a row.

Trees and linear models are explained exactly, all others by asking them about mixtures of rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, ModuleError, TrainedModel
from modules.kit.fan_out import fan_out_in_order
from modules.learning.encoding import list_source_columns
from modules.learning.label_encoded_classifier import LabelEncodedClassifier
from modules.learning.predicting import encode_model_rows, score_dataset
from modules.learning.sampled_shap import compute_sampled_values
from modules.learning.tree_ensembles import TreeEnsemble, read_tree_ensemble
from modules.learning.tree_shap import add_tree_contributions, add_tree_interactions

Numbers = npt.NDArray[np.float64]
#: What the contributions add up to: the label itself, its logarithm, a probability, the log-odds of the positive
#: class, or the score of a class before all are scaled to probabilities.
Scale = Literal["label", "log of label", "probability", "log-odds", "class score"]
Method = Literal["trees", "linear", "sampled"]

#: About so many trees are one piece of work.
TREES_PER_PIECE = 10
#: Interactions are computed on as many rows as need about so many operations.
INTERACTION_OPERATIONS = 3e8
MAX_INTERACTION_ROWS = 200

LINEAR_REGRESSORS = frozenset({"LinearRegression", "Ridge", "SGDRegressor", "ElasticNet"})
LOG_REGRESSORS = frozenset({"PoissonRegressor", "SparsePoissonRegressor", "TweedieRegressor"})


@dataclass(frozen=True)
class ShapValues:
    """Contributions as rows x columns x outputs, and for each output what they are added to.

    `errors` are the standard errors where the values were sampled.
    """

    columns: tuple[str, ...]
    values: Numbers
    base: Numbers
    scale: Scale
    method: Method
    errors: Numbers | None = None

    def select_outputs(self, outputs: npt.NDArray[np.int64]) -> "ShapValues":
        """One output for each row."""
        rows = np.arange(len(self.values))
        errors = None if self.errors is None else self.errors[rows, :, outputs][:, :, None]
        return replace(self, values=self.values[rows, :, outputs][:, :, None], base=self.base[outputs], errors=errors)

    def reverse(self) -> "ShapValues":
        """The same for the other one of two classes."""
        return replace(self, values=-self.values, base=1 - self.base if self.scale == "probability" else -self.base)


@dataclass(frozen=True)
class Interactions:
    """How far each two columns move a prediction together on average, measured on so many rows."""

    columns: tuple[str, ...]
    means: Numbers
    rows: int


def compute_shap_values(
    model: TrainedModel, dataset: Dataset, *, background: pd.DataFrame, usual_rows: int, seed: int, port: str
) -> ShapValues:
    """The contributions of the columns to each row.

    `background` are rows that stand for the usual ones. Where values are sampled, `usual_rows` of them are taken.
    """
    encoded = encode_model_rows(model, dataset, port=port)
    estimator = _get_estimator(model)
    linear = _read_linear_model(estimator)
    if linear is not None:
        usual = encode_model_rows(model, Dataset(background, dataset.roles), port=port)
        return _explain_linear_model(model, linear, encoded, usual)
    if isinstance(encoded, np.ndarray) and encoded.dtype == np.float64:
        explained = _explain_trees(estimator, encoded)
        if explained is not None:
            values, base, scale = explained
            columns, whole = _sum_by_source(model, values)
            return ShapValues(columns, whole, base, scale, "trees")
    few = background.iloc[_spread(len(background), usual_rows)]
    return _sample_values(model, dataset, few, seed)


def _get_estimator(model: TrainedModel) -> Any:
    estimator = model.pipeline[-1]
    return estimator.estimator if isinstance(estimator, LabelEncodedClassifier) else estimator


def _sum_by_source(model: TrainedModel, values: Numbers) -> tuple[tuple[str, ...], Numbers]:
    """Contributions of encoded features as those of the columns that they were made of."""
    sources = list_source_columns(model.pipeline[0])
    columns = tuple(dict.fromkeys(sources))
    whole = np.zeros((len(values), len(columns), values.shape[2]))
    places = {column: place for place, column in enumerate(columns)}
    for feature, source in enumerate(sources):
        whole[:, places[source]] += values[:, feature]
    return columns, whole


@dataclass(frozen=True)
class _LinearModel:
    """Outputs as weighted sums: outputs x features, and a constant for each."""

    weights: Numbers
    constants: Numbers
    scale: Scale


def _read_linear_model(estimator: Any) -> _LinearModel | None:
    """The weights of an estimator of a known class, else None; of calibrated margins, those of their log-odds."""
    name = type(estimator).__name__
    adds_up = name in LINEAR_REGRESSORS or (name == "TweedieRegressor" and estimator.link == "identity")
    if adds_up or name in LOG_REGRESSORS:
        scale: Scale = "label" if adds_up else "log of label"
        return _LinearModel(np.atleast_2d(estimator.coef_), np.atleast_1d(estimator.intercept_), scale)
    if name == "LogisticRegression":
        scale = "log-odds" if len(estimator.classes_) == 2 else "class score"
        return _LinearModel(np.atleast_2d(estimator.coef_), np.atleast_1d(estimator.intercept_), scale)
    members: Any = getattr(estimator, "calibrated_classifiers_", ())
    if len(members) != 1 or not hasattr(members[0].estimator, "coef_") or len(estimator.classes_) != 2:
        return None
    inner, curve = members[0].estimator, members[0].calibrators[0]
    if not hasattr(curve, "a_"):
        return None
    # Platt's curve: the log-odds are -(a * margin + b).
    constants = -(curve.a_ * np.atleast_1d(inner.intercept_) + curve.b_)
    return _LinearModel(-curve.a_ * np.atleast_2d(inner.coef_), constants, "log-odds")


def _explain_linear_model(model: TrainedModel, linear: _LinearModel, encoded: Any, usual: Any) -> ShapValues:
    """The weight of a feature times how far it is from its mean among the usual rows."""
    sources = np.array(list_source_columns(model.pipeline[0]), dtype=object)
    columns = tuple(dict.fromkeys(sources.tolist()))
    values = np.empty((encoded.shape[0], len(columns), len(linear.weights)))
    for place, column in enumerate(columns):
        features = np.flatnonzero(sources == column)
        weights = linear.weights[:, features].T
        mean = np.asarray(usual[:, features].mean(axis=0)).reshape(1, -1) @ weights
        values[:, place] = np.asarray(encoded[:, features] @ weights) - mean
    mean = np.asarray(usual.mean(axis=0)).reshape(1, -1)
    base = np.asarray(mean @ linear.weights.T).ravel() + linear.constants
    return ShapValues(columns, values, base, linear.scale, "linear")


def _explain_trees(estimator: Any, encoded: Numbers) -> tuple[Numbers, Numbers, Scale] | None:
    """Rows x features x outputs, the base of each output and what they add up to; None of what is no trees."""
    name, classes = type(estimator).__name__, len(getattr(estimator, "classes_", ()))
    boosted: Scale = "label" if not classes else "log-odds" if classes == 2 else "class score"
    if name.startswith("XGB"):
        values, base = _split_base(_ask_xgboost(estimator, encoded), encoded.shape[1])
        return values, base, boosted
    if name.startswith("LGBM"):
        values, base = _split_base(estimator.predict(encoded, pred_contrib=True), encoded.shape[1])
        return values, base, boosted
    ensemble = read_tree_ensemble(estimator)
    if ensemble is None:
        return None
    prepared = prepare_tree_rows(estimator, encoded)
    values = np.zeros((*prepared.shape, len(ensemble.start)))
    for part in _run_by_trees(ensemble, partial(_add_contributions, ensemble, prepared)):
        values += part
    means: Scale = "probability" if classes else "label"
    return values, ensemble.compute_base(), boosted if name.startswith("Hist") else means


def _ask_xgboost(estimator: Any, encoded: Numbers, *, interactions: bool = False) -> Numbers:
    from xgboost import DMatrix

    rows = DMatrix(encoded, feature_types=estimator.feature_types, enable_categorical=True)
    booster = estimator.get_booster()
    found = booster.predict(rows, pred_contribs=not interactions, pred_interactions=interactions)
    return np.asarray(found, dtype="float64")


def _split_base(found: Any, width: int) -> tuple[Numbers, Numbers]:
    """What the boosting libraries return: for each output the features and then the base."""
    table = np.asarray(found, dtype="float64").reshape(len(found), -1, width + 1).transpose(0, 2, 1)
    return table[:, :width], table[0, width]


def prepare_tree_rows(estimator: Any, encoded: Numbers) -> Numbers:
    """The encoded rows as the trees see them: scikit-learn's boosting numbers categories once more."""
    if getattr(estimator, "_preprocessor", None) is None:
        return encoded
    return np.asarray(estimator._preprocess_X(encoded, reset=False), dtype="float64")


def _run_by_trees(ensemble: TreeEnsemble, work: Callable[[range], Numbers]) -> list[Numbers]:
    """The results of pieces of a few trees each."""
    count = len(ensemble.trees)
    pieces = [range(at, min(count, at + TREES_PER_PIECE)) for at in range(0, count, TREES_PER_PIECE)]
    return list(fan_out_in_order(work, pieces, unit="groups of trees"))


def _add_contributions(ensemble: TreeEnsemble, rows: Numbers, places: Sequence[int]) -> Numbers:
    total = np.zeros((*rows.shape, len(ensemble.start)))
    for place in places:
        add_tree_contributions(ensemble.trees[place], ensemble.make_splitter(place, rows), total)
    return total


def compute_interactions(model: TrainedModel, dataset: Dataset, *, port: str) -> Interactions | None:
    """The mean absolute interaction of each two columns; None of other models.

    Only of trees with one output can they be computed exactly.
    """
    encoded = encode_model_rows(model, dataset, port=port)
    estimator = _get_estimator(model)
    if not isinstance(encoded, np.ndarray) or len(model.classes) > 2:
        return None
    if type(estimator).__name__.startswith("XGB"):
        rows = encoded[_spread(len(encoded), MAX_INTERACTION_ROWS)]
        table = _ask_xgboost(estimator, rows, interactions=True)[:, :-1, :-1]
        return Interactions(*_sum_pairs(model, table), len(rows))
    ensemble = read_tree_ensemble(estimator)
    if ensemble is None:
        return None
    work = sum(len(tree.list_leaves()) * tree.count_path_features() ** 2 for tree in ensemble.trees)
    count = int(np.clip(INTERACTION_OPERATIONS / max(1, work), 1, MAX_INTERACTION_ROWS))
    rows = prepare_tree_rows(estimator, encoded[_spread(len(encoded), count)])
    table = np.zeros((len(rows), rows.shape[1], rows.shape[1]))
    for part in _run_by_trees(ensemble, partial(_add_interactions, ensemble, rows)):
        table += part
    return Interactions(*_sum_pairs(model, table), len(rows))


def _add_interactions(ensemble: TreeEnsemble, rows: Numbers, places: Sequence[int]) -> Numbers:
    total = np.zeros((*rows.shape, rows.shape[1]))
    for place in places:
        add_tree_interactions(ensemble.trees[place], ensemble.make_splitter(place, rows), total)
    return total


def _sum_pairs(model: TrainedModel, table: Numbers) -> tuple[tuple[str, ...], Numbers]:
    """Interactions of encoded features as those of their columns: both halves of a pair together."""
    columns, halves = _sum_by_source(model, table)
    _, pairs = _sum_by_source(model, halves.transpose(0, 2, 1))
    return columns, 2 * np.abs(pairs).mean(axis=0)


def _spread(rows: int, most: int) -> npt.NDArray[np.int64]:
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).astype("int64"))


def _sample_values(model: TrainedModel, dataset: Dataset, background: pd.DataFrame, seed: int) -> ShapValues:
    names = model.features.names
    predict = partial(_predict_outputs, model, dataset)
    values, errors, base = compute_sampled_values(predict, dataset.frame[names], background[names], seed=seed)
    return ShapValues(tuple(names), values, base, "probability" if model.classes else "label", "sampled", errors)


def _predict_outputs(model: TrainedModel, dataset: Dataset, frame: pd.DataFrame) -> Numbers:
    """Rows x outputs: the number, the middle quantile, the probability of the positive class or of each class."""
    predicted = score_dataset(model, Dataset(frame, dataset.roles))
    named = predicted.scores.probabilities
    if model.classes and not named:
        message = f"{model.learner} gives no probabilities, so its predictions can't be explained."
        raise ModuleError(13, message, port="trained_model")
    outputs = list(named.values()) if named else [predicted.scores.predicted]
    table: Numbers = predicted.columns[outputs].to_numpy(dtype="float64")
    return table

"""Fitting an estimator of scikit-learn to encoded features: progress where it is cheap, errors in our words."""

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager, nullcontext
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from modules.kit import ModuleError, UntrainedModel, report
from modules.kit.errors import to_sentence
from modules.kit.fan_out import is_in_fan_out
from modules.kit.thread_limits import limit_library_threads
from modules.learning.class_weighted_classifier import weigh_classes
from modules.learning.features import format_row_count
from modules.learning.learner import Estimator
from modules.learning.mapped_fits import fit_elastic_net, fit_least_squares, fit_logistic, is_mapped
from modules.learning.mapped_passes import fit_bayes, fit_calibrated, fit_gradient_steps, number_in_file
from modules.learning.row_roles import log as roles_log

log = logging.getLogger(__name__)

#: Parameters with such a word in their names end the training later, or sooner content.
ITERATION_WORDS = ("iterations", "epochs", "tolerance")

#: A forest reports this often; growing it in more pieces would slow it down.
FOREST_PIECES = 10

#: Up to this many coefficients Newton's method is many times faster than L-BFGS, and finds the same optimum.
NEWTON_COEFFICIENTS = 1000

#: Tables with fewer cells than this are worked on in one thread.
SINGLE_THREAD_CELLS = 100_000

#: The label, as numbers or as classes of any kind.
Target = npt.NDArray[Any]
#: What `fit` is told besides: the weights of the rows, where there are any
Settings = Mapping[str, Any]


class Matrix(Protocol):
    """Encoded features: an array, or a sparse matrix of scipy."""

    @property
    def shape(self) -> tuple[int, ...]: ...


class FittableEstimator(Estimator, Protocol):
    """Any estimator of scikit-learn, or one with its methods."""

    def fit(self, encoded: Matrix, target: Target, **settings: object) -> object: ...


class Forest(FittableEstimator, Protocol):
    n_estimators: int


class BoostedTrees(FittableEstimator, Protocol):
    max_iter: int
    n_iter_no_change: int
    _predictors: Sized
    _scorer: object


class Folds(Protocol):
    n_splits: int


class CalibratedEstimator(FittableEstimator, Protocol):
    cv: Folds


class MulticlassWrapper(FittableEstimator, Protocol):
    estimator: CalibratedEstimator


class LogisticEstimator(FittableEstimator, Protocol):
    C: float


class PoissonEstimator(FittableEstimator, Protocol):
    alpha: float


class NeighborsEstimator(FittableEstimator, Protocol):
    n_neighbors: int


class BoostingState(Protocol):
    """What LightGBM tells after each tree."""

    iteration: int


def fit_estimator(
    estimator: FittableEstimator,
    encoded: Matrix,
    target: Target,
    untrained: UntrainedModel,
    *,
    port: str,
    settings: Settings | None = None,
) -> None:
    """Fit in place. What scikit-learn refuses is error 83; what it warns of goes to the log.

    The settings are those of `prepare_weights`.
    """
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings(record=True) as caught, limit_library_threads(limit_threads(encoded)):
        warnings.simplefilter("always", ConvergenceWarning)
        try:
            _fit_by_class(estimator, encoded, target, settings or {})
        except (ValueError, FloatingPointError) as error:
            message = to_sentence(f"{untrained.learner} could not be trained: {_explain_refusal(error, target)}")
            raise ModuleError(83, message, port=port) from error
    if any(issubclass(warning.category, ConvergenceWarning) for warning in caught):
        log.warning(
            "%s stopped before it had converged. %s", untrained.learner, _suggest_convergence(untrained.parameters)
        )


def _explain_refusal(error: Exception, target: Target) -> str:
    """What scikit-learn says, or the same in words of the label where it speaks of its own classes."""
    if "out of the valid range of the loss" in str(error):
        lowest = f"the label goes down to {np.min(target):g}, which the chosen family can't be"
        return f"{lowest}. Choose a family that can, or remove these rows"
    return str(error)


def _suggest_convergence(parameters: Iterable[str]) -> str:
    """What helps, of the parameters that the learner really has."""
    helping = [name.replace("_", " ") for name in parameters if any(word in name for word in ITERATION_WORDS)]
    return f"Normalize the data, or raise the {' or the '.join(helping)}." if helping else "Normalize the data."


@contextmanager
def deduplicate_warnings() -> Iterator[None]:
    """Warn of the same thing once, though many models are trained, as for folds and trials."""
    seen_messages: set[str] = set()

    def new(record: logging.LogRecord) -> bool:
        message = record.getMessage()
        known = message in seen_messages
        seen_messages.add(message)
        return not known

    for logger in (log, roles_log):
        logger.addFilter(new)
    try:
        yield
    finally:
        for logger in (log, roles_log):
            logger.removeFilter(new)


def _fit_by_class(estimator: FittableEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    """Fit in the way of this estimator's class, if it has one of its own."""
    way = FIT_FUNCTIONS.get(type(estimator).__name__)
    if way is None:
        estimator.fit(encoded, target, **settings)
    else:
        way(estimator, encoded, target, settings)


def _fit_boosted_trees(estimator: BoostedTrees, encoded: Matrix, target: Target, settings: Settings) -> None:
    with number_in_file(estimator) if is_mapped(encoded) else nullcontext():
        _grow_boosted_trees(estimator, encoded, target, settings)


def _grow_boosted_trees(estimator: BoostedTrees, encoded: Matrix, target: Target, settings: Settings) -> None:
    """Report each tree.

    Scikit-learn 1.9 has no callbacks here, but it calls a scorer after each tree when asked to watch for an early stop.
    This scorer only counts, and never stops the training. The scorer's sample needs two rows of each class.
    """
    if hasattr(estimator, "predict_proba") and _count_classes(target)[1].min() < 2:
        estimator.fit(encoded, target, **settings)
        return
    if is_in_fan_out():
        _fit_silently(estimator, encoded, target, settings)
        return
    usual = {name: estimator.get_params()[name] for name in ("early_stopping", "validation_fraction", "scoring")}
    patience = estimator.n_iter_no_change
    estimator.set_params(
        early_stopping=True,
        validation_fraction=None,
        scoring=_count_trees,
        n_iter_no_change=estimator.max_iter + 1,
    )
    estimator.fit(encoded, target, **settings)
    estimator.set_params(**usual, n_iter_no_change=patience)
    # The fitted estimator would carry the scorer, and with it this module, into every saved model.
    estimator._scorer = None


def _fit_silently(estimator: BoostedTrees, encoded: Matrix, target: Target, settings: Settings) -> None:
    """All trees without counting them, which nobody hears beside other work and which takes half of the time."""
    usual = estimator.get_params()["early_stopping"]
    estimator.set_params(early_stopping=False).fit(encoded, target, **settings)
    estimator.set_params(early_stopping=usual)


def _count_trees(estimator: BoostedTrees, _encoded: Matrix, _target: Target, **_weights: object) -> float:
    report(len(estimator._predictors), estimator.max_iter, "trees")
    return 0.0


def _fit_forest(estimator: Forest, encoded: Matrix, target: Target, settings: Settings) -> None:
    """Grow the forest piece by piece: with `warm_start` scikit-learn grows the same trees as at once."""
    total = estimator.n_estimators
    pieces = min(FOREST_PIECES, total)
    estimator.set_params(warm_start=True)
    with warnings.catch_warnings():
        # All pieces see the same rows, so that weights of classes stay the same.
        warnings.filterwarnings("ignore", message="class_weight presets", category=UserWarning)
        for piece in range(1, pieces + 1):
            estimator.set_params(n_estimators=total * piece // pieces).fit(encoded, target, **settings)
            report(estimator.n_estimators, total, "trees")
    estimator.set_params(warm_start=False)


def _fit_multiclass_wrapper(estimator: MulticlassWrapper, encoded: Matrix, target: Target, settings: Settings) -> None:
    """Every one of the models for two classes can be calibrated as long as the smallest class can."""
    import sklearn

    if hasattr(estimator.estimator, "cv"):
        _share_folds(estimator.estimator, target)
    # Without routing these two take no weights.
    with sklearn.config_context(enable_metadata_routing=bool(settings)):
        estimator.fit(encoded, target, **settings)


def _fit_calibrated(estimator: CalibratedEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    _share_folds(estimator, target)
    if is_mapped(encoded):
        fit_calibrated(estimator, encoded, target, settings)
    else:
        estimator.fit(encoded, target, **settings)


def _share_folds(estimator: CalibratedEstimator, target: Target) -> None:
    """Calibrate on as many folds as the smallest class has rows, if it has fewer than asked for."""
    names, sizes = _count_classes(target)
    smallest = int(sizes.min())
    if smallest < 2:
        message = (
            f"class '{names[sizes.argmin()]}' of the label has {format_row_count(smallest)}, and at least 2 are needed"
        )
        raise ValueError(message + " to calibrate probabilities. Add rows, or use another learner.")
    estimator.cv.n_splits = min(estimator.cv.n_splits, smallest)


def _fit_logistic(estimator: LogisticEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    """Take Newton's method where its matrix is small; without a penalty that matrix may have no inverse."""
    coefficients = encoded.shape[1] * len(_count_classes(target)[0])
    if coefficients <= NEWTON_COEFFICIENTS and np.isfinite(estimator.C):
        if is_mapped(encoded):
            fit_logistic(estimator, encoded, target, settings)
            return
        estimator.set_params(solver="newton-cholesky")
    estimator.fit(encoded, target, **settings)


def _fit_linear(estimator: FittableEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    if is_mapped(encoded):
        fit = fit_elastic_net if type(estimator).__name__ == "ElasticNet" else fit_least_squares
        fit(estimator, encoded, target, settings)
    else:
        estimator.fit(encoded, target, **settings)


def _fit_poisson(estimator: PoissonEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    """Weigh the penalty against the sum over all rows, as ridge and logistic regression do, not against their mean."""
    _check_not_negative(target)
    if encoded.shape[1] <= NEWTON_COEFFICIENTS and estimator.alpha > 0 and not is_mapped(encoded):
        estimator.set_params(solver="newton-cholesky")
    total = settings["sample_weight"].sum() if settings else len(target)
    estimator.set_params(alpha=estimator.alpha / total).fit(encoded, target, **settings)


def _fit_sparse_poisson(estimator: FittableEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    _check_not_negative(target)
    estimator.fit(encoded, target, **settings)


def _check_not_negative(target: Target) -> None:
    negative = int((target < 0).sum())
    if negative:
        raise ValueError(f"the label is negative in {format_row_count(negative)}, and counts are 0 or more.")


def _fit_neighbors(estimator: NeighborsEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    if estimator.n_neighbors > len(target):
        message = f"it needs {estimator.n_neighbors} neighbors, but there are only {format_row_count(len(target))}."
        raise ValueError(f"{message} Lower the number of neighbors or add rows.")
    estimator.fit(encoded, target, **settings)


def _fit_normal_bayes(estimator: FittableEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    if not isinstance(encoded, np.ndarray):
        message = "its categories make too large a table for normal distributions."
        raise ValueError(f"{message} Choose another distribution, or exclude columns with many categories.")
    _fit_bayes(estimator, encoded, target, settings)


def _fit_bayes(estimator: FittableEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    if is_mapped(encoded):
        fit_bayes(estimator, encoded, target, settings)
    else:
        estimator.fit(encoded, target, **settings)


def _fit_descent(estimator: FittableEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    if is_mapped(encoded):
        fit_gradient_steps(estimator, encoded, target, settings)
    else:
        estimator.fit(encoded, target, **settings)


def _fit_network(estimator: FittableEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        try:
            estimator.fit(encoded, target, **settings)
        except ValueError as error:
            if "non-finite parameter weights" not in str(error):
                raise
            raise ValueError("its weights grew without bound. Lower the learning rate or the momentum.") from error


def _fit_lightgbm(estimator: Forest, encoded: Matrix, target: Target, settings: Settings) -> None:
    """Report each tree; a column of categories is split as sets of them."""

    def count(state: BoostingState) -> None:
        report(state.iteration + 1, estimator.n_estimators, "trees")

    estimator.set_params(n_jobs=limit_threads(encoded))
    places = vars(estimator).pop("category_places", [])
    estimator.fit(encoded, target, categorical_feature=places, callbacks=[count], **settings)


def _fit_xgboost(estimator: FittableEstimator, encoded: Matrix, target: Target, settings: Settings) -> None:
    getattr(estimator, "estimator", estimator).set_params(n_jobs=limit_threads(encoded))
    estimator.fit(encoded, target, **settings)


def _fit_weighted_classes(estimator: Any, encoded: Matrix, target: Target, settings: Settings) -> None:
    """Fit the estimator within as it is fitted without weights of classes."""
    weights = weigh_classes(estimator.class_weight, target, settings.get("sample_weight"))
    _fit_by_class(estimator.estimator, encoded, target, {"sample_weight": weights})


def limit_threads(encoded: Matrix) -> int | None:
    """One thread for small tables, where several wait for one another longer than they work, and beside other work."""
    return 1 if is_in_fan_out() or np.prod(encoded.shape) < SINGLE_THREAD_CELLS else None


def _count_classes(target: Target) -> tuple[Target, npt.NDArray[np.intp]]:
    """The classes, and the number of rows of each."""
    names, sizes = np.unique(target, return_counts=True)
    return names, sizes


#: How estimators of a class are fitted, where that takes more than `fit`. By name, since importing them takes long.
FIT_FUNCTIONS: Mapping[str, Callable[[Any, Matrix, Target, Settings], None]] = {
    "BernoulliNB": _fit_bayes,
    "CalibratedClassifierCV": _fit_calibrated,
    "ClassWeightedClassifier": _fit_weighted_classes,
    "ElasticNet": _fit_linear,
    "ExtraTreesClassifier": _fit_forest,
    "ExtraTreesRegressor": _fit_forest,
    "GaussianNB": _fit_normal_bayes,
    "HistGradientBoostingClassifier": _fit_boosted_trees,
    "HistGradientBoostingRegressor": _fit_boosted_trees,
    "KNeighborsClassifier": _fit_neighbors,
    "KNeighborsRegressor": _fit_neighbors,
    "LGBMClassifier": _fit_lightgbm,
    "LGBMRegressor": _fit_lightgbm,
    "LinearRegression": _fit_linear,
    "LogisticRegression": _fit_logistic,
    "MLPClassifier": _fit_network,
    "LabelEncodedClassifier": _fit_xgboost,
    "MultinomialNB": _fit_bayes,
    "OneVsOneClassifier": _fit_multiclass_wrapper,
    "OneVsRestClassifier": _fit_multiclass_wrapper,
    "PoissonRegressor": _fit_poisson,
    "Ridge": _fit_linear,
    "RandomForestClassifier": _fit_forest,
    "RandomForestRegressor": _fit_forest,
    "SGDRegressor": _fit_descent,
    "SparsePoissonRegressor": _fit_sparse_poisson,
    "TransformedTargetRegressor": _fit_network,
    "XGBRegressor": _fit_xgboost,
}

"""Which estimators of scikit-learn and others can count rows by their weights."""

from typing import Any

from modules.kit import Dataset
from modules.learning.learners import unwrap_estimator
from modules.learning.row_roles import log, read_weights

#: Their `fit` takes weights, though its signature does not say so.
FORWARDING_ESTIMATORS = ("TransformedTargetRegressor",)
#: Version 1.4 of quantile-forest looks weights up by the places of drawn rows, and fails.
FAILING_ESTIMATORS = ("RandomForestQuantileRegressor",)


def accepts_weights(estimator: Any) -> bool:
    """Whether training counts rows by `sample_weight`; of what combines many models, whether each of them does."""
    from sklearn.utils.validation import has_fit_parameter

    inner = unwrap_estimator(estimator)
    if type(inner).__name__ in FORWARDING_ESTIMATORS:
        inner = inner.regressor
    return type(inner).__name__ not in FAILING_ESTIMATORS and bool(has_fit_parameter(inner, "sample_weight"))


def combines_models(estimator: Any) -> bool:
    """Whether it is one-vs-all or one-vs-one."""
    from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier

    return isinstance(estimator, OneVsOneClassifier | OneVsRestClassifier)


def request_weights(estimator: Any) -> None:
    """Have one-vs-all and one-vs-one hand the weights on to the models that they are made of.

    To that end each estimator within says that it wants `sample_weight`; see scikit-learn's metadata routing.
    """
    import sklearn

    if not combines_models(estimator):
        return
    with sklearn.config_context(enable_metadata_routing=True):
        for within in estimator.get_params().values():
            if hasattr(within, "set_fit_request"):
                within.set_fit_request(sample_weight=True)


def prepare_weights(
    estimator: Any, dataset: Dataset, learner: str, label: str | None = None, *, port: str, rows: Any = None
) -> dict[str, Any]:
    """What `fit` is told of the weights of the rows, or of those at `rows`; the log says whether they are used."""
    weights = read_weights(dataset, label, port=port)
    if weights is None:
        return {}
    if not accepts_weights(estimator):
        log.warning("%s cannot use weights: each row counts the same.", learner)
        return {}
    log.info("%s counts each row by its weight.", learner)
    request_weights(estimator)
    return {"sample_weight": weights if rows is None else weights[rows]}

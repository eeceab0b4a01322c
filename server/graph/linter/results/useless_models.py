"""Models that do no better than a guess, or so well that something tells them the answer."""

from collections.abc import Iterator

from modules.kit.views.evaluation_view import RegressionDetails
from server.graph.analyzed_design import Problem
from server.graph.linter.results import RunResults, result_rule

#: Fewer rows prove nothing.
MIN_ROWS = 30
NEAR_GUESSING = 0.55
NEAR_PERFECT = {"AUC": 0.999, "Coefficient_of_Determination": 0.9999, "Accuracy": 0.9999}
NEGATIVE_REASON = (
    "Predicting the mean for every row would be closer to the truth. Look at the label first: values that were filled "
    "or scaled, a few very large ones, or test rows of another kind than those that it learned from."
)
GUESSING_REASON = (
    "The columns say little about the label, or what they say was lost on the way. Look at the columns that it learns "
    "from, try a learner that finds curves and combinations, and make sure that the label is right."
)
PERFECT_REASON = (
    "Real data are rarely that clear. Often a column is only known after the answer, or was computed from it. Open the "
    "model to see the column that it relies on most, exclude it, and run again."
)


@result_rule(order=10)
def find_useless_models(results: RunResults) -> Iterator[Problem]:
    """An R² below 0, or a ROC area near one half."""
    for model in results.models:
        if model.rows < MIN_ROWS:
            continue
        explained, area = (model.measured.metrics.get(name) for name in ("Coefficient_of_Determination", "AUC"))
        if explained is not None and explained < 0 and isinstance(model.measured.details, RegressionDetails):
            label = model.measured.details.label
            message = f"{model.name} does worse than always predicting the mean of {label}: R² is {explained:.2f}."
            yield Problem(model.node, model.port, message, None, "advice", "worse than the mean", NEGATIVE_REASON)
        elif area is not None and area <= NEAR_GUESSING:
            message = f"{model.name} is hardly better than guessing: the ROC area is {area:.3f}, and guessing has 0.5."
            yield Problem(model.node, model.port, message, None, "advice", "guessing", GUESSING_REASON)


@result_rule(order=20)
def find_perfect_models(results: RunResults) -> Iterator[Problem]:
    """A model that is right about everything."""
    for model in results.models:
        headline = model.headline
        if headline is None or model.rows < MIN_ROWS:
            continue
        metric, value = headline
        if value >= NEAR_PERFECT.get(metric.name, float("inf")):
            message = f"{model.name} is nearly perfect: {metric.title} is {value:.4f}."
            yield Problem(model.node, model.port, message, None, "advice", "too good", PERFECT_REASON)

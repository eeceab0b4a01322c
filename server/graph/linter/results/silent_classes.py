"""Two-class models that never predict the positive class, since no probability reaches the line."""

import math
from collections.abc import Iterator

from modules.kit.views.evaluation_view import TwoClassDetails
from server.graph.analyzed_design import Fix, Problem
from server.graph.edits import set_value
from server.graph.linter.results import MeasuredModel, RunResults, result_rule

USUAL_THRESHOLD = 0.5
REASON = (
    "With a rare class, even its likeliest rows often stay below one half. The ranking may be good all the same: "
    "lower the threshold, here to the one with the highest F1 on these rows, and check it on rows that it was not "
    "chosen on."
)


@result_rule(order=30)
def find_silent_classes(results: RunResults) -> Iterator[Problem]:
    """A model whose highest probability is below the threshold from which rows are called positive."""
    for model in results.models:
        details = model.measured.details
        if not isinstance(details, TwoClassDetails) or not details.probabilities or not details.thresholds:
            continue
        line = details.called_from or USUAL_THRESHOLD
        highest = details.thresholds[0]
        if highest < line and 0 < details.positives < details.rows:
            message = (
                f"{model.name} never predicts {details.positive}: its highest probability is {highest:.2f}, and rows "
                f"count as {details.positive} from {line:g} on."
            )
            fix = _build_threshold_fix(results, model, details)
            yield Problem(model.node, model.port, message, fix, "advice", "never predicted", REASON)


def _build_threshold_fix(results: RunResults, model: MeasuredModel, details: TwoClassDetails) -> Fix | None:
    scorer = results.find_scorer(model)
    if scorer is None or "threshold" not in scorer.module.parameters.model_fields:
        return None
    # Rounded down, so that the row that the threshold was taken from is still called.
    threshold = math.floor(find_best_threshold(details) * 10_000) / 10_000
    label = f"Predict {details.positive} from {threshold:g} on"
    return Fix(label, (set_value(threshold, "nodes", scorer.name, "parameters", "threshold"),))


def find_best_threshold(details: TwoClassDetails) -> float:
    """The threshold with the highest F1."""
    counts = zip(details.thresholds, details.true_positives, details.false_positives, strict=True)
    rated = [(2 * hits / (hits + misses + details.positives), threshold) for threshold, hits, misses in counts]
    return max(rated)[1]

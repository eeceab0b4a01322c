"""Models that do far better on the rows that they learned from than on others."""

import math
from collections import defaultdict
from collections.abc import Iterator

from modules.kit.metrics import Metric, get_metric_value
from server.graph.analyzed_design import Problem
from server.graph.linter.results import MeasuredModel, RunResults, result_rule

#: By so much of a share, such as the ROC area, training rows may be ahead, besides what is chance.
MAX_GAP = 0.1
#: On fewer rows such a gap is chance.
MIN_ROWS = 30
#: What is missing to 1 on other rows is so many times what is missing on training rows. Any model misses a
#: little more on others, also one that learned nothing by heart.
MIN_RATIO = 1.5
REASON = (
    "Part of what it learned holds for these rows alone, and only what it does on others counts. Simpler settings, "
    "such as fewer leaves, more rows per leaf or more regularization, or more training rows, bring the two closer. If "
    "the others are later in time, part of the gap is what has changed since."
)


@result_rule(order=40)
def find_memorized_rows(results: RunResults) -> Iterator[Problem]:
    """A model whose metric on training rows is far above that on others.

    The first is that of an evaluation of these rows, else the one that training measured itself.
    """
    seen, unseen = _group_by_trainer(results)
    for trainer, model in unseen.items():
        headline = model.headline
        if headline is None or headline[0].format != "share" or model.rows < MIN_ROWS:
            continue
        metric, value = headline
        trained = _get_training_value(model, seen.get(trainer), metric)
        if trained is not None and _is_far_above(trained, value, model.rows):
            message = (
                f"{model.name} does far better on the rows that it learned from: {metric.title} is {trained:.3f} "
                f"there and {value:.3f} on others."
            )
            yield Problem(model.node, model.port, message, None, "advice", "memorized rows", REASON)


def _is_far_above(trained: float, value: float, rows: int) -> bool:
    """Whether the gap is neither small nor chance, which is twice the standard error of a share of so many rows."""
    share = min(max(value, 0.0), 1.0)
    chance = 2 * math.sqrt(share * (1 - share) / rows)
    return trained - value > MAX_GAP + chance and 1 - value >= MIN_RATIO * (1 - trained)


def _get_training_value(model: MeasuredModel, twin: MeasuredModel | None, metric: Metric) -> float | None:
    if twin is not None and twin.headline is not None and twin.headline[0] == metric:
        return twin.headline[1]
    return get_metric_value(model.measured.training_metrics or {}, metric)


def _group_by_trainer(results: RunResults) -> tuple[dict[str, MeasuredModel], dict[str, MeasuredModel]]:
    """{trainer: its model as measured on the training rows}, and the same on rows apart from them."""
    found: dict[str, dict[str, MeasuredModel]] = defaultdict(dict)
    for model in results.models:
        scorer = results.find_scorer(model)
        trainer = results.lineage.find_trainer(scorer) if scorer else None
        if scorer is not None and trainer is not None:
            relation = results.lineage.compare_rows(trainer.reference, scorer.reference)
            found[relation].setdefault(trainer.name, model)
    return found["same"], found["apart"]

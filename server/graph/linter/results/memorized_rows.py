"""Models that do far better on the rows that they learned from than on others."""

from collections import defaultdict
from collections.abc import Iterator

from server.graph.analyzed_design import Problem
from server.graph.linter.results import MeasuredModel, RunResults, result_rule

#: By so much of a share, such as the ROC area, training rows may be ahead.
MAX_GAP = 0.1
REASON = (
    "The model has learned its rows by heart, and only what it does on others counts. Simpler settings, such as fewer "
    "leaves, more rows per leaf or more regularization, or more training rows, bring the two closer."
)


@result_rule(order=40)
def find_memorized_rows(results: RunResults) -> Iterator[Problem]:
    """One model that is measured on its training rows and on others, in one evaluation or in two."""
    seen, unseen = _group_by_trainer(results)
    for trainer, model in unseen.items():
        twin = seen.get(trainer)
        first, second = (twin.headline if twin else None), model.headline
        if first is None or second is None or first[0] != second[0] or first[0].format != "share":
            continue
        if first[1] - second[1] > MAX_GAP:
            message = (
                f"{model.name} does far better on the rows that it learned from: {first[0].title} is {first[1]:.3f} "
                f"there and {second[1]:.3f} on others."
            )
            yield Problem(model.node, model.port, message, None, "advice", "memorized rows", REASON)


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

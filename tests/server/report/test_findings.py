"""What a report says of two models that Evaluate Model compares."""

from typing import Any

import pytest

from modules.classification.decision_tree_classifier import decision_tree_classifier
from modules.classification.multiclass_decision_forest import multiclass_decision_forest
from modules.classification.two_class_decision_forest import two_class_decision_forest
from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.kit import Dataset, UntrainedModel
from modules.kit.artifact_views import build_view
from modules.learning.supervised_examples import make_cars, make_flowers, make_loans
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.regression.decision_forest_regression import decision_forest_regression
from modules.regression.linear_regression import linear_regression
from server.report.evaluation_sections import build_evaluation_section

LEARNER_PAIRS: dict[str, tuple[UntrainedModel, UntrainedModel, Dataset, str]] = {
    "Area under the ROC curve": (two_class_logistic_regression(), two_class_decision_forest(), make_loans(), "paid"),
    "Root mean squared error": (linear_regression(), decision_forest_regression(), make_cars(), "price"),
    "Accuracy": (decision_tree_classifier(), multiclass_decision_forest(), make_flowers(), "species"),
}


def describe_comparison(first: UntrainedModel, second: UntrainedModel, data: Dataset, label: str, rows: int) -> Any:
    """Both are scored on the data, the second one on fewer rows."""
    fewer = Dataset(data.frame.iloc[::2].head(rows).reset_index(drop=True), data.roles)
    scored = [
        score_model(train_model(learner, data, label=label), table).scored_dataset
        for learner, table in ((first, data), (second, fewer))
    ]
    view: Any = build_view(evaluate_model(*scored))  # type: ignore[arg-type]
    return build_evaluation_section("evaluate", "Evaluate Model", view)


@pytest.mark.parametrize("metric", LEARNER_PAIRS)
def test_the_better_number_comes_first(metric: str) -> None:
    for learners in (LEARNER_PAIRS[metric][:2], LEARNER_PAIRS[metric][1::-1]):
        detail = describe_comparison(*learners, *LEARNER_PAIRS[metric][2:], rows=30).detail
        assert detail.startswith(f"{metric} ")
        first, second = (
            float(number.strip(" %,").replace(",", ""))
            for number in detail.removeprefix(f"{metric} ").split(", on ")[0].split(" against ")
        )
        assert first <= second if metric == "Root mean squared error" else first >= second


@pytest.mark.parametrize("metric", LEARNER_PAIRS)
def test_models_measured_on_different_rows_are_told_so(metric: str) -> None:
    finding = describe_comparison(*LEARNER_PAIRS[metric], rows=30)
    assert "scored rows, which differ." in finding.detail
    assert {"30", "60"} <= set(finding.detail.replace(",", " ").split())


def test_a_finding_says_what_its_metrics_are_weighted_by() -> None:
    loans = make_loans()
    weighted = Dataset(loans.frame.assign(w=loans.frame["years"] + 1), {"w": "weight"})
    finding = describe_comparison(*LEARNER_PAIRS["Area under the ROC curve"][:2], weighted, "paid", 30)
    assert finding.detail.endswith("Weighted by 'w': counts are sums of weights, scaled to the number of rows.")

"""Advice on results: what a run measured leads on to what to do about it."""

from dataclasses import replace

import pytest

from modules.kit.views.evaluation_view import (
    EvaluatedModel,
    EvaluationDetails,
    EvaluationView,
    RegressionDetails,
    ScoreHistogram,
    TwoClassDetails,
)
from modules.kit.views.view_model import Histogram, ValueRange
from server.graph.analyzed_design import Problem
from server.graph.document import parse_design
from server.graph.edits import apply_edits
from server.graph.linter import find_advice
from server.graph.linter.results import RESULT_RULES
from tests.server.graph.graph_designs import make_node
from tests.server.graph.linter_data import analyze_with_data, make_loans, store_dataset
from tests.server.graph.planted_mistakes import Nodes, make_loan_nodes


def make_two_class(*, highest: float = 0.9, called_from: float | None = None) -> TwoClassDetails:
    """A hundred rows, ten of them positive; half of these are among the ten with the highest scores."""
    return TwoClassDetails(
        positive="yes",
        negative="no",
        rows=100,
        positives=10,
        thresholds=[highest, highest / 2, 0.0],
        true_positives=[5, 8, 10],
        false_positives=[5, 40, 90],
        auc=0.8,
        average_precision=0.4,
        log_loss=0.3,
        brier=0.1,
        histogram=ScoreHistogram(positive=[], negative=[]),
        calibration=[],
        probabilities=True,
        called_from=called_from,
    )


def make_regression() -> RegressionDetails:
    numbers = ValueRange(min=0, max=1)
    histogram = Histogram(edges=[], counts=[])
    return RegressionDetails(rows=100, label="price", points=[], residuals=histogram, range=numbers, true_range=numbers)


def advise(
    *models: tuple[dict[str, float], EvaluationDetails],
    nodes: Nodes | None = None,
    training: dict[str, float] | None = None,
) -> list[Problem]:
    """The advice on a design whose evaluation measured these models."""
    view = EvaluationView(
        task="two-class",
        models=[
            EvaluatedModel(name=f"Model {number}", metrics=metrics, details=details, training_metrics=training)
            for number, (metrics, details) in enumerate(models, 1)
        ],
    )
    analyzed = analyze_with_data(parse_design({"nodes": nodes or make_loan_nodes()}), {"loans": LOANS})
    return [one for one in find_advice(replace(analyzed, evaluations={"evaluate": view})) if one.node == "evaluate"]


LOANS = store_dataset(make_loans())


@pytest.mark.parametrize(
    ("metrics", "details", "rule", "words"),
    [
        (
            {"Coefficient_of_Determination": -0.768},
            make_regression(),
            "worse than the mean",
            "Model 1 does worse than always predicting the mean of price: R² is -0.77.",
        ),
        (
            {"AUC": 0.512},
            make_two_class(),
            "guessing",
            "Model 1 is hardly better than guessing: the ROC area is 0.512, and guessing has 0.5.",
        ),
        ({"AUC": 0.9996}, make_two_class(), "too good", "Model 1 is nearly perfect: ROC area is 0.9996."),
        (
            {"AUC": 0.8},
            make_two_class(highest=0.28),
            "never predicted",
            "Model 1 never predicts yes: its highest probability is 0.28, and rows count as yes from 0.5 on.",
        ),
    ],
)
def test_a_result_that_misleads_gives_advice(
    metrics: dict[str, float], details: EvaluationDetails, rule: str, words: str
) -> None:
    (found,) = advise((metrics, details))
    assert (found.rule, found.message, found.field) == (rule, words, "scored_dataset")
    assert found.reason.count(". ") >= 1


@pytest.mark.parametrize(
    ("metrics", "details"),
    [
        ({"AUC": 0.8}, make_two_class()),
        ({"Coefficient_of_Determination": 0.4}, make_regression()),
        ({"AUC": 0.8}, make_two_class(highest=0.28, called_from=0.2)),
        ({"AUC": 0.2}, make_two_class().model_copy(update={"rows": 12})),
    ],
)
def test_nothing_is_said_of_a_usual_result(metrics: dict[str, float], details: EvaluationDetails) -> None:
    assert advise((metrics, details)) == []


def test_the_fix_of_a_class_that_is_never_predicted_sets_the_best_threshold() -> None:
    nodes = make_loan_nodes()
    (found,) = advise(({"AUC": 0.8}, make_two_class(highest=0.28)), nodes=nodes)
    assert found.fix is not None
    assert found.fix.label == "Predict yes from 0.28 on"
    mended = apply_edits({"nodes": nodes}, found.fix.edits)["nodes"]
    assert mended["score"]["parameters"]["threshold"] == 0.28


def make_nodes_with_training_scores() -> Nodes:
    """One model, scored on the rows that it learned from and on others, in one evaluation."""
    both = make_node(
        "evaluate_model", scored_dataset="score.scored_dataset", scored_dataset_to_compare="score_2.scored_dataset"
    )
    training = make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset1")
    return make_loan_nodes(score_2=training, evaluate=both)


@pytest.mark.parametrize(("trained", "said"), [(0.99, 1), (0.85, 0)])
def test_a_model_that_knows_its_rows_by_heart_is_told(trained: float, said: int) -> None:
    details = make_two_class()
    found = advise(({"AUC": 0.8}, details), ({"AUC": trained}, details), nodes=make_nodes_with_training_scores())
    assert [one.rule for one in found] == ["memorized rows"] * said
    if found:
        assert "ROC area is 0.990 there and 0.800 on others" in found[0].message


@pytest.mark.parametrize(("trained", "said"), [(0.99, 1), (0.85, 0), (None, 0)])
def test_a_model_that_was_measured_in_training_needs_no_second_evaluation(trained: float | None, said: int) -> None:
    found = advise(({"AUC": 0.8}, make_two_class()), training=None if trained is None else {"AUC": trained})
    assert [one.rule for one in found] == ["memorized rows"] * said


@pytest.mark.parametrize(
    ("rows", "trained", "value", "said"),
    [
        (40, 0.95, 0.8, 0),  # on so few rows the gap may be chance
        (4000, 0.95, 0.8, 1),
        (300, 0.58, 0.41, 0),  # a straight line on noise: it misses nearly as much on its own rows
        (4000, 0.75, 0.58, 1),
        (400, 0.999, 0.9, 0),  # trees that know their rows and do well on others
    ],
)
def test_a_gap_counts_beyond_chance_and_what_any_model_misses(
    rows: int, trained: float, value: float, said: int
) -> None:
    details = make_regression().model_copy(update={"rows": rows})
    r2 = "Coefficient_of_Determination"
    assert len(advise(({r2: value}, details), training={r2: trained})) == said


def test_advice_names_a_model_by_the_title_of_its_card() -> None:
    nodes = make_loan_nodes()
    nodes["learner"]["title"] = "Mine"
    (found,) = advise(({"AUC": 0.51}, make_two_class()), nodes=nodes)
    assert found.message.startswith("Mine is hardly better")


def test_nothing_is_said_where_the_evaluation_had_other_inputs() -> None:
    assert advise(({"AUC": 0.5}, make_two_class()), ({"AUC": 0.5}, make_two_class())) == []


def test_each_rule_is_tested_here() -> None:
    assert {rule.__name__ for rule in RESULT_RULES} == {
        "find_useless_models",
        "find_perfect_models",
        "find_silent_classes",
        "find_memorized_rows",
    }

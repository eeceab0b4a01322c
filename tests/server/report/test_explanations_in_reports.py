"""What a report says of explained predictions."""

from modules.classification.two_class_boosted_decision_tree import two_class_boosted_decision_tree
from modules.kit.artifact_views import build_view
from modules.kit.views.dataset_view import DatasetView
from modules.kit.views.explanation_view import ExplanationView
from modules.learning.supervised_examples import make_loans
from modules.model_scoring_and_evaluation.explain_predictions import explain_predictions
from modules.model_training.train_model import train_model
from server.report.explanation_sections import build_explanation_section


def test_a_report_says_what_a_model_relies_on_and_why_rows_went_wrong() -> None:
    loans = make_loans()
    model = train_model(two_class_boosted_decision_tree(number_of_trees_constructed=3), loans, label="paid")
    view = build_view(explain_predictions(model, loans).explained_dataset)
    assert isinstance(view, DatasetView)
    shown = view.shown_as
    assert isinstance(shown, ExplanationView)
    wrong = shown.shown[0].model_copy(update={"truth": "no", "predicted": "yes"})
    right = [row.model_copy(update={"truth": row.predicted}) for row in shown.shown[1:]]
    section = build_explanation_section("Explain", shown.model_copy(update={"shown": [*right, wrong]}))
    assert section.headline == f"{shown.columns[0].name} moves the predictions of {model.learner} most"
    assert section.detail.startswith("Contributions add up to the log-odds of ")
    titles = [figure.title for figure in section.figures]
    assert titles[0] == "What it relies on"
    assert titles[-1] == f"Why row {wrong.number}: yes"
    drawing = section.figures[-1].drawing
    assert f"{shown.columns[0].name} = " in drawing
    assert f"{wrong.contributions[0]:+.2f}".replace("-", "\u2212") in drawing

"""Which models an evaluation compares, and what they are called."""

import pytest

from modules.kit import catalog
from server.graph.evaluated_models import find_evaluated_models, list_model_titles, merge_model_titles
from tests.server.graph.graph_designs import make_automobile_nodes, make_design, make_node


def make_three_models() -> dict[str, dict[str, object]]:
    """Three learners, scored side by side; the second and its training have titles, the third is scored elsewhere."""
    nodes = make_automobile_nodes()
    nodes["forest"] = make_node("decision_forest_regression") | {"title": "Forest of 8"}
    nodes["train_2"] = nodes["train"] | {
        "title": "Long training",
        "inputs": {"untrained_model": "forest.untrained_model", "dataset": "split.results_dataset1"},
    }
    nodes["score_2"] = make_node("score_model", trained_model="train_2.trained_model", dataset="split.results_dataset2")
    nodes["elsewhere"] = make_node("dataset", {"dataset": "cars"}) | {"title": "Scored in the office"}
    nodes["evaluate"] = make_node(
        "evaluate_model",
        scored_dataset="score.scored_dataset",
        scored_dataset_to_compare="score_2.scored_dataset",
        more_scored_datasets=["elsewhere.dataset"],
    )
    return nodes


def test_models_are_found_in_the_order_of_the_inputs_with_the_title_of_the_learner() -> None:
    found = find_evaluated_models(make_design(**make_three_models()), catalog(), "evaluate")
    assert [(one.scorer, one.title) for one in found] == [
        ("score", ""),
        ("score_2", "Forest of 8"),
        ("elsewhere", ""),
    ]


def test_the_training_names_the_model_where_the_learner_has_no_title() -> None:
    nodes = make_three_models()
    nodes["forest"].pop("title")
    found = find_evaluated_models(make_design(**nodes), catalog(), "evaluate")
    assert found[1].title == "Long training"


def test_only_evaluations_with_a_title_are_kept() -> None:
    design = make_design(**make_three_models())
    assert list_model_titles(design, catalog()) == {"evaluate": ["", "Forest of 8", ""]}
    assert list_model_titles(make_design(**make_automobile_nodes()), catalog()) == {}


@pytest.mark.parametrize(
    ("stored", "titles", "names"),
    [
        (["Linear", "Forest"], ["", "Mine"], ["Linear", "Mine"]),
        (["Linear", "Linear (2)"], ["Mine", "Mine"], ["Mine", "Mine (2)"]),
        (["Linear", "Forest"], ["Forest", ""], ["Forest", "Forest (2)"]),
        (["Linear", "Forest"], [], ["Linear", "Forest"]),
    ],
)
def test_names_are_titles_where_there_are_some_and_never_twice_the_same(
    stored: list[str], titles: list[str], names: list[str]
) -> None:
    assert merge_model_titles(stored, titles) == names

"""Plans: what runs in which order, what is left out and why, and what results are known by."""

import pytest

from modules.kit import catalog
from server.graph.planning import run_plan as planning
from server.graph.planning.run_plan import build_plan, compute_cache_key, compute_lineage_hashes
from server.graph.validation.validation_rules import find_problems
from tests.server.graph.graph_designs import analyze_nodes, make_automobile_nodes, make_design


def test_the_plan_has_all_steps_in_order() -> None:
    made = build_plan(make_design(**make_automobile_nodes()), catalog(), [])
    assert [step.node for step in made.steps] == ["data", "linear", "split", "train", "score", "evaluate"]
    assert made.omissions == {}


def test_run_to_here_plans_only_what_the_target_needs() -> None:
    assert {
        step.node for step in build_plan(make_design(**make_automobile_nodes()), catalog(), [], ["split"]).steps
    } == {"data", "split"}


def test_nodes_with_problems_and_those_behind_them_are_left_out_with_the_reason() -> None:
    nodes = make_automobile_nodes()
    nodes["train"]["parameters"] = {}
    drawing = analyze_nodes(nodes)
    made = build_plan(drawing.design, catalog(), find_problems(drawing))
    assert [step.node for step in made.steps] == ["data", "linear", "split"]
    assert made.omissions == {
        "train": "Choose a label column.",
        "score": "Train Model cannot run",
        "evaluate": "Score Model cannot run",
    }


def test_a_disabled_node_and_what_hangs_on_it_is_left_out() -> None:
    nodes = make_automobile_nodes()
    nodes["score"]["disabled"] = True
    made = build_plan(make_design(**nodes), catalog(), [])
    assert made.omissions == {"score": "disabled", "evaluate": "Score Model cannot run"}


def test_a_signature_changes_with_parameters_and_data_but_not_with_looks() -> None:
    nodes = make_automobile_nodes()
    before = compute_lineage_hashes(make_design(**nodes), catalog(), {"data": "v1"})
    nodes["split"] |= {"x": 10, "title": "Divide", "note": "so"}
    nodes["split"]["parameters"] = {"fraction": 0.7, "randomized": True}  # the second is the default
    assert compute_lineage_hashes(make_design(**nodes), catalog(), {"data": "v1"}) == before
    nodes["split"]["parameters"] = {"fraction": 0.6}
    after = compute_lineage_hashes(make_design(**nodes), catalog(), {"data": "v1"})
    assert {name for name in after if after[name] != before[name]} == {"split", "train", "score", "evaluate"}
    assert compute_lineage_hashes(make_design(**nodes), catalog(), {"data": "v2"})["data"] != before["data"]


def test_a_cache_key_hangs_on_parameters_inputs_and_code() -> None:
    made = {step.node: step for step in build_plan(make_design(**make_automobile_nodes()), catalog(), []).steps}
    split = made["split"]
    key = compute_cache_key(split, {"dataset": ["a"]})
    assert key == compute_cache_key(split, {"dataset": ["a"]})
    assert key != compute_cache_key(split, {"dataset": ["b"]})
    nodes = make_automobile_nodes()
    nodes["split"]["parameters"] = {"fraction": 0.6}
    other = next(step for step in build_plan(make_design(**nodes), catalog(), []).steps if step.node == "split")
    assert key != compute_cache_key(other, {"dataset": ["a"]})
    assert planning.hash_module_source("split_data") != planning.hash_module_source("join_data")


@pytest.mark.parametrize(
    ("module", "changes"),
    [("tune_model_hyperparameters", True), ("two_class_boosted_decision_tree", True), ("train_model", False)],
)
def test_what_makes_learners_anew_hangs_on_the_code_of_learners(
    monkeypatch: pytest.MonkeyPatch, module: str, changes: bool
) -> None:
    before = planning.hash_module_source(module)
    planning.hash_module_source.cache_clear()
    monkeypatch.setitem(vars(catalog()["two_class_boosted_decision_tree"]), "code", "# another learning rate")
    after = planning.hash_module_source(module)
    planning.hash_module_source.cache_clear()
    assert (after != before) is changes

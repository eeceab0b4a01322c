"""Plans: what runs in which order, what is left out and why, and what results are known by."""

import pytest

from modules.kit import catalog
from server.graph import plan as planning
from server.graph.plan import cache_key, plan, signatures
from server.graph.problems import problems
from tests.server.graph.drawing import automobile, design, drawn


def test_the_plan_has_all_steps_in_order() -> None:
    made = plan(design(**automobile()), catalog(), [])
    assert [step.node for step in made.steps] == ["data", "linear", "split", "train", "score", "evaluate"]
    assert made.left_out == {}


def test_run_to_here_plans_only_what_the_target_needs() -> None:
    assert {step.node for step in plan(design(**automobile()), catalog(), [], ["split"]).steps} == {"data", "split"}


def test_nodes_with_problems_and_those_behind_them_are_left_out_with_the_reason() -> None:
    nodes = automobile()
    nodes["train"]["parameters"] = {}
    drawing = drawn(nodes)
    made = plan(drawing.design, catalog(), problems(drawing))
    assert [step.node for step in made.steps] == ["data", "linear", "split"]
    assert made.left_out == {
        "train": "Choose a label column.",
        "score": "Train Model cannot run",
        "evaluate": "Score Model cannot run",
    }


def test_a_disabled_node_and_what_hangs_on_it_is_left_out() -> None:
    nodes = automobile()
    nodes["score"]["disabled"] = True
    made = plan(design(**nodes), catalog(), [])
    assert made.left_out == {"score": "disabled", "evaluate": "Score Model cannot run"}


def test_a_signature_changes_with_parameters_and_data_but_not_with_looks() -> None:
    nodes = automobile()
    before = signatures(design(**nodes), catalog(), {"data": "v1"})
    nodes["split"] |= {"x": 10, "title": "Divide", "note": "so"}
    nodes["split"]["parameters"] = {"fraction": 0.7, "randomized": True}  # the second is the default
    assert signatures(design(**nodes), catalog(), {"data": "v1"}) == before
    nodes["split"]["parameters"] = {"fraction": 0.6}
    after = signatures(design(**nodes), catalog(), {"data": "v1"})
    assert {name for name in after if after[name] != before[name]} == {"split", "train", "score", "evaluate"}
    assert signatures(design(**nodes), catalog(), {"data": "v2"})["data"] != before["data"]


def test_a_cache_key_hangs_on_parameters_inputs_and_code() -> None:
    made = {step.node: step for step in plan(design(**automobile()), catalog(), []).steps}
    split = made["split"]
    key = cache_key(split, {"dataset": ["a"]})
    assert key == cache_key(split, {"dataset": ["a"]})
    assert key != cache_key(split, {"dataset": ["b"]})
    nodes = automobile()
    nodes["split"]["parameters"] = {"fraction": 0.6}
    other = next(step for step in plan(design(**nodes), catalog(), []).steps if step.node == "split")
    assert key != cache_key(other, {"dataset": ["a"]})
    assert planning.module_source("split_data") != planning.module_source("join_data")


@pytest.mark.parametrize(
    ("module", "changes"),
    [("tune_model_hyperparameters", True), ("two_class_boosted_decision_tree", True), ("train_model", False)],
)
def test_what_makes_learners_anew_hangs_on_the_code_of_learners(
    monkeypatch: pytest.MonkeyPatch, module: str, changes: bool
) -> None:
    before = planning.module_source(module)
    planning.module_source.cache_clear()
    monkeypatch.setitem(vars(catalog()["two_class_boosted_decision_tree"]), "code", "# another learning rate")
    after = planning.module_source(module)
    planning.module_source.cache_clear()
    assert (after != before) is changes

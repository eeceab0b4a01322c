"""From a design that trains to one that predicts."""

from typing import Any

from modules.kit import catalog
from server.graph.builders.inference_design import (
    InferenceMode,
    ScoringNode,
    build_inference_design,
    find_scoring_nodes,
)
from server.graph.document import Design
from tests.server.graph.graph_designs import make_automobile_nodes, make_design, make_node

MODEL, SCALING, LOOKUP = "a" * 64, "b" * 64, "c" * 64


def make_inference_design(
    nodes: dict[str, dict[str, Any]], results: dict[str, str], mode: InferenceMode = "real-time"
) -> Design:
    made = build_inference_design(make_design(**nodes), catalog(), {"data.dataset": LOOKUP, **results}, "score", mode)
    assert isinstance(made, Design), made
    return made


def get_wiring(made: Design) -> dict[str, tuple[str, dict[str, Any]]]:
    return {name: (node.module, node.inputs) for name, node in made.nodes.items()}


def test_training_and_evaluation_go_and_the_rows_of_a_request_enter_behind_the_data() -> None:
    made = make_inference_design(make_automobile_nodes(), {"train.trained_model": MODEL})
    assert get_wiring(made) == {
        "data": ("dataset", {}),
        "input1": ("web_service_input", {"dataset": "data.dataset"}),
        "train_trained_model": ("stored_model", {}),
        "score": (
            "score_model",
            {"dataset": "input1.results_dataset", "trained_model": "train_trained_model.trained_model"},
        ),
        "output1": ("web_service_output", {"dataset": "score.scored_dataset"}),
    }
    assert made.nodes["train_trained_model"].parameters == {"artifact": MODEL}
    assert made.nodes["input1"].parameters == {"columns": {"start": "all", "names": ["price"]}}


def test_in_a_batch_design_the_dataset_stays_to_be_pointed_at_other_data() -> None:
    made = make_inference_design(make_automobile_nodes(), {"train.trained_model": MODEL}, "batch")
    assert get_wiring(made)["score"][1]["dataset"] == "data.dataset"
    assert "input1" not in made.nodes


def make_scaled_nodes() -> dict[str, dict[str, Any]]:
    """The data are scaled before they are split, and a table is joined to them."""
    return make_automobile_nodes() | {
        "makers": make_node("dataset", {"dataset": "makers"}),
        "countries": make_node("remove_duplicate_rows", dataset="makers.dataset"),
        "joined": make_node("join_data", left_dataset="data.dataset", right_dataset="countries.results_dataset"),
        "scale": make_node(
            "normalize_data", {"columns_to_transform": {"names": ["price"]}}, dataset="joined.results_dataset"
        ),
        "split": make_node("split_data", dataset="scale.transformed_dataset"),
    }


TRAINED_RESULTS = {
    "train.trained_model": MODEL,
    "scale.transformation_function": SCALING,
    "countries.results_dataset": LOOKUP,
    "makers.dataset": LOOKUP,
}


def test_what_was_fitted_is_applied_and_what_does_not_hang_on_a_request_is_frozen() -> None:
    results = dict.fromkeys([f"scale.{port.name}" for port in catalog()["normalize_data"].outputs], SCALING)
    made = make_inference_design(make_scaled_nodes(), TRAINED_RESULTS | results)
    modules = {name: module for name, (module, _) in get_wiring(made).items()}
    assert modules["scale"] == "apply_transformation"
    assert modules["joined"] == "join_data"
    assert sorted(module for module in modules.values() if module.startswith("stored")) == [
        "stored_dataset",
        "stored_model",
        "stored_transformation",
    ]
    assert "split" not in modules
    assert made.nodes["scale"].parameters == {"skip_absent_columns": True}


def test_what_follows_the_scores_is_part_of_the_answer_and_the_evaluation_is_not() -> None:
    nodes = make_automobile_nodes() | {"few": make_node("select_columns_in_dataset", dataset="score.scored_dataset")}
    made = make_inference_design(nodes, {"train.trained_model": MODEL})
    assert get_wiring(made)["output1"] == ("web_service_output", {"dataset": "few.results_dataset"})
    assert "evaluate" not in made.nodes


def test_a_web_service_input_that_the_user_placed_is_where_a_request_enters() -> None:
    nodes = make_automobile_nodes() | {
        "enter": make_node("web_service_input", {"name": "cars"}, dataset="split.results_dataset2")
    }
    nodes["score"]["inputs"]["dataset"] = "enter.results_dataset"
    made = make_inference_design(nodes, {"train.trained_model": MODEL, "split.results_dataset2": LOOKUP})
    assert made.nodes["enter"].parameters == {"name": "cars"}
    assert get_wiring(made)["score"][1]["dataset"] == "enter.results_dataset"
    assert made.nodes[str(made.nodes["enter"].inputs["dataset"]).partition(".")[0]].module == "stored_dataset"


def make_clipped_nodes(**columns: Any) -> dict[str, dict[str, Any]]:
    """Values are clipped before the split."""
    nodes = make_automobile_nodes() | {"clip": make_node("clip_values", {"columns": columns}, dataset="data.dataset")}
    nodes["split"]["inputs"]["dataset"] = "clip.results_dataset"
    return nodes


def test_the_label_is_taken_off_the_lists_of_columns_on_the_way() -> None:
    made = make_inference_design(
        make_clipped_nodes(start="none", names=["price", "horsepower"]), {"train.trained_model": MODEL}
    )
    assert made.nodes["clip"].parameters["columns"] == {"start": "none", "names": ["horsepower"]}


def test_a_label_that_a_node_on_the_way_cannot_do_without_stays_in_the_request() -> None:
    made = make_inference_design(make_clipped_nodes(start="none", names=["price"]), {"train.trained_model": MODEL})
    assert made.nodes["input1"].parameters == {}
    assert made.nodes["input1"].note == (
        "Requests need a value of price, although the model predicts it: Clip Values asks for it. Leave price out "
        "there, or send any value."
    )
    assert made.nodes["clip"].parameters["columns"] == {"start": "none", "names": ["price"]}


def test_a_query_that_names_the_label_is_named_where_requests_enter() -> None:
    query = {"sql_query_script": "select *, price * 2 as twice from t1"}
    nodes = make_automobile_nodes() | {"sql": make_node("apply_sql_transformation", query, t1="data.dataset")}
    nodes["split"]["inputs"]["dataset"] = "sql.results_dataset"
    made = make_inference_design(nodes, {"train.trained_model": MODEL})
    assert "Apply SQL Transformation asks for it." in (made.nodes["input1"].note or "")


def test_without_a_result_the_training_node_is_named() -> None:
    found = build_inference_design(make_design(**make_automobile_nodes()), catalog(), {}, "score", "real-time")
    assert isinstance(found, list)
    assert [(problem.node, problem.message) for problem in found] == [
        ("train", "Train Model has no up-to-date result. Run the design, then make the inference design.")
    ]


def test_each_node_that_scores_is_named_with_its_learner() -> None:
    assert find_scoring_nodes(make_design(**make_automobile_nodes()), catalog()) == [
        ScoringNode("score", "Score Model", "Linear Regression")
    ]


def test_no_two_nodes_of_the_new_design_lie_on_one_another() -> None:
    made = make_inference_design(make_automobile_nodes(), {"train.trained_model": MODEL})
    assert len({(node.x, node.y) for node in made.nodes.values()}) == len(made.nodes)

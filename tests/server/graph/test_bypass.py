"""Bypassed nodes: what flows through them, what does not, and what of it stands in plans and schemas."""

from typing import Any

from modules.kit import catalog
from server.graph.bypass import apply_bypass, bypass_nodes
from server.graph.planning.run_plan import build_plan
from server.graph.schema_inference import infer_schemas
from server.graph.validation.validation_rules import find_problems
from tests.server.graph.graph_designs import CARS_SCHEMA, analyze_nodes, make_automobile_nodes, make_design, make_node


def make_cleaned_nodes() -> dict[str, dict[str, Any]]:
    """The usual pipeline with two nodes between data and split."""
    return {
        **make_automobile_nodes(),
        "clean": make_node("clean_missing_data", dataset="data.dataset"),
        "normalize": make_node("normalize_data", dataset="clean.cleaned_dataset"),
        "split": make_node("split_data", {"fraction": 0.7}, dataset="normalize.transformed_dataset"),
    }


def test_a_design_without_bypassed_nodes_comes_back_as_it_is() -> None:
    made = make_design(**make_automobile_nodes())
    assert apply_bypass(made, catalog()).design is made


def test_data_pass_a_bypassed_node_from_the_first_input_whose_type_fits() -> None:
    nodes = make_cleaned_nodes()
    nodes["normalize"]["bypassed"] = True
    passed = apply_bypass(make_design(**nodes), catalog())
    assert passed.design.nodes["split"].inputs == {"dataset": "clean.cleaned_dataset"}
    assert "normalize" not in passed.design.nodes
    assert passed.replacements == {
        "normalize.transformed_dataset": "clean.cleaned_dataset",
        "normalize.transformation_function": None,
    }


def test_data_pass_several_bypassed_nodes_in_a_row() -> None:
    nodes = make_cleaned_nodes()
    for name in ("clean", "normalize"):
        nodes[name]["bypassed"] = True
    assert apply_bypass(make_design(**nodes), catalog()).design.nodes["split"].inputs == {"dataset": "data.dataset"}


def test_where_nothing_fits_the_edge_is_gone_and_the_input_is_missed() -> None:
    nodes = make_automobile_nodes()
    nodes["train"]["bypassed"] = True
    made = apply_bypass(make_design(**nodes), catalog()).design
    assert made.nodes["score"].inputs == {"dataset": "split.results_dataset2"}
    found = find_problems(analyze_nodes({name: value.model_dump() for name, value in made.nodes.items()}))
    assert [(problem.node, problem.field) for problem in found] == [("score", "trained_model")]


def test_a_list_of_edges_keeps_what_passes() -> None:
    nodes = {
        "one": make_node("dataset", {"dataset": "cars"}),
        "clean": {**make_node("clean_missing_data", dataset="one.dataset"), "bypassed": True},
        "lost": {**make_node("dataset", {"dataset": "cars"}), "bypassed": True},
        "rows": make_node("some_module", datasets=["one.dataset", "clean.cleaned_dataset", "lost.dataset"]),
    }
    assert apply_bypass(make_design(**nodes), catalog()).design.nodes["rows"].inputs == {
        "datasets": ["one.dataset", "one.dataset"]
    }


def test_a_disabled_node_stays_disabled() -> None:
    nodes = make_cleaned_nodes()
    nodes["clean"] |= {"disabled": True, "bypassed": True}
    made = apply_bypass(make_design(**nodes), catalog()).design
    assert build_plan(made, catalog(), []).omissions["clean"] == "disabled"


def test_the_columns_before_a_bypassed_node_are_those_behind_it() -> None:
    nodes = make_cleaned_nodes()
    nodes["normalize"]["bypassed"] = True
    passed = apply_bypass(make_design(**nodes), catalog())
    found = passed.extend_facts(infer_schemas(passed.design, catalog(), {"data.dataset": CARS_SCHEMA}))
    assert found["normalize.transformed_dataset"] == found["clean.cleaned_dataset"]


def test_a_run_without_a_node_leaves_the_design_as_it_is() -> None:
    document = {"nodes": make_cleaned_nodes()}
    assert bypass_nodes(document, ["clean", "gone"])["nodes"]["clean"]["bypassed"] is True
    assert "bypassed" not in document["nodes"]["clean"]

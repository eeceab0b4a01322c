"""Bypassed nodes: what flows through them, what does not, and what of it stands in plans and schemas."""

from typing import Any

from modules.kit import catalog
from server.graph.bypass import through, without
from server.graph.plan import plan
from server.graph.problems import problems
from server.graph.schemas import schemas
from tests.server.graph.drawing import CARS, automobile, design, drawn, node


def cleaned() -> dict[str, dict[str, Any]]:
    """The usual pipeline with two nodes between data and split."""
    return {
        **automobile(),
        "clean": node("clean_missing_data", dataset="data.dataset"),
        "normalize": node("normalize_data", dataset="clean.cleaned_dataset"),
        "split": node("split_data", {"fraction": 0.7}, dataset="normalize.transformed_dataset"),
    }


def test_a_design_without_bypassed_nodes_comes_back_as_it_is() -> None:
    made = design(**automobile())
    assert through(made, catalog()).design is made


def test_data_pass_a_bypassed_node_from_the_first_input_whose_type_fits() -> None:
    nodes = cleaned()
    nodes["normalize"]["bypassed"] = True
    passed = through(design(**nodes), catalog())
    assert passed.design.nodes["split"].inputs == {"dataset": "clean.cleaned_dataset"}
    assert "normalize" not in passed.design.nodes
    assert passed.passes == {
        "normalize.transformed_dataset": "clean.cleaned_dataset",
        "normalize.transformation_function": None,
    }


def test_data_pass_several_bypassed_nodes_in_a_row() -> None:
    nodes = cleaned()
    for name in ("clean", "normalize"):
        nodes[name]["bypassed"] = True
    assert through(design(**nodes), catalog()).design.nodes["split"].inputs == {"dataset": "data.dataset"}


def test_where_nothing_fits_the_edge_is_gone_and_the_input_is_missed() -> None:
    nodes = automobile()
    nodes["train"]["bypassed"] = True
    made = through(design(**nodes), catalog()).design
    assert made.nodes["score"].inputs == {"dataset": "split.results_dataset2"}
    told = problems(drawn({name: value.model_dump() for name, value in made.nodes.items()}))
    assert [(problem.node, problem.field) for problem in told] == [("score", "trained_model")]


def test_a_list_of_edges_keeps_what_passes() -> None:
    nodes = {
        "one": node("dataset", {"dataset": "cars"}),
        "clean": {**node("clean_missing_data", dataset="one.dataset"), "bypassed": True},
        "lost": {**node("dataset", {"dataset": "cars"}), "bypassed": True},
        "rows": node("some_module", datasets=["one.dataset", "clean.cleaned_dataset", "lost.dataset"]),
    }
    assert through(design(**nodes), catalog()).design.nodes["rows"].inputs == {
        "datasets": ["one.dataset", "one.dataset"]
    }


def test_a_disabled_node_stays_disabled() -> None:
    nodes = cleaned()
    nodes["clean"] |= {"disabled": True, "bypassed": True}
    made = through(design(**nodes), catalog()).design
    assert plan(made, catalog(), []).left_out["clean"] == "disabled"


def test_the_columns_before_a_bypassed_node_are_those_behind_it() -> None:
    nodes = cleaned()
    nodes["normalize"]["bypassed"] = True
    passed = through(design(**nodes), catalog())
    found = passed.known(schemas(passed.design, catalog(), {"data.dataset": CARS}))
    assert found["normalize.transformed_dataset"] == found["clean.cleaned_dataset"]


def test_a_run_without_a_node_leaves_the_design_as_it_is() -> None:
    document = {"nodes": cleaned()}
    assert without(document, ["clean", "gone"])["nodes"]["clean"]["bypassed"] is True
    assert "bypassed" not in document["nodes"]["clean"]

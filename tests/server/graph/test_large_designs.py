"""What is known, drawn and written of a design costs as much as it has nodes, not as much as the square of that."""

import cProfile
import pstats

import pytest

from modules.kit import Column, Schema, catalog
from server.graph.analyzed_design import AnalyzedDesign
from server.graph.column_statistics import propagate_statistics
from server.graph.document import Design, parse_design
from server.graph.schema_inference import MAX_INFERRED_COLUMNS, infer_schemas
from server.graph.validation.unknown_columns import MAX_PROBLEMS_PER_FIELD
from server.graph.validation.validation_rules import find_problems
from tests.benchmarks.bench_growing import WORKLOADS, analyze_design
from tests.benchmarks.bench_sample import make_large_design
from tests.benchmarks.design_shapes import SHAPES, TABLE_NODE

NODE_COUNT = 160


def analyze_everything(design: Design) -> None:
    columns = Schema((Column("c1", "real"), Column("y", "text", "label")))
    sources = {f"{name}.dataset": columns for name, node in design.nodes.items() if node.module == "dataset"}
    foreseen = infer_schemas(design, catalog(), sources)
    seen = propagate_statistics(design, catalog(), foreseen, {})
    assert find_problems(AnalyzedDesign(design, catalog(), foreseen, {"data": "data"}, statistics=seen)) == []


def count_calls(nodes: int) -> int:
    """How many functions are called: the same number on every machine, however busy it is."""
    design = make_large_design(nodes)
    analyze_everything(design)  # what is made once is made
    profile = cProfile.Profile()
    profile.runcall(analyze_everything, design)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_twice_the_nodes_are_twice_the_work() -> None:
    assert count_calls(400) < 2.2 * count_calls(200)


@pytest.mark.parametrize("what", WORKLOADS)
@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_nodes_of_any_shape_are_twice_the_work(shape: str, what: str) -> None:
    WORKLOADS[what](parse_design({"nodes": SHAPES[shape](10)}), catalog())  # what is made once is made

    def counted(size: int) -> int:
        design = parse_design({"nodes": SHAPES[shape](size)})
        profile = cProfile.Profile()
        profile.runcall(WORKLOADS[what], design, catalog())
        return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]

    assert counted(2 * NODE_COUNT) < 2.4 * counted(NODE_COUNT)


def test_columns_that_grow_with_each_node_are_foreseen_up_to_a_bound() -> None:
    nodes = {"s": TABLE_NODE}
    reference = "s.dataset"
    for number in range(1_500):
        inputs = {"left_dataset": reference, "right_dataset": "s.dataset"}
        nodes[f"n{number}"] = {"module": "add_columns", "parameters": {}, "inputs": inputs}
        reference = f"n{number}.combined_dataset"
    foreseen = infer_schemas(parse_design({"nodes": nodes}), catalog(), {})
    held = [len(schema) for schema in foreseen.values() if isinstance(schema, Schema)]
    assert MAX_INFERRED_COLUMNS <= sum(held) < MAX_INFERRED_COLUMNS + 2 * max(held)
    assert foreseen["n1499.combined_dataset"] is None


def test_thousands_of_columns_that_are_not_there_are_one_problem() -> None:
    names = [f"gone {number}" for number in range(5_000)]
    select = {
        "module": "select_columns_in_dataset",
        "parameters": {"select_columns": {"start": "none", "names": ["a", *names]}},
        "inputs": {"dataset": "s.dataset"},
    }
    found = find_problems(analyze_design(parse_design({"nodes": {"s": TABLE_NODE, "select": select}}), catalog()))
    assert [(problem.node, problem.field, problem.message) for problem in found] == [
        (
            "select",
            "select_columns",
            "5,000 of the selected columns are not in the data: 'gone 0', 'gone 1', 'gone 2' and 4,997 more.",
        )
    ]
    assert found[0].fix is not None
    assert [edit.value for edit in found[0].fix.edits] == [{"start": "none", "names": ["a"]}]
    assert len(names) > MAX_PROBLEMS_PER_FIELD

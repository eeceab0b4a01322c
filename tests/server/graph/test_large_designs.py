"""What is known, drawn and written of a design costs as much as it has nodes, not as much as the square of that."""

import cProfile
import pstats

import pytest

from modules.kit import Column, Schema, catalog
from server.graph.document import Design, read
from server.graph.drawing import Drawing
from server.graph.problems import problems
from server.graph.schemas import MOST_FORESEEN, schemas
from server.graph.statistics import statistics
from server.graph.unknown_columns import MOST_NAMED
from tests.benchmarks.growing import WORK, drawn
from tests.benchmarks.sample import large
from tests.benchmarks.shapes import SHAPES, TABLE

SIZE = 160


def known(design: Design) -> None:
    columns = Schema((Column("c1", "real"), Column("y", "text", "label")))
    sources = {f"{name}.dataset": columns for name, node in design.nodes.items() if node.module == "dataset"}
    foreseen = schemas(design, catalog(), sources)
    seen = statistics(design, catalog(), foreseen, {})
    assert problems(Drawing(design, catalog(), foreseen, {"data": "data"}, statistics=seen)) == []


def calls(nodes: int) -> int:
    """How many functions are called: the same number on every machine, however busy it is."""
    design = large(nodes)
    known(design)  # what is made once is made
    profile = cProfile.Profile()
    profile.runcall(known, design)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def test_twice_the_nodes_are_twice_the_work() -> None:
    assert calls(400) < 2.2 * calls(200)


@pytest.mark.parametrize("what", WORK)
@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_nodes_of_any_shape_are_twice_the_work(shape: str, what: str) -> None:
    def counted(size: int) -> int:
        design = read({"nodes": SHAPES[shape](size)})
        WORK[what](design, catalog())  # what is made once is made
        profile = cProfile.Profile()
        profile.runcall(WORK[what], design, catalog())
        return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]

    assert counted(2 * SIZE) < 2.4 * counted(SIZE)


def test_columns_that_grow_with_each_node_are_foreseen_up_to_a_bound() -> None:
    nodes = {"s": TABLE}
    reference = "s.dataset"
    for number in range(1_500):
        inputs = {"left_dataset": reference, "right_dataset": "s.dataset"}
        nodes[f"n{number}"] = {"module": "add_columns", "parameters": {}, "inputs": inputs}
        reference = f"n{number}.combined_dataset"
    foreseen = schemas(read({"nodes": nodes}), catalog(), {})
    held = [len(schema) for schema in foreseen.values() if isinstance(schema, Schema)]
    assert MOST_FORESEEN <= sum(held) < MOST_FORESEEN + 2 * max(held)
    assert foreseen["n1499.combined_dataset"] is None


def test_thousands_of_columns_that_are_not_there_are_one_problem() -> None:
    names = [f"gone {number}" for number in range(5_000)]
    select = {
        "module": "select_columns_in_dataset",
        "parameters": {"select_columns": {"start": "none", "names": ["a", *names]}},
        "inputs": {"dataset": "s.dataset"},
    }
    found = problems(drawn(read({"nodes": {"s": TABLE, "select": select}}), catalog()))
    assert [(problem.node, problem.field, problem.message) for problem in found] == [
        (
            "select",
            "select_columns",
            "5,000 of the chosen columns are not in the data: 'gone 0', 'gone 1', 'gone 2' and 4,997 more.",
        )
    ]
    assert found[0].fix is not None
    assert [edit.value for edit in found[0].fix.edits] == [{"start": "none", "names": ["a"]}]
    assert len(names) > MOST_NAMED

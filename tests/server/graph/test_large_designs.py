"""What is known of a design costs as much as it has nodes, not as much as the square of that."""

import cProfile
import pstats

from modules.kit import Column, Schema, catalog
from server.graph.document import Design
from server.graph.drawing import Drawing
from server.graph.problems import problems
from server.graph.schemas import schemas
from server.graph.statistics import statistics
from tests.benchmarks.sample import large


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

"""How the work on a design grows with it: the time for 5,000 nodes, and how often that is the time for 500."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from modules.kit import Module, catalog
from server.api.designs.summaries import build_graph_picture
from server.graph.analyzed_design import AnalyzedDesign
from server.graph.bypass import apply_bypass
from server.graph.codegen.program_export import export_program
from server.graph.column_statistics import propagate_statistics
from server.graph.comparison.design_diff import describe_changes, diff_documents
from server.graph.document import Design, parse_design, sort_topologically
from server.graph.edits import apply_edits, set_value
from server.graph.linter import find_advice
from server.graph.planning import run_plan as planning
from server.graph.schema_inference import infer_schemas
from server.graph.validation.validation_rules import find_problems
from server.report import parameter_tables
from server.report.graph_svg import draw_graph
from tests.benchmarks.design_shapes import SHAPES
from tests.benchmarks.measurement import BenchmarkMeasurement

SMALL, LARGE = 500, 5_000
#: Ten times the nodes may take twelve times the time; each kind of work on 5,000 nodes two seconds.
RATIO_AIM, SECONDS_AIM = 12.0, 2.0


def analyze_design(design: Design, modules: Mapping[str, Module]) -> AnalyzedDesign:
    predicted = infer_schemas(design, modules, {})
    return AnalyzedDesign(
        design, modules, predicted, {}, statistics=propagate_statistics(design, modules, predicted, {})
    )


def draw_design(design: Design, modules: Mapping[str, Module]) -> Any:
    known = [name for name in sort_topologically(design) if design.nodes[name].module in modules]
    settings = parameter_tables.list_settings(design, modules, known)
    return draw_graph(design, {}, modules, {one.node: parameter_tables.format_settings(one) for one in settings})


def move_all_nodes(design: Design, modules: Mapping[str, Module]) -> Any:
    """All nodes moved at once, and what lies between the two documents."""
    before = design.model_dump(mode="json")
    after = apply_edits(before, [set_value(place * 7, "nodes", name, "x") for place, name in enumerate(design.nodes)])
    return diff_documents(before, after), describe_changes(before, after, modules)


WORKLOADS: dict[str, Callable[[Design, Mapping[str, Module]], Any]] = {
    "problems": lambda design, modules: find_problems(analyze_design(design, modules)),
    "advice": lambda design, modules: find_advice(analyze_design(design, modules)),
    "plan": lambda design, modules: planning.build_plan(
        design, modules, find_problems(analyze_design(design, modules))
    ),
    "code": lambda design, modules: export_program(design, modules, {}, "script"),
    "notebook": lambda design, modules: export_program(design, modules, {}, "notebook"),
    "picture": draw_design,
    "small picture": build_graph_picture,
    "bypass": apply_bypass,
    "edits and difference": move_all_nodes,
}


def measure() -> list[BenchmarkMeasurement]:
    """The longest of all shapes for each kind of work."""
    modules = catalog()
    found: list[BenchmarkMeasurement] = []
    for what, work in WORKLOADS.items():
        seconds = {name: _measure_sizes(make, work, modules) for name, make in SHAPES.items()}
        slowest = max(seconds, key=lambda name: seconds[name][1])
        steepest = max(seconds, key=lambda name: seconds[name][1] / max(seconds[name][0], 0.002))
        ratio = seconds[steepest][1] / max(seconds[steepest][0], 0.002)
        found += [
            BenchmarkMeasurement(
                f"{what}, {LARGE:,} nodes", "s", (seconds[slowest][1],), aim=SECONDS_AIM, note=slowest
            ),
            BenchmarkMeasurement(f"{what}, {LARGE:,} to {SMALL:,}", "×", (ratio,), aim=RATIO_AIM, note=steepest),
        ]
    return found


def _measure_sizes(
    make: Callable[[int], dict[str, Any]], work: Callable[..., Any], modules: Mapping[str, Module]
) -> tuple[float, float]:
    """The processor time for the small and the large design, the shorter of two."""
    return (min(_measure_once(make, work, modules, SMALL) for _ in range(3)), _measure_once(make, work, modules, LARGE))


def _measure_once(
    make: Callable[[int], dict[str, Any]], work: Callable[..., Any], modules: Mapping[str, Module], size: int
) -> float:
    design = parse_design({"nodes": make(size)})
    started = time.process_time()
    work(design, modules)
    return time.process_time() - started

"""How the work on a design grows with it: the time for 5,000 nodes, and how often that is the time for 500."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from modules.kit import Module, catalog
from server.api.summaries import picture_of
from server.graph import plan as planning
from server.graph.bypass import through
from server.graph.code import exported
from server.graph.difference import changes_between, edits_between
from server.graph.document import Design, in_order, read
from server.graph.drawing import Drawing
from server.graph.edits import apply, put
from server.graph.linter import advice
from server.graph.problems import problems
from server.graph.schemas import schemas
from server.graph.statistics import statistics
from server.pages import told_parameters
from server.pages.graph_picture import graph_picture
from tests.benchmarks.measuring import Measurement
from tests.benchmarks.shapes import SHAPES

SMALL, LARGE = 500, 5_000
#: Ten times the nodes may take twelve times the time; each kind of work on 5,000 nodes two seconds.
RATIO_AIM, SECONDS_AIM = 12.0, 2.0


def drawn(design: Design, modules: Mapping[str, Module]) -> Drawing:
    foreseen = schemas(design, modules, {})
    return Drawing(design, modules, foreseen, {}, statistics=statistics(design, modules, foreseen, {}))


def drawn_picture(design: Design, modules: Mapping[str, Module]) -> Any:
    known = [name for name in in_order(design) if design.nodes[name].module in modules]
    settings = told_parameters.settings_of(design, modules, known)
    return graph_picture(design, {}, modules, {one.node: told_parameters.in_short(one) for one in settings})


def moved(design: Design, modules: Mapping[str, Module]) -> Any:
    """All nodes moved at once, and what lies between the two documents."""
    before = design.model_dump(mode="json")
    after = apply(before, [put(place * 7, "nodes", name, "x") for place, name in enumerate(design.nodes)])
    return edits_between(before, after), changes_between(before, after, modules)


WORK: dict[str, Callable[[Design, Mapping[str, Module]], Any]] = {
    "problems": lambda design, modules: problems(drawn(design, modules)),
    "advice": lambda design, modules: advice(drawn(design, modules)),
    "plan": lambda design, modules: planning.plan(design, modules, problems(drawn(design, modules))),
    "code": lambda design, modules: exported(design, modules, {}, "script"),
    "notebook": lambda design, modules: exported(design, modules, {}, "notebook"),
    "picture": drawn_picture,
    "small picture": picture_of,
    "bypass": through,
    "edits and difference": moved,
}


def measure() -> list[Measurement]:
    """The longest of all shapes for each kind of work."""
    modules = catalog()
    found: list[Measurement] = []
    for what, work in WORK.items():
        seconds = {name: _seconds(make, work, modules) for name, make in SHAPES.items()}
        slowest = max(seconds, key=lambda name: seconds[name][1])
        steepest = max(seconds, key=lambda name: seconds[name][1] / max(seconds[name][0], 0.002))
        ratio = seconds[steepest][1] / max(seconds[steepest][0], 0.002)
        found += [
            Measurement(f"{what}, {LARGE:,} nodes", "s", (seconds[slowest][1],), aim=SECONDS_AIM, note=slowest),
            Measurement(f"{what}, {LARGE:,} to {SMALL:,}", "×", (ratio,), aim=RATIO_AIM, note=steepest),
        ]
    return found


def _seconds(
    make: Callable[[int], dict[str, Any]], work: Callable[..., Any], modules: Mapping[str, Module]
) -> tuple[float, float]:
    """The processor time for the small and the large design, the shorter of two."""
    return (min(_once(make, work, modules, SMALL) for _ in range(3)), _once(make, work, modules, LARGE))


def _once(
    make: Callable[[int], dict[str, Any]], work: Callable[..., Any], modules: Mapping[str, Module], size: int
) -> float:
    design = read({"nodes": make(size)})
    started = time.process_time()
    work(design, modules)
    return time.process_time() - started

"""From a design that trains to one that predicts: a rewrite of the graph, told what the last run computed.

The way of a request is the path from the data to the scoring module. What lies on it stays, passes the data on, or is
replaced by what it fitted, as its module declares. Whatever enters that path from the side does not depend on a
request: it is frozen to what the run computed. Training and evaluation are on neither side and go.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import JsonValue

from modules.kit import Module, Schema
from modules.kit.declare import PortSchema
from server.graph.document import Design, Edge, Node, in_order, title_of
from server.graph.drawing import Drawing, Problem, runs_code
from server.graph.problems import problems
from server.graph.schemas import schemas

Mode = Literal["real-time", "batch"]

INPUT, OUTPUT = "web_service_input", "web_service_output"
APPLY = "apply_transformation"
#: {port type: the source module that stands for a stored value of it, and that module's output}
STORED = {
    "trained_model": ("stored_model", "trained_model"),
    "transformation": ("stored_transformation", "transformation"),
    "dataset": ("stored_dataset", "results_dataset"),
}
ROW, COLUMN = 136, 280

#: Nodes in the order of the data, each with the edge by which the data reach it; the first one has none.
Path = list[tuple[Edge | None, str]]


@dataclass(frozen=True)
class Scorer:
    """A node that applies a trained model to data, and the learner behind its model."""

    node: str
    title: str
    learner: str


@dataclass
class _Rewrite:
    """What is known while the new graph is being drawn."""

    design: Design
    catalog: Mapping[str, Module]
    results: Mapping[str, str]
    nodes: dict[str, Node] = field(default_factory=dict)
    missing: dict[str, Problem] = field(default_factory=dict)

    @property
    def titles(self) -> dict[str, str]:
        return {name: module.title for name, module in self.catalog.items()}

    def module(self, node: str) -> Module:
        return self.catalog[self.design.nodes[node].module]

    def add(self, wanted: str, node: Node) -> str:
        """Place a node under this name, or one with a number behind it where that is taken."""
        name, number = _shortened(wanted), 2
        while name in self.nodes:
            name, number = _shortened(f"{wanted}_{number}"), number + 1
        self.nodes[name] = node
        return name


def scorers(design: Design, catalog: Mapping[str, Module]) -> list[Scorer]:
    """The nodes that a design for inference could be built around, in the order of the data."""
    titles = {name: module.title for name, module in catalog.items()}
    return [
        Scorer(name, title_of(design.nodes[name], titles), _learner(design, catalog, name))
        for name in in_order(design)
        if _scores(catalog.get(design.nodes[name].module))
    ]


def inference(
    design: Design,
    catalog: Mapping[str, Module],
    results: Mapping[str, str],
    scorer: str,
    mode: Mode,
    foreseen: Mapping[str, PortSchema] | None = None,
) -> Design | list[Problem]:
    """The design that predicts with what `results`, {"node.port": artifact} of unchanged nodes, hold.

    `foreseen` are the columns at the ports of the design, as far as they are known.
    Real-time: the rows of a request enter at Web Service Input, behind the data that now are its example. Batch: the
    Dataset node stays, to be pointed at other data. Problems come back instead where a result is missing: then the
    design has to run first.
    """
    rewrite = _Rewrite(design, catalog, results)
    path = list(_path(rewrite, scorer))
    label = _label(rewrite, scorer, path, foreseen or {})
    reference = _beginning(rewrite, path, label, mode)
    for edge, name in path:
        reference = _passed(rewrite, name, edge, reference)
    _answers(rewrite, scorer, reference)
    if rewrite.missing:
        return list(rewrite.missing.values())
    words = "real-time inference" if mode == "real-time" else "batch inference"
    made = Design(name=f"{design.name}, {words}"[:200], description=design.description, nodes=rewrite.nodes)
    used = {node.module for node in made.nodes.values()}
    made.modules = {name: own for name, own in design.modules.items() if name in used}
    _arrange(made)
    return _without_label(made, catalog, label) if mode == "real-time" and label else made


def _scores(module: Module | None) -> bool:
    if module is None or module.inference != "keep":
        return False
    inputs = {port.type for port in module.inputs}
    return {"trained_model", "dataset"} <= inputs and any(port.type == "dataset" for port in module.outputs)


def _learner(design: Design, catalog: Mapping[str, Module], scorer: str) -> str:
    """The title of the untrained model behind a scorer, as far as the graph tells."""
    titles = {name: module.title for name, module in catalog.items()}
    node = design.nodes[scorer]
    for kind in ("trained_model", "untrained_model"):
        edge = next((edge for edge in _edges(node, catalog.get(node.module), kind)), None)
        if edge is None or edge.source not in design.nodes:
            return ""
        node = design.nodes[edge.source]
    return title_of(node, titles)


def _edges(node: Node, module: Module | None, kind: str) -> Iterator[Edge]:
    """The edges that end at ports of this type, in the order of the module's ports."""
    for port in module.inputs if module else ():
        if port.type == kind:
            yield from (edge for edge in node.edges() if edge.port == port.name)


def _path(rewrite: _Rewrite, scorer: str) -> Path:
    """The nodes from the source of the data to the scorer, each with the edge by which the data reach it."""
    path: Path = []
    name: str | None = scorer
    while name is not None and name not in {node for _, node in path}:
        node = rewrite.design.nodes[name]
        edge = next(_edges(node, rewrite.catalog.get(node.module), "dataset"), None)
        path.append((edge, name))
        name = edge.source if edge and edge.source in rewrite.design.nodes else None
        if node.module == INPUT:
            break
    return path[::-1]


def _label(rewrite: _Rewrite, scorer: str, path: Path, foreseen: Mapping[str, PortSchema]) -> str | None:
    """The column that the scorer's model predicts; None where the data do not have it under this name."""
    edge = next(_edges(rewrite.design.nodes[scorer], rewrite.module(scorer), "trained_model"), None)
    trainer = rewrite.design.nodes.get(edge.source) if edge else None
    label = trainer.parameters.get("label") if trainer else None
    source = next((edge.reference for edge, _ in path if edge), None)
    columns = foreseen.get(source) if source else None
    absent = isinstance(columns, Schema) and columns.complete and label not in columns
    return label if isinstance(label, str) and not absent else None


def _beginning(rewrite: _Rewrite, path: Path, label: str | None, mode: Mode) -> str:
    """Place what the data come from; takes it off the path and returns the reference that follows it."""
    edge, name = path.pop(0)
    node = rewrite.design.nodes[name]
    following = next((edge.output for edge, _ in path if edge), rewrite.module(name).outputs[0].name)
    if edge is not None:  # a Web Service Input that the user placed: what is in front of it is its example
        reference = _frozen(rewrite, edge, "dataset")
        placed = node.model_copy(update={"inputs": {edge.port: reference}})
        return f"{rewrite.add(name, placed)}.{following}" if mode == "real-time" else reference
    reference = f"{rewrite.add(name, node.model_copy(update={'inputs': {}}))}.{following}"
    if mode == "batch":
        return reference
    columns: dict[str, Any] = {"columns": {"start": "all", "names": [label]}} if label else {}
    entered = rewrite.add("input1", Node(module=INPUT, inputs={"dataset": reference}, parameters=columns))
    return f"{entered}.results_dataset"


def _passed(rewrite: _Rewrite, name: str, edge: Edge | None, reference: str) -> str:
    """Place one node of the path, fed by `reference`; returns the reference that takes its place for what follows."""
    node, module = rewrite.design.nodes[name], rewrite.module(name)
    if edge is None or module.inference == "drop":
        return reference
    if module.inference == "replace":
        fitted = next(port for port in module.outputs if port.type == "transformation")
        stored = _frozen(rewrite, Edge(name, fitted.name, ""), "transformation")
        inputs: dict[str, str | list[str]] = {"transformation": stored, "dataset": reference}
        title = f"Apply {title_of(node, rewrite.titles)}"
        applied = Node(module=APPLY, title=title, inputs=inputs, parameters={"skip_absent_columns": True})
        return f"{rewrite.add(name, applied)}.transformed_dataset"
    inputs = {edge.port: reference}
    for side in node.edges():
        port = module.input(side.port)
        if side.port != edge.port and port is not None:
            frozen = _frozen(rewrite, side, port.type)
            inputs[side.port] = [*inputs.get(side.port, ()), frozen] if port.many else frozen
    output = next((port.name for port in module.outputs if port.type == "dataset"), module.outputs[0].name)
    lenient = {"skip_absent_columns": True} if node.module == APPLY else {}
    changes = {"inputs": inputs, "parameters": {**node.parameters, **lenient}}
    return f"{rewrite.add(name, node.model_copy(update=changes))}.{output}"


def _frozen(rewrite: _Rewrite, edge: Edge, kind: str) -> str:
    """The stored value of what an edge brings, as a node of its own; noted as missing where no run has it."""
    source = rewrite.design.nodes.get(edge.source)
    module = rewrite.catalog.get(source.module) if source else None
    offered = module.output(edge.output) if module else None
    artifact = rewrite.results.get(edge.reference)
    if source is None or offered is None or artifact is None or offered.type not in STORED:
        title = title_of(source, rewrite.titles) if source else edge.source
        message = f"{title} has no result that is up to date. Run the design, then make the inference design."
        rewrite.missing.setdefault(edge.source, Problem(edge.source, None, message))
        return edge.reference
    if module is not None and module.source:
        name = edge.source if edge.source in rewrite.nodes else rewrite.add(edge.source, source)
        return f"{name}.{edge.output}"
    stored, output = STORED[offered.type]
    learner = _learner_of(rewrite, edge.source) if kind == "trained_model" else ""
    title = learner or f"{title_of(source, rewrite.titles)}, as fitted"
    node = Node(module=stored, title=title, x=source.x, y=source.y, parameters={"artifact": artifact})
    return f"{rewrite.add(f'{edge.source}_{output}', node)}.{output}"


def _learner_of(rewrite: _Rewrite, trainer: str) -> str:
    node = rewrite.design.nodes[trainer]
    edge = next(_edges(node, rewrite.catalog.get(node.module), "untrained_model"), None)
    learner = rewrite.design.nodes.get(edge.source) if edge else None
    return f"{title_of(learner, rewrite.titles)}, trained" if learner else ""


def _answers(rewrite: _Rewrite, scorer: str, reference: str) -> None:
    """Follow the scores through what the user does with them, and let each end be an answer."""
    waiting = [(scorer, reference)]
    answered = 0
    while waiting:
        name, reached = waiting.pop(0)
        followers = list(_followers(rewrite, name))
        for edge, follower in followers:
            waiting.append((follower, _passed(rewrite, follower, edge, reached)))
        placed = rewrite.nodes[reached.partition(".")[0]]
        if not followers and placed.module != OUTPUT:
            answered += 1
            parameters: dict[str, Any] = {} if answered == 1 else {"name": f"output{answered}"}
            rewrite.add(f"output{answered}", Node(module=OUTPUT, inputs={"dataset": reached}, parameters=parameters))


def _followers(rewrite: _Rewrite, name: str) -> Iterator[tuple[Edge, str]]:
    """The nodes that keep working on a node's rows when it is deployed."""
    for follower, node in rewrite.design.nodes.items():
        module = rewrite.catalog.get(node.module)
        edge = next((edge for edge in _edges(node, module, "dataset") if edge.source == name), None)
        rows = module is not None and any(port.type == "dataset" for port in module.outputs)
        if edge is not None and module is not None and rows and module.inference != "drop":
            yield edge, follower


def _without_label(made: Design, catalog: Mapping[str, Module], label: str) -> Design:
    """The design whose requests lack the label, unless a node on the way cannot do without it."""
    adapted = made.model_copy(deep=True)
    for node in adapted.nodes.values():
        if node.module != INPUT:
            node.parameters = {name: _taken_off(value, label) for name, value in node.parameters.items()}
    if not _asking_for(adapted, catalog, label):
        return adapted
    for node in made.nodes.values():
        if node.module == INPUT:
            node.parameters = {name: value for name, value in node.parameters.items() if name != "columns"}
    return made


def _taken_off(value: JsonValue, label: str) -> JsonValue:
    """A picker of several columns without the label, if others are left."""
    names = value.get("names") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(names, list) or label not in names:
        return value
    rest = [name for name in names if name != label]
    return {**value, "names": rest} if rest or value.get("start", "all") != "none" else value


def _asking_for(made: Design, catalog: Mapping[str, Module], label: str) -> bool:
    """Whether a node cannot do without the label: a picker of one column names it, or one of several nothing else."""
    on_the_way = [node for node in made.nodes.values() if node.module != INPUT]
    values = [value for node in on_the_way for value in node.parameters.values()]
    if any(value == label or value == {"start": "none", "names": [label]} for value in values):
        return True
    # A script or query that names the label cannot be read further: it keeps what it asks for.
    sources = [node.parameters for node in on_the_way if node.module in catalog and runs_code(catalog[node.module])]
    sources += [{"code": own.code} for own in made.modules.values()]
    if any(isinstance(text, str) and label in text for source in sources for text in source.values()):
        return True
    drawing = Drawing(made, catalog, schemas(made, catalog, {}), {})
    return any(problem.field and f"'{label}'" in problem.message for problem in problems(drawing))


def _arrange(made: Design) -> None:
    """Rows by distance from the sources; in a row by where the originals stood."""
    depth: dict[str, int] = {}
    for name in in_order(made):
        before = [depth[edge.source] for edge in made.nodes[name].edges() if edge.source in depth]
        depth[name] = max(before, default=-1) + 1
    for name in reversed(in_order(made)):  # a stored value stands right above what takes it
        behind = [depth[other] for other, node in made.nodes.items() for edge in node.edges() if edge.source == name]
        if not made.nodes[name].inputs and behind:
            depth[name] = min(behind) - 1
    for row in set(depth.values()):
        names = sorted((name for name in depth if depth[name] == row), key=lambda name: _place(made, name))
        for column, name in enumerate(names):
            made.nodes[name].x, made.nodes[name].y = column * COLUMN, row * ROW


def _place(made: Design, name: str) -> tuple[int, float]:
    """Models and transformations to the left of the data, as at the ports that they go into."""
    kinds = ("stored_model", "stored_transformation", "stored_dataset")
    module = made.nodes[name].module
    return (kinds.index(module) if module in kinds[:2] else len(kinds), made.nodes[name].x)


def _shortened(name: str) -> str:
    """A node id of at most 64 characters."""
    return name if len(name) <= 64 else f"{name[:50]}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"

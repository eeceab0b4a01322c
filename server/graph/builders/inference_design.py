"""From a design that trains to one that predicts: a rewrite of the graph, given what the last run computed.

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
from modules.kit.module_roles import find_modules, get_module
from modules.kit.module_spec import PortSchema
from modules.kit.parameter_widgets import ColumnNamesWidget
from server.graph.analyzed_design import AnalyzedDesign, Problem, has_user_code
from server.graph.document import Design, Edge, Node, get_node_title, sort_topologically
from server.graph.schema_inference import infer_schemas
from server.graph.validation.validation_messages import join_words
from server.graph.validation.validation_rules import find_problems

InferenceMode = Literal["real-time", "batch"]

ROW_SPACING, COLUMN_SPACING = 136, 280

#: Nodes in the order of the data, each with the edge by which the data reach it; the first one has none.
DataPath = list[tuple[Edge | None, str]]


@dataclass(frozen=True)
class ScoringNode:
    """A node that applies a trained model to data, and the learner behind its model."""

    node: str
    title: str
    learner: str


@dataclass
class _InferenceRewrite:
    """What is known while the new graph is being drawn."""

    design: Design
    catalog: Mapping[str, Module]
    results: Mapping[str, str]
    nodes: dict[str, Node] = field(default_factory=dict)
    missing_results: dict[str, Problem] = field(default_factory=dict)

    @property
    def input_module(self) -> str:
        return get_module(self.catalog, "service_input").name

    @property
    def output_module(self) -> str:
        return get_module(self.catalog, "service_output").name

    @property
    def apply_module(self) -> str:
        return get_module(self.catalog, "transformation_applier").name

    @property
    def titles(self) -> dict[str, str]:
        return {name: module.title for name, module in self.catalog.items()}

    def get_module(self, node: str) -> Module:
        return self.catalog[self.design.nodes[node].module]

    def add_node(self, requested_name: str, node: Node) -> str:
        """Place a node under this name, or one with a number behind it where that is taken."""
        name, number = _shorten_id(requested_name), 2
        while name in self.nodes:
            name, number = _shorten_id(f"{requested_name}_{number}"), number + 1
        self.nodes[name] = node
        return name


def find_scoring_nodes(design: Design, catalog: Mapping[str, Module]) -> list[ScoringNode]:
    """The nodes that a design for inference could be built around, in the order of the data."""
    titles = {name: module.title for name, module in catalog.items()}
    return [
        ScoringNode(name, get_node_title(design.nodes[name], titles), _get_learner_title(design, catalog, name))
        for name in sort_topologically(design)
        if _is_scoring_module(catalog.get(design.nodes[name].module))
    ]


def build_inference_design(
    design: Design,
    catalog: Mapping[str, Module],
    results: Mapping[str, str],
    scorer: str,
    mode: InferenceMode,
    known_schemas: Mapping[str, PortSchema] | None = None,
) -> Design | list[Problem]:
    """The design that predicts with what `results`, {"node.port": artifact} of unchanged nodes, hold.

    `foreseen` are the columns at the ports of the design, as far as they are known.
    Real-time: the rows of a request enter at Web Service Input, behind the data that now are its example. Batch: the
    Dataset node stays, to be pointed at other data. Problems come back instead where a result is missing: then the
    design has to run first.
    """
    rewrite = _InferenceRewrite(design, catalog, results)
    path = list(_find_data_path(rewrite, scorer))
    label = _find_label(rewrite, scorer, path, known_schemas or {})
    reference = _add_path_start(rewrite, path, label, mode)
    for edge, name in path:
        reference = _add_path_node(rewrite, name, edge, reference)
    _add_outputs(rewrite, scorer, reference)
    if rewrite.missing_results:
        return list(rewrite.missing_results.values())
    words = "real-time inference" if mode == "real-time" else "batch inference"
    made = Design(name=f"{design.name}, {words}"[:200], description=design.description, nodes=rewrite.nodes)
    used = {node.module for node in made.nodes.values()}
    made.modules = {name: own for name, own in design.modules.items() if name in used}
    _arrange_nodes(made, catalog)
    return _remove_label(made, catalog, label) if mode == "real-time" and label else made


def find_artifact_source(catalog: Mapping[str, Module], kind: str) -> Module | None:
    """The source module that stands for a stored value of this port type."""
    return next((one for one in find_modules(catalog, "artifact_source") if one.outputs[0].type == kind), None)


def _is_scoring_module(module: Module | None) -> bool:
    if module is None or module.inference != "keep":
        return False
    inputs = {port.type for port in module.inputs}
    return {"trained_model", "dataset"} <= inputs and any(port.type == "dataset" for port in module.outputs)


def _get_learner_title(design: Design, catalog: Mapping[str, Module], scorer: str) -> str:
    """The title of the untrained model behind a scorer, as far as the graph tells."""
    titles = {name: module.title for name, module in catalog.items()}
    node = design.nodes[scorer]
    edge = next(_filter_edges(node, catalog.get(node.module), "trained_model"), None)
    learner = _find_learner_node(design, catalog, edge.source) if edge else None
    return get_node_title(learner, titles) if learner else ""


def _find_learner_node(design: Design, catalog: Mapping[str, Module], trainer: str) -> Node | None:
    """The node of the untrained model that is trained, behind those that only add preprocessing to it."""
    node, visited = design.nodes.get(trainer), {trainer}
    while node is not None:
        edge = next(_filter_edges(node, catalog.get(node.module), "untrained_model"), None)
        if edge is None or edge.source in visited or edge.source not in design.nodes:
            return None
        visited.add(edge.source)
        node = design.nodes[edge.source]
        module = catalog.get(node.module)
        if module is None or module.role != "model_preprocessor":
            return node
    return None


def _filter_edges(node: Node, module: Module | None, kind: str) -> Iterator[Edge]:
    """The edges that end at ports of this type, in the order of the module's ports."""
    for port in module.inputs if module else ():
        if port.type == kind:
            yield from (edge for edge in node.edges() if edge.port == port.name)


def _find_data_path(rewrite: _InferenceRewrite, scorer: str) -> DataPath:
    """The nodes from the source of the data to the scorer, each with the edge by which the data reach it."""
    path: DataPath = []
    name: str | None = scorer
    while name is not None and name not in {node for _, node in path}:
        node = rewrite.design.nodes[name]
        edge = next(_filter_edges(node, rewrite.catalog.get(node.module), "dataset"), None)
        path.append((edge, name))
        name = edge.source if edge and edge.source in rewrite.design.nodes else None
        if node.module == rewrite.input_module:
            break
    return path[::-1]


def _find_label(
    rewrite: _InferenceRewrite, scorer: str, path: DataPath, known_schemas: Mapping[str, PortSchema]
) -> str | None:
    """The column that the scorer's model predicts; None where the data do not have it under this name."""
    edge = next(_filter_edges(rewrite.design.nodes[scorer], rewrite.get_module(scorer), "trained_model"), None)
    trainer = rewrite.design.nodes.get(edge.source) if edge else None
    label = trainer.parameters.get("label") if trainer else None
    source = next((edge.reference for edge, _ in path if edge), None)
    columns = known_schemas.get(source) if source else None
    absent = isinstance(columns, Schema) and columns.complete and label not in columns
    return label if isinstance(label, str) and not absent else None


def _add_path_start(rewrite: _InferenceRewrite, path: DataPath, label: str | None, mode: InferenceMode) -> str:
    """Place what the data come from; takes it off the path and returns the reference that follows it."""
    edge, name = path.pop(0)
    node = rewrite.design.nodes[name]
    following = next((edge.output for edge, _ in path if edge), rewrite.get_module(name).outputs[0].name)
    if edge is not None:  # a Web Service Input that the user placed: what is in front of it is its example
        reference = _freeze_input(rewrite, edge, "dataset")
        placed = node.model_copy(update={"inputs": {edge.port: reference}})
        return f"{rewrite.add_node(name, placed)}.{following}" if mode == "real-time" else reference
    reference = f"{rewrite.add_node(name, node.model_copy(update={'inputs': {}}))}.{following}"
    if mode == "batch":
        return reference
    columns: dict[str, Any] = {"columns": {"start": "all", "names": [label]}} if label else {}
    entrance = Node(module=rewrite.input_module, inputs={"dataset": reference}, parameters=columns)
    return f"{rewrite.add_node('input1', entrance)}.results_dataset"


def _add_path_node(rewrite: _InferenceRewrite, name: str, edge: Edge | None, reference: str) -> str:
    """Place one node of the path, fed by `reference`; returns the reference that takes its place for what follows."""
    node, module = rewrite.design.nodes[name], rewrite.get_module(name)
    if edge is None or module.inference == "drop":
        return reference
    if module.inference == "replace":
        fitted = next(port for port in module.outputs if port.type == "transformation")
        stored = _freeze_input(rewrite, Edge(name, fitted.name, ""), "transformation")
        inputs: dict[str, str | list[str]] = {"transformation": stored, "dataset": reference}
        title = f"Apply {get_node_title(node, rewrite.titles)}"
        lenient: dict[str, Any] = {"skip_absent_columns": True}
        applied = Node(module=rewrite.apply_module, title=title, inputs=inputs, parameters=lenient)
        return f"{rewrite.add_node(name, applied)}.transformed_dataset"
    inputs = {edge.port: reference}
    for side in node.edges():
        port = module.find_input(side.port)
        if side.port != edge.port and port is not None:
            frozen = _freeze_input(rewrite, side, port.type)
            inputs[side.port] = [*inputs.get(side.port, ()), frozen] if port.many else frozen
    output = next((port.name for port in module.outputs if port.type == "dataset"), module.outputs[0].name)
    lenient = {"skip_absent_columns": True} if node.module == rewrite.apply_module else {}
    changes = {"inputs": inputs, "parameters": {**node.parameters, **lenient}}
    return f"{rewrite.add_node(name, node.model_copy(update=changes))}.{output}"


def _freeze_input(rewrite: _InferenceRewrite, edge: Edge, kind: str) -> str:
    """The stored value of what an edge brings, as a node of its own; noted as missing where no run has it."""
    source = rewrite.design.nodes.get(edge.source)
    module = rewrite.catalog.get(source.module) if source else None
    offered = module.find_output(edge.output) if module else None
    artifact = rewrite.results.get(edge.reference)
    store = find_artifact_source(rewrite.catalog, offered.type) if offered else None
    if source is None or offered is None or artifact is None or store is None:
        title = get_node_title(source, rewrite.titles) if source else edge.source
        message = f"{title} has no up-to-date result. Run the design, then make the inference design."
        rewrite.missing_results.setdefault(edge.source, Problem(edge.source, None, message))
        return edge.reference
    if module is not None and module.source:
        name = edge.source if edge.source in rewrite.nodes else rewrite.add_node(edge.source, source)
        return f"{name}.{edge.output}"
    output = store.outputs[0].name
    learner = _get_model_title(rewrite, edge.source) if kind == "trained_model" else ""
    title = learner or f"{get_node_title(source, rewrite.titles)}, as fitted"
    node = Node(module=store.name, title=title, x=source.x, y=source.y, parameters={"artifact": artifact})
    return f"{rewrite.add_node(f'{edge.source}_{output}', node)}.{output}"


def _get_model_title(rewrite: _InferenceRewrite, trainer: str) -> str:
    learner = _find_learner_node(rewrite.design, rewrite.catalog, trainer)
    return f"{get_node_title(learner, rewrite.titles)}, trained" if learner else ""


def _add_outputs(rewrite: _InferenceRewrite, scorer: str, reference: str) -> None:
    """Follow the scores through what the user does with them, and let each end be an answer."""
    waiting = [(scorer, reference)]
    output_count = 0
    while waiting:
        name, reached = waiting.pop(0)
        followers = list(_find_followers(rewrite, name))
        for edge, follower in followers:
            waiting.append((follower, _add_path_node(rewrite, follower, edge, reached)))
        placed = rewrite.nodes[reached.partition(".")[0]]
        if not followers and placed.module != rewrite.output_module:
            output_count += 1
            parameters: dict[str, Any] = {} if output_count == 1 else {"name": f"output{output_count}"}
            answer = Node(module=rewrite.output_module, inputs={"dataset": reached}, parameters=parameters)
            rewrite.add_node(f"output{output_count}", answer)


def _find_followers(rewrite: _InferenceRewrite, name: str) -> Iterator[tuple[Edge, str]]:
    """The nodes that keep working on a node's rows when it is deployed."""
    for follower, node in rewrite.design.nodes.items():
        module = rewrite.catalog.get(node.module)
        edge = next((edge for edge in _filter_edges(node, module, "dataset") if edge.source == name), None)
        rows = module is not None and any(port.type == "dataset" for port in module.outputs)
        if edge is not None and module is not None and rows and module.inference != "drop":
            yield edge, follower


def _remove_label(made: Design, catalog: Mapping[str, Module], label: str) -> Design:
    """The design whose requests lack the label, unless a node on the way cannot do without it."""
    adapted, entrance = made.model_copy(deep=True), get_module(catalog, "service_input").name
    for node in adapted.nodes.values():
        if node.module != entrance:
            widgets = module.widgets if (module := catalog.get(node.module)) else {}
            node.parameters = {
                name: _remove_from_picker(value, label, is_list=isinstance(widgets.get(name), ColumnNamesWidget))
                for name, value in node.parameters.items()
            }
    users = _find_label_users(adapted, catalog, label)
    if not users:
        return adapted
    titles = {name: module.title for name, module in catalog.items()}
    said = join_words([get_node_title(made.nodes[name], titles) for name in users])
    for node in made.nodes.values():
        if node.module == entrance:
            node.parameters = {name: value for name, value in node.parameters.items() if name != "columns"}
            node.note = (
                f"Requests need a value of {label}, although the model predicts it: {said} asks for it. Leave {label} "
                "out there, or send any value."
            )
    return made


def _remove_from_picker(value: JsonValue, label: str, *, is_list: bool) -> JsonValue:
    """A picker of several columns, or a list of their names, without the label, if others are left."""
    if is_list and isinstance(value, list) and label in value:
        return [name for name in value if name != label] or value
    names = value.get("names") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(names, list) or label not in names:
        return value
    rest = [name for name in names if name != label]
    return {**value, "names": rest} if rest or value.get("start", "all") != "none" else value


def _find_label_users(made: Design, catalog: Mapping[str, Module], label: str) -> list[str]:
    """The nodes that cannot do without the label: a picker of one column names it, or one of several nothing else."""
    entrance = get_module(catalog, "service_input").name
    on_the_way = {name: node for name, node in made.nodes.items() if node.module != entrance}
    users = [
        name
        for name, node in on_the_way.items()
        if any(value in (label, {"start": "none", "names": [label]}) for value in node.parameters.values())
        or _has_code_naming(made, catalog, node, label)
    ]
    analyzed = AnalyzedDesign(made, catalog, infer_schemas(made, catalog, {}), {})
    named = [one.node for one in find_problems(analyzed) if one.node and one.field and f"'{label}'" in one.message]
    return list(dict.fromkeys([*users, *named]))


def _has_code_naming(made: Design, catalog: Mapping[str, Module], node: Node, label: str) -> bool:
    """Whether a script or query names the label: it cannot be read further, and keeps what it asks for."""
    module, own = catalog.get(node.module), made.modules.get(node.module)
    texts = [own.code] if own else []
    texts += (
        [text for text in node.parameters.values() if isinstance(text, str)] if module and has_user_code(module) else []
    )
    return any(label in text for text in texts)


def _arrange_nodes(made: Design, catalog: Mapping[str, Module]) -> None:
    """Rows by distance from the sources; in a row by where the originals stood."""
    depth: dict[str, int] = {}
    for name in sort_topologically(made):
        before = [depth[edge.source] for edge in made.nodes[name].edges() if edge.source in depth]
        depth[name] = max(before, default=-1) + 1
    for name in reversed(sort_topologically(made)):  # a stored value stands right above what takes it
        behind = [depth[other] for other, node in made.nodes.items() for edge in node.edges() if edge.source == name]
        if not made.nodes[name].inputs and behind:
            depth[name] = min(behind) - 1
    for row in set(depth.values()):
        names = sorted(
            (name for name in depth if depth[name] == row), key=lambda name: _get_sort_key(made, catalog, name)
        )
        for column, name in enumerate(names):
            made.nodes[name].x, made.nodes[name].y = column * COLUMN_SPACING, row * ROW_SPACING


def _get_sort_key(made: Design, catalog: Mapping[str, Module], name: str) -> tuple[int, float]:
    """Models and transformations to the left of the data, as at the ports that they go into."""
    module = catalog.get(made.nodes[name].module)
    stored = module.outputs[0].type if module is not None and module.role == "artifact_source" else ""
    kinds = ("trained_model", "transformation")
    return (kinds.index(stored) if stored in kinds else len(kinds), made.nodes[name].x)


def _shorten_id(name: str) -> str:
    """A node id of at most 64 characters."""
    return name if len(name) <= 64 else f"{name[:50]}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"

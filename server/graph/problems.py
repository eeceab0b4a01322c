"""Why a graph cannot run: each rule is one function over the drawn graph, and every problem is found at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from modules.kit import Column, Columns, Module, Port, Schema
from modules.kit.declare import PortSchema
from modules.kit.ports import accepts
from server.graph.document import Design, Edge, Node, cycle, title_of
from server.graph.edits import Edit, delete, put
from server.graph.own import flaws
from server.graph.sentences import PORT_WORDS, listed, sentence

EMPTY = Schema(())


@dataclass(frozen=True)
class Fix:
    """What to press, and the edits that it makes."""

    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Problem:
    """One reason why a graph cannot run. `field` is the parameter or the input port that it is about."""

    node: str | None
    field: str | None
    message: str
    fix: Fix | None = None


@dataclass(frozen=True)
class Drawing:
    """A design with what is known around it: the catalog, the columns at each port, the datasets that there are."""

    design: Design
    catalog: Mapping[str, Module]
    schemas: Mapping[str, PortSchema]
    datasets: Mapping[str, str]
    trusted: bool = True
    #: The sources whose data are there.
    bound: frozenset[str] = frozenset()

    @property
    def titles(self) -> dict[str, str]:
        return {name: module.title for name, module in self.catalog.items()}

    def nodes(self) -> Iterator[tuple[str, Node, Module]]:
        """The nodes whose module is known."""
        for name, node in self.design.nodes.items():
            if (module := self.catalog.get(node.module)) is not None:
                yield name, node, module

    def arriving(self, node: Node, port: str) -> PortSchema:
        """What the first edge at this port brings."""
        edge = next((edge for edge in node.edges() if edge.port == port), None)
        return self.schemas.get(edge.reference) if edge else None


Rule = Callable[[Drawing], Iterator[Problem]]


def problems(drawing: Drawing) -> list[Problem]:
    """Every problem of the graph, rule by rule. Never raises on what a user drew."""
    return [problem for rule in RULES for problem in rule(drawing)]


def unknown_modules(drawing: Drawing) -> Iterator[Problem]:
    broken = flaws(drawing.design)
    for name, node in drawing.design.nodes.items():
        if node.module in drawing.catalog:
            continue
        if node.module in broken:
            flaw = broken[node.module]
            where = f"line {flaw.line} of its code: " if flaw.line else ""
            yield Problem(name, None, f"This module of yours cannot be read, {where}{flaw.message}")
            continue
        replacement = next((new for new in drawing.catalog.values() if node.module in new.replaces), None)
        if replacement:
            fix = Fix(f"Use {replacement.title}", (put(replacement.name, "nodes", name, "module"),))
            yield Problem(name, None, f"'{node.module}' is now called {replacement.title}.", fix)
            continue
        yield _unknown_module(drawing, name, node)


def _unknown_module(drawing: Drawing, name: str, node: Node) -> Problem:
    message = f"This server has no module called '{node.module}'."
    close = get_close_matches(node.module, drawing.catalog, n=1)
    if not close:
        return Problem(name, None, message)
    title = drawing.catalog[close[0]].title
    fix = Fix(f"Use {title}", (put(close[0], "nodes", name, "module"),))
    return Problem(name, None, f"{message} Did you mean {title}?", fix)


def missing_packages(drawing: Drawing) -> Iterator[Problem]:
    for name, _, module in drawing.nodes():
        if module.missing:
            packages = " ".join(module.missing)
            yield Problem(name, None, f"{module.title} needs packages that are not installed: {packages}.")


def cycles(drawing: Drawing) -> Iterator[Problem]:
    around = cycle(drawing.design)
    if around:
        path = ", ".join(title_of(drawing.design.nodes[name], drawing.titles) for name in around)
        yield Problem(around[0], None, f"Data cannot go in a circle: {path}. Remove one of these edges.")


def broken_edges(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for edge in node.edges():
            message = _broken(drawing, module, edge)
            if message:
                yield Problem(name, edge.port, message, Fix("Remove the edge", (_without(name, node, edge),)))


def _broken(drawing: Drawing, module: Module, edge: Edge) -> str | None:
    port = module.input(edge.port)
    if port is None:
        return f"{module.title} has no input '{edge.port}'."
    source = drawing.design.nodes.get(edge.source)
    if source is None:
        return f"'{port.name}' is connected to a node that is not there: '{edge.source}'."
    offering = drawing.catalog.get(source.module)
    if offering is None:
        return None
    output = offering.output(edge.output)
    if output is None:
        return f"{offering.title} has no output '{edge.output}'."
    if not accepts(port.type, output.type):
        wanted, came = PORT_WORDS[port.type], PORT_WORDS[output.type]
        return f"'{port.name}' takes {wanted}, not {came}."
    return None


def _without(name: str, node: Node, edge: Edge) -> Edit:
    held = node.inputs[edge.port]
    rest = [reference for reference in held if reference != edge.reference] if isinstance(held, list) else []
    return put(rest, "nodes", name, "inputs", edge.port) if rest else delete("nodes", name, "inputs", edge.port)


def several_edges(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for port in module.inputs:
            held = node.inputs.get(port.name)
            if isinstance(held, list) and len(held) > 1 and not port.many:
                fix = Fix("Keep the first", (put(held[0], "nodes", name, "inputs", port.name),))
                yield Problem(name, port.name, f"'{port.name}' takes one edge. {len(held)} are connected.", fix)


def missing_inputs(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for port in module.inputs:
            if not port.optional and not node.inputs.get(port.name):
                yield Problem(name, port.name, f"Connect {PORT_WORDS[port.type]} to '{port.name}'.")


def invalid_parameters(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        try:
            module.parameters.model_validate(node.parameters)
        except ValidationError as error:
            for detail in error.errors():
                field = str(detail["loc"][0])
                if shown(module, node.parameters, field):
                    yield _invalid(drawing, name, node, module, field, dict(detail))


def _invalid(drawing: Drawing, name: str, node: Node, module: Module, field: str, detail: dict[str, Any]) -> Problem:
    if detail["type"] == "extra_forbidden":
        message = f"{module.title} has no parameter '{field}'."
        return Problem(name, field, message, Fix("Remove it", (delete("nodes", name, "parameters", field),)))
    form = form_of(module, field)
    if detail["type"] == "missing" and "column_of" in form:
        return _column_wanted(drawing, name, node, field, form["column_of"])
    if detail["type"] == "missing" and "dataset_reference" in form:
        return Problem(name, field, "Choose a dataset.")
    if detail["type"] == "missing":
        return Problem(name, field, f"Enter {form.get('title', field).lower()}.")
    message = sentence(field, detail)
    fix = None
    if "default" in form:
        fix = Fix("Use the default", (delete("nodes", name, "parameters", field),))
    return Problem(name, field, message, fix)


def _column_wanted(drawing: Drawing, name: str, node: Node, field: str, picker: Mapping[str, Any]) -> Problem:
    words = "a label column" if field.startswith("label") else "a column"
    arriving = drawing.arriving(node, picker["port"])
    schema = arriving if isinstance(arriving, Schema) else EMPTY
    labels = schema.having_role("label")
    if len(labels) == 1:
        fix = Fix(f"Use {labels[0]}", (put(labels[0], "nodes", name, "parameters", field),))
        return Problem(name, field, f"Choose {words}. {labels[0]} is the only one with the role label.", fix)
    return Problem(name, field, f"Choose {words}.")


def unknown_columns(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for field, value in node.parameters.items():
            form = form_of(module, field)
            picker = form.get("column_of") or form.get("columns_of")
            if not picker or not shown(module, node.parameters, field):
                continue
            schema = drawing.arriving(node, picker["port"])
            if isinstance(schema, Schema) and schema.complete:
                for column in _named(value):
                    if column not in schema:
                        yield _unknown_column(name, field, value, column, schema)


def _named(value: Any) -> list[str]:
    """The columns that the value of a column picker names."""
    if isinstance(value, str):
        return [value]
    names = value.get("names", []) if isinstance(value, dict) else value
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _unknown_column(name: str, field: str, value: Any, column: str, schema: Schema) -> Problem:
    path = ("nodes", name, "parameters", field)
    nearest = schema.nearest(column)
    listing = isinstance(value, dict) and value.get("start") != "none"
    where = f"'{column}' is on the list of columns to leave out, but" if listing else f"Column '{column}'"
    message = f"{where} the data no longer has it." if listing else f"{where} is not in the data."
    if nearest and nearest not in _named(value):
        fix = Fix(f"Use {nearest}", (put(_renamed(value, column, nearest), *path),))
        return Problem(name, field, f"{message} Did you mean '{nearest}'?", fix)
    if isinstance(value, str):
        return Problem(name, field, f"{message} Choose another.", None)
    return Problem(name, field, message, Fix("Take it off the list", (put(_renamed(value, column, None), *path),)))


def _renamed(value: Any, old: str, new: str | None) -> Any:
    """The picker's value with one name replaced, or left out."""
    if isinstance(value, str):
        return new
    if isinstance(value, dict):
        return {**value, "names": _renamed(value["names"], old, new)}
    return [new if name == old else name for name in value if name != old or new is not None]


def unknown_datasets(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for field, value in node.parameters.items():
            if "dataset_reference" in form_of(module, field) and value not in drawing.datasets:
                yield Problem(
                    name, field, "The dataset of this node is not on this server. Choose another, or upload it."
                )


def unknown_results(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for field in node.parameters:
            if "artifact_reference" in form_of(module, field) and name not in drawing.bound:
                message = "The stored result of this node is not on this server. Make the inference design again."
                yield Problem(name, field, message)


def unfit_learners(drawing: Drawing) -> Iterator[Problem]:
    """A regression learner with a label that is text: the one case that is certain before a run."""
    for name, node, module in drawing.nodes():
        label = node.parameters.get("label")
        port = _port_of_type(module, "untrained_model")
        data = _port_of_type(module, "dataset")
        if not (isinstance(label, str) and port and data):
            continue
        model, schema = drawing.arriving(node, port.name), drawing.arriving(node, data.name)
        if model is None or not isinstance(schema, Schema) or label not in schema:
            continue
        column: Column = schema[label]
        if getattr(model, "task", None) == "regression" and column.type in ("text", "category"):
            yield Problem(
                name,
                port.name,
                f"{label} is {column.type}, and a regression learner predicts numbers. Connect a classifier.",
            )


def untrusted_scripts(drawing: Drawing) -> Iterator[Problem]:
    """Code that somebody else wrote waits until the user has looked at it."""
    if not drawing.trusted:
        for name, _, module in drawing.nodes():
            if not module.trusted:
                yield Problem(
                    name, None, "This script came with an imported design. It runs once you trust the design."
                )


def _port_of_type(module: Module, kind: str) -> Port | None:
    return next((port for port in module.inputs if port.type == kind), None)


def form_of(module: Module, field: str) -> Mapping[str, Any]:
    """The JSON schema of one parameter, with the hints for its form field."""
    properties: Mapping[str, Mapping[str, Any]] = _forms(module.parameters)
    return properties.get(field, {})


_known_forms: dict[type[BaseModel], Mapping[str, Mapping[str, Any]]] = {}


def _forms(parameters: type[BaseModel]) -> Mapping[str, Mapping[str, Any]]:
    if parameters not in _known_forms:
        _known_forms[parameters] = parameters.model_json_schema().get("properties", {})
    return _known_forms[parameters]


def shown(module: Module, parameters: Mapping[str, Any], field: str) -> bool:
    """Whether the form shows this field: its conditions hold, and so do those of the fields that they name."""
    conditions = form_of(module, field).get("shown_when", {})
    return all(
        parameters.get(other, form_of(module, other).get("default")) in values and shown(module, parameters, other)
        for other, values in conditions.items()
    )


RULES: Sequence[Rule] = (
    unknown_modules,
    missing_packages,
    cycles,
    broken_edges,
    several_edges,
    missing_inputs,
    invalid_parameters,
    unknown_columns,
    unknown_datasets,
    unknown_results,
    unfit_learners,
    untrusted_scripts,
)

__all__ = ["Columns", "Drawing", "Fix", "Problem", "form_of", "listed", "problems", "shown"]

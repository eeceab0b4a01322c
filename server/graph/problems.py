"""Why a graph cannot run: each rule is one function over the drawn graph, and every problem is found at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from modules.kit import Columns, Module, ModuleError, Schema
from modules.kit.ports import accepts
from server.graph.document import Edge, Node, circle_in_words, cycle
from server.graph.drawing import Drawing, Fix, Problem, form_of, shown
from server.graph.edits import Edit, delete, put
from server.graph.learner_fit import unfit_learners
from server.graph.missing_inputs import missing_inputs
from server.graph.own import flaws
from server.graph.secrets import missing_secrets
from server.graph.sentences import PORT_WORDS, listed, sentence
from server.graph.sweep_problems import several_values
from server.graph.unknown_columns import unknown_columns

EMPTY = Schema(())

Rule = Callable[[Drawing], Iterator[Problem]]


def problems(drawing: Drawing) -> list[Problem]:
    """Every reason why the graph cannot run, rule by rule. Never raises on what a user drew."""
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
    close = _closest(node.module, frozenset(drawing.catalog))
    if close is None:
        return Problem(name, None, message)
    title = drawing.catalog[close].title
    fix = Fix(f"Use {title}", (put(close, "nodes", name, "module"),))
    return Problem(name, None, f"{message} Did you mean {title}?", fix)


@lru_cache(maxsize=10_000)
def _closest(name: str, names: frozenset[str]) -> str | None:
    """The name that looks most like this one. It takes half a millisecond, and each edit asks for all of them again."""
    return next(iter(get_close_matches(name, sorted(names), n=1)), None)


def missing_packages(drawing: Drawing) -> Iterator[Problem]:
    for name, _, module in drawing.nodes():
        if module.missing:
            packages = " ".join(module.missing)
            message = (
                f"{module.title} needs packages that are not installed: {packages}. Install them: {module.install}"
            )
            yield Problem(name, None, message)


def cycles(drawing: Drawing) -> Iterator[Problem]:
    around = cycle(drawing.design)
    if around:
        yield Problem(around[0], None, circle_in_words(around, drawing.design, drawing.titles))


def broken_edges(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for edge in node.edges():
            message = _broken(drawing, module, edge)
            if message:
                yield Problem(name, edge.port, message, Fix("Remove the edge", (_without(name, edge),)))


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


def _without(name: str, edge: Edge) -> Edit:
    return delete("nodes", name, "inputs", edge.port, edge.reference)


def several_edges(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for port in module.inputs:
            held = node.inputs.get(port.name)
            if isinstance(held, list) and len(held) > 1 and not port.many:
                fix = Fix("Keep the first", (put(held[0], "nodes", name, "inputs", port.name),))
                yield Problem(name, port.name, f"'{port.name}' takes one edge. {len(held)} are connected.", fix)


def unconnected_nodes(drawing: Drawing) -> Iterator[Problem]:
    """A hint, not an error: a node that takes nothing and that nothing takes from has no effect."""
    used = {edge.source for node in drawing.design.nodes.values() for edge in node.edges()}
    if len(drawing.design.nodes) < 2:
        return
    for name, node, module in drawing.nodes():
        if name in used or node.disabled or any(node.inputs.values()) or not module.outputs:
            continue
        if not module.inputs or all(port.optional for port in module.inputs):
            yield Problem(
                name,
                None,
                "Nothing takes what comes out of this node.",
                severity="advice",
                rule="unconnected",
                reason="It changes nothing in this design. Connect it to a node that can use it, or delete it.",
            )


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
        return Problem(name, field, "Choose a file." if form["dataset_reference"] == "file" else "Choose a dataset.")
    if detail["type"] == "missing":
        verb = "Choose" if "columns_of" in form else "Enter"
        return Problem(name, field, f"{verb} the {form.get('title', field).lower()}.")
    message = sentence(field, detail)
    bound = _nearest_bound(detail, form)
    if bound is not None:
        return Problem(name, field, message, Fix(f"Use {bound:g}", (put(bound, "nodes", name, "parameters", field),)))
    fix = None
    if "default" in form:
        fix = Fix("Use the default", (delete("nodes", name, "parameters", field),))
    return Problem(name, field, message, fix)


def _nearest_bound(detail: Mapping[str, Any], form: Mapping[str, Any]) -> float | None:
    """The allowed number next to one that is out of range; only a range that holds its own bound has one."""
    key = {"less_than_equal": "le", "greater_than_equal": "ge"}.get(str(detail["type"]))
    bound = detail.get("ctx", {}).get(key) if key else None
    if not isinstance(bound, int | float) or len(detail["loc"]) > 1:
        return None
    whole = form.get("type") == "integer" or any(kind.get("type") == "integer" for kind in form.get("anyOf", ()))
    return int(bound) if whole or float(bound).is_integer() else bound


def _column_wanted(drawing: Drawing, name: str, node: Node, field: str, picker: Mapping[str, Any]) -> Problem:
    words = "a label column" if field.startswith("label") else "a column"
    arriving = drawing.arriving(node, picker["port"])
    schema = arriving if isinstance(arriving, Schema) else EMPTY
    labels = schema.having_role("label")
    if len(labels) == 1:
        fix = Fix(f"Use {labels[0]}", (put(labels[0], "nodes", name, "parameters", field),))
        return Problem(name, field, f"Choose {words}. {labels[0]} is the only one with the role label.", fix)
    return Problem(name, field, f"Choose {words}.")


def unknown_datasets(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for field, value in node.parameters.items():
            wanted = form_of(module, field).get("dataset_reference")
            if wanted and value not in (drawing.files if wanted == "file" else drawing.datasets):
                what = "file" if wanted == "file" else "dataset"
                message = f"The {what} of this node is not on this server. Choose another, or upload it."
                yield Problem(name, field, message)


def unknown_connections(drawing: Drawing) -> Iterator[Problem]:
    """What is missing for an errand, and connections that are not there or of another kind."""
    for name, node, module in drawing.nodes():
        if module.errand is None:
            continue
        for parameter, value in node.parameters.items():
            kinds = form_of(module, parameter).get("connection_of")
            if kinds and isinstance(value, str) and shown(module, node.parameters, parameter):
                if value not in drawing.connections:
                    yield Problem(
                        name, parameter, f"This server has no connection called '{value}'. Make one, or choose another."
                    )
                elif drawing.connections[value] not in kinds:
                    yield Problem(name, parameter, f"The connection '{value}' is of another kind. Choose another.")
        try:
            module.errand(module.parameters.model_validate(node.parameters))
        except ValidationError:
            continue  # said by the rule of parameters
        except ModuleError as error:
            yield Problem(name, error.parameter, error.message)


def unknown_results(drawing: Drawing) -> Iterator[Problem]:
    for name, node, module in drawing.nodes():
        for field in node.parameters:
            if "artifact_reference" in form_of(module, field) and name not in drawing.bound:
                message = "The stored result of this node is not on this server. Make the inference design again."
                yield Problem(name, field, message)


def untrusted_scripts(drawing: Drawing) -> Iterator[Problem]:
    """Code that somebody else wrote waits until the user has looked at it, and for a boundary that holds it."""
    for name, node, module in drawing.nodes():
        if drawing.trusted:
            if drawing.barred and not module.trusted:
                yield Problem(name, None, drawing.barred)
        elif not module.trusted:
            yield Problem(name, None, _waits(drawing, name, "This script came with an imported design."))
        elif _goes_outside(module, node):
            yield Problem(
                name, None, _waits(drawing, name, "This step of an imported design reaches outside of the server.")
            )


def _waits(drawing: Drawing, name: str, imported: str) -> str:
    if name in drawing.waiting:
        return f"Changed by {drawing.waiting[name]}. It runs once you have looked at it and trust the design."
    if drawing.waiting:
        return "A visitor changed code of this design. This runs once you have looked at it and trust the design."
    return f"{imported} It runs once you trust the design."


def _goes_outside(module: Module, node: Node) -> bool:
    try:
        return (
            module.errand is not None and module.errand(module.parameters.model_validate(node.parameters)) is not None
        )
    except (ValidationError, ModuleError):
        return False


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
    unknown_connections,
    missing_secrets,
    unknown_results,
    unfit_learners,
    several_values,
    untrusted_scripts,
)

__all__ = ["Columns", "Drawing", "Fix", "Problem", "form_of", "listed", "problems", "shown", "unconnected_nodes"]

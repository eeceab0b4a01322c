"""Why a graph cannot run: each rule is one function over the drawn graph, and every problem is found at once."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from modules.kit import Columns, Module, ModuleError, Schema
from modules.kit.parameter_widgets import (
    ArtifactWidget,
    ColumnNamesWidget,
    ColumnsWidget,
    ColumnWidget,
    ConnectionWidget,
    DatasetWidget,
    NumberWidget,
    RowsWidget,
)
from modules.kit.ports import is_compatible
from modules.kit.widget_bases import BaseWidget
from server.graph.analyzed_design import AnalyzedDesign, Fix, Problem, is_parameter_shown
from server.graph.custom_modules import find_module_errors
from server.graph.document import Edge, Node, describe_cycle, find_cycle
from server.graph.edits import Edit, delete_value, set_value
from server.graph.validation import VALIDATION_RULE_BOOK, validation_rule
from server.graph.validation.validation_messages import PORT_TYPE_NAMES, format_error, join_words

EMPTY_SCHEMA = Schema(())


def find_problems(analyzed: AnalyzedDesign) -> list[Problem]:
    """Every reason why the graph cannot run, rule by rule. Never raises on what a user drew."""
    return [problem for rule in VALIDATION_RULES for problem in rule(analyzed)]


@validation_rule(order=10)
def find_unknown_modules(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    broken = find_module_errors(analyzed.design)
    for name, node in analyzed.design.nodes.items():
        if node.module in analyzed.catalog:
            continue
        if node.module in broken:
            flaw = broken[node.module]
            where = f"line {flaw.line} of its code: " if flaw.line else ""
            yield Problem(name, None, f"This custom module can't be read, {where}{flaw.message}")
            continue
        replacement = next((new for new in analyzed.catalog.values() if node.module in new.replaces), None)
        if replacement:
            fix = Fix(f"Use {replacement.title}", (set_value(replacement.name, "nodes", name, "module"),))
            yield Problem(name, None, f"'{node.module}' is now called {replacement.title}.", fix)
            continue
        yield _build_unknown_module_problem(analyzed, name, node)


def _build_unknown_module_problem(analyzed: AnalyzedDesign, name: str, node: Node) -> Problem:
    message = f"This server has no module called '{node.module}'."
    close = find_closest(node.module, frozenset(analyzed.catalog))
    if close is None:
        return Problem(name, None, message)
    title = analyzed.catalog[close].title
    fix = Fix(f"Use {title}", (set_value(close, "nodes", name, "module"),))
    return Problem(name, None, f"{message} Did you mean {title}?", fix)


@lru_cache(maxsize=10_000)
def find_closest(name: str, names: frozenset[str]) -> str | None:
    """The name that looks most like this one. It takes half a millisecond, and each edit asks for all of them again."""
    return next(iter(get_close_matches(name, sorted(names), n=1)), None)


@validation_rule(order=20)
def find_missing_packages(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, _, module in analyzed.iterate_nodes():
        if module.missing_packages:
            packages = " ".join(module.missing_packages)
            message = f"{module.title} needs packages that are not installed: {packages}."
            message += f" Install them: {module.install_command}"
            yield Problem(name, None, message)


@validation_rule(order=30)
def find_cycles(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    around = find_cycle(analyzed.design)
    if around:
        yield Problem(around[0], None, describe_cycle(around, analyzed.design, analyzed.titles))


@validation_rule(order=40)
def find_broken_edges(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        for edge in node.edges():
            message = _describe_broken_edge(analyzed, module, edge)
            if message:
                yield Problem(name, edge.port, message, Fix("Remove the connection", (_delete_edge(name, edge),)))


def _describe_broken_edge(analyzed: AnalyzedDesign, module: Module, edge: Edge) -> str | None:
    port = module.find_input(edge.port)
    if port is None:
        return f"{module.title} has no input '{edge.port}'."
    source = analyzed.design.nodes.get(edge.source)
    if source is None:
        return f"'{port.name}' is connected to a node that does not exist: '{edge.source}'."
    offering = analyzed.catalog.get(source.module)
    if offering is None:
        return None
    output = offering.find_output(edge.output)
    if output is None:
        return f"{offering.title} has no output '{edge.output}'."
    if not is_compatible(port.type, output.type):
        expected, actual = PORT_TYPE_NAMES[port.type], PORT_TYPE_NAMES[output.type]
        return f"'{port.name}' takes {expected}, not {actual}."
    return None


def _delete_edge(name: str, edge: Edge) -> Edit:
    return delete_value("nodes", name, "inputs", edge.port, edge.reference)


@validation_rule(order=50)
def find_extra_edges(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        for port in module.inputs:
            held = node.inputs.get(port.name)
            if isinstance(held, list) and len(held) > 1 and not port.many:
                fix = Fix("Keep the first", (set_value(held[0], "nodes", name, "inputs", port.name),))
                yield Problem(name, port.name, f"'{port.name}' takes one connection. It has {len(held)}.", fix)


@validation_rule(order=70)
def find_invalid_parameters(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        try:
            module.parameters.model_validate(node.parameters)
        except ValidationError as error:
            details = error.errors()
            # Rows that are wrong are not counted either: the table is not said to have too few.
            wrong_rows = {str(detail["loc"][0]) for detail in details if len(detail["loc"]) > 1}
            for detail in details:
                field = str(detail["loc"][0])
                if detail["type"] == "too_short" and len(detail["loc"]) == 1 and field in wrong_rows:
                    continue
                if is_parameter_shown(module, node.parameters, field):
                    yield _build_parameter_problem(analyzed, name, node, module, field, dict(detail))


def _build_parameter_problem(
    analyzed: AnalyzedDesign, name: str, node: Node, module: Module, field: str, detail: dict[str, object]
) -> Problem:
    if detail["type"] == "extra_forbidden":
        message = f"{module.title} has no parameter '{field}'."
        return Problem(name, field, message, Fix("Remove it", (delete_value("nodes", name, "parameters", field),)))
    widget = module.widgets[field]
    if isinstance(widget, RowsWidget):
        return Problem(name, field, _describe_row_problem(widget, detail))
    if detail["type"] == "missing":
        return _build_missing_problem(analyzed, name, node, widget)
    message = format_error(field, detail)
    bound = _find_nearest_bound(detail, widget)
    if bound is not None:
        return Problem(
            name, field, message, Fix(f"Use {bound:g}", (set_value(bound, "nodes", name, "parameters", field),))
        )
    fix = None
    if not widget.required:
        fix = Fix("Use the default", (delete_value("nodes", name, "parameters", field),))
    return Problem(name, field, message, fix)


def _describe_row_problem(widget: RowsWidget, detail: dict[str, Any]) -> str:
    """ "Row 2, Column: Required." for a cell; of the table itself how many rows it needs."""
    _, *place = detail["loc"]
    if not place:
        few = detail["type"] in ("missing", "too_short")
        return f"Add at least one {widget.row_title}." if few else format_error(widget.title, detail)
    cell = next((cell for cell in widget.cells if cell.name in place[1:]), None)
    title = cell.title if cell else "".join(map(str, place[1:2]))
    if detail["type"] == "missing":
        return f"Row {place[0] + 1}: {title} is required."
    return f"Row {place[0] + 1}: {format_error(title, detail)}"


def _build_missing_problem(analyzed: AnalyzedDesign, name: str, node: Node, widget: BaseWidget) -> Problem:
    if isinstance(widget, ColumnWidget):
        return _build_column_problem(analyzed, name, node, widget)
    if isinstance(widget, DatasetWidget):
        return Problem(name, widget.name, f"Choose a {_get_source_name(widget)}.")
    verb = "Choose" if isinstance(widget, ColumnsWidget | ColumnNamesWidget) else "Enter"
    return Problem(name, widget.name, f"{verb} the {widget.title.lower()}.")


def _get_source_name(widget: DatasetWidget) -> str:
    return "file" if widget.accepts == "file" else "dataset"


def _find_nearest_bound(detail: Mapping[str, Any], widget: BaseWidget) -> float | None:
    """The allowed number next to one that is out of range; only a range that holds its own bound has one."""
    key = {"less_than_equal": "le", "greater_than_equal": "ge"}.get(str(detail["type"]))
    bound = detail.get("ctx", {}).get(key) if key else None
    if not isinstance(bound, int | float) or len(detail["loc"]) > 1:
        return None
    whole = isinstance(widget, NumberWidget) and widget.whole
    return int(bound) if whole or float(bound).is_integer() else bound


def _build_column_problem(analyzed: AnalyzedDesign, name: str, node: Node, picker: ColumnWidget) -> Problem:
    field = picker.name
    words = "a label column" if field.startswith("label") else "a column"
    arriving = analyzed.get_input_schema(node, picker.port)
    schema = arriving if isinstance(arriving, Schema) else EMPTY_SCHEMA
    labels = schema.names_with_role("label")
    if len(labels) == 1:
        fix = Fix(f"Use {labels[0]}", (set_value(labels[0], "nodes", name, "parameters", field),))
        return Problem(name, field, f"Choose {words}. {labels[0]} is the only one with the role label.", fix)
    return Problem(name, field, f"Choose {words}.")


@validation_rule(order=90)
def find_unknown_datasets(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        for field, value in node.parameters.items():
            widget = module.widgets.get(field)
            if not isinstance(widget, DatasetWidget):
                continue
            if value not in (analyzed.files if widget.accepts == "file" else analyzed.datasets):
                what = _get_source_name(widget)
                message = f"The {what} of this module does not exist on this server. Choose another one, or upload it."
                yield Problem(name, field, message)


@validation_rule(order=100)
def find_unknown_connections(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    """What an external request lacks, and connections that are not there or of another kind."""
    for name, node, module in analyzed.iterate_nodes():
        if module.external_request is None:
            continue
        for parameter, value in node.parameters.items():
            widget = module.widgets.get(parameter)
            kinds = widget.connection_kinds if isinstance(widget, ConnectionWidget) else ()
            if kinds and isinstance(value, str) and is_parameter_shown(module, node.parameters, parameter):
                if value not in analyzed.connections:
                    yield Problem(
                        name,
                        parameter,
                        f"This server has no connection called '{value}'. Add it, or choose another one.",
                    )
                elif analyzed.connections[value] not in kinds:
                    yield Problem(name, parameter, f"The connection '{value}' is of another kind. Choose another one.")
        try:
            module.external_request(module.parameters.model_validate(node.parameters))
        except ValidationError:
            continue  # said by the rule of parameters
        except ModuleError as error:
            yield Problem(name, error.parameter, error.message)


@validation_rule(order=120)
def find_unknown_results(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    for name, node, module in analyzed.iterate_nodes():
        for field in node.parameters:
            if isinstance(module.widgets.get(field), ArtifactWidget) and name not in analyzed.bound_sources:
                message = (
                    "The stored result of this module does not exist on this server. Make the inference design again."
                )
                yield Problem(name, field, message)


@validation_rule(order=150)
def find_untrusted_scripts(analyzed: AnalyzedDesign) -> Iterator[Problem]:
    """Code that somebody else wrote waits until the user has looked at it, and for a boundary that holds it."""
    for name, node, module in analyzed.iterate_nodes():
        if analyzed.trusted:
            if analyzed.code_blocked_reason and not module.trusted:
                yield Problem(name, None, analyzed.code_blocked_reason)
        elif not module.trusted:
            yield Problem(
                name, None, _describe_pending_review(analyzed, name, "This script is part of an imported design.")
            )
        elif _has_external_request(module, node):
            yield Problem(
                name,
                None,
                _describe_pending_review(
                    analyzed, name, "This step of an imported design connects to something outside the server."
                ),
            )


def _describe_pending_review(analyzed: AnalyzedDesign, name: str, imported: str) -> str:
    if name in analyzed.pending_review:
        return f"Changed by {analyzed.pending_review[name]}. It runs once you have reviewed it and trust the design."
    if analyzed.pending_review:
        return "A guest changed code in this design. This runs once you have reviewed it and trust the design."
    return f"{imported} It runs once you trust the design."


def _has_external_request(module: Module, node: Node) -> bool:
    try:
        return (
            module.external_request is not None
            and module.external_request(module.parameters.model_validate(node.parameters)) is not None
        )
    except (ValidationError, ModuleError):
        return False


#: After all rules of this file: the others are imported here.
VALIDATION_RULES = VALIDATION_RULE_BOOK.discover()

__all__ = [
    "AnalyzedDesign",
    "Columns",
    "Fix",
    "Problem",
    "find_problems",
    "is_parameter_shown",
    "join_words",
]

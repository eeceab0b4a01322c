"""A design with what is known around it, and what the checks say about it: problems, advice and fixes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Protocol

from pydantic import JsonValue

from modules.kit import Module, Port, Schema
from modules.kit.module_spec import PortSchema
from modules.kit.parameter_widgets import CodeWidget
from modules.kit.views.evaluation_view import EvaluationView
from server.graph.cancellation import check_cancellation
from server.graph.column_statistics import ColumnStatistics
from server.graph.document import Design, Node
from server.graph.edits import Edit
from server.graph.evaluated_models import list_model_titles

#: {column: why it gives the label away, as a sentence}, of the stored data at a port; None where nothing is stored.
LeakEvidence = Callable[[str, str], Mapping[str, str] | None]
ProblemSeverity = Literal["error", "advice"]


@dataclass(frozen=True)
class Fix:
    """What to press, and the edits that it makes; or the name of the secret that is to be entered."""

    label: str
    edits: tuple[Edit, ...]
    secret: str | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a graph. `field` is the parameter or the input port that it is about.

    An error keeps the node from running. Advice does not: its `message` is the evidence, its `reason` says why it
    matters, and `rule` is the name under which it can be silenced for the node.
    """

    node: str | None
    field: str | None
    message: str
    fix: Fix | None = None
    severity: ProblemSeverity = "error"
    rule: str = ""
    reason: str = ""


class TableEvidence(Protocol):
    """What stored rows show of the dataset at a port; the reference is that of its output."""

    def is_stored(self, reference: str) -> bool:
        """Whether rows are stored and may be looked into."""

    def measure_columns(self, reference: str) -> tuple[int, Mapping[str, int]]:
        """How many rows there are, and {column: bytes in memory}; no column where nothing is stored."""

    def count_repeated_rows(self, reference: str) -> tuple[int, int]:
        """How many rows repeat an earlier one, more than chance would make, and of how many."""

    def find_text_dates(self, reference: str) -> Mapping[str, tuple[str, str | None, bool]]:
        """{column of dates kept as text: an example, the order of day and month, whether they never fall}"""

    def find_lone_predictor(self, reference: str, label: str) -> tuple[str, str, float, float] | None:
        """The column that alone predicts the label far better than others: name, measure, its value, the next best."""


class NoTableEvidence:
    """The evidence of a design without data."""

    def is_stored(self, reference: str) -> bool:
        return False

    def measure_columns(self, reference: str) -> tuple[int, Mapping[str, int]]:
        return 0, {}

    def count_repeated_rows(self, reference: str) -> tuple[int, int]:
        return 0, 0

    def find_text_dates(self, reference: str) -> Mapping[str, tuple[str, str | None, bool]]:
        return {}

    def find_lone_predictor(self, reference: str, label: str) -> tuple[str, str, float, float] | None:
        return None


def find_no_evidence(_reference: str, _label: str) -> None:
    """The evidence of a design without data."""


@dataclass(frozen=True)
class AnalyzedDesign:
    """A design with what is known around it: the catalog, the columns at each port, the datasets that there are.

    `statistics` are those of the columns at each port, as far as data have been seen; `evidence` looks into the data.
    """

    design: Design
    catalog: Mapping[str, Module]
    schemas: Mapping[str, PortSchema]
    datasets: Mapping[str, str]
    trusted: bool = True
    #: {node: who} of what visitors changed and nobody has looked at.
    pending_review: Mapping[str, str] = field(default_factory=dict)
    #: The sources whose data are there.
    bound_sources: frozenset[str] = frozenset()
    statistics: Mapping[str, Mapping[str, ColumnStatistics]] = field(default_factory=dict)
    find_evidence: LeakEvidence = find_no_evidence
    #: {name: kind} of the stored connections, and uploads that are no tables by their id.
    connections: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    #: The names of the secrets that there are, and a sentence where they are withheld from whoever wants to run it.
    secrets: frozenset[str] = frozenset()
    secrets_withheld_reason: str = ""
    #: Why code of this design does not run on this machine, though it is trusted; empty where it does.
    code_blocked_reason: str = ""
    evidence: TableEvidence = field(default=NoTableEvidence(), compare=False)
    #: {evaluation: what the newest run measured} of evaluations that nothing has changed since.
    evaluations: Mapping[str, EvaluationView] = field(default_factory=dict)
    #: The environments that there are: by name, and by name and version.
    environments: frozenset[str] = frozenset()
    #: Bytes of memory that a step may take; None where nobody knows.
    step_memory: int | None = None
    #: Looked up once: {column: {reference: what it is called there}}, kept by renames.py.
    traced_columns: dict[str, Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def model_titles(self) -> dict[str, list[str]]:
        """{evaluation: the titles of its models}, as `list_model_titles` has them."""
        return list_model_titles(self.design, self.catalog)

    @cached_property
    def titles(self) -> dict[str, str]:
        return {name: module.title for name, module in self.catalog.items()}

    @cached_property
    def consumers(self) -> dict[str, list[tuple[str, str]]]:
        """{reference: the nodes that take it, and at which port}"""
        found: dict[str, list[tuple[str, str]]] = {}
        for name, node in self.design.nodes.items():
            for edge in node.edges():
                found.setdefault(edge.reference, []).append((name, edge.port))
        return found

    def iterate_nodes(self) -> Iterator[tuple[str, Node, Module]]:
        """The nodes whose module is known."""
        for name, node in self.design.nodes.items():
            check_cancellation()
            if (module := self.catalog.get(node.module)) is not None:
                yield name, node, module

    def get_module(self, name: str) -> Module | None:
        """The module of a node; None where there is no such node or no such module."""
        node = self.design.nodes.get(name)
        return self.catalog.get(node.module) if node else None

    def find_reference(self, node: Node, port: str) -> str | None:
        """Where the first edge at this port comes from."""
        return next((edge.reference for edge in node.edges() if edge.port == port), None)

    def get_input_schema(self, node: Node, port: str) -> PortSchema:
        """What the first edge at this port brings."""
        reference = self.find_reference(node, port)
        return self.schemas.get(reference) if reference else None

    def get_statistics(self, reference: str | None, column: str) -> ColumnStatistics | None:
        """What is known of the values of a column at a port, if it still has the type that was seen."""
        found = self.statistics.get(reference or "", {}).get(column)
        schema = self.schemas.get(reference or "")
        if found is None or not isinstance(schema, Schema) or column not in schema:
            return None
        return found if schema[column].type == found.type else None


def find_input_port(module: Module, kind: str) -> Port | None:
    """The first input of this type."""
    return next((port for port in module.inputs if port.type == kind), None)


def has_user_code(module: Module) -> bool:
    """Whether what the module does is written by the user: a script, or a query."""
    return not module.trusted or any(isinstance(widget, CodeWidget) for widget in module.widgets.values())


def get_parameter_value(module: Module, node: Node, field: str) -> JsonValue:
    """The value of a parameter, its default where the node has none."""
    return node.parameters.get(field, _get_default(module, field))


def _get_default(module: Module, field: str) -> JsonValue:
    return module.widgets[field].default if field in module.widgets else None


def is_parameter_shown(module: Module, parameters: Mapping[str, JsonValue], field: str) -> bool:
    """Whether the form shows this field: its conditions hold, and so do those of the fields that they name."""
    if field not in module.widgets:
        return True

    def has_one_of(other: str, values: list[JsonValue]) -> bool:
        return any(value in values for value in _list_values(parameters.get(other, _get_default(module, other))))

    widget = module.widgets[field]
    if widget.hidden_when and all(has_one_of(*condition) for condition in widget.hidden_when.items()):
        return False
    return all(
        has_one_of(other, values) and is_parameter_shown(module, parameters, other)
        for other, values in widget.shown_when.items()
    )


def _list_values(value: JsonValue) -> list[JsonValue]:
    """The value of a parameter, or each one of a list to try."""
    several = value.get("list") if isinstance(value, dict) else None
    return several if isinstance(several, list) else [value]

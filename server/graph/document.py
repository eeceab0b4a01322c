"""The design document: what is saved, sent, exported and imported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Final, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)

from server.graph.dashboards import MAX_DASHBOARDS, Dashboard

#: The format of design documents; those of an earlier one are brought up by `upgrades.py`.
DOCUMENT_FORMAT: Final = 2
MAX_NODES = 5_000
#: Of the nodes on a cycle so many are named.
MAX_CYCLE_NODES_NAMED = 8

MAX_CUSTOM_MODULES = 200

CustomModuleName = Annotated[str, StringConstraints(pattern=r"^own_[a-z0-9_]{1,60}$")]
NodeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


def _to_text_or_none(value: object) -> str | None:
    """A broken reference to a group is no reason to refuse a design."""
    return value if isinstance(value, str) else None


GroupId = Annotated[str | None, BeforeValidator(_to_text_or_none)]


def _is_none(value: object) -> bool:
    """Documents from before a field are written as they were."""
    return value is None


def _is_empty(value: object) -> bool:
    """As `_is_none`, of a map."""
    return value == {}


#: The name of a target; what is no name is as if it were not there.
ComputeTargetName = Annotated[str | None, BeforeValidator(_to_text_or_none), Field(exclude_if=_is_none)]
#: The name of the machine that the server runs on, which is no cluster's.
THIS_MACHINE: Final = "local"


class Node(BaseModel):
    """One placed module. `parameters` hold what differs from the default; edges live in `inputs`, at their target.

    `silenced` names the rules whose advice about this node is not wanted.
    """

    model_config = ConfigDict(extra="allow")

    module: str
    parameters: dict[str, JsonValue] = {}
    inputs: dict[str, str | list[str]] = {}
    x: int | float = 0
    y: int | float = 0
    title: str | None = None
    note: str | None = None
    disabled: bool = False
    #: Data pass through from the first input whose type fits, as if the node were not there.
    bypassed: bool = False
    #: The compute target that it runs on, where that is another than the design's.
    compute_target: ComputeTargetName = None
    #: The group that the node stands in.
    group: GroupId = None
    silenced: list[str] = []

    def edges(self) -> "Iterator[Edge]":
        """The edges that end at this node, port by port."""
        for port, references in self.inputs.items():
            for reference in (references,) if isinstance(references, str) else references:
                source, _, output = reference.partition(".")
                yield Edge(source, output, port)


@dataclass(frozen=True, slots=True)
class Edge:
    """From the output port of a source node to an input port of the node that holds the edge."""

    source: str
    output: str
    port: str

    @property
    def reference(self) -> str:
        return f"{self.source}.{self.output}"


class Note(BaseModel):
    """Markdown on the canvas, in a box of its own."""

    model_config = ConfigDict(extra="allow")

    text: str = ""
    x: int | float = 0
    y: int | float = 0
    width: int | float = 240
    height: int | float = 120
    color: str = "yellow"
    group: GroupId = None


class PromotedPort(BaseModel):
    """A port of a node in the group that its card shows even while no edge crosses the border there."""

    model_config = ConfigDict(extra="allow")

    node: str
    port: str
    side: Literal["input", "output"]


class PromotedParameter(BaseModel):
    """A parameter of a node in the group that is edited at the group."""

    model_config = ConfigDict(extra="allow")

    node: str
    parameter: str
    title: str | None = None


class NodeGroup(BaseModel):
    """A titled frame around the nodes that name it; collapsed it is one card. It changes nothing of what runs."""

    model_config = ConfigDict(extra="allow")

    title: str
    color: str = "blue"
    parent: GroupId = None
    collapsed: bool = False
    x: int | float = 0
    y: int | float = 0
    ports: dict[str, PromotedPort] = {}
    parameters: dict[str, PromotedParameter] = {}


#: What is broken is kept as it is and shown as if it were not there: looks are no reason to refuse a design.
LooseNote = Annotated[Note | JsonValue, Field(union_mode="left_to_right")]
LooseGroup = Annotated[NodeGroup | JsonValue, Field(union_mode="left_to_right")]
LooseDashboard = Annotated[Dashboard | JsonValue, Field(union_mode="left_to_right")]


class CustomModule(BaseModel):
    """A module that a user wrote for this design: the source of a Python function."""

    model_config = ConfigDict(extra="allow")

    code: str = Field(max_length=200_000)


class PipelineParameter(BaseModel):
    """A field of a node that each run of the published pipeline may set; title and limits where they are its own."""

    model_config = ConfigDict(extra="allow")

    node: str
    parameter: str
    title: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    #: The field gets the time that the run stands for: its date, or the moment with time zone.
    due_time: Literal["date", "moment"] | None = None


class PipelineInput(BaseModel):
    """A source of data that each run of the pipeline may give other data."""

    model_config = ConfigDict(extra="allow")

    node: str
    title: str | None = None


class PipelineOutput(BaseModel):
    """What a port gives becomes, when a run succeeds, the next version of the dataset, model or file of that name."""

    model_config = ConfigDict(extra="allow")

    node: str
    port: str
    name: str


class PipelineDeclarations(BaseModel):
    """What runs of a pipeline that is published from the design may be given, and what they give."""

    model_config = ConfigDict(extra="allow")

    parameters: dict[str, Annotated[PipelineParameter | JsonValue, Field(union_mode="left_to_right")]] = {}
    inputs: dict[str, Annotated[PipelineInput | JsonValue, Field(union_mode="left_to_right")]] = {}
    outputs: dict[str, Annotated[PipelineOutput | JsonValue, Field(union_mode="left_to_right")]] = {}


class Design(BaseModel):
    """A named graph. Fields that this version does not know survive a round trip."""

    model_config = ConfigDict(extra="allow", title="Designery design")

    format: Literal[2] = DOCUMENT_FORMAT
    name: str = Field(default="Untitled design", max_length=200)
    description: str = ""
    nodes: dict[NodeId, Node] = Field(default={}, max_length=MAX_NODES)
    notes: dict[str, LooseNote] = {}
    groups: dict[str, LooseGroup] = {}
    dashboards: dict[str, LooseDashboard] = Field(default={}, max_length=MAX_DASHBOARDS, exclude_if=_is_empty)
    parameters: dict[str, JsonValue] = {}
    modules: dict[CustomModuleName, CustomModule] = Field(default={}, max_length=MAX_CUSTOM_MODULES)
    pipeline: Annotated[PipelineDeclarations | JsonValue, Field(union_mode="left_to_right")] = PipelineDeclarations()
    #: The compute target that its steps run on; without one, the machine of the server.
    compute_target: ComputeTargetName = None


def iterate_sources(inputs: Mapping[str, str | Sequence[str]]) -> Iterator[str]:
    """The nodes that inputs take something from, edge by edge."""
    for held in inputs.values():
        for reference in (held,) if isinstance(held, str) else held:
            yield reference.partition(".")[0]


def find_sources(design: Design) -> dict[str, list[str]]:
    """The nodes that each node takes something from; references to nodes that are not there are left out."""
    # Of every node several times per edit: so it does without making an Edge of each reference.
    nodes = design.nodes
    return {
        name: [
            source
            for held in node.inputs.values()
            for reference in ((held,) if isinstance(held, str) else held)
            if (source := reference.partition(".")[0]) in nodes
        ]
        for name, node in nodes.items()
    }


def sort_topologically(design: Design) -> list[str]:
    """The nodes, each after the nodes it takes from. Nodes on a cycle, and all behind them, are left out."""
    missing_counts: dict[str, int] = {}
    consumers: dict[str, list[str]] = {}
    for name, taken_from in find_sources(design).items():
        missing_counts[name] = missing_counts.get(name, 0) + len(taken_from)
        for source in taken_from:
            missing_counts.setdefault(source, 0)
            consumers.setdefault(source, []).append(name)
    order = [name for name, count in missing_counts.items() if count == 0]
    for name in order:
        for taker in consumers.get(name, ()):
            missing_counts[taker] -= 1
            if missing_counts[taker] == 0:
                order.append(taker)
    return order


def find_cycle(design: Design) -> list[str]:
    """The nodes of one cycle in the direction of the data, the first repeated at the end; empty where there is none."""
    if len(sort_topologically(design)) == len(design.nodes):
        return []
    try:
        TopologicalSorter(find_sources(design)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def find_upstream(design: Design, targets: list[str]) -> set[str]:
    """The targets and every node that they depend on."""
    found: set[str] = set()
    waiting = list(targets)
    while waiting:
        name = waiting.pop()
        if name in design.nodes and name not in found:
            found.add(name)
            waiting.extend(edge.source for edge in design.nodes[name].edges())
    return found


def find_inactive_nodes(design: Design) -> set[str]:
    """Disabled and bypassed nodes, and those behind a disabled one: that they do not run is no failure."""
    found = {name for name, node in design.nodes.items() if node.disabled or node.bypassed}
    without_data = {name for name, node in design.nodes.items() if node.disabled}
    for name in sort_topologically(design):
        if any(edge.source in without_data for edge in design.nodes[name].edges()):
            without_data.add(name)
    return found | without_data


def get_node_title(node: Node, titles: Mapping[str, str]) -> str:
    """What a person calls the node: its own title, else its module's."""
    return node.title or titles.get(node.module, node.module)


def describe_cycle(path: Sequence[str], design: Design, titles: Mapping[str, str]) -> str:
    """The path of a cycle as a sentence; of a long one its beginning and its end."""
    names = [get_node_title(design.nodes[name], titles) for name in path]
    if len(names) > MAX_CYCLE_NODES_NAMED:
        left = len(names) - MAX_CYCLE_NODES_NAMED
        names = [*names[: MAX_CYCLE_NODES_NAMED - 2], f"{left:,} more", *names[-2:]]
    return f"The connections form a loop: {', '.join(names)}. Remove one of these connections."


def parse_design(value: object) -> Design:
    """The design in a parsed JSON value; raises pydantic's ValidationError where it is none."""
    return Design.model_validate(value)

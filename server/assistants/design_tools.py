"""Tools about designs: find one, read it, try edits, and propose them to the people who own it."""

from pydantic import BaseModel, JsonValue, TypeAdapter

from server.api.core.problem_schemas import ProblemRead
from server.api.datasets.dataset_routes import DatasetSummary
from server.api.designs.design_analysis import DesignAnalysisRead
from server.api.designs.design_routes import DesignCreate, DesignRead
from server.api.designs.proposal_routes import EditCheckRead, EditsToCheck, ProposalCreate, ProposalDetails
from server.api.designs.summaries import DesignSummary
from server.assistants.api_caller import ApiCaller, ApiRefusal
from server.graph.document import Node, parse_design
from server.graph.edits import Edit
from server.graph.json_shapes import PortTable

MAX_LISTED = 30
#: What people read of who proposes, where no token has a name.
TOOL_NAME = "An assistant"
#: Of the columns at a port so many are named.
MAX_COLUMNS = 60


class FoundDesign(BaseModel):
    """A design in a list."""

    id: str
    name: str
    description: str
    modules: int
    last_run: str | None


class FoundDataset(BaseModel):
    """A dataset that a node of the module `dataset` can name."""

    id: str
    name: str
    version: int
    rows: int
    columns: int


class Finding(BaseModel):
    """A problem or a piece of advice, with the edits that remove it where there are some."""

    node: str | None
    field: str | None
    message: str
    reason: str
    fix: str | None
    fix_edits: list[Edit]


class ReadNode(BaseModel):
    """A node of a design: what differs from the defaults of its module, and where its inputs come from."""

    module: str
    title: str | None
    parameters: dict[str, JsonValue]
    inputs: dict[str, str | list[str]]
    x: int | float
    y: int | float
    disabled: bool


class ReadDesign(BaseModel):
    """A design with what is known of it without a run."""

    id: str
    name: str
    description: str
    revision: int
    nodes: dict[str, ReadNode]
    #: {"node.port": the columns there, each with its type}
    columns: dict[str, list[str]]
    problems: list[Finding]
    advice: list[Finding]


class CheckedEdits(BaseModel):
    """What edits would do: the changes in words, and the problems and advice that the design would have."""

    changes: list[str]
    problems: list[Finding]
    advice: list[Finding]


class StoredProposal(CheckedEdits):
    """A proposal that waits on the canvas for a person."""

    id: str
    state: str


async def find_designs(api: ApiCaller, words: str) -> list[FoundDesign]:
    """The designs that fit the words, the one edited last first."""
    found = await api.read(list[DesignSummary], "designs", query={"text": words, "limit": MAX_LISTED})
    return [
        FoundDesign(
            id=design.id,
            name=design.name,
            description=design.description,
            modules=design.modules,
            last_run=design.last_run.id if design.last_run else None,
        )
        for design in found
    ]


async def find_datasets(api: ApiCaller, words: str) -> list[FoundDataset]:
    """The datasets whose names have all the words."""
    wanted = words.casefold().split()
    return [
        FoundDataset(id=one.id, name=one.name, version=one.version, rows=one.rows, columns=one.columns)
        for one in await api.read(list[DatasetSummary], "datasets")
        if all(word in one.name.casefold() for word in wanted)
    ][:MAX_LISTED]


async def create_empty_design(api: ApiCaller, name: str) -> FoundDesign:
    """A new design without modules."""
    made = await api.send(DesignRead, "designs", body=DesignCreate(name=name))
    return FoundDesign(id=made.id, name=name, description="", modules=0, last_run=None)


async def find_design_id(api: ApiCaller, design: str) -> str:
    """The id of a design by its id or its whole name; raises ApiRefusal."""
    named = [one for one in await find_designs(api, design) if one.name.casefold() == design.casefold()]
    if len(named) > 1:
        raise ApiRefusal(f"{len(named)} designs are named '{design}'. Use the id of one: see list_designs.")
    return named[0].id if named else design


async def read_whole_design(api: ApiCaller, design: str) -> ReadDesign:
    """A design by id or name: its nodes, the columns at its ports, its problems and its advice."""
    design_id = await find_design_id(api, design)
    stored = await api.read(DesignRead, "designs", design_id)
    analysis = await api.read(DesignAnalysisRead, "designs", design_id, "analysis")
    document = parse_design(stored.document)
    return ReadDesign(
        id=stored.id,
        name=document.name,
        description=document.description,
        revision=stored.revision,
        nodes={name: _to_read_node(node) for name, node in document.nodes.items()},
        columns=_list_columns(analysis),
        problems=[_to_finding(problem) for problem in analysis.problems],
        advice=[_to_finding(problem) for problem in analysis.advice],
    )


async def try_edits(api: ApiCaller, design: str, edits: list[Edit]) -> CheckedEdits:
    """What edits would do to a design; nothing is stored."""
    design_id = await find_design_id(api, design)
    check = await api.send(EditCheckRead, "designs", design_id, "edits", "check", body=EditsToCheck(edits=edits))
    return _to_checked(check)


async def propose_edits(api: ApiCaller, design: str, title: str, reason: str, edits: list[Edit]) -> StoredProposal:
    """Have edits wait on the canvas until a person accepts or rejects them."""
    design_id = await find_design_id(api, design)
    wanted = ProposalCreate(title=title, note=reason, edits=edits, tool=TOOL_NAME)
    stored = await api.send(ProposalDetails, "designs", design_id, "proposals", body=wanted)
    return StoredProposal(id=stored.id, state=stored.state, **_to_checked(stored.check).model_dump())


def _to_checked(check: EditCheckRead) -> CheckedEdits:
    return CheckedEdits(
        changes=[change.words for change in check.changes],
        problems=[_to_finding(problem) for problem in check.problems],
        advice=[_to_finding(problem) for problem in check.advice],
    )


def _to_finding(problem: ProblemRead) -> Finding:
    return Finding(
        node=problem.node,
        field=problem.field,
        message=problem.message,
        reason=problem.reason,
        fix=problem.fix.label if problem.fix else None,
        fix_edits=[Edit.model_validate(edit) for edit in problem.fix.edits] if problem.fix else [],
    )


def _to_read_node(node: Node) -> ReadNode:
    return ReadNode(**node.model_dump(include=set(ReadNode.model_fields)))


def _list_columns(analysis: DesignAnalysisRead) -> dict[str, list[str]]:
    """The columns at each port as far as they are known, without any values."""
    tables = [
        [f"{column['name']} ({column['type']}, {column['role']})" for column in table["columns"][:MAX_COLUMNS]]
        for table in TypeAdapter(list[PortTable]).validate_python(analysis.tables)
    ]
    return {port: tables[number] for port, number in analysis.schemas.items() if number is not None}

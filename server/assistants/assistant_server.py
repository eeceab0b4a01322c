"""The server of the Model Context Protocol: which tools there are, what they say of themselves, and whom they ask."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from server.api.runs.run_comparison_routes import RunComparisonRead
from server.assistants import design_tools, module_tools, run_tools
from server.assistants.api_caller import ApiCaller, ApiRefusal
from server.assistants.design_tools import CheckedEdits, FoundDataset, FoundDesign, ReadDesign, StoredProposal
from server.assistants.module_tools import FoundModule, ModuleUse
from server.assistants.run_tools import ExplainedError, ReadRun, ReadTable
from server.graph.edits import Edit
from server.version import VERSION

EDITING_INSTRUCTIONS = """Designery is a designer for machine learning. A design is a graph of modules, run on a server.
Look up modules before you use them: search_modules, then describe_module for ports and parameters.
Change a design by edits: {"path": ["nodes", "split", "module"], "value": "split_data"}. A node is
{"module": name, "parameters": {what differs from the default}, "inputs": {port: "othernode.outputport"},
"x": 0, "y": 0}.
An edit without a value deletes. Set "new": true on an edit that adds a node. Rows of nodes are 140 apart, columns 280.
Call check_edits until no problem is left and the advice is heeded, then propose_edits. People see the proposal on the
canvas and accept or reject it: nothing changes before."""
INSTRUCTIONS = f"{EDITING_INSTRUCTIONS} Afterwards run_design, wait_for_run, and read the metrics."

Answer = TypeVar("Answer")

Words = Annotated[str, Field(description="Words to find; empty lists everything.")]
DesignName = Annotated[str, Field(description="The id of a design, or its whole name.")]
RunId = Annotated[str, Field(description="The id of a run.")]
NodeName = Annotated[str, Field(description="The id of a node in the design.")]
Edits = Annotated[list[Edit], Field(description="The edits, which are applied in order as one change.")]

READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)


async def _answer(work: Awaitable[Answer]) -> Answer:
    """What a tool gives; a refusal of the API is a sentence for the assistant."""
    try:
        return await work
    except ApiRefusal as refusal:
        raise ToolError(str(refusal)) from None


def build_assistant_server(get_api: Callable[[Context], ApiCaller]) -> MCPServer:
    """The tools, asking the API as `get_api` says for each call."""
    server = MCPServer("designery", title="Designery", instructions=INSTRUCTIONS, version=VERSION, log_level="WARNING")
    _add_module_tools(server, get_api)
    _add_design_tools(server, get_api)
    _add_run_tools(server, get_api)
    _add_result_tools(server, get_api)
    return server


def _add_module_tools(server: MCPServer, get_api: Callable[[Context], ApiCaller]) -> None:
    @server.tool(annotations=READS)
    async def search_modules(words: Words, ctx: Context) -> list[FoundModule]:
        """Find modules for a task, such as "fill missing values" or "random forest"."""
        return await _answer(module_tools.find_modules(get_api(ctx), words))

    @server.tool(annotations=READS)
    async def describe_module(
        name: Annotated[str, Field(description="The name or the title of a module.")], ctx: Context
    ) -> ModuleUse:
        """Read the ports, the parameters and the help of a module."""
        return await _answer(module_tools.describe_module(get_api(ctx), name))


def _add_design_tools(server: MCPServer, get_api: Callable[[Context], ApiCaller]) -> None:
    @server.tool(annotations=READS)
    async def list_datasets(words: Words, ctx: Context) -> list[FoundDataset]:
        """List the datasets that a node of the module `dataset` can read."""
        return await _answer(design_tools.find_datasets(get_api(ctx), words))

    @server.tool(annotations=READS)
    async def list_designs(words: Words, ctx: Context) -> list[FoundDesign]:
        """List designs, the one edited last first."""
        return await _answer(design_tools.find_designs(get_api(ctx), words))

    @server.tool(annotations=READS)
    async def read_design(design: DesignName, ctx: Context) -> ReadDesign:
        """Read a design: its nodes, the columns at its ports, its problems and its advice with fixes."""
        return await _answer(design_tools.read_whole_design(get_api(ctx), design))

    @server.tool(annotations=WRITES)
    async def create_design(
        name: Annotated[str, Field(min_length=1, max_length=200, description="Its name.")], ctx: Context
    ) -> FoundDesign:
        """Create a design without modules, to propose modules for."""
        return await _answer(design_tools.create_empty_design(get_api(ctx), name))

    @server.tool(annotations=READS)
    async def check_edits(design: DesignName, edits: Edits, ctx: Context) -> CheckedEdits:
        """Try edits on a design without storing them: what changes, and which problems and advice it would have."""
        return await _answer(design_tools.try_edits(get_api(ctx), design, edits))

    @server.tool(annotations=WRITES)
    async def propose_edits(
        design: DesignName,
        title: Annotated[str, Field(min_length=1, max_length=200, description='Such as "Fill missing ages".')],
        reason: Annotated[str, Field(max_length=10_000, description="Why, for the person who decides.")],
        edits: Edits,
        ctx: Context,
    ) -> StoredProposal:
        """Propose edits. They wait on the canvas; the design changes only when a person accepts them."""
        return await _answer(design_tools.propose_edits(get_api(ctx), design, title, reason, edits))


def _add_run_tools(server: MCPServer, get_api: Callable[[Context], ApiCaller]) -> None:
    @server.tool(annotations=WRITES)
    async def run_design(
        design: DesignName,
        ctx: Context,
        nodes: Annotated[list[str] | None, Field(description="Run only what these nodes need.")] = None,
    ) -> ReadRun:
        """Start a run of a design as it is stored. Results that are known are reused."""
        return await _answer(run_tools.run_design(get_api(ctx), design, nodes or []))

    @server.tool(annotations=READS)
    async def wait_for_run(
        run: RunId,
        ctx: Context,
        seconds: Annotated[float, Field(ge=0, le=100, description="The longest wait.")] = 60,
    ) -> ReadRun:
        """Wait for a run, and read its steps, errors and metrics."""
        return await _answer(run_tools.wait_for_run(get_api(ctx), run, seconds))


def _add_result_tools(server: MCPServer, get_api: Callable[[Context], ApiCaller]) -> None:
    @server.tool(annotations=READS)
    async def read_table(
        run: RunId,
        node: NodeName,
        port: Annotated[str, Field(description="The name of an output port.")],
        ctx: Context,
        rows: Annotated[int, Field(ge=1, le=run_tools.MAX_ROWS, description="How many rows to read.")] = 10,
    ) -> ReadTable:
        """Read what a table of a run holds. Values that may tell of single people are masked."""
        return await _answer(run_tools.read_table(get_api(ctx), run, node, port, rows))

    @server.tool(annotations=READS)
    async def compare_runs(
        runs: Annotated[
            list[str], Field(min_length=2, max_length=12, description="The ids of runs, the oldest first.")
        ],
        ctx: Context,
    ) -> RunComparisonRead:
        """Compare runs: what changed in the design, and the metrics of each."""
        return await _answer(run_tools.compare_runs(get_api(ctx), runs))

    @server.tool(annotations=READS)
    async def explain_error(run: RunId, node: NodeName, ctx: Context) -> ExplainedError:
        """Read why a node failed or was skipped in a run, what its error number means, and what helps."""
        return await _answer(run_tools.explain_error(get_api(ctx), run, node))

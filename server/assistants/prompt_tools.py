"""The tools that the prompt bar gives to a model: some look things up in one design, one proposes changes of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent
from pydantic import JsonValue, ValidationError

from server.assistants.api_caller import ApiCaller, ApiRefusal
from server.assistants.assistant_server import build_assistant_server
from server.assistants.chat_client import ChatTool, ToolFunction
from server.assistants.design_tools import StoredProposal
from server.assistants.prompt_schemas import Proposed
from server.runs.run_schemas import RunRead

#: No tool reads rows of tables, other designs, or runs anything.
PROMPT_TOOLS = frozenset(
    {
        "search_modules",
        "describe_module",
        "list_datasets",
        "read_design",
        "check_edits",
        "propose_edits",
        "explain_error",
    }
)
#: Longer answers are cut: the model reads all of the conversation again for each message.
MAX_ANSWER_CHARACTERS = 60_000


@dataclass(frozen=True)
class ToolUse:
    """What using a tool gave: the answer for the model, and the proposal that is stored now, if there is one."""

    answer: str
    proposed: Proposed | None = None


class PromptTools:
    """Tools that work on one design, in the name of whoever asked."""

    def __init__(self, api: ApiCaller, design_id: str) -> None:
        self._api = api
        self._design_id = design_id
        self._server: MCPServer = build_assistant_server(lambda _: api)

    async def list_tools(self) -> list[ChatTool]:
        """What the model is told of each tool."""
        return [
            ChatTool(tool.name, tool.description or "", tool.input_schema)
            for tool in await self._server.list_tools()
            if tool.name in PROMPT_TOOLS
        ]

    async def use_tool(self, function: ToolFunction) -> ToolUse:
        """Use a tool as the model wrote it. What is wrong with that is an answer for the model too."""
        try:
            arguments = _parse_arguments(function)
            await self._require_own_design(arguments)
            result = await self._server.call_tool(function.name, arguments)
        except (ToolError, ApiRefusal, ValidationError) as error:
            return ToolUse(f"Error: {error}"[:MAX_ANSWER_CHARACTERS])
        if not isinstance(result, CallToolResult):
            return ToolUse("Error: the tool wants to know more.")
        text = "\n".join(part.text for part in result.content if isinstance(part, TextContent))
        return ToolUse(_cut(text), _find_proposal(function.name, arguments, result))

    async def _require_own_design(self, arguments: Mapping[str, JsonValue]) -> None:
        if arguments.get("design", self._design_id) != self._design_id:
            raise ToolError(f"Only the design {self._design_id} can be read and changed here.")
        run = arguments.get("run")
        if run is not None and (await self._api.read(RunRead, "runs", str(run))).design_id != self._design_id:
            raise ToolError("This run is of another design.")


def _parse_arguments(function: ToolFunction) -> dict[str, JsonValue]:
    if function.name not in PROMPT_TOOLS:
        raise ToolError(f"There is no tool named '{function.name}'. There are: {', '.join(sorted(PROMPT_TOOLS))}.")
    try:
        arguments = json.loads(function.arguments or "{}")
    except ValueError as error:
        raise ToolError(f"The arguments are no JSON: {error}.") from None
    if not isinstance(arguments, dict):
        raise ToolError("The arguments must be a JSON object.")
    return arguments


def _find_proposal(name: str, arguments: Mapping[str, JsonValue], result: CallToolResult) -> Proposed | None:
    if name != "propose_edits" or result.is_error or not result.structured_content:
        return None
    stored = StoredProposal.model_validate(result.structured_content)
    return Proposed(id=stored.id, title=str(arguments["title"]))


def _cut(text: str) -> str:
    if len(text) <= MAX_ANSWER_CHARACTERS:
        return text
    return f"{text[:MAX_ANSWER_CHARACTERS]} … (cut: {len(text) - MAX_ANSWER_CHARACTERS:,} more characters)"


def describe_use(function: ToolFunction) -> str:
    """What a tool is used for, as the person reads it while waiting."""
    try:
        arguments = json.loads(function.arguments or "{}")
    except ValueError:
        arguments = {}
    given: Mapping[str, JsonValue] = arguments if isinstance(arguments, dict) else {}
    edits = given.get("edits")
    count = len(edits) if isinstance(edits, Sequence) else 0
    sentences = {
        "search_modules": f"Looking for modules: {given.get('words', '')}",
        "describe_module": f"Reading about {given.get('name', 'a module')}",
        "list_datasets": "Looking for datasets",
        "read_design": "Reading the design",
        "check_edits": f"Checking {count} {'edit' if count == 1 else 'edits'}",
        "propose_edits": f"Proposing: {given.get('title', '')}",
        "explain_error": f"Reading the error of {given.get('node', 'a node')}",
    }
    return sentences.get(function.name, "Thinking")[:200]

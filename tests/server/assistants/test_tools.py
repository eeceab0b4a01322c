"""Assistants use the tools over HTTP and over standard streams, by the official client of the protocol."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client  # type: ignore[attr-defined]

from tests.live_server import ROOT, Client, Server
from tests.small_designs import make_node, make_regression_nodes
from tests.team_server import start_team_server

Calling = Callable[..., Any]
Calls = Callable[[ClientSession], Awaitable[Any]]
PEOPLE = "name,age,group\n" + "\n".join(
    f"Person {number},{20 + number % 50},{'ab'[number % 2]}" for number in range(60)
)


def talk(url: str, token: str, calls: Calls) -> Any:
    """What some calls give, made as an assistant with this token."""

    async def open_session() -> Any:
        client = create_mcp_http_client(headers={"Authorization": f"Bearer {token}"})
        async with (
            client,
            streamable_http_client(f"{url}/mcp", http_client=client) as streams,
            ClientSession(*streams[:2]) as session,
        ):
            await session.initialize()
            return await calls(session)

    return asyncio.run(open_session())


def get_token(server: Server, client: Client) -> str:
    """The session of the one user, which a bearer may name as well."""
    token: str = client.cookies[f"designery_{server.port}"]
    return token


@pytest.fixture(scope="module")
def call(server: Server, client: Client) -> Calling:
    """What one tool gives; a refusal is its sentence."""

    def call_tool(tool: str, **arguments: Any) -> Any:
        async def make(session: ClientSession) -> Any:
            return read_result(await session.call_tool(tool, arguments))

        return talk(server.url, get_token(server, client), make)

    return call_tool


def read_result(result: Any) -> Any:
    if result.is_error:
        return result.content[0].text
    content = result.structured_content
    return content["result"] if set(content) == {"result"} else content


def test_there_are_few_tools_and_each_says_whether_it_only_reads(server: Server, client: Client) -> None:
    async def list_tools(session: ClientSession) -> dict[str, bool | None]:
        tools = (await session.list_tools()).tools
        return {tool.name: tool.annotations.read_only_hint if tool.annotations else None for tool in tools}

    tools = talk(server.url, get_token(server, client), list_tools)
    assert len(tools) <= 15
    assert {name for name, reads in tools.items() if not reads} == {"create_design", "propose_edits", "run_design"}


def test_a_stranger_reaches_no_tool(server: Server) -> None:
    headers = {"Authorization": "Bearer wrong", "Accept": "application/json, text/event-stream"}
    answer = httpx.post(f"{server.url}/mcp", headers=headers, json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert answer.status_code == 401


def test_modules_are_found_by_what_people_call_them(call: Calling) -> None:
    names = [module["name"] for module in call("search_modules", words="fill missing values")]
    assert "clean_missing_data" in names[:5]
    use = call("describe_module", name="Split Data")
    assert [port["name"] for port in use["outputs"]] == ["results_dataset1", "results_dataset2"]
    assert "search_modules" in call("describe_module", name="Split Dta")


def test_a_proposal_changes_nothing_until_a_person_accepts_it(call: Calling, client: Client) -> None:
    design = client.create_design({"people": make_node("enter_data_manually", {"data": PEOPLE})}, "For an assistant")
    edits = [
        {
            "path": ["nodes", "split"],
            "value": {"module": "split_data", "inputs": {"dataset": "people.dataset"}},
            "new": True,
        }
    ]
    checked = call("check_edits", design=design, edits=edits)
    assert (checked["problems"], len(checked["changes"])) == ([], 1)
    proposal = call("propose_edits", design="For an assistant", title="Split", reason="To test.", edits=edits)
    assert set(client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]) == {"people"}
    [waiting] = client.request_json("GET", f"/api/designs/{design}/proposals")
    assert (waiting["id"], waiting["state"], waiting["outdated"]) == (proposal["id"], "pending", False)
    client.request_json("POST", f"/api/designs/{design}/proposals/{proposal['id']}/accept")
    assert set(client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]) == {"people", "split"}
    assert client.request_json("GET", f"/api/designs/{design}/proposals") == []
    label = client.request_json("GET", f"/api/designs/{design}/edits")[0]["label"]
    assert label == "Split"
    again = client.post(f"/api/designs/{design}/proposals/{proposal['id']}/reject")
    assert (again.status_code, "accepted already" in again.json()["detail"]) == (409, True)


def test_a_rejected_proposal_leaves_the_design_as_it_was(client: Client) -> None:
    design = client.create_design({"people": make_node("enter_data_manually", {"data": PEOPLE})})
    edits = [{"path": ["nodes", "people"]}]
    proposal = client.request_json(
        "POST", f"/api/designs/{design}/proposals", json={"title": "Start over", "edits": edits}
    )
    assert [change["kind"] for change in proposal["check"]["changes"]] == ["removed"]
    client.request_json("POST", f"/api/designs/{design}/proposals/{proposal['id']}/reject")
    assert set(client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]) == {"people"}


def test_edits_that_make_no_design_are_refused_with_a_sentence(call: Calling, client: Client) -> None:
    design = client.create_design({})
    answer = call("check_edits", design=design, edits=[{"path": ["nodes", "a"], "value": 3}])
    assert answer.startswith("Error executing tool check_edits: This is not a Designery design: nodes.a")


def test_a_run_is_waited_for_and_its_models_are_measured(call: Calling, client: Client) -> None:
    design = client.create_design(make_regression_nodes(), "Measured by an assistant")
    started = call("run_design", design=design)
    run = call("wait_for_run", run=started["id"])
    assert run["state"] == "succeeded"
    [models] = run["metrics"].values()
    assert "Root_Mean_Squared_Error" in models[0]["metrics"]
    assert len(call("compare_runs", runs=[run["id"], run["id"]])["runs"]) == 2


def test_what_may_name_people_is_masked(call: Calling, client: Client) -> None:
    design = client.create_design({"people": make_node("enter_data_manually", {"data": PEOPLE})})
    run = client.run(design)
    table = call("read_table", run=run["id"], node="people", port="dataset", rows=2)
    assert (table["rows"], table["first_rows"]) == (60, [["(masked)", 20, "a"], ["(masked)", 21, "b"]])
    assert "people.dataset" in call("read_table", run=run["id"], node="people", port="other")


def test_why_a_step_failed_is_explained(call: Calling, client: Client) -> None:
    nodes = {
        "people": make_node("enter_data_manually", {"data": PEOPLE}),
        "script": make_node(
            "execute_python_script", {"python_script": "raise ValueError('no')"}, dataset1="people.dataset"
        ),
    }
    run = client.run(client.create_design(nodes))
    explained = call("explain_error", run=run["id"], node="script")
    assert "no" in explained["error"]["message"]
    assert explained["advice"]


def test_a_token_gives_no_more_than_its_scope(tmp_path: Path) -> None:
    team = start_team_server(tmp_path)
    try:
        design = team.ada.create_design({"people": make_node("enter_data_manually", {"data": PEOPLE})})
        with team.open_token_client(team.ada, "read") as reader:
            token = reader.headers["Authorization"].removeprefix("Bearer ")

        async def propose(session: ClientSession) -> Any:
            read = read_result(await session.call_tool("read_design", {"design": design}))
            arguments = {"design": design, "title": "Empty it", "reason": "", "edits": [{"path": ["nodes", "people"]}]}
            return read, read_result(await session.call_tool("propose_edits", arguments))

        read, refusal = talk(team.server.url, token, propose)
        assert set(read["nodes"]) == {"people"}
        assert "Error executing tool propose_edits" in refusal
        assert team.ada.request_json("GET", f"/api/designs/{design}/proposals") == []
    finally:
        team.stop()


def test_an_assistant_on_the_same_computer_needs_no_token(server: Server) -> None:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "server.cli", "mcp", "--port", str(server.port)],
        env={"DESIGNERY_HOME": str(server.home), "PATH": "/usr/bin:/bin"},
        cwd=ROOT,
    )

    async def list_designs() -> Any:
        async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
            await session.initialize()
            return read_result(await session.call_tool("search_modules", {"words": "forest"}))

    assert asyncio.run(list_designs())

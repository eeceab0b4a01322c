"""The prompt bar: a model at the owner's address looks at a design, and proposes changes of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.settings import Settings
from tests.live_server import Client, Server
from tests.scripted_model import ScriptedModel, call_tools, running_model, say
from tests.small_designs import make_node, make_regression_nodes
from tests.team_server import start_team_server

KEY = "sk-canary-of-the-model"


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with running_model() as model:
        yield model


@pytest.fixture(scope="module")
def prompting(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of a server with a model."""
    settings = {
        "DESIGNERY_ASSISTANT_URL": model.address,
        "DESIGNERY_ASSISTANT_MODEL": "scripted",
        "DESIGNERY_ASSISTANT_KEY": KEY,
    }
    server = Server(tmp_path_factory.mktemp("prompts") / "home", environment=settings).start()
    client = server.open_client()
    yield client
    client.close()
    server.stop()


def send_prompt(client: Client, design: str, words: str, **more: Any) -> list[dict[str, Any]]:
    """What happened to a prompt."""
    with client.stream("POST", f"/api/designs/{design}/prompts", json={"words": words, **more}) as answer:
        assert answer.status_code == 200, answer.read()
        lines = [*answer.iter_lines()]
    return [json.loads(line.removeprefix("data:")) for line in lines if line.startswith("data:")]


def test_a_prompt_becomes_a_proposal(prompting: Client, model: ScriptedModel) -> None:
    design = prompting.create_design(make_regression_nodes())
    edits = [{"path": ["nodes", "split", "parameters", "fraction"], "value": 0.8}]
    model.reset(
        call_tools(("search_modules", {"words": "split"}), ("describe_module", {"name": "split_data"})),
        call_tools(("check_edits", {"design": design, "edits": edits})),
        call_tools(("propose_edits", {"design": design, "title": "Train on more", "reason": "More.", "edits": edits})),
        say("I propose to train on 80 % of the rows."),
    )
    happened = send_prompt(prompting, design, "Train on more rows", selected=["split"])

    steps = [one["text"] for one in happened if one["kind"] == "step"]
    assert [step for step in steps if step != "Thinking"] == [
        "Reading the design",
        "Looking for modules: split",
        "Reading about split_data",
        "Checking 1 edit",
        "Proposing: Train on more",
    ]
    (waiting,) = prompting.request_json("GET", f"/api/designs/{design}/proposals")
    assert happened[-1] == {
        "kind": "answer",
        "text": "I propose to train on 80 % of the rows.",
        "proposal": {"id": waiting["id"], "title": "Train on more"},
    }
    assert waiting["edits"] == [{"path": ["nodes", "split", "parameters", "fraction"], "value": 0.8}]
    stored = prompting.request_json("GET", f"/api/designs/{design}")
    assert stored["document"]["nodes"]["split"]["parameters"] == {"fraction": 0.7}

    headers, first = model.requests[0]
    assert (headers["authorization"], first["model"]) == (f"Bearer {KEY}", "scripted")
    assert "Selected nodes: split." in first["messages"][0]["content"]
    assert first["messages"][-1] == {"role": "user", "content": "Train on more rows"}
    assert {tool["function"]["name"] for tool in first["tools"]} == {
        "search_modules",
        "describe_module",
        "list_datasets",
        "read_design",
        "check_edits",
        "propose_edits",
        "explain_error",
    }


def test_a_conversation_goes_on(prompting: Client, model: ScriptedModel) -> None:
    design = prompting.create_design(make_regression_nodes())
    model.reset(say("It predicts y."))
    earlier = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Good day."}]
    happened = send_prompt(prompting, design, "What does it do?", earlier=earlier)
    assert happened[-1] == {"kind": "answer", "text": "It predicts y."}
    assert model.requests[0][1]["messages"][1:] == [*earlier, {"role": "user", "content": "What does it do?"}]


def test_what_a_model_does_wrong_is_told_to_the_model(prompting: Client, model: ScriptedModel) -> None:
    design = prompting.create_design(make_regression_nodes())
    other = prompting.create_design({"secret": make_node("enter_data_manually", {"data": "hedgehog\n1\n"})})
    run = prompting.run(other)["id"]
    wrong = call_tools(
        ("read_table", {"run": run, "node": "secret", "port": "dataset"}),
        ("read_design", {"design": other}),
        ("explain_error", {"run": run, "node": "secret"}),
        ("check_edits", {"design": design, "edits": "all"}),
        ("describe_module", {"name": "magic"}),
        (
            "propose_edits",
            {"design": design, "title": "x", "reason": "", "edits": [{"path": ["nodes", "x"], "value": 1}]},
        ),
    )
    wrong["tool_calls"].append({"id": "c", "type": "function", "function": {"name": "read_design", "arguments": "{"}})
    model.reset(wrong, say("I can't."))
    happened = send_prompt(prompting, design, "Do it")
    answers = model.get_last_answers()
    assert len(answers) == 7
    assert all(answer.startswith("Error: ") for answer in answers), answers
    assert "no tool named 'read_table'" in answers[0]
    assert "Only the design" in answers[1]
    assert "of another design" in answers[2]
    assert "no JSON" in answers[6]
    assert "hedgehog" not in json.dumps(model.requests)
    assert happened[-1] == {"kind": "answer", "text": "I can't."}
    assert prompting.request_json("GET", f"/api/designs/{design}/proposals") == []


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((401, "bad key"), "refuses the key. Check DESIGNERY_ASSISTANT_KEY. It says: bad key"),
        ((404, ""), "no model 'scripted'"),
        ((429, "slow down"), "takes no more requests for now"),
        ((500, "broken"), "answered with the error 500. It says: broken"),
        ((302, ""), "answered with the error 302"),
        ((200, "<html>"), "sent no message of a model"),
        ((200, '{"choices": []}'), "sent no message of a model"),
        ((200, " " * (5 * 2**20)), "is too long"),
        ({"role": "assistant", "content": " "}, "gave an empty answer"),
    ],
)
def test_a_model_that_does_not_answer_is_said(prompting: Client, model: ScriptedModel, reply: Any, said: str) -> None:
    design = prompting.create_design({"data": make_node("enter_data_manually", {"data": "a\n1\n"})})
    model.reset(reply)
    last = send_prompt(prompting, design, "Hello")[-1]
    assert (last["kind"], said in last["text"]) == ("failure", True), last
    assert KEY not in last["text"]


def test_a_model_that_never_ends_is_ended(prompting: Client, model: ScriptedModel) -> None:
    design = prompting.create_design({"data": make_node("enter_data_manually", {"data": "a\n1\n"})})
    model.reset(*[call_tools(("search_modules", {"words": "split"}))] * 40)
    last = send_prompt(prompting, design, "Hello")[-1]
    assert last == {"kind": "failure", "text": "The model did not come to an end. Ask for less at once."}
    assert len(model.requests) == 24


def test_without_a_model_nothing_is_sent(client: Client) -> None:
    design = client.create_design({"data": make_node("enter_data_manually", {"data": "a\n1\n"})})
    refused = client.post(f"/api/designs/{design}/prompts", json={"words": "Hello"})
    assert refused.status_code == 409
    assert "DESIGNERY_ASSISTANT_URL" in refused.json()["detail"]
    assert '"assistant": null' in client.get("/").text


def test_viewers_send_nothing_and_the_log_says_who_did(model: ScriptedModel, tmp_path: Path) -> None:
    settings = {"DESIGNERY_ASSISTANT_URL": model.address, "DESIGNERY_ASSISTANT_MODEL": "scripted"}
    team = start_team_server(tmp_path, **settings)
    try:
        workspace = team.ada.request_json("GET", "/api/me")["workspace"]["id"]
        viewer = team.add_member("vera", workspace, "viewer")
        design = team.ada.create_design({"data": make_node("enter_data_manually", {"data": "a\n1\n"})}, "Churn")
        model.reset(say("Hello."))
        assert viewer.post(f"/api/designs/{design}/prompts", json={"words": "Hello"}).status_code == 403
        assert model.requests == []
        assert send_prompt(team.ada, design, "Hello")[-1]["text"] == "Hello."
        assert "authorization" not in model.requests[0][0]
        entries = team.ada.request_json("GET", "/api/audit?limit=50")
        assert [one["subject"] for one in entries if one["action"] == "design.assistant-asked"] == ["Churn"]
    finally:
        team.stop()


def test_a_model_needs_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNERY_ASSISTANT_URL", "http://localhost:11434/v1/")
    with pytest.raises(ValueError, match="the name of a model at DESIGNERY_ASSISTANT_URL"):
        Settings()
    monkeypatch.setenv("DESIGNERY_ASSISTANT_MODEL", "llama")
    assert Settings().assistant_url == "http://localhost:11434/v1"

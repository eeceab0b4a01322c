"""The code beside the canvas over HTTP: written, read as edits that the design takes, problems at their places."""

from typing import Any

from tests.live_server import Client
from tests.small_designs import make_regression_nodes


def ask(client: Client, design: str, what: str, **body: Any) -> dict[str, Any]:
    document = client.request_json("GET", f"/api/designs/{design}")["document"]
    found: dict[str, Any] = client.request_json(
        "POST", f"/api/designs/{design}/code/{what}", json={"document": document, **body}
    )
    return found


def test_typed_code_becomes_edits_that_the_design_takes(client: Client) -> None:
    design = client.create_design(make_regression_nodes(), "Typed")
    written = ask(client, design, "write")
    assert ask(client, design, "read", text=written["text"])["edits"] == []
    typed = written["text"].replace("fraction=0.7", "fraction=0.6")
    reading = ask(client, design, "read", text=typed)
    assert [change["words"] for change in reading["changes"]] == ["Split Data: Fraction from 0.7 to 0.6."]
    client.edit(design, *reading["edits"])
    assert ask(client, design, "write")["text"] == typed
    first, last = written["lines"]["split"]
    assert "split_data(" in "\n".join(written["text"].split("\n")[first - 1 : last])


def test_problems_stand_where_they_are_typed_and_steps_are_counted(client: Client) -> None:
    design = client.create_design(make_regression_nodes(), "Counted")
    text = ask(client, design, "write")["text"]
    assert ask(client, design, "read", text=text)["steps_to_run"] > 0
    client.run(design)
    known = ask(client, design, "read", text=text)
    assert known["steps_to_run"] == 0
    wrong = ask(client, design, "read", text=text.replace("fraction=0.7", "fraction=7"))
    place = wrong["findings"][0]["range"]
    line = text.replace("fraction=0.7", "fraction=7").split("\n")[place["first_line"] - 1]
    assert line[place["first_column"] : place["last_column"]] == "7"
    refused = ask(client, design, "read", text=text.replace("import", "imprt", 1))
    assert refused["document"] is None
    assert refused["errors"][0]["range"]["first_line"] == 1

"""No body takes the server down, or leaves something that cannot be read again: tried at every route that takes one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from server.storage.database import Database
from tests.database_servers import DATABASES
from tests.live_server import Client, Server
from tests.small_designs import make_regression_nodes

HALF_CHARACTERS = "half \ud83d of a \udc00 character"
REPLACED_CHARACTERS = "half \ufffd of a \ufffd character"
MAX_REFUSAL_LENGTH = 600

#: Bodies that no route takes, and what each is told.
REFUSED_BODIES: dict[str, tuple[bytes, str]] = {
    "not a number": (b'{"name": NaN, "edits": [NaN]}', "NaN at name is not a number"),
    "infinity": (b'{"edits": [{"path": ["x"], "value": -Infinity}]}', "-Infinity at edits.0.value is not a number"),
    "too large": (b'{"document": {"nodes": {"a": {"x": 1e999}}}}', "1e999 at document.nodes.a.x is too large"),
    "digits": (b'{"a": ' + b"9" * 5_000 + b"}", "with 5,000 characters at a is too large"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "nested more than 200 levels deep"),
    "deep maps": (b'{"a":' * 3_000 + b"1" + b"}" * 3_000, "nested more than 200 levels deep"),
    "not UTF-8": (b'{"name": "\xed\xa0\xbd"}', "is not UTF-8"),
    "UTF-16": ('{"name": "x"}'.encode("utf-16"), "is not UTF-8"),
    "cut off": (b'{"name": "x', "The body is not JSON"),
}


class ApiDescription:
    """All operations that take a body of JSON, as the server itself describes them."""

    def __init__(self, client: Client, design: str) -> None:
        self.openapi = client.request_json("GET", "/api/openapi.json")
        self.design = design

    def list_operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Method, path with ids in it, and the schema of the body."""
        for path, methods in self.openapi["paths"].items():
            for method, operation in methods.items():
                content = operation.get("requestBody", {}).get("content", {})
                if "application/json" in content:
                    yield method.upper(), self._fill_path(path), content["application/json"]["schema"]

    def _fill_path(self, path: str) -> str:
        parts = [self.design if part == "{design_id}" else part for part in path.split("/")]
        return "/".join("x" if part.startswith("{") else part for part in parts)

    def make_body(self, schema: dict[str, Any], depth: int = 0) -> Any:
        """A body of this schema, in which every text has halves of characters in it."""
        if "$ref" in schema:
            return self.make_body(self.openapi["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth)
        for name in ("anyOf", "oneOf", "allOf"):
            if name in schema:
                return self.make_body(next(one for one in schema[name] if one.get("type") != "null"), depth)
        if "enum" in schema or "const" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        match schema.get("type"):
            case "string":
                return HALF_CHARACTERS[: schema.get("maxLength", 100)]
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return True
            case "array":
                items: Any = schema.get("items") or next(iter(schema.get("prefixItems", [])), {})
                return [self.make_body(items, depth + 1)] if depth < 6 else []
            case "object" if "properties" in schema:
                return {name: self.make_body(one, depth + 1) for name, one in schema["properties"].items() if depth < 8}
        return {HALF_CHARACTERS: HALF_CHARACTERS} if schema.get("type") == "object" else HALF_CHARACTERS


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Client, ApiDescription]]:
    server = Server(tmp_path_factory.mktemp("odd") / "home").start()
    client = server.open_client()
    yield server, client, ApiDescription(client, client.create_design(make_regression_nodes()))
    client.close()
    server.stop()


def _read_strictly(client: Client, path: str) -> Any:
    """What a browser makes of an answer, which knows no NaN and no half characters."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"

    def refuse(name: str) -> None:
        raise AssertionError(f"{path} has {name}")

    value = json.loads(answer.content.decode("utf-8"), parse_constant=refuse)
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def _read_all(client: Client, design: str) -> None:
    """Whatever can be read of a design."""
    for path in ("", "/export", "/analysis", "/versions", "/runs", "/runs/latest", "/code", "/threads"):
        _read_strictly(client, f"/api/designs/{design}{path}")
    for path in ("/api/designs", "/api/runs", "/api/datasets", "/api/connections", "/api/secrets"):
        _read_strictly(client, path)


@pytest.mark.parametrize("name", REFUSED_BODIES)
def test_every_route_refuses_a_body_that_is_no_json_with_a_sentence(
    odd: tuple[Server, Client, ApiDescription], name: str
) -> None:
    _, client, interface = odd
    content, words = REFUSED_BODIES[name]
    found = 0
    for method, path, _ in interface.list_operations():
        answer = client.request(method, path, content=content, headers={"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500, f"{method} {path}: {answer.status_code} {answer.text[:200]}"
        detail = answer.json()["detail"]
        assert isinstance(detail, str)
        assert len(detail) < MAX_REFUSAL_LENGTH
        found += words in detail
    assert found > 30  # the others have looked at the address first


def test_half_characters_come_out_whole_wherever_they_went_in(odd: tuple[Server, Client, ApiDescription]) -> None:
    _, client, interface = odd
    tried = 0
    for method, path, schema in interface.list_operations():
        content = json.dumps(interface.make_body(schema))
        answer = client.request(method, path, content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        tried += "\\ud83d" in content
    assert tried > 20
    _read_all(client, interface.design)


def test_an_edit_with_half_a_character_is_kept_without_it(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    edits = [
        {"path": ["nodes", "split", "note"], "value": HALF_CHARACTERS},
        {"path": ["description"], "value": "\ud83d"},
        {"path": ["parameters", HALF_CHARACTERS], "value": {HALF_CHARACTERS: [HALF_CHARACTERS]}},
        {"path": ["name"], "value": "\ude00"},
    ]
    body = json.dumps({"client": "t", "id": "halves", "label": HALF_CHARACTERS, "edits": edits})  # as browsers write it
    answer = client.post(f"/api/designs/{design}/edits", content=body, headers={"Content-Type": "application/json"})
    assert answer.json() == {"revision": 1}
    document = client.request_json("GET", f"/api/designs/{design}")["document"]
    assert document["nodes"]["split"]["note"] == REPLACED_CHARACTERS
    assert (document["description"], document["name"]) == ("\ufffd", "\ufffd")
    assert document["parameters"] == {REPLACED_CHARACTERS: {REPLACED_CHARACTERS: [REPLACED_CHARACTERS]}}
    _read_all(client, design)


def test_halves_in_addresses_and_headers_are_no_trouble(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    for path in (
        "/api/runs?text=%ED%A0%BD&tag=%ED%B0%80",
        "/api/designs/%ED%A0%BD",
        "/api/artifacts/%ff/rows?selection=%7B%22conditions%22%3A%5B%7B%22column%22%3A%22%5Cud83d%22%7D%5D%7D",
        f"/api/designs/{design}/events?after=%ED%A0%BD",
    ):
        with client.stream("GET", path) as answer:  # the events of a design have no end
            assert answer.status_code < 500
    for value in (b"\xed\xa0\xbd", b"\xff\xfe", b"\x80" * 100):
        assert client.get(f"/api/designs/{design}", headers={b"Accept-Language": value}).status_code == 200


def test_a_selection_with_an_infinite_number_is_refused(client: Client) -> None:
    run = client.run(client.create_design(make_regression_nodes()))
    split = next(step for step in run["steps"] if step["node"] == "split")["outputs"]["results_dataset1"]["artifact"]
    selection = '{"conditions": [{"column": "a", "operator": ">", "values": [1e999]}]}'
    answer = client.get(f"/api/artifacts/{split}/rows", params={"selection": selection})
    assert answer.status_code == 422
    assert "1e999 at conditions.0.values.0 is too large" in answer.json()["detail"]


def test_what_an_earlier_version_stored_can_be_opened_and_exported(own_server: Server) -> None:
    if DATABASES.postgres is not None:
        pytest.skip("PostgreSQL never stored such numbers.")
    client = own_server.open_client()
    design = client.create_design(make_regression_nodes())
    client.edit(design, {"path": ["description"], "value": "before"})
    client.request_json("POST", f"/api/designs/{design}/versions", json={"name": "First"})
    own_server.stop()
    _corrupt_stored_json(own_server)
    own_server.start()
    again = own_server.open_client()
    document = _read_strictly(again, f"/api/designs/{design}")["document"]
    assert document["description"] == "\ufffdbefore"
    assert document["parameters"] == {"x": None, "y": None, "z": None}
    _read_all(again, design)
    again.edit(design, {"path": ["nodes", "split", "note"], "value": "goes on"})
    assert _read_strictly(again, f"/api/designs/{design}/export")["nodes"]["split"]["note"] == "goes on"
    for one in (client, again):
        one.close()


def _corrupt_stored_json(server: Server) -> None:
    """Put into every stored JSON what versions before this one took: half a character, and numbers that are none."""
    database = Database(DATABASES.get_url(server.home))
    with database.engine.begin() as connection:
        for table, column in (("design", "document"), ("version", "document"), ("event", "body")):
            rows = connection.execute(text(f"SELECT id, {column} FROM {table}")).all()
            for key, held in rows:
                stored = held if isinstance(held, str) else json.dumps(held)
                spoiled = stored.replace('"before"', '"\\ud83dbefore"')
                if database.sqlite:
                    numbers = '"parameters": {"x": Infinity, "y": NaN, "z": 1e999}'
                    spoiled = spoiled.replace('"parameters": {}, "modules"', f'{numbers}, "modules"')
                statement = text(f"UPDATE {table} SET {column} = :body WHERE id = :id")
                connection.execute(statement, {"body": spoiled, "id": key})
    database.close()

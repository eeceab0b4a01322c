"""Modules that are kept for other designs."""

from typing import Any

from tests.live_server import Client
from tests.small_designs import make_node

FUNCTION_MODULE = {"kind": "function", "name": "own_halves", "code": "def halves(table): return table"}


def make_group_module() -> dict[str, Any]:
    nodes = {
        "clean": make_node("clean_missing_data"),
        "scale": make_node("normalize_data", dataset="clean.cleaned_dataset"),
    }
    return {"kind": "group", "group": "prepare", "nodes": nodes, "groups": {"prepare": {"title": "Prepare"}}}


def test_a_function_is_kept_and_gets_versions(client: Client) -> None:
    kept = client.request_json("POST", "/api/saved-modules", json={"title": "Halves", "content": FUNCTION_MODULE})
    assert (kept["kind"], kept["version"]) == ("function", 1)
    same = client.request_json("POST", f"/api/saved-modules/{kept['id']}/versions", json={"content": FUNCTION_MODULE})
    assert same["version"] == 1
    changed = FUNCTION_MODULE | {"code": "def halves(table): return table[::2]"}
    second = client.request_json("POST", f"/api/saved-modules/{kept['id']}/versions", json={"content": changed})
    assert (second["version"], second["content"]) == (2, changed)


def test_a_group_keeps_its_nodes_with_their_edges(client: Client) -> None:
    kept = client.request_json("POST", "/api/saved-modules", json={"title": "Prepare", "content": make_group_module()})
    (listed,) = [one for one in client.request_json("GET", "/api/saved-modules") if one["id"] == kept["id"]]
    assert listed["content"]["nodes"]["scale"]["inputs"] == {"dataset": "clean.cleaned_dataset"}


def test_a_kept_module_is_renamed_deleted_and_restored(client: Client) -> None:
    kept = client.request_json("POST", "/api/saved-modules", json={"title": "Old", "content": FUNCTION_MODULE})["id"]
    assert client.request_json("PATCH", f"/api/saved-modules/{kept}", json={"title": "New"})["title"] == "New"
    client.delete(f"/api/saved-modules/{kept}").raise_for_status()
    assert kept not in {one["id"] for one in client.request_json("GET", "/api/saved-modules")}
    assert client.patch(f"/api/saved-modules/{kept}", json={"title": "x"}).status_code == 404
    assert client.request_json("POST", f"/api/saved-modules/{kept}/restore")["title"] == "New"


def test_what_is_no_module_is_refused(client: Client) -> None:
    empty = make_group_module() | {"nodes": {}}
    assert client.post("/api/saved-modules", json={"title": "Empty", "content": empty}).status_code == 422
    assert client.post("/api/saved-modules", json={"title": " ", "content": FUNCTION_MODULE}).status_code == 422

"""Modules that are kept for other designs."""

from typing import Any

from tests.pipelines import node
from tests.serving import Client

FUNCTION = {"kind": "function", "name": "own_halves", "code": "def halves(table): return table"}


def group() -> dict[str, Any]:
    nodes = {
        "clean": node("clean_missing_data"),
        "scale": node("normalize_data", dataset="clean.cleaned_dataset"),
    }
    return {"kind": "group", "group": "prepare", "nodes": nodes, "groups": {"prepare": {"title": "Prepare"}}}


def test_a_function_is_kept_and_gets_versions(client: Client) -> None:
    kept = client.checked("POST", "/api/kept-modules", json={"title": "Halves", "content": FUNCTION})
    assert (kept["kind"], kept["version"]) == ("function", 1)
    same = client.checked("POST", f"/api/kept-modules/{kept['id']}/versions", json={"content": FUNCTION})
    assert same["version"] == 1
    changed = FUNCTION | {"code": "def halves(table): return table[::2]"}
    second = client.checked("POST", f"/api/kept-modules/{kept['id']}/versions", json={"content": changed})
    assert (second["version"], second["content"]) == (2, changed)


def test_a_group_keeps_its_nodes_with_their_edges(client: Client) -> None:
    kept = client.checked("POST", "/api/kept-modules", json={"title": "Prepare", "content": group()})
    (listed,) = [one for one in client.checked("GET", "/api/kept-modules") if one["id"] == kept["id"]]
    assert listed["content"]["nodes"]["scale"]["inputs"] == {"dataset": "clean.cleaned_dataset"}


def test_a_kept_module_is_renamed_deleted_and_restored(client: Client) -> None:
    kept = client.checked("POST", "/api/kept-modules", json={"title": "Old", "content": FUNCTION})["id"]
    assert client.checked("PATCH", f"/api/kept-modules/{kept}", json={"title": "New"})["title"] == "New"
    client.delete(f"/api/kept-modules/{kept}").raise_for_status()
    assert kept not in {one["id"] for one in client.checked("GET", "/api/kept-modules")}
    assert client.patch(f"/api/kept-modules/{kept}", json={"title": "x"}).status_code == 404
    assert client.checked("POST", f"/api/kept-modules/{kept}/restore")["title"] == "New"


def test_what_is_no_module_is_refused(client: Client) -> None:
    empty = group() | {"nodes": {}}
    assert client.post("/api/kept-modules", json={"title": "Empty", "content": empty}).status_code == 422
    assert client.post("/api/kept-modules", json={"title": " ", "content": FUNCTION}).status_code == 422

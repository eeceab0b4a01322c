"""The catalog comes small, and only once; what may hold secrets or somebody's data is never compressed."""

import pytest

from modules.kit import catalog
from server.api.core.compressed_responses import parse_accepted_encodings
from server.api.modules.catalog_routes import CATEGORIES
from tests.live_server import Client


def test_the_catalog_holds_every_module_and_comes_compressed(client: Client) -> None:
    answer = client.get("/api/catalog", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) < 740 * len(catalog())
    modules = answer.json()["modules"]
    assert sorted(module["name"] for module in modules) == sorted(catalog())
    categories = list(dict.fromkeys(module["category"] for module in modules))
    assert categories[:2] == list(CATEGORIES[:2])
    assert len(categories) == len({module["category"] for module in modules})


def test_who_cannot_unpack_gets_the_same_text(client: Client) -> None:
    plain = client.get("/api/catalog", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == client.get("/api/catalog", headers={"Accept-Encoding": "gzip"}).json()


def test_who_has_the_catalog_is_told_that_it_is_the_same(client: Client) -> None:
    tag = client.get("/api/catalog").headers["etag"]
    again = client.get("/api/catalog", headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/api/catalog", headers={"If-None-Match": '"other"'}).status_code == 200


def test_answers_with_data_and_event_streams_are_not_compressed(client: Client) -> None:
    """Compressed, their length would tell what is in them; and a stream would wait for its buffer to fill."""
    note = {"module": "enter_data_manually", "parameters": {"data": "a\n" + "1\n" * 5_000}, "inputs": {}}
    design = client.create_design({"table": note})
    takes_all = {"Accept-Encoding": "gzip, br, zstd"}
    for path in (f"/api/designs/{design}", f"/api/designs/{design}/analysis", "/api/designs", "/"):
        answer = client.get(path, headers=takes_all)
        assert (answer.status_code, answer.headers.get("content-encoding")) == (200, None)
    with client.stream("GET", f"/api/designs/{design}/events", headers=takes_all) as stream:
        assert "content-encoding" not in stream.headers
        assert "watching" in next(stream.iter_text())


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip, br", {"gzip", "br"}),
        ("GZIP;q=0.5, br; q=0", {"gzip"}),
        ("br;q=0.000, gzip;q=1.0", {"gzip"}),
        ("", {""}),
    ],
)
def test_codings_that_are_refused_are_not_used(header: str, accepted: set[str]) -> None:
    assert parse_accepted_encodings(header) == accepted

"""Import Data from a REST API: headers and keys, pages of each kind, paths of rows, and what is refused."""

import json
from typing import Any

import pytest

from modules.kit.json_paths import find_value
from server.runs.connectors.connector_worker.connector_protocol import ConnectorError
from server.runs.connectors.connector_worker.rest_connector import find_rows, set_query
from tests.live_server import Client
from tests.server.connectors.conftest import StubWebServer, ensure_connection
from tests.server.connectors.test_import_data import read_rows, run_import

KEY = "Bearer a-key-of-the-tests"
ROWS = [{"city": name, "people": size} for name, size in (("Oslo", 7), ("Bergen", 3), ("Bodo", 1))]
EXPECTED = {"columns": ["city", "people"], "rows": [["Oslo", 7], ["Bergen", 3], ["Bodo", 1]]}


def answer(web: StubWebServer, path: str, value: object, **headers: str) -> None:
    web.responses[path] = (200, {"Content-Type": "application/json", **headers}, json.dumps(value).encode())


def serve_pages(web: StubWebServer, paging: str) -> dict[str, Any]:
    """Three rows on two pages and the parameters that read them."""
    base = f"/{paging.split()[0].lower()}"
    first, rest = {"data": {"items": ROWS[:2]}}, {"data": {"items": ROWS[2:]}}
    empty: dict[str, Any] = {"data": {"items": []}}
    parameters = {"data_source": "REST API", "paging": paging, "rows_path": "data.items", "url": web.build_url(base)}
    if paging == "Page number":
        for page, value in enumerate((first, rest, empty)):
            answer(web, f"{base}?p={page}", value)
        return {**parameters, "page_parameter": "p", "first_page": 0}
    if paging == "Offset":
        for offset, value in ((0, first), (2, rest), (3, empty)):
            answer(web, f"{base}?offset={offset}", value)
        return parameters
    if paging == "Cursor":
        answer(web, base, {**first, "meta": {"next": "b c"}})
        answer(web, f"{base}?cursor=b+c", {**rest, "meta": {"next": None}})
        return {**parameters, "cursor_path": "meta.next"}
    answer(web, base, first, Link=f'<{base}?after=2>; rel="next", <{base}>; rel="first"')
    answer(web, f"{base}?after=2", rest)
    return parameters


@pytest.mark.parametrize("paging", ["Page number", "Offset", "Cursor", "Link header"])
def test_all_pages_become_one_table(desk: Client, web: StubWebServer, paging: str) -> None:
    assert read_rows(desk, run_import(desk, **serve_pages(web, paging))[1]) == EXPECTED


def test_the_key_goes_to_the_address_of_its_connection_and_to_no_other(desk: Client, web: StubWebServer) -> None:
    fields = {"kind": "rest", "base_url": web.build_url("/v1"), "header": "Authorization", "secret": KEY}
    ensure_connection(desk, "cities", fields)
    elsewhere = web.build_url("/moved", host="localhost")
    answer(web, "/v1/cities?size=3", {"rows": ROWS})
    web.responses["/v1/away"] = (302, {"Location": elsewhere}, b"")
    answer(web, "/moved", ROWS)
    asked = {"data_source": "REST API", "api": "cities", "request_headers": "Accept-Language: nb"}
    run, step = run_import(desk, **asked, url="/cities?size=3", rows_path="rows")
    assert read_rows(desk, step) == EXPECTED
    sent = web.requested_headers[-1]
    assert (sent["Authorization"], sent["Accept-Language"]) == (KEY, "nb")
    assert read_rows(desk, run_import(desk, **asked, url="/away")[1]) == EXPECTED
    assert (web.requested_paths[-1], "Authorization" in web.requested_headers[-1]) == ("/moved", False)
    assert KEY not in json.dumps(desk.request_json("GET", f"/api/runs/{run['id']}"))
    assert KEY not in json.dumps(desk.request_json("GET", "/api/connections"))
    connection = next(one for one in desk.request_json("GET", "/api/connections") if one["name"] == "cities")
    answer(web, "/v1", {})
    tested = desk.request_json("POST", f"/api/connections/{connection['id']}/test")
    assert tested == {"works": True, "message": "127.0.0.1 answers."}


def test_headers_that_somebody_wrote_go_to_the_address_that_they_wrote_and_not_where_it_leads(
    desk: Client, web: StubWebServer
) -> None:
    """A key may be among them, under whatever name."""
    web.responses["/leads"] = (302, {"Location": web.build_url("/taker", host="localhost")}, b"")
    answer(web, "/taker", {"items": ROWS, "next": web.build_url("/leads?page=2")})
    answer(web, "/leads?page=2", {"items": [], "next": None})
    asked = {"data_source": "REST API", "paging": "Cursor", "cursor_path": "next", "rows_path": "items"}
    written = "X-Api-Key: secret\nCookie: a=b\nAccept-Language: nb"
    step = run_import(desk, **asked, url=web.build_url("/leads"), request_headers=written)[1]
    assert read_rows(desk, step) == EXPECTED
    sent = [(one.get("X-Api-Key"), one.get("Cookie"), one["Accept-Language"]) for one in web.requested_headers[-3:]]
    assert web.requested_paths[-3:] == ["/leads", "/taker", "/leads?page=2"]
    assert sent == [("secret", "a=b", "nb"), (None, None, "nb"), ("secret", "a=b", "nb")]


def test_an_api_that_ignores_the_page_does_not_fill_the_table_with_copies(desk: Client, web: StubWebServer) -> None:
    for page in (1, 2):
        answer(web, f"/same?page={page}", ROWS)
    step = run_import(desk, data_source="REST API", paging="Page number", url=web.build_url("/same"))[1]
    assert step["error"]["message"] == (
        "Two pages have the same rows. Check that the interface counts pages by 'page'."
    )


def test_paths_lead_to_rows_or_say_what_is_there() -> None:
    value = {"data": [{"items": [1, 2]}], "meta": {"next": None}}
    assert find_rows(value, "$.data[0].items") == [1, 2]
    assert find_value(value, "meta.next") == (True, None)
    assert find_rows(value, "meta") == [{"next": None}]
    with pytest.raises(ConnectorError, match=r"'data.rows' is not in the answer. It has: data, meta."):
        find_rows(value, "data.rows")
    assert set_query("https://a.b/c?page=1&q=x%20y#z", "page", 2) == "https://a.b/c?q=x+y&page=2#z"

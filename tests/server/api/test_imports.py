"""Importing through the interface: looked at, changed, imported, and read again."""

from typing import Any

import httpx
import pytest
from sqlalchemy import text

from server.storage.database import Database
from tests.database_servers import DATABASES
from tests.live_server import Client, Server
from tests.modules.reading.test_reading_options import GERMAN
from tests.server.api.test_datasets import upload_dataset

HEADERS = {"Content-Type": "application/octet-stream"}


def start_import(client: Client, content: bytes | str, file_name: str, **query: str) -> dict[str, Any]:
    body = content.encode() if isinstance(content, str) else content
    answer = client.post("/api/imports", params={"file_name": file_name, **query}, content=body, headers=HEADERS)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def finish(client: Client, import_id: str, options: dict[str, Any] | None = None, **named: str) -> httpx.Response:
    return client.post(f"/api/imports/{import_id}/dataset", json={"options": options or {}, **named})


def read_rows(client: Client, dataset: dict[str, Any]) -> list[list[Any]]:
    rows: list[list[Any]] = client.request_json("GET", f"/api/artifacts/{dataset['artifact']}/rows")["rows"]
    return rows


def test_a_german_file_is_looked_at_and_imported_without_a_click(client: Client) -> None:
    made = start_import(client, GERMAN.encode("cp1252"), "umsatz.csv")
    assert (made["name"], made["next_version"], made["files"]) == (
        "umsatz",
        None,
        [{"name": "umsatz.csv", "bytes": len(GERMAN.encode("cp1252")), "dataset_name": "umsatz"}],
    )
    kinds = {column["name"]: column["kind"] for column in made["report"]["columns"]}
    assert kinds["Umsatz"] == "real"
    assert made["report"]["rows"][0][2:5] == ["1328.98", "2025-09-14", "5 %"]
    answer = finish(client, made["id"], name="Sales")
    assert answer.status_code == 201, answer.text
    dataset = answer.json()
    assert (dataset["name"], dataset["rows"], dataset["can_read_again"], dataset["reading"]["delimiter"]) == (
        "Sales",
        3,
        True,
        None,
    )
    assert read_rows(client, dataset)[0] == ["K10001", "Nord", 1328.98, "2025-09-14T00:00:00", 0.05, 13.9, 6]
    assert client.get(f"/api/imports/{made['id']}").status_code in (404, 405)
    assert finish(client, made["id"]).status_code == 404


def test_a_change_is_shown_before_it_is_made(client: Client) -> None:
    made = start_import(client, "a,b\n1,5\n2,6\n", "n.csv")
    options = {"columns": {"b": {"type": "text", "name": "code"}}}
    report = client.request_json("POST", f"/api/imports/{made['id']}/preview", json={"options": options})
    assert [(column["name"], column["kind"]) for column in report["columns"]] == [("a", "integer"), ("code", "text")]
    assert read_rows(client, finish(client, made["id"], options).json()) == [[1, "5"], [2, "6"]]


def test_a_file_that_can_not_be_read_says_why_and_shows_its_lines(client: Client) -> None:
    made = start_import(client, "a,b\n1,2\n1,2,3\n", "ragged.csv")
    assert made["report"]["refusal"] == {
        "message": "Line 3 has 3 values, and the header has 2.",
        "option": None,
        "differing_file": None,
    }
    assert [line["text"] for line in made["report"]["files"][0]["lines"]] == ["a,b", "1,2", "1,2,3"]
    assert finish(client, made["id"]).json()["detail"] == "Line 3 has 3 values, and the header has 2."
    assert finish(client, made["id"], {"delimiter": ";"}).status_code == 201


def test_a_stored_file_is_read_again_as_a_new_version(client: Client) -> None:
    first = upload_dataset(client, b"when;n\n01/02/2024;1\n", "again.csv").json()
    assert read_rows(client, first) == [["01/02/2024", 1]]
    again = client.request_json("POST", f"/api/datasets/{first['id']}/import")
    assert (again["next_version"], again["report"]["columns"][0]["undecided"]) == (2, "day or month")
    second = finish(client, again["id"], {"date_order": "month first"}).json()
    assert (second["id"], second["version"], second["reading"]["date_order"]) == (first["id"], 2, "month first")
    assert read_rows(client, second) == [["2024-01-02T00:00:00", 1]]
    third = client.request_json("POST", f"/api/datasets/{first['id']}/import")
    assert third["options"]["date_order"] == "month first"
    client.request_json("DELETE", f"/api/imports/{third['id']}")


def test_the_next_version_is_read_as_the_one_before(client: Client) -> None:
    made = start_import(client, "day,x\n01/02/2024,1\n", "d.csv")
    dataset = finish(client, made["id"], {"date_order": "month first", "columns": {"x": {"type": "text"}}}).json()
    newer = upload_dataset(client, b"day,x\n05/06/2024,7\n", "d.csv", dataset=dataset["id"]).json()
    assert read_rows(client, newer) == [["2024-05-06T00:00:00", "7"]]
    looked = start_import(client, "day,x\n07/08/2024,9\n", "d.csv", dataset=dataset["id"])
    assert (looked["next_version"], looked["options"]["date_order"]) == (3, "month first")


def test_a_version_of_before_has_no_file_to_read_again(server: Server, client: Client) -> None:
    dataset = upload_dataset(client, b"a;b\n1,5;x\n", "old.csv").json()["id"]
    database = Database(server.environment.get("DESIGNERY_DATABASE_URL") or DATABASES.get_url(server.home))
    with database.session() as session:
        session.execute(text("UPDATE dataset_version SET source_files = '[]', reading = NULL"))
    database.close()
    answer = client.post(f"/api/datasets/{dataset}/import")
    assert (answer.status_code, answer.json()["detail"].split(",")[0]) == (409, "The file of this version was not kept")


def test_a_stored_file_that_is_gone_says_so(server: Server, client: Client) -> None:
    dataset = upload_dataset(client, b"gone,b\n1,2\n", "gone.csv").json()["id"]
    for path in (server.home / "store" / "objects").glob("*/*"):
        if path.is_file() and path.suffix == "" and path.read_bytes() == b"gone,b\n1,2\n":
            path.chmod(0o600)
            path.unlink()
    answer = client.post(f"/api/datasets/{dataset}/import")
    assert answer.status_code == 409
    assert answer.json()["detail"] == (
        "The stored file is gone or damaged, so it can't be read again. Upload it as a new version."
    )


def test_several_files_become_one_dataset_and_one_that_differs_is_named(client: Client) -> None:
    made = start_import(client, "x;y\n1,5;k\n", "jan.csv")
    path = f"/api/imports/{made['id']}"
    client.request_json(
        "POST", f"{path}/files", params={"file_name": "feb.csv"}, content=b"y;x\nl;2\n", headers=HEADERS
    )
    files = client.request_json(
        "POST", f"{path}/files", params={"file_name": "odd.csv"}, content=b"x;z\n1;2\n", headers=HEADERS
    )
    assert [file["name"] for file in files] == ["jan.csv", "feb.csv", "odd.csv"]
    report = client.request_json("POST", f"{path}/preview", json={"options": {}})
    assert report["refusal"]["message"].startswith("'odd.csv' has other columns than 'jan.csv'")
    client.request_json("DELETE", f"{path}/files/2")
    dataset = finish(client, made["id"]).json()
    assert (dataset["rows"], dataset["file_name"]) == (2, "jan.csv and 1 more")
    assert read_rows(client, dataset) == [[1.5, "k"], [2.0, "l"]]
    again = client.request_json("POST", f"/api/datasets/{dataset['id']}/import")
    assert [file["name"] for file in again["files"]] == ["jan.csv", "feb.csv"]


def test_what_is_cancelled_leaves_nothing_behind(server: Server, client: Client) -> None:
    uploads = server.home / "store" / "uploads"
    before = set(uploads.iterdir())
    made = start_import(client, "cancel,me\n1,2\n", "c.csv")
    assert len(set(uploads.iterdir()) - before) == 1
    client.request_json("DELETE", f"/api/imports/{made['id']}")
    assert set(uploads.iterdir()) == before


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(200)])
def test_a_file_that_is_no_table_is_refused_in_the_report(client: Client, content: bytes) -> None:
    made = start_import(client, content, "x.csv")
    assert made["report"]["refusal"]["message"]
    client.request_json("DELETE", f"/api/imports/{made['id']}")


def test_a_zip_file_needs_no_options(client: Client) -> None:
    answer = client.post("/api/imports", params={"file_name": "x.zip"}, content=b"PK", headers=HEADERS)
    assert answer.status_code == 422


def test_files_with_the_same_columns_are_read_the_same_way_until_somebody_lets_go(client: Client) -> None:
    content = "shop;sales_of_{}\nNorth;1,5\nSouth;2,5\n".format("shape")
    first = start_import(client, content, "january.csv")
    assert (first["like"], bool(first["shape"])) == (None, True)
    chosen = {"columns": {"shop": {"type": "category"}}, "file_shape": first["shape"]}
    assert finish(client, first["id"], chosen).status_code == 201
    second = start_import(client, content.replace("North", "West"), "february.csv")
    assert second["like"] == "january"
    assert second["options"]["columns"]["shop"]["type"] == "category"
    assert second["report"]["columns"][0]["kind"] == "category"
    assert start_import(client, "other;sales\nNorth;1,5\n", "other.csv")["like"] is None
    assert finish(client, second["id"], {}).status_code == 201
    assert start_import(client, content, "march.csv")["like"] is None


def test_a_file_with_other_columns_is_kept_apart(client: Client) -> None:
    made = start_import(client, "x;y\n1;k\n", "jan.csv")
    for name, content in (("feb.csv", "x;z\n2;l\n"), ("mar.csv", "x;y\n3;m\n")):
        assert client.post(
            f"/api/imports/{made['id']}/files", params={"file_name": name}, content=content.encode(), headers=HEADERS
        ).is_success
    report = client.request_json("POST", f"/api/imports/{made['id']}/preview", json={"options": {}})
    assert report["refusal"]["differing_file"] == 1
    apart = client.request_json("POST", f"/api/imports/{made['id']}/files/1/apart")
    assert (apart["name"], [file["name"] for file in apart["files"]]) == ("feb", ["feb.csv"])
    assert read_rows(client, finish(client, made["id"]).json()) == [[1, "k"], [3, "m"]]
    assert read_rows(client, finish(client, apart["id"]).json()) == [[2, "l"]]


def test_the_file_that_differs_is_the_odd_one_even_if_it_comes_first(client: Client) -> None:
    made = start_import(client, "a,b\n1,2\n", "away.csv")
    path = f"/api/imports/{made['id']}"
    for name in ("spring.csv", "summer.csv"):
        client.request_json(
            "POST", f"{path}/files", params={"file_name": name}, content=b"x;y\n1,5;k\n", headers=HEADERS
        )
    report = client.request_json("POST", f"{path}/preview", json={"options": {}})
    assert report["refusal"]["differing_file"] == 0
    assert report["refusal"]["message"].startswith("'away.csv' has other columns than 'spring.csv'")
    assert client.request_json("POST", f"{path}/files/0/apart")["name"] == "away"
    dataset = finish(client, made["id"]).json()
    assert (dataset["name"], dataset["rows"]) == ("spring", 2)
    assert client.post(f"{path}/files/0/apart").status_code == 404


def test_a_name_that_is_taken_is_said_and_the_file_may_become_the_next_version(client: Client) -> None:
    first = start_import(client, "a,b\n1,2\n", "same name.csv")
    assert first["same_name"] is None
    dataset = finish(client, first["id"]).json()
    second = start_import(client, "a,b\n3,4\n", "same name.csv")
    assert second["same_name"] == {
        "dataset": dataset["id"],
        "name": "same name",
        "next_version": 2,
        "unused_name": "same name (2)",
    }
    made = finish(client, second["id"], dataset=dataset["id"]).json()
    assert (made["id"], made["name"], made["version"]) == (dataset["id"], "same name", 2)
    third = start_import(client, "a,b\n5,6\n", "same name.csv")
    assert finish(client, third["id"]).json()["name"] == "same name (2)"
    lost = start_import(client, "a,b\n5,6\n", "same name.csv")
    assert finish(client, lost["id"], dataset="gone").status_code == 404

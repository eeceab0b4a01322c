"""Datasets through the interface: uploads of all forms, refusals in sentences, versions, deletion."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import httpx
import pandas as pd
import pytest

from server.samples.sample_data import SAMPLE_DATASETS
from tests.live_server import Client, Server, wait_until

TABLE = pd.DataFrame({"make": ["audi", "bmw", None], "price": [1.5, 2.5, 3.5]})


def upload_dataset(client: Client, content: bytes, file_name: str, **query: str) -> httpx.Response:
    headers = {"Content-Type": "application/octet-stream"}
    return client.post("/api/datasets", params={"file_name": file_name, **query}, content=content, headers=headers)


def _write_parquet() -> bytes:
    held = io.BytesIO()
    TABLE.to_parquet(held)
    return held.getvalue()


def _write_excel() -> bytes:
    held = io.BytesIO()
    TABLE.to_excel(held, index=False)
    return held.getvalue()


FILE_FORMATS: dict[str, Callable[[], bytes]] = {
    "t.csv": lambda: TABLE.to_csv(index=False).encode(),
    "t.tsv": lambda: TABLE.to_csv(index=False, sep="\t").encode(),
    "t.csv.gz": lambda: gzip.compress(TABLE.to_csv(index=False).encode()),
    "t.parquet": _write_parquet,
    "t.xlsx": _write_excel,
    "t.json": lambda: TABLE.to_json(orient="records").encode(),
    "t.jsonl": lambda: TABLE.to_json(orient="records", lines=True).encode(),
}


def test_the_columns_of_all_tables_are_told_at_their_newest_versions(client: Client) -> None:
    made = upload_dataset(client, TABLE.to_csv(index=False).encode(), "columns.csv").json()
    wider = TABLE.assign(doors=4).to_csv(index=False).encode()
    upload_dataset(client, wider, "columns.csv", dataset=made["id"])
    body = {one["dataset"]: one["columns"] for one in client.request_json("GET", "/api/datasets/columns")}
    assert body[made["id"]] == ["make", "price", "doors"]


@pytest.mark.parametrize("file_name", FILE_FORMATS)
def test_a_table_of_any_form_becomes_the_same_dataset(client: Client, file_name: str) -> None:
    body = upload_dataset(client, FILE_FORMATS[file_name](), file_name).json()
    assert (body["rows"], body["columns"], body["file_name"]) == (3, 2, file_name)
    rows = client.request_json("GET", f"/api/artifacts/{body['artifact']}/rows")
    assert rows["rows"] == [["audi", 1.5], ["bmw", 2.5], [None, 3.5]]


@pytest.mark.parametrize(
    ("content", "file_name", "sentence"),
    [
        (b"", "e.csv", "empty"),
        (b"a,b\n1,2\n1,2,3\n", "r.csv", "Line 3"),
        (b"PAR1 and then nothing", "p.parquet", "Parquet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "i.csv", "picture"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_where_and_why(
    client: Client, content: bytes, file_name: str, sentence: str
) -> None:
    answer = upload_dataset(client, content, file_name)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]
    assert file_name not in [told["file_name"] for told in client.request_json("GET", "/api/datasets")]


@pytest.mark.parametrize("name", ["../../etc/cron.d/x.csv", "..\\x.csv", "a\u202eb.csv", "x" * 255, "%2e%2e/x.csv"])
def test_a_file_name_is_a_name_and_never_a_path(server: Server, client: Client, name: str) -> None:
    before = _list_files(server.home)
    answer = upload_dataset(client, b"a\n1\n", name)
    assert answer.status_code in (201, 422), Path(f"{server.home}.log").read_text()[-4000:]
    assert {
        path for path in _list_files(server.home) - before if "store" not in path.parts and "sqlite" not in path.name
    } == set()


def _list_files(home: Path) -> set[Path]:
    return {path for path in home.parent.rglob("*") if path.is_file()}


def test_a_second_file_is_a_second_version(client: Client) -> None:
    first = upload_dataset(client, b"a\n1\n", "v.csv").json()
    second = upload_dataset(client, b"a\n1\n2\n", "v.csv", dataset=first["id"]).json()
    assert (second["id"], second["version"], second["rows"]) == (first["id"], 2, 2)
    assert [version["rows"] for version in second["versions"]] == [2, 1]


def test_equal_content_is_one_artifact(client: Client) -> None:
    first, second = (upload_dataset(client, b"same\n1\n", "s.csv").json() for _ in range(2))
    assert first["id"] != second["id"]
    assert first["name"] != second["name"]
    assert first["artifact"] == second["artifact"]


def test_a_deleted_dataset_is_a_problem_of_its_designs_until_it_is_restored(client: Client) -> None:
    dataset = upload_dataset(client, b"a\n1\n", "d.csv").json()["id"]
    node = {"module": "dataset", "parameters": {"dataset": dataset}}
    design = client.create_design({"data": node})
    client.request_json("DELETE", f"/api/datasets/{dataset}")
    problems = client.request_json("GET", f"/api/designs/{design}/analysis")["problems"]
    assert [problem["field"] for problem in problems] == ["dataset"]
    client.request_json("POST", f"/api/datasets/{dataset}/restore")
    assert client.request_json("GET", f"/api/designs/{design}/analysis")["problems"] == []


def test_a_dataset_is_renamed(client: Client) -> None:
    dataset = upload_dataset(client, b"a\n1\n", "n.csv").json()["id"]
    assert client.request_json("PATCH", f"/api/datasets/{dataset}", json={"name": "New"})["name"] == "New"
    assert (
        client.patch(f"/api/datasets/{dataset}", json={"name": ""}).json()["detail"]
        == "name must not be empty. Got ''."
    )


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    small = Server(tmp_path / "home", {"DESIGNERY_UPLOAD_LIMIT": str(2**20)}).start()
    client = small.open_client()
    answer = upload_dataset(client, b"a\n" + b"1\n" * 2**20, "large.csv")
    assert answer.status_code == 413
    assert answer.json()["detail"] == "The file is larger than this server accepts: 1 MiB at most."
    client.close()
    small.stop()


def test_formulas_are_inert_in_downloads_for_spreadsheets_and_untouched_in_others(client: Client) -> None:
    table = pd.DataFrame({"=evil": ["=HYPERLINK(1)", "+1", "-2 apples", "@x", "plain"], "n": [-1, 2, 3, 4, 5]})
    artifact = upload_dataset(client, table.to_csv(index=False).encode(), "f.csv").json()["artifact"]
    plain = client.get(f"/api/artifacts/{artifact}/download?format=csv").content
    pd.testing.assert_frame_equal(pd.read_csv(io.BytesIO(plain)), table)
    assert upload_dataset(client, plain, "back.csv").json()["artifact"] == artifact
    safe = client.get(f"/api/artifacts/{artifact}/download?format=csv-excel").content
    assert safe.startswith("\ufeff".encode())
    read = pd.read_csv(io.BytesIO(safe))
    assert list(read) == ["'=evil", "n"]
    assert list(read["'=evil"]) == ["'=HYPERLINK(1)", "'+1", "'-2 apples", "'@x", "plain"]
    assert list(read["n"]) == [-1, 2, 3, 4, 5]
    excel = client.get(f"/api/artifacts/{artifact}/download?format=xlsx").content
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(excel))
    assert {cell.data_type for row in book.active for cell in row} == {"s", "n"}
    book.close()


def test_the_sample_data_come_with_their_attribution(client: Client) -> None:
    def samples() -> list[dict[str, object]] | None:
        found = [told for told in client.request_json("GET", "/api/datasets") if told["source"] == "sample"]
        return found if len(found) == len(SAMPLE_DATASETS) else None

    assert all("CC" in str(told["attribution"]) for told in wait_until(samples, "the sample data", seconds=240))

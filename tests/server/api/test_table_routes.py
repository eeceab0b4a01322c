"""Looking at tables through the interface: selections of rows, their downloads, charts worked out on demand."""

import io
import json
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.ipc
import pytest

from tests.live_server import Client

RANDOM = np.random.default_rng(5)
ROWS = 6_000
TABLE = pd.DataFrame(
    {
        "number": RANDOM.normal(size=ROWS),
        "group": RANDOM.choice(["red", "green", "blue"], ROWS),
        "formula": RANDOM.choice(["=1+1", "@x", "fine"], ROWS),
        "time": pd.date_range("2024-01-01", periods=ROWS, freq="h"),
        "constant": 1,
    }
).assign(twice=lambda frame: 2 * frame["number"] + 1)
TABLE.loc[::10, "number"] = None


def upload_frame(client: Client, frame: pd.DataFrame, name: str) -> str:
    held = io.BytesIO()
    frame.to_parquet(held)
    body = client.request_json(
        "POST",
        f"/api/datasets?name={name}&file_name={name}.parquet",
        content=held.getvalue(),
        headers={"Content-Type": "application/octet-stream"},
    )
    return str(body["artifact"])


@pytest.fixture(scope="module")
def table(client: Client) -> str:
    return upload_frame(client, TABLE, "looking")


@pytest.fixture(scope="module")
def other(client: Client) -> str:
    return upload_frame(client, TABLE[["number", "group"]].head(500), "other")


def query_table(client: Client, artifact: str, what: str, selection: Any = None, **query: Any) -> Any:
    told = {"selection": json.dumps(selection)} if selection is not None else {}
    return client.request_json("GET", f"/api/artifacts/{artifact}/{what}", params={**told, **query})


RED_ROWS = {"conditions": [{"column": "group", "operator": "is", "values": ["red"]}]}
SORTED_BY_NUMBER = {"sort": [{"column": "number", "descending": True}]}


def test_rows_come_filtered_and_sorted_with_their_places_in_the_table(client: Client, table: str) -> None:
    expected = TABLE[TABLE["group"] == "red"].sort_values("number", ascending=False, na_position="last")
    told = query_table(client, table, "rows", RED_ROWS | SORTED_BY_NUMBER, offset=3, limit=5)
    assert (told["total"], told["numbers"]) == (len(expected), expected.index[3:8].tolist())
    assert [row[0] for row in told["rows"]] == expected["number"].iloc[3:8].tolist()


def test_a_selection_is_downloaded_in_its_order_with_formulas_made_inert_for_excel(client: Client, table: str) -> None:
    query = {"selection": json.dumps(RED_ROWS | SORTED_BY_NUMBER), "column": ["formula", "number"]}
    expected = TABLE[TABLE["group"] == "red"].sort_values("number", ascending=False, na_position="last")
    content = {
        kind: client.get(f"/api/artifacts/{table}/download", params={**query, "format": kind}).content
        for kind in ("csv", "csv-excel", "parquet", "arrow", "xlsx")
    }
    assert pd.read_csv(io.BytesIO(content["csv"]))["formula"].tolist() == expected["formula"].tolist()
    as_csv = pd.read_csv(io.BytesIO(content["csv-excel"]))
    assert as_csv["formula"].tolist() == [text if text == "fine" else f"'{text}" for text in expected["formula"]]
    np.testing.assert_allclose(as_csv["number"], expected["number"])
    assert pd.read_parquet(io.BytesIO(content["parquet"]))["formula"].tolist() == expected["formula"].tolist()
    stream = pa.ipc.open_stream(content["arrow"]).read_all()
    assert stream["formula"].to_pylist() == expected["formula"].tolist()
    sheet = openpyxl.load_workbook(io.BytesIO(content["xlsx"])).active
    assert [cell.value for cell in sheet["A"]] == ["formula", *expected["formula"]]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}


@pytest.mark.parametrize(
    ("selection", "sentence"),
    [
        ({"conditions": [{"column": "groop", "operator": "is", "values": ["red"]}]}, "Did you mean 'group'?"),
        ({"conditions": [{"column": "number", "operator": ">", "values": ["a"]}]}, "takes a number"),
        ({"conditions": [{"column": "number", "operator": "; drop", "values": []}]}, "operator"),
        ({"sort": [{"column": "nothing"}]}, "Column 'nothing' is not in the data."),
        ({"sql": "select 1"}, "sql"),
    ],
)
def test_a_selection_that_cannot_be_is_refused_in_a_sentence(
    client: Client, table: str, selection: Any, sentence: str
) -> None:
    answer = client.get(f"/api/artifacts/{table}/rows", params={"selection": json.dumps(selection)})
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]


def test_correlations_are_those_of_pandas(client: Client, table: str) -> None:
    told = query_table(client, table, "correlation")
    assert told["columns"] == ["number", "constant", "twice"]
    expected = TABLE[told["columns"]].corr()
    np.testing.assert_allclose(np.array(told["matrix"], dtype=float), expected, atol=1e-12)


def test_a_scatter_of_many_rows_is_a_sample_and_counts_all_of_them(client: Client, table: str) -> None:
    told = query_table(client, table, "scatter", x="time", y="number", color="group")
    present = int(TABLE["number"].notna().sum())
    assert (told["rows"], told["without"], len(told["x"])) == (ROWS, ROWS - present, 4_000)
    assert sum(cell[2] for cell in told["cells"]["counts"]) == present
    places = [round((moment - 1_704_067_200_000) / 3_600_000) for moment in told["x"]]
    assert TABLE["number"].iloc[places].tolist() == told["y"]
    assert TABLE["group"].iloc[places].tolist() == told["color"]


def test_a_scatter_of_a_selection_shows_its_rows_only(client: Client, table: str) -> None:
    told = query_table(client, table, "scatter", RED_ROWS | SORTED_BY_NUMBER, x="twice", y="number", size="twice")
    red = TABLE[(TABLE["group"] == "red") & TABLE["number"].notna()]
    assert sorted(told["y"]) == sorted(red["number"])
    assert told["size"] == told["x"]


def test_a_distribution_is_split_by_another_column_on_common_bins(client: Client, table: str) -> None:
    told = query_table(client, table, "distributions", column="number", by="group")
    assert [group["name"] for group in told["groups"]] == ["blue", "green", "red"]
    for group in told["groups"]:
        values = TABLE[TABLE["group"] == group["name"]]["number"]
        assert group["counts"] == np.histogram(values.dropna(), told["edges"])[0].tolist()
        assert group["missing"] == values.isna().sum()
        quartiles = [group["box"][name] for name in ("q1", "median", "q3")]
        np.testing.assert_allclose(quartiles, values.quantile([0.25, 0.5, 0.75]))


def test_a_column_of_many_numbers_splits_another_by_its_quarters(client: Client, table: str) -> None:
    told = query_table(client, table, "distributions", column="group", by="twice")
    assert [group["rows"] for group in told["groups"]] == [1_500] * 4
    assert sum(sum(group["counts"]) for group in told["groups"]) == ROWS
    assert set(told["levels"]) == {"red", "green", "blue"}


def test_a_distribution_stands_beside_that_of_another_table(client: Client, table: str, other: str) -> None:
    told = query_table(client, table, "distributions", column="number", other=other)
    assert [(group["name"], group["rows"]) for group in told["groups"]] == [("this", ROWS), ("other", 500)]
    assert [sum(group["counts"]) + group["missing"] for group in told["groups"]] == [ROWS, 500]
    refused = client.get(f"/api/artifacts/{table}/distributions", params={"column": "twice", "other": other})
    assert refused.json()["detail"] == "The other table has no column 'twice'."


def test_text_is_no_axis(client: Client, table: str) -> None:
    refused = client.get(f"/api/artifacts/{table}/scatter", params={"x": "group", "y": "number"})
    assert (refused.status_code, refused.json()["detail"]) == (
        422,
        "Column 'group' is text. An axis takes numbers and times.",
    )

"""Batches with rows that do not fit: which file, row and column it is, and what the settings do with it."""

import io
import zipfile

import pytest

from tests.live_server import Client
from tests.server.serving.service_designs import Json, make_inference_design, make_service_nodes, upload_houses
from tests.server.serving.test_batches import OCTETS, read_log, read_scores, start_batch, wait_for_run
from tests.server.serving.test_predictions import create_endpoint

NAMES = "rooms,size,town,garden,dear\n"
GOOD = "3,50,Oak,true,yes\n"
WRONG = "many,60,Oak,true,no\n"


@pytest.fixture(scope="module")
def endpoint(client: Client) -> Json:
    nodes = make_service_nodes(upload_houses(client), "boosted_decision_tree_regression", "price")
    return create_endpoint(client, "broken", design=make_inference_design(client, nodes, "Broken batches"))


def pack_files(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return packed.getvalue()


def score(client: Client, endpoint: Json, file_name: str, content: bytes) -> Json:
    made = client.request_json(
        "POST", "/api/datasets", params={"file_name": file_name}, content=content, headers=OCTETS
    )
    return wait_for_run(client, start_batch(client, endpoint, {"dataset": made["id"]}, {"name": "Broken scores"}))


def get_error(run: Json) -> str:
    assert run["state"] == "failed"
    return str(next(step for step in run["steps"] if step["node"] == "score")["error"]["message"])


def set_policy(client: Client, endpoint: Json, **policy: str) -> None:
    client.request_json("PATCH", f"/api/endpoints/{endpoint['id']}", json={"policy": policy})


def test_a_value_of_the_wrong_type_is_told_with_its_row(client: Client, endpoint: Json) -> None:
    sentence = "Row 151: 'rooms' has to be a whole number. Got the text 'many'."
    table = (NAMES + GOOD * 150 + WRONG).encode()
    assert get_error(score(client, endpoint, "broken.csv", table)) == sentence
    files = pack_files(a=NAMES + GOOD * 120, b=NAMES + GOOD * 30 + WRONG)
    assert get_error(score(client, endpoint, "broken.zip", files)) == sentence


def test_what_the_settings_answer_is_scored_without_its_value(client: Client, endpoint: Json) -> None:
    set_policy(client, endpoint, wrong_type="answer")
    try:
        run = score(client, endpoint, "answered.zip", pack_files(a=NAMES + GOOD + WRONG))
        row = {"rooms": None, "size": 60, "town": "Oak", "garden": True, "dear": "no"}
        answer = client.request_json("POST", "/endpoints/broken/score", json=[row])["rows"][0]
    finally:
        set_policy(client, endpoint)
    rows = read_scores(client, run)
    assert [row["rooms"] for row in rows] == ["3", "many"]
    assert rows[1]["Scored Labels"] == pytest.approx(answer["Scored Labels"], rel=1e-5)
    log = read_log(client, run)
    assert "1 value of 'rooms' is not numbers, and counts as missing." in log
    assert "Scored 2 rows in 1 chunk." in log


def test_a_number_with_digits_in_a_whole_column_is_scored_as_in_a_request(client: Client, endpoint: Json) -> None:
    run = score(client, endpoint, "halves.zip", pack_files(a=NAMES + "3.5,50,Oak,TRUE,yes\n"))
    row = {"rooms": 3.5, "size": 50, "town": "Oak", "garden": True, "dear": "yes"}
    answer = client.request_json("POST", "/endpoints/broken/score", json=[row])["rows"][0]
    assert read_scores(client, run)[0]["Scored Labels"] == pytest.approx(answer["Scored Labels"], rel=1e-5)


def test_a_file_that_does_not_fit_is_named(client: Client, endpoint: Json) -> None:
    fewer = pack_files(a=NAMES + GOOD, b="rooms,size\n3,4\n")
    assert get_error(score(client, endpoint, "fewer.zip", fewer)) == (
        "b.csv lacks the columns 'town' and 'garden', which the endpoint takes. No rows were scored."
    )
    uneven = pack_files(a=NAMES + GOOD, b=NAMES + "1,2\n")
    assert get_error(score(client, endpoint, "uneven.zip", uneven)).startswith("b.csv can't be read: ")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    files = io.BytesIO()
    with zipfile.ZipFile(files, "w") as archive:
        archive.writestr("a.csv", NAMES + GOOD)
        archive.writestr("b.xlsx", packed.getvalue())
    assert get_error(score(client, endpoint, "office.zip", files.getvalue())) == (
        "b.xlsx is a workbook or a document. Save its table as CSV or Parquet."
    )

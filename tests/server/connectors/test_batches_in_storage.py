"""A batch whose rows come from a prefix of a bucket, and whose scores go into one: on a server that speaks S3."""

import io

import pyarrow.parquet

from tests.live_server import Client
from tests.server.connectors.conftest import S3_BUCKET, ObjectStorage
from tests.server.serving.service_designs import make_inference_design, make_service_nodes, upload_houses, write_houses
from tests.server.serving.test_batches import start_batch, wait_for_run
from tests.server.serving.test_predictions import create_endpoint


def test_a_prefix_of_a_bucket_is_scored_into_the_bucket(desk: Client, storage: ObjectStorage) -> None:
    desk.request_json("POST", "/api/connections", json={"name": "Batches", "fields": storage.connection_fields})
    nodes = make_service_nodes(upload_houses(desk), "linear_regression", "price")
    endpoint = create_endpoint(desk, "stored-prices", design=make_inference_design(desk, nodes, "Stored prices"))
    files = storage.open_filesystem()
    lines = write_houses(150).splitlines()
    parts = {"1.csv": [lines[0], *lines[1:61]], "2.csv": [lines[0], *lines[61:]]}
    for name, part in parts.items():
        files.pipe(f"{S3_BUCKET}/may/{name}", "\n".join(part).encode())
    source = {"kind": "storage", "connection": "Batches", "path": "may/"}
    output = {"kind": "storage", "connection": "Batches", "path": "scores/may.parquet"}
    run = wait_for_run(desk, start_batch(desk, endpoint, source, output))
    assert run["state"] == "succeeded", run["steps"]
    written = files.cat(f"{S3_BUCKET}/scores/may.parquet")
    scores = pyarrow.parquet.read_table(io.BytesIO(written))
    assert scores.num_rows == 150
    assert scores.column_names[-1] == "Scored Labels"
    assert scores.column("rooms").to_pylist() == [int(line.split(",")[0]) for line in lines[1:]]
    files.pipe(f"{S3_BUCKET}/june/broken.csv", b"rooms,size\n1,2\n")
    source["path"] = "june/"
    failed = wait_for_run(desk, start_batch(desk, endpoint, source, output))
    assert failed["state"] in ("failed", "partial")
    assert files.cat(f"{S3_BUCKET}/scores/may.parquet") == written

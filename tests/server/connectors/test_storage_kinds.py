"""Storage other than S3: SFTP and Google Cloud Storage by servers of the tests, and what no library is told."""

import asyncio
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.runs.connectors.connector_runner import ConnectorLimits, ConnectorRunner
from server.runs.connectors.connector_worker.connector_protocol import (
    ConnectorError,
    ConnectorRequest,
    ConnectorResult,
)
from server.runs.connectors.connector_worker.storage_systems import (
    GOOGLE_TOKEN_ADDRESS,
    open_storage,
    read_service_account,
)
from server.storage.encryption import Cipher
from tests.database_servers import DATABASES, find_free_port
from tests.live_server import wait_until
from tests.server.connectors.storage_servers import SFTP_PASSWORD, SftpServer, is_listening, run_sftp_server

CARS = "make,price\naudi,13950\n"
PATH = "out/new/cars.csv"
GCS_BUCKET = "cars-of-google"


@pytest.fixture(scope="module")
def sftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SftpServer]:
    folder = tmp_path_factory.mktemp("sftp")
    (folder / "may").mkdir()
    (folder / "may/cars.csv").write_text(CARS)
    (folder / "may/more.csv").write_text(CARS)
    with run_sftp_server(folder) as made:
        yield made


@pytest.fixture(scope="module")
def gcs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    port, log = find_free_port(), tmp_path_factory.mktemp("gcs") / "log"
    options = ["start", "--in-memory", "--host=127.0.0.1", f"--port={port}", f"--default-bucket={GCS_BUCKET}"]
    with log.open("wb") as output:
        command = [sys.executable, "-m", "gcp_storage_emulator", *options]
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        wait_until(lambda: is_listening(port), "the server of Google Cloud Storage")
        yield {"kind": "gcs", "bucket": GCS_BUCKET, "endpoint": f"http://127.0.0.1:{port}", "key_file": ""}
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[ConnectorRunner]:
    database = DATABASES.create_database(tmp_path / "home")
    yield ConnectorRunner(database, Cipher(tmp_path), ConnectorLimits(120, 2**20, 2**32, ("127.0.0.1",)))
    database.close()


def _ask(runner: ConnectorRunner, direction: Any, fields: dict[str, Any], folder: Path, **details: Any) -> Any:
    file = details.pop("file", None)
    return asyncio.run(runner.run_worker(direction, "storage", details, fields, folder, file))


def _write_and_read(runner: ConnectorRunner, fields: dict[str, Any], tmp_path: Path) -> None:
    """One file there; all of its folder back; and what is not there."""
    sent = tmp_path / "sent.csv"
    sent.write_text(CARS)
    done = _ask(runner, "deliver", fields, tmp_path / "a", path=PATH, file=sent, if_it_exists="replace")
    assert done == ConnectorResult(remark=f"Wrote {len(CARS)} bytes to {PATH}.")
    _ask(runner, "fetch", fields, tmp_path / "b", path="out/")
    with zipfile.ZipFile(tmp_path / "b/files.zip") as archive:
        assert archive.read("new/cars.csv") == CARS.encode()
    missing = _ask(runner, "fetch", fields, tmp_path / "c", path="out/none.csv")
    assert (missing.number, missing.parameter) == (65, "path")


def test_files_go_to_an_sftp_server_and_come_from_it(runner: ConnectorRunner, sftp: SftpServer, tmp_path: Path) -> None:
    fields = sftp.build_fields()
    _write_and_read(runner, fields, tmp_path)
    again = _ask(runner, "deliver", fields, tmp_path / "e", path=PATH, file=tmp_path / "sent.csv", if_it_exists="fail")
    assert (again.number, "already exists" in again.message) == (57, True)
    assert _ask(runner, "poll", fields, tmp_path / "f", path="out/").fingerprint.startswith("objects ")
    assert (sftp.folder / "out/new/cars.csv").read_text() == CARS


def test_a_private_key_opens_an_sftp_server_too(runner: ConnectorRunner, sftp: SftpServer, tmp_path: Path) -> None:
    fields = sftp.build_fields(login=sftp.private_key, folder="/may")
    assert _ask(runner, "test", fields, tmp_path / "a").remark == "The folder answers. It has 2 entries at its top."
    found = _ask(runner, "fetch", fields, tmp_path / "b", path="cars.csv")
    assert (tmp_path / "b" / found.name).read_text() == CARS
    outside = _ask(runner, "fetch", fields, tmp_path / "c", path="../may/cars.csv")
    assert (outside.number, outside.message) == (29, "The path must not contain '..'.")


def test_nothing_is_sent_to_a_server_that_is_not_the_right_one(
    runner: ConnectorRunner, sftp: SftpServer, tmp_path: Path
) -> None:
    unknown = _ask(runner, "test", sftp.build_fields(host_key=""), tmp_path / "a")
    assert f"has the fingerprint {sftp.host_key}" in unknown.message
    wrong = _ask(runner, "test", sftp.build_fields(login="a wrong password"), tmp_path / "c")
    assert (wrong.number, SFTP_PASSWORD in wrong.message) == (64, False)


def test_files_go_to_google_cloud_storage_and_come_from_it(
    runner: ConnectorRunner, gcs: dict[str, Any], tmp_path: Path
) -> None:
    _write_and_read(runner, gcs, tmp_path)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "gcs", "bucket": "abc", "endpoint": "http://169.254.169.254", "key_file": ""},
        {"kind": "azure", "account": "abc", "container": "abc", "endpoint": "http://169.254.169.254/x",
         "account_key": "aaaa"},
        {"kind": "sftp", "host": "169.254.169.254", "port": 22, "folder": "", "user": "u", "login": "", "host_key": ""},
    ],
)  # fmt: skip
def test_no_storage_leads_into_the_own_network(fields: dict[str, Any], tmp_path: Path) -> None:
    request = ConnectorRequest("test", "storage", {}, fields, tmp_path, None, 2**20, 2**32, ())
    with pytest.raises(ConnectorError, match="is not a public address"):
        open_storage(request)


def make_service_account(**changes: object) -> str:
    """A key file that would lead elsewhere."""
    given = {
        "type": "service_account",
        "client_email": "ann@example.iam.gserviceaccount.com",
        "private_key": "-----BEGIN PRIVATE KEY-----",
        "token_uri": "http://169.254.169.254/token",
        "universe_domain": "example.com",
    }
    return json.dumps({**given, **changes})


def test_a_key_file_names_no_address_and_no_program() -> None:
    found = read_service_account(make_service_account())
    assert found["token_uri"] == GOOGLE_TOKEN_ADDRESS
    assert "universe_domain" not in found
    for wrong in (make_service_account(type="external_account"), "[1]", "text"):
        with pytest.raises(ConnectorError, match="not the JSON key of a service account"):
            read_service_account(wrong)

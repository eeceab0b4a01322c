"""Storage other than S3: SFTP and Google Cloud Storage by servers of the tests, and what no library is told."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.runs.connectors.connector_runner import ConnectorLimits, ConnectorRunner
from server.runs.connectors.connector_worker.connector_protocol import (
    ConnectorError,
    ConnectorFailure,
    ConnectorResult,
)
from server.runs.connectors.connector_worker.storage_systems import GOOGLE_TOKEN_ADDRESS, read_service_account
from server.storage.encryption import Cipher
from tests.database_servers import DATABASES, find_free_port
from tests.server.connectors.storage_servers import SFTP_PASSWORD, SftpServer, run_sftp_server

CARS = "make,price\naudi,13950\n"
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
def gcs() -> Iterator[dict[str, Any]]:
    from gcp_storage_emulator.server import create_server

    port = find_free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket=GCS_BUCKET)
    thread = threading.Thread(target=server.start)
    thread.start()
    yield {"kind": "gcs", "bucket": GCS_BUCKET, "endpoint": f"http://127.0.0.1:{port}", "key_file": ""}
    server.stop()
    thread.join()
    server._api._httpd.server_close()


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[ConnectorRunner]:
    database = DATABASES.create_database(tmp_path / "home")
    yield ConnectorRunner(database, Cipher(tmp_path), ConnectorLimits(30, 2**20, 2**32, ("127.0.0.1",)))
    database.close()


def _ask(runner: ConnectorRunner, direction: Any, fields: dict[str, Any], folder: Path, **details: Any) -> Any:
    file = details.pop("file", None)
    return asyncio.run(runner.run_worker(direction, "storage", details, fields, folder, file))


def _write_and_read(runner: ConnectorRunner, fields: dict[str, Any], tmp_path: Path) -> None:
    """One file there and back; a second time only where it may be replaced; then all of its folder."""
    sent = tmp_path / "sent.csv"
    sent.write_text(CARS)
    target = {"path": "out/new/cars.csv", "file": sent}
    assert isinstance(_ask(runner, "deliver", fields, tmp_path / "a", if_it_exists="fail", **target), ConnectorResult)
    again = _ask(runner, "deliver", fields, tmp_path / "b", if_it_exists="fail", **target)
    assert (again.number, "already exists" in again.message) == (57, True)
    done = _ask(runner, "deliver", fields, tmp_path / "c", if_it_exists="replace", **target)
    assert done == ConnectorResult(remark=f"Wrote {len(CARS)} bytes to out/new/cars.csv.")
    found = _ask(runner, "fetch", fields, tmp_path / "d", path="out/new/cars.csv")
    assert (tmp_path / "d" / found.name).read_text() == CARS
    folder = _ask(runner, "fetch", fields, tmp_path / "e", path="out/")
    assert folder.remark == f"Fetched 1 objects with {len(CARS)} bytes."
    missing = _ask(runner, "fetch", fields, tmp_path / "f", path="out/none.csv")
    assert (missing.number, missing.parameter) == (65, "path")
    assert _ask(runner, "poll", fields, tmp_path / "g", path="out/").fingerprint.startswith("objects ")


def test_files_go_to_an_sftp_server_and_come_from_it(
    runner: ConnectorRunner, sftp: SftpServer, tmp_path: Path
) -> None:
    _write_and_read(runner, sftp.build_fields(), tmp_path)
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
    other = _ask(runner, "test", sftp.build_fields(host_key="SHA256:" + "A" * 43), tmp_path / "b")
    assert "has another key than the connection expects" in other.message
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
def test_no_storage_leads_into_the_own_network(runner: ConnectorRunner, fields: dict[str, Any], tmp_path: Path) -> None:
    answer = _ask(runner, "test", fields, tmp_path)
    assert isinstance(answer, ConnectorFailure)
    assert "is not a public address" in answer.message


def test_a_key_file_names_no_address_and_no_program() -> None:
    given = {
        "type": "service_account",
        "client_email": "ann@example.iam.gserviceaccount.com",
        "private_key": "-----BEGIN PRIVATE KEY-----",
        "token_uri": "http://169.254.169.254/token",
        "universe_domain": "example.com",
    }
    found = read_service_account(json.dumps(given))
    assert found["token_uri"] == GOOGLE_TOKEN_ADDRESS
    assert "universe_domain" not in found
    for wrong in ({**given, "type": "external_account"}, [1], "text"):
        with pytest.raises(ConnectorError, match="not the JSON key of a service account"):
            read_service_account(json.dumps(wrong))

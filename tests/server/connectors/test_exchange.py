"""Where a server and its workers leave values for one another: a folder, and a bucket of a real server."""

from pathlib import Path

import pytest

from server.runs.executors.dask_bridge.exchange import Exchange, ExchangeFailed, open_exchange
from server.storage.files.artifact_store import compute_content_hash
from tests.server.connectors.conftest import S3_BUCKET, S3_KEYS, S3_REGION, ObjectStorage


@pytest.fixture(params=["folder", "bucket"])
def address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "folder":
        return f"file://{tmp_path / 'shared'}"
    storage: ObjectStorage = request.getfixturevalue("storage")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", S3_KEYS["access_key"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", S3_KEYS["secret_key"])
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{storage.port}")
    monkeypatch.setenv("AWS_DEFAULT_REGION", S3_REGION)
    return f"s3://{S3_BUCKET}/{tmp_path.name}"


@pytest.fixture
def exchange(address: str) -> Exchange:
    return open_exchange(address)


def leave_value(exchange: Exchange, folder: Path, content: bytes) -> str:
    file = folder / "value"
    file.write_bytes(content)
    artifact = compute_content_hash(file)
    exchange.put_file(file, artifact)
    return artifact


def test_a_value_that_one_machine_left_is_taken_by_another(address: str, exchange: Exchange, tmp_path: Path) -> None:
    artifact = leave_value(exchange, tmp_path, b"rows")
    leave_value(exchange, tmp_path, b"rows")
    open_exchange(address).take_file(artifact, tmp_path / "taken")
    assert (tmp_path / "taken").read_bytes() == b"rows"


def test_a_value_that_was_changed_on_the_way_is_refused(exchange: Exchange, tmp_path: Path) -> None:
    artifact = compute_content_hash(Path(__file__))
    other = tmp_path / "other"
    other.write_bytes(b"something else")
    exchange.put_file(other, artifact)
    with pytest.raises(ExchangeFailed, match="was damaged on the way"):
        exchange.take_file(artifact, tmp_path / "taken")
    assert not (tmp_path / "taken").exists()


def test_only_what_nobody_has_needed_for_long_is_removed(exchange: Exchange, tmp_path: Path) -> None:
    artifact = leave_value(exchange, tmp_path, b"rows")
    exchange.remove_unused(60.0)
    exchange.take_file(artifact, tmp_path / "taken")
    exchange.remove_unused(0.0)
    with pytest.raises(ExchangeFailed, match="A value is missing in"):
        exchange.take_file(artifact, tmp_path / "taken")
    assert leave_value(exchange, tmp_path, b"rows") == artifact
    exchange.take_file(artifact, tmp_path / "taken")

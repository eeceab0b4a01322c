"""Promise 16: an upload of 2 GB is a stream: the server's memory stays as it was, and it goes on answering others."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from tests.live_server import Server
from tests.nightly.nightly_figures import MEBIBYTE, is_machine_quiet, save_figures, scale_number
from tests.nightly.server_watch import ServerWatch

pytestmark = pytest.mark.nightly

UPLOAD_BYTES = scale_number(2048) * MEBIBYTE
CSV_ROW = b"0123456789,0.123456789,some text of a cell that repeats,2026-11-30\n"
CSV_PIECE = CSV_ROW * (MEBIBYTE // len(CSV_ROW))


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "home", {"DESIGNERY_UPLOAD_LIMIT": str(UPLOAD_BYTES)}).start()
    yield server
    server.stop()


def stream_bytes(size: int, piece: bytes) -> Iterator[bytes]:
    """So many bytes, without a length that is known beforehand."""
    for _ in range(size // len(piece)):
        yield piece
    yield piece[: size % len(piece)]


def upload_file(server: Server, name: str, content: Iterator[bytes]) -> httpx.Response:
    client = server.open_client()
    try:
        return client.post("/api/datasets", params={"file_name": name}, content=content, timeout=1800)
    finally:
        client.close()


def stream_csv(size: int) -> Iterator[bytes]:
    """A CSV of about so many bytes."""
    head = b"id,share,text,day\n"
    yield head
    yield from stream_bytes((size - len(head)) // len(CSV_ROW) * len(CSV_ROW), CSV_PIECE)


def write_zip(folder: Path, size: int) -> Iterator[bytes]:
    """A zip file with a table of about so many bytes in it, as it is."""
    path = folder / "large.zip"
    with ZipFile(path, "w") as file, file.open("table.csv", "w", force_zip64=True) as entry:
        for piece in stream_csv(size - MEBIBYTE):
            entry.write(piece)
    with path.open("rb") as stream:
        while piece := stream.read(MEBIBYTE):
            yield piece


@pytest.mark.parametrize("kind", ["zip", "csv"])
def test_a_large_upload_hurts_nobody(
    limited: Server, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    content = write_zip(tmp_path, UPLOAD_BYTES) if kind == "zip" else stream_csv(UPLOAD_BYTES)
    quiet = is_machine_quiet()
    with ServerWatch(limited) as watch:
        answer = upload_file(limited, f"large.{kind}", content)
    save_figures(
        request.node.name,
        mebibytes=UPLOAD_BYTES // MEBIBYTE,
        status=answer.status_code,
        memory_growth_mib=watch.growth,
        ping_p99_ms=watch.slowest,
        pings=len(watch.seconds),
        unanswered=watch.unanswered,
        quiet=quiet,
    )
    assert answer.status_code == 201, answer.text
    assert watch.unanswered == 0
    assert watch.growth < 100
    assert watch.slowest < 300 or not quiet


def test_one_byte_above_the_limit_is_refused(limited: Server) -> None:
    answer = upload_file(limited, "large.zip", stream_bytes(UPLOAD_BYTES + 1, CSV_PIECE))
    assert (answer.status_code, "larger than this server accepts" in answer.text) == (413, True)
    assert list((limited.home / "store" / "uploads").glob("*")) == []

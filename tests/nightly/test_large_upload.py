"""Promise 16: an upload of 2 GB is a stream: the server's memory stays as it was, and it goes on answering others."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from tests.nightly.figures import MEBIBYTE, is_quiet, report_figures, scaled
from tests.nightly.watching import Watch
from tests.serving import Server

pytestmark = pytest.mark.nightly

SIZE = scaled(2048) * MEBIBYTE
ROW = b"0123456789,0.123456789,some text of a cell that repeats,2026-11-30\n"
PIECE = ROW * (MEBIBYTE // len(ROW))


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "home", {"DESIGNERY_UPLOAD_LIMIT": str(SIZE)}).start()
    yield server
    server.stop()


def body(size: int, piece: bytes) -> Iterator[bytes]:
    """So many bytes, without a length that is told beforehand."""
    for _ in range(size // len(piece)):
        yield piece
    yield piece[: size % len(piece)]


def send(server: Server, name: str, content: Iterator[bytes]) -> httpx.Response:
    client = server.client()
    try:
        return client.post("/api/datasets", params={"file_name": name}, content=content, timeout=1800)
    finally:
        client.close()


def table(size: int) -> Iterator[bytes]:
    """A CSV of about so many bytes."""
    head = b"id,share,text,day\n"
    yield head
    yield from body((size - len(head)) // len(ROW) * len(ROW), PIECE)


def archive(folder: Path, size: int) -> Iterator[bytes]:
    """A zip file with a table of about so many bytes in it, as it is."""
    path = folder / "large.zip"
    with ZipFile(path, "w") as file, file.open("table.csv", "w", force_zip64=True) as entry:
        for piece in table(size - MEBIBYTE):
            entry.write(piece)
    with path.open("rb") as stream:
        while piece := stream.read(MEBIBYTE):
            yield piece


@pytest.mark.parametrize("kind", ["zip", "csv"])
def test_a_large_upload_hurts_nobody(
    limited: Server, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    content = archive(tmp_path, SIZE) if kind == "zip" else table(SIZE)
    quiet = is_quiet()
    with Watch(limited) as watch:
        answer = send(limited, f"large.{kind}", content)
    report_figures(
        request.node.name,
        mebibytes=SIZE // MEBIBYTE,
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
    answer = send(limited, "large.zip", body(SIZE + 1, PIECE))
    assert (answer.status_code, "larger than this server takes" in answer.text) == (413, True)
    assert list((limited.home / "store" / "uploads").glob("*")) == []

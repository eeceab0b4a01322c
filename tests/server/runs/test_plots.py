"""Figures are taken over from the folder of a script only if they are pictures."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from server.runs.sandbox.script_figures import copy_figures

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def make_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + b"\0" * 4


PNG_HEADER = make_chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0))
PNG_END = make_chunk(b"IEND", b"")


def make_png(content: bytes = b"drawn") -> bytes:
    return PNG_SIGNATURE + PNG_HEADER + make_chunk(b"IDAT", content) + PNG_END


PNG_PICTURE = make_png()


def test_pictures_are_kept_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    made, kept = tmp_path / "plots", tmp_path / "kept"
    made.mkdir()
    for number in (10, 2, 1):
        (made / f"figure-{number}.png").write_bytes(make_png(str(number).encode()))
    assert copy_figures(made, kept) == 3
    assert [(kept / f"{place}.png").read_bytes() for place in (1, 2, 3)] == [
        make_png(b"1"),
        make_png(b"2"),
        make_png(b"10"),
    ]


def test_of_a_picture_only_what_is_drawn_is_kept(tmp_path: Path) -> None:
    (tmp_path / "plots").mkdir()
    texts = (
        make_chunk(b"tEXt", b"Comment\0words")
        + make_chunk(b"zTXt", b"Comment\0\0words")
        + make_chunk(b"eXIf", b"words")
    )
    content = PNG_SIGNATURE + PNG_HEADER + texts + make_chunk(b"IDAT", b"drawn") + PNG_END + b"words behind it"
    (tmp_path / "plots" / "figure-1.png").write_bytes(content)
    assert copy_figures(tmp_path / "plots", tmp_path / "kept") == 1
    assert (tmp_path / "kept" / "1.png").read_bytes() == PNG_PICTURE


def test_a_picture_with_something_refused_in_it_stays_behind(tmp_path: Path) -> None:
    (tmp_path / "plots").mkdir()
    for number, content in enumerate((b"drawn", b"a secret"), start=1):
        (tmp_path / "plots" / f"figure-{number}.png").write_bytes(make_png(content))
    assert copy_figures(tmp_path / "plots", tmp_path / "kept", lambda found: b"secret" in found) == 1
    assert (tmp_path / "kept" / "1.png").read_bytes() == PNG_PICTURE


@pytest.mark.parametrize("what", ["link", "pipe", "text", "huge picture", "half a picture", "folder", "empty"])
def test_what_is_no_picture_stays_behind(tmp_path: Path, what: str) -> None:
    made, kept = tmp_path / "plots", tmp_path / "kept"
    made.mkdir()
    figure = made / "figure-1.png"
    (tmp_path / "secret").write_bytes(PNG_PICTURE)
    makers: dict[str, Callable[[], object]] = {
        "link": lambda: figure.symlink_to(tmp_path / "secret"),
        "pipe": lambda: os.mkfifo(figure),
        "text": lambda: figure.write_text("<script>alert(1)</script> and more"),
        "huge picture": lambda: figure.write_bytes(PNG_PICTURE[:16] + b"\0\1\0\0" * 2),
        "half a picture": lambda: figure.write_bytes(PNG_PICTURE[:-8]),
        "folder": lambda: figure.mkdir(),
        "empty": lambda: figure.touch(),
    }
    makers[what]()
    assert copy_figures(made, kept) == 0
    assert not kept.exists()


def test_a_linked_folder_of_figures_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "figure-1.png").write_bytes(PNG_PICTURE)
    (tmp_path / "plots").symlink_to(tmp_path / "elsewhere")
    assert copy_figures(tmp_path / "plots", tmp_path / "kept") == 0

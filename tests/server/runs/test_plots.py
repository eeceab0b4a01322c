"""Figures are taken over from the folder of a script only if they are pictures."""

import os
from pathlib import Path

import pytest

from server.runs.plots import keep

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10 and so on"


def test_pictures_are_kept_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    made, kept = tmp_path / "plots", tmp_path / "kept"
    made.mkdir()
    for number in (10, 2, 1):
        (made / f"figure-{number}.png").write_bytes(PICTURE + str(number).encode())
    assert keep(made, kept) == 3
    assert [(kept / f"{place}.png").read_bytes()[-2:] for place in (1, 2, 3)] == [b"n1", b"n2", b"10"]


@pytest.mark.parametrize("what", ["link", "pipe", "text", "huge picture", "folder", "empty"])
def test_what_is_no_picture_stays_behind(tmp_path: Path, what: str) -> None:
    made, kept = tmp_path / "plots", tmp_path / "kept"
    made.mkdir()
    figure = made / "figure-1.png"
    (tmp_path / "secret").write_bytes(PICTURE)
    {
        "link": lambda: figure.symlink_to(tmp_path / "secret"),
        "pipe": lambda: os.mkfifo(figure),
        "text": lambda: figure.write_text("<script>alert(1)</script> and more"),
        "huge picture": lambda: figure.write_bytes(PICTURE[:16] + b"\0\1\0\0" * 2),
        "folder": lambda: figure.mkdir(),
        "empty": lambda: figure.touch(),
    }[what]()
    assert keep(made, kept) == 0
    assert not kept.exists()


def test_a_linked_folder_of_figures_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "figure-1.png").write_bytes(PICTURE)
    (tmp_path / "plots").symlink_to(tmp_path / "elsewhere")
    assert keep(tmp_path / "plots", tmp_path / "kept") == 0

"""Images from zips and from tables of pixels: their categories, thumbnails and views, and what is refused."""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from modules.computer_vision.convert_to_image_directory import convert_to_image_directory
from modules.computer_vision.split_image_directory import split_image_directory
from modules.kit import Columns, Dataset, File, ImageDirectory, ModuleError
from modules.kit.serialization import load_value, save_value
from modules.vision import image_archives
from modules.vision.image_io import open_image
from tests.modules.vision.image_samples import encode_image, make_noise_images, make_plain_image, write_image_zip
from tests.view_json import build_thumbnail, build_view


def test_each_folder_of_a_zip_is_a_category(tmp_path: Path) -> None:
    png = encode_image(make_plain_image())
    file = write_image_zip(
        tmp_path / "pets.zip",
        {"dog/2.png": png, "cat/1.jpg": encode_image(make_plain_image(), "JPEG"), "cat/deep/3.PNG": png, "4.png": png},
    )
    directory = convert_to_image_directory(file)
    assert list(zip(directory.table["path"].to_pylist(), directory.labels, strict=True)) == [
        ("4.png", None),
        ("cat/1.jpg", "cat"),
        ("cat/deep/3.PNG", "cat"),
        ("dog/2.png", "dog"),
    ]
    assert directory.table["image"][3].as_py() == png


def test_one_folder_around_all_categories_is_looked_through(tmp_path: Path) -> None:
    png = encode_image(make_plain_image())
    file = write_image_zip(tmp_path / "pets.zip", {"pets/dog/1.png": png, "pets/cat/1.png": png})
    assert convert_to_image_directory(file).categories == ["cat", "dog"]


def test_what_file_managers_add_and_what_is_no_image_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    members = {"__MACOSX/cat/._1.png": b"x", "cat/.DS_Store": b"x", "cat/Thumbs.db": b"x", "readme.txt": b"x"}
    file = write_image_zip(tmp_path / "pets.zip", {**members, "cat/1.png": encode_image(make_plain_image())})
    assert convert_to_image_directory(file).table["path"].to_pylist() == ["cat/1.png"]
    assert "1 files that are not images left out." in caplog.text


@pytest.mark.parametrize(
    ("picture", "pixel"),
    [
        (make_plain_image(200, mode="L"), (200, 200, 200)),
        (Image.new("RGBA", (4, 4), (255, 0, 0, 0)), (255, 255, 255)),
        (Image.new("LA", (4, 4), (0, 255)), (0, 0, 0)),
        (Image.new("1", (4, 4), 1), (255, 255, 255)),
        (Image.fromarray(np.full((4, 4), 65_535, "uint16")), (255, 255, 255)),
        (Image.new("P", (4, 4), 0), (0, 0, 0)),
    ],
    ids=["grey", "transparent", "gray with alpha", "black and white", "16 bits", "palette"],
)
def test_every_kind_of_picture_is_opened_in_color(picture: Any, pixel: tuple[int, int, int]) -> None:
    image = open_image(encode_image(picture), "picture.png", port="zip_file")
    assert (image.mode, image.getpixel((0, 0))) == ("RGB", pixel)


def test_a_picture_of_printing_colors_and_one_of_a_turned_camera_are_opened() -> None:
    printed = open_image(
        encode_image(make_plain_image((0, 255, 255, 0), mode="CMYK"), "JPEG"), "printed.jpg", port="zip_file"
    )
    assert printed.getpixel((0, 0))[0] > 200 > 60 > printed.getpixel((0, 0))[1]
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    make_plain_image(size=(12, 8)).save(stream, "JPEG", exif=exif)
    assert open_image(stream.getvalue(), "turned.jpg", port="zip_file").size == (8, 12)


def _make_corrupt() -> bytes:
    return encode_image(make_plain_image(size=(60, 60)), "JPEG")[:400]


def _make_huge() -> bytes:
    """A PNG of a few bytes that claims 50,000 x 50,000 pixels."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("members", "number", "told"),
    [
        ({"cat/1.jpg": _make_corrupt()}, 49, "'cat/1.jpg' is not a readable image"),
        ({"cat/1.png": b"<svg onload=alert(1)>"}, 49, "'cat/1.png' is not a readable image"),
        ({"cat/1.png": _make_huge()}, 127, "has too many pixels"),
        ({"cat/1.png": b"\0" * 5_000_000}, 102, "would grow from"),
        ({"../cat/1.png": b"x"}, 102, "leads outside it"),
        ({"/etc/1.png": b"x"}, 102, "leads outside it"),
        ({"C:\\cat\\1.png": b"x"}, 102, "leads outside it"),
        ({"notes.txt": b"x"}, 3, "contains no images"),
        ({}, 3, "contains no images"),
    ],
)
def test_ugly_zips_are_refused_by_number(tmp_path: Path, members: dict[str, bytes], number: int, told: str) -> None:
    with pytest.raises(ModuleError, match=told) as caught:
        convert_to_image_directory(write_image_zip(tmp_path / "pets.zip", members))
    assert (caught.value.number, caught.value.port) == (number, "zip_file")


def test_an_image_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    large = encode_image(make_plain_image(size=(9_000, 8_000)))
    with pytest.raises(ModuleError, match="9,000 × 8,000 pixels") as caught:
        convert_to_image_directory(write_image_zip(tmp_path / "pets.zip", {"cat/1.png": large}))
    assert (caught.value.number, caught.value.port) == (127, "zip_file")


def test_a_file_that_is_no_zip_and_one_that_is_cut_off_are_refused(tmp_path: Path) -> None:
    whole = write_image_zip(tmp_path / "pets.zip", {"cat/1.png": encode_image(make_plain_image())}).path.read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:-30])
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    for name in ("cut.zip", "table.csv"):
        with pytest.raises(ModuleError, match=f"'{name}' is not a readable zip") as caught:
            convert_to_image_directory(File(tmp_path / name, name))
        assert caught.value.number == 102


def test_a_member_that_is_larger_than_its_entry_says_is_not_read(tmp_path: Path) -> None:
    file = write_image_zip(tmp_path / "lie.zip", {"cat/1.png": b"x" * 4_000}, zipfile.ZIP_STORED)
    content = file.path.read_bytes()
    entry = content.rindex(b"PK\x01\x02")
    file.path.write_bytes(content[: entry + 24] + struct.pack("<I", 10) + content[entry + 28 :])
    with pytest.raises(ModuleError) as caught:
        convert_to_image_directory(file)
    assert caught.value.number == 102


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_archives, "MAX_ARCHIVE_MEMBERS", 2)
    file = write_image_zip(tmp_path / "pets.zip", {f"cat/{number}.png": b"x" for number in range(3)})
    with pytest.raises(ModuleError, match=r"holds 3 files\. At most 2"):
        convert_to_image_directory(file)


def _make_pixel_table(**more: Any) -> Dataset:
    return Dataset(pd.DataFrame({"a": [0, 16], "b": [4, 8], "c": [8, 4], "d": [16, 0]}).assign(**more))


def test_rows_of_pixels_become_images() -> None:
    directory = convert_to_image_directory(None, _make_pixel_table(digit=[3, 7]), label_column="digit")
    assert (directory.labels, directory.table["path"].to_pylist()) == (["3", "7"], ["3/1.png", "7/2.png"])
    image = Image.open(io.BytesIO(directory.table["image"][0].as_py()))
    assert np.asarray(image).tolist() == [[0, 64], [128, 255]]


def test_three_columns_make_a_pixel_in_color_and_lines_may_be_longer_than_high() -> None:
    table = Dataset(pd.DataFrame([[255, 0, 0, 0, 255, 0]], columns=list("abcdef")))
    directory = convert_to_image_directory(None, table, channels="RGB", image_width=2)
    image = Image.open(io.BytesIO(directory.table["image"][0].as_py()))
    assert np.asarray(image).tolist() == [[[255, 0, 0], [0, 255, 0]]]


@pytest.mark.parametrize(
    ("table", "parameters", "number"),
    [
        (_make_pixel_table(e=[1, 1]), {}, 22),
        (_make_pixel_table(), {"image_width": 3}, 22),
        (_make_pixel_table(), {"channels": "RGB"}, 22),
        (_make_pixel_table(), {"label_column": "digit"}, 1),
        (_make_pixel_table(a=[-1, 4]), {}, 8),
        (_make_pixel_table(a=[None, 4]), {}, 18),
        (_make_pixel_table(e=["x", "y"]), {"pixel_columns": Columns()}, 22),
        (_make_pixel_table(d=["x", "y"]), {"pixel_columns": Columns()}, 17),
        (Dataset(_make_pixel_table().frame.iloc[:0]), {}, 21),
        (Dataset(pd.DataFrame({"a": ["x"]})), {}, 11),
    ],
)
def test_tables_that_are_no_pixels_are_refused_by_number(
    table: Dataset, parameters: dict[str, Any], number: int
) -> None:
    with pytest.raises(ModuleError) as caught:
        convert_to_image_directory(None, table, **parameters)
    assert caught.value.number == number


def test_neither_or_both_inputs_are_refused(tmp_path: Path) -> None:
    file = write_image_zip(tmp_path / "pets.zip", {"cat/1.png": encode_image(make_plain_image())})
    for inputs in ((None, None), (file, _make_pixel_table())):
        with pytest.raises(ModuleError) as caught:
            convert_to_image_directory(*inputs)
        assert caught.value.number == 3


def test_a_directory_comes_back_from_its_file_with_its_augmentation(tmp_path: Path) -> None:
    change = {"change": "random_rotation", "title": "Random rotation", "random": True, "degrees": 5}
    directory = ImageDirectory(make_noise_images(6, 9).table, (change,))
    saved = save_value(directory, tmp_path, "images")
    loaded = load_value(saved.path, "image_directory")
    assert (saved.rows, saved.columns) == (6, None)
    assert loaded.table.equals(directory.table)
    assert loaded.augmentation == (change,)


def test_the_view_counts_categories_and_sizes_and_shows_a_bounded_number() -> None:
    table = make_noise_images(130, 8).table
    labels = ["cat"] * 100 + [None] * 30
    shown = build_view(ImageDirectory(table.set_column(1, "label", [labels])))
    assert [(entry["name"], entry["images"], len(entry["rows"])) for entry in shown["categories"]] == [
        ("cat", 100, 60),
        (None, 30, 30),
    ]
    assert shown["sizes"] == [{"width": 8, "height": 8, "images": 130}]


def test_thumbnails_and_the_glance_are_small_whatever_the_images_are(tmp_path: Path) -> None:
    photo = Image.fromarray(np.random.default_rng(0).integers(0, 255, (900, 1600, 3), dtype="uint8"))
    file = write_image_zip(
        tmp_path / "photos.zip",
        {"a/1.jpg": encode_image(photo, "JPEG"), "b/2.png": encode_image(make_plain_image(size=(3, 2)))},
    )
    directory = convert_to_image_directory(file)
    sizes = [Image.open(io.BytesIO(value.as_py())).size for value in directory.table["thumbnail"]]
    assert sizes == [(96, 54), (48, 32)]
    assert len(build_thumbnail(directory)["png"]) < 12_000  # type: ignore[index]


def test_a_split_rounds_down_and_keeps_the_shares_of_the_categories() -> None:
    first, second = split_image_directory(
        make_noise_images(21, 4, ("a", "b", "c")), fraction_of_images_in_the_first_output=0.75, seed=3
    )
    counts = [{name: part.labels.count(name) for name in "abc"} for part in (first, second)]
    assert (first.count, second.count) == (15, 6)
    assert counts == [{"a": 5, "b": 5, "c": 5}, {"a": 2, "b": 2, "c": 2}]
    paths = first.table["path"].to_pylist() + second.table["path"].to_pylist()
    assert len(set(paths)) == 21


def test_a_split_that_leaves_one_side_empty_is_refused() -> None:
    with pytest.raises(ModuleError, match="1 images can't be divided"):
        split_image_directory(make_noise_images(1, 4))

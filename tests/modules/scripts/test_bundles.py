"""Script bundles: importable within their script, and nothing of them outside of their folder."""

import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from modules.kit import Dataset, File, ModuleError
from modules.kit import script_bundles as module
from modules.kit.script_bundles import BUNDLE_FOLDER, unpack_bundle
from modules.python_language.execute_python_script import execute_python_script
from tests.modules.scripts.zip_files import write_zip, write_zip_with_link

SCRIPT = """
from shapes.areas import square
from pathlib import Path

def azureml_main(dataframe1=None, dataframe2=None):
    dataframe1["area"] = square(dataframe1["side"])
    dataframe1["note"] = Path("Script Bundle/note.txt").read_text()
    return dataframe1,
"""


def test_a_script_imports_from_its_bundle_and_reads_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = "def square(side):\n    return side * side\n"
    bundle = write_zip(tmp_path / "b.zip", {"shapes/__init__.py": "", "shapes/areas.py": code, "note.txt": "hello"})
    data = Dataset(pd.DataFrame({"side": [2, 3]}))
    frame = execute_python_script(data, None, File(bundle, "b.zip"), python_script=SCRIPT).result_dataset.frame
    assert frame.to_dict("list") == {"side": [2, 3], "area": [4, 9], "note": ["hello", "hello"]}
    assert "shapes" not in sys.modules
    assert not any(BUNDLE_FOLDER in path for path in sys.path)


@pytest.mark.parametrize(
    "name",
    ["../outside.py", "a/../../outside.py", "/tmp/outside.py", "..\\outside.py", "C:/outside.py", "a/..", "x" * 300],
)
def test_names_that_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    bundle = write_zip(tmp_path / "b.zip", {name: "print('here')"})
    folder = tmp_path / "work"
    with pytest.raises(ModuleError) as caught:
        unpack_bundle(File(bundle, "b.zip"), folder)
    assert caught.value.number == 102
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [bundle]


def test_links_are_refused(tmp_path: Path) -> None:
    bundle = write_zip_with_link(tmp_path / "b.zip", "passwd", "/etc/passwd")
    with pytest.raises(ModuleError, match="is a link or not a plain file"):
        unpack_bundle(File(bundle, "b.zip"), tmp_path)


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path) -> None:
    bundle = write_zip(tmp_path / "b.zip", {"zeros.py": bytes(64 * 2**20)})
    with pytest.raises(ModuleError, match="Unpacked, it is larger than"):
        unpack_bundle(File(bundle, "b.zip"), tmp_path / "work")
    written = sum(path.stat().st_size for path in (tmp_path / "work").rglob("*") if path.is_file())
    assert written <= bundle.stat().st_size * module.MAX_COMPRESSION_RATIO


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILES", 3)
    bundle = write_zip(tmp_path / "b.zip", {f"{number}.py": "" for number in range(4)})
    with pytest.raises(ModuleError, match="It has 4 files"):
        unpack_bundle(File(bundle, "b.zip"), tmp_path / "work")


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04" + bytes(40)])
def test_what_is_no_zip_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(content)
    with pytest.raises(ModuleError, match="can't be read as a zip file"):
        unpack_bundle(File(path, "b.zip"), tmp_path / "work")


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.py", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.py", "2")
    with pytest.raises(ModuleError):
        unpack_bundle(File(path, "b.zip"), tmp_path / "work")

"""What runs inside a boundary reads modules in few calls, and reads them whole."""

from pathlib import Path

import pytest

from server.runs.sandbox.inside.sandbox_bootstrap import FILE_READ_BYTES, SingleReadLoader


@pytest.mark.parametrize("size", [0, 1, FILE_READ_BYTES, 2 * FILE_READ_BYTES + 1])
def test_a_file_of_any_size_is_read_whole(tmp_path: Path, size: int) -> None:
    file = tmp_path / "module.py"
    file.write_bytes(b"#" * size)
    assert SingleReadLoader("module", str(file)).get_data(str(file)) == b"#" * size


def test_a_file_that_is_not_there_is_missed_as_python_misses_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        SingleReadLoader("module", str(tmp_path / "module.py")).get_data(str(tmp_path / "module.py"))

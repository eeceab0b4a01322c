"""Ports of own modules that are no tables: files and models go in, files come out."""

from pathlib import Path

import pandas as pd
import pytest

from modules.kit import Dataset, File, ModuleError
from modules.kit.custom_module_parser import parse_custom_module

SOURCE = '''
class Made(NamedTuple):
    rows: DataFrame
    report: File


def describe(document: File, table: DataFrame, model: Model | None = None, *, column: Column) -> Made:
    """Count."""
    path = Path("report.txt")
    path.write_text(f"{column} {document.read_text()}{' with a model' if model else ''}")
    return Made(table.assign(count=len(table)), path)
'''


def test_files_and_models_have_ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.txt").write_text("words")
    module = parse_custom_module("describe", SOURCE)
    assert [(port.name, port.type) for port in (*module.inputs, *module.outputs)] == [
        ("document", "file"),
        ("table", "dataset"),
        ("model", "trained_model"),
        ("rows", "dataset"),
        ("report", "file"),
    ]
    document, table = File(tmp_path / "words.txt", "words.txt"), Dataset(pd.DataFrame({"a": [1, 2]}))
    made = module.function(document, table, None, column="a", secrets=(), environment=None)
    assert (made.rows.frame["count"].tolist(), made.report.path.read_text()) == ([2, 2], "a words")
    with pytest.raises(ModuleError, match="can't go into an environment"):
        module.function(document, table, None, column="a", secrets=(), environment="any")


def test_a_file_that_was_not_written_is_no_output() -> None:
    module = parse_custom_module(
        "lost", 'def lost(table: DataFrame) -> tuple[DataFrame, File]:\n    return table, "no"'
    )
    with pytest.raises(ModuleError, match="must return 2 values, one for each output: a DataFrame, the path of a file"):
        module.function(Dataset(pd.DataFrame({"a": [1]})), secrets=(), environment=None)

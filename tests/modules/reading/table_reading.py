"""Reads bytes as an upload would be read; shared by the tests of this folder."""

import gzip
from pathlib import Path
from typing import Any

import pandas as pd

from modules.data_input_and_output.read_table import ReadTableOutputs, read_table
from modules.kit import File, catalog

SAMPLE_FOLDER = Path(__file__).parents[3] / "server" / "samples" / "data"


def read_content(folder: Path, content: bytes | str, name: str = "data.csv", **parameters: Any) -> ReadTableOutputs:
    """What Read Table makes of the content."""
    path = folder / "upload"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(File(path, name), file_name=name, **parameters)


def read_content_as_step(folder: Path, content: bytes, name: str, **parameters: Any) -> dict[str, Any]:
    """The same through the declared module, parameters checked."""
    path = folder / "upload"
    path.write_bytes(content)
    return catalog()["read_table"].run({"file": File(path, name)}, {"file_name": name, **parameters})


def get_types(result: ReadTableOutputs) -> dict[str, str]:
    return {column.name: column.type for column in result.results_dataset.schema}


def get_notices(result: ReadTableOutputs) -> list[str]:
    return list(result.notices.frame["notice"])


def get_frame(result: ReadTableOutputs) -> pd.DataFrame:
    return result.results_dataset.frame


def unpack_sample(name: str) -> bytes:
    """The bytes of a shipped sample, unpacked."""
    return gzip.decompress((SAMPLE_FOLDER / f"{name}.csv.gz").read_bytes())

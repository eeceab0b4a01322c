"""R as a process of its own: tables go in and come out as Arrow streams. Call this inside the sandbox only."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.ipc

from modules.kit.errors import ModuleError, to_sentence
from modules.kit.ports import Dataset

DRIVER_SCRIPT = Path(__file__).with_name("r_driver.R")
#: Where Debian and CRAN install packages; R itself would learn it from files that a vanilla start leaves out.
LIBRARIES = ("/usr/local/lib/R/site-library", "/usr/lib/R/site-library", "/usr/lib/R/library")
LEVELS = pa.schema([("column", pa.string()), ("level", pa.string()), ("ordered", pa.bool_())])
INT32 = pa.int32()


def run_r_driver(folder: Path, seed: int | None, *, function: str, parameter: str) -> None:
    """Run the driver; its output goes where ours goes. Error 85 has the script's line."""
    environment = {**os.environ, "TZ": "UTC", "R_LIBS_SITE": ":".join(LIBRARIES)}
    command = ["Rscript", "--vanilla", str(DRIVER_SCRIPT), str(folder), "NA" if seed is None else str(seed)]
    try:
        ended = subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        message = "R is not installed where this step runs. Install r-base-core there."
        raise ModuleError(85, message, parameter=parameter) from None
    if (folder / "error.txt").exists():
        line, _, message = (folder / "error.txt").read_text(encoding="utf-8", errors="replace").partition("\n")
        place = int(line) if line.isdecimal() else None
        raise ModuleError(85, _format_r_message(message), parameter=parameter, line=place)
    if not (folder / "done").exists():
        message = f"R ended with status {ended.returncode} before {function} returned. The log has its last output."
        raise ModuleError(85, message, parameter=parameter)


def _format_r_message(message: str) -> str:
    text = to_sentence(message.strip() or "The script stopped without a message")
    if text.startswith("there is no package called"):
        return f"{text[0].upper()}{text[1:]} Install it where Designery runs, on Debian as r-cran-NAME."
    return text


def write_r_table(frame: pd.DataFrame, folder: Path, number: int) -> None:
    """The table as an Arrow stream. Categories travel as text, with their levels in a table of their own."""
    frame = frame.assign(
        **{str(name): values.astype("str") for name, values in frame.items() if _has_mixed_types(values)}
    )
    factors = {str(name): values.cat for name, values in frame.items() if isinstance(values.dtype, pd.CategoricalDtype)}
    plain = frame.assign(**{name: frame[name].astype("str").where(frame[name].notna()) for name in factors})
    table = pa.Table.from_pandas(plain, preserve_index=False)
    _write_stream(
        pa.table({name: _to_r_integers(table[name]) for name in table.column_names}), folder / f"dataframe{number}"
    )
    rows = [
        {"column": name, "level": str(level), "ordered": bool(factor.ordered)}
        for name, factor in factors.items()
        for level in factor.categories
    ]
    _write_stream(pa.Table.from_pylist(rows, schema=LEVELS), folder / f"levels{number}")


def _has_mixed_types(values: "pd.Series[Any]") -> bool:
    """Whether a column holds values of several kinds, for which Arrow has no type; stored they would be text."""
    return values.dtype == object and str(pd.api.types.infer_dtype(values, skipna=True)).startswith("mixed")


def _write_stream(table: pa.Table, path: Path) -> None:
    with pa.OSFile(f"{path}.arrows", "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


def _to_r_integers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whole numbers as R's integers where all of them fit; R has no larger ones, only real numbers."""
    if pa.types.is_integer(column.type):
        try:
            return column.cast(INT32)
        except pa.ArrowInvalid:
            return column
    return column


def read_r_table(folder: Path, number: int, inputs: Iterable[object]) -> pd.DataFrame:
    """A returned table; an empty one stands for each that is not returned."""
    path = folder / f"result{number}.arrows"
    if not path.exists():
        return pd.DataFrame()
    with pa.OSFile(str(path)) as source:
        frame: pd.DataFrame = pa.ipc.open_stream(source).read_all().to_pandas()
    with pa.OSFile(str(folder / f"result-levels{number}.arrows")) as source:
        levels = pa.ipc.open_stream(source).read_all().to_pandas()
    aware = {
        name
        for dataset in inputs
        if isinstance(dataset, Dataset)
        for name, values in dataset.frame.items()
        if isinstance(values.dtype, pd.DatetimeTZDtype)
    }
    restored = {name: _restore_types(values, name in aware) for name, values in frame.items()}
    for name, known in levels.groupby("column", sort=False):
        kind = pd.CategoricalDtype(list(known["level"]), ordered=bool(known["ordered"].iloc[0]))
        restored[name] = frame[name].astype(kind)
    return pd.DataFrame(restored)


def _restore_types(values: "pd.Series[Any]", aware: bool) -> "pd.Series[Any]":
    """R's integers are whole numbers of any size here; moments of R are in UTC where the input had no time zone."""
    if isinstance(values.dtype, pd.DatetimeTZDtype) and str(values.dtype.tz) == "UTC" and not aware:
        return values.dt.tz_localize(None)
    if values.dtype == "int32":
        return values.astype("int64")
    if values.dtype == object and pd.api.types.infer_dtype(values) == "boolean":
        return values.astype("boolean")
    if values.dtype == object and pd.api.types.infer_dtype(values) == "date":
        return pd.to_datetime(values)
    return values

"""Execute R Script: the user's own R function over up to two tables, in a process of R of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.ipc
from pydantic import Field

from modules.kit import Call, Dataset, File, ModuleError, Tool, code, module
from modules.kit.errors import to_sentence
from modules.kit.script_bundles import unpack_bundle
from modules.kit.script_execution import restore_roles
from modules.kit.script_secrets import SecretNames, secrets_in_environment

DRIVER_SCRIPT = Path(__file__).with_name("driver.R")
#: Where Debian and CRAN install packages; R itself would learn it from files that a vanilla start leaves out.
LIBRARIES = ("/usr/local/lib/R/site-library", "/usr/lib/R/site-library", "/usr/lib/R/library")
LEVELS = pa.schema([("column", pa.string()), ("level", pa.string()), ("ordered", pa.bool_())])
INT32 = pa.int32()

R_TEMPLATE = """\
# The script must define a function named azureml_main, the entry point of this module.
# dataframe1 and dataframe2 are what is connected to the two input ports, NULL where nothing is.
azureml_main <- function(dataframe1, dataframe2) {
  print(summary(dataframe1))

  # Return one data frame, or a list of up to two: one for each output port.
  return(list(dataset1 = dataframe1, dataset2 = dataframe2))
}
"""

EXAMPLE_R_SCRIPT = """\
azureml_main <- function(dataframe1, dataframe2) {
  dataframe1$area <- dataframe1$width * dataframe1$height
  list(dataset1 = dataframe1, dataset2 = aggregate(area ~ kind, dataframe1, mean))
}
"""


class ExecuteRScriptOutputs(NamedTuple):
    result_dataset: Dataset
    result_dataset2: Dataset


def _build_example() -> Call:
    frame = pd.DataFrame({"kind": ["door", "window", "door"], "width": [90, 120, 80], "height": [2.1, 1.4, None]})
    return Call.of(Dataset(frame), None, r_script=EXAMPLE_R_SCRIPT)


@module(
    "Execute R Script",
    category="R Language",
    icon="letter-r",
    role="r_script",
    trusted=False,
    example=_build_example,
    tools=(
        Tool("r-base-core", lambda: shutil.which("Rscript") is not None),
        Tool("r-cran-nanoarrow", lambda: any(Path(folder, "nanoarrow").is_dir() for folder in LIBRARIES)),
    ),
    keywords=("R snippet", "R source", "custom code", "tidyverse", "code"),
)
def execute_r_script(
    dataset1: Dataset | None = None,
    dataset2: Dataset | None = None,
    script_bundle: File | None = None,
    *,
    r_script: Annotated[
        str,
        Field(description="Defines azureml_main, which gets up to two data frames and returns up to two."),
        code("r"),
    ] = R_TEMPLATE,
    random_seed: Annotated[
        int | None,
        Field(ge=0, le=2_147_483_647, description="The seed for set.seed. Empty: R draws a new one on each run."),
    ] = 0,
    secrets: SecretNames = (),
) -> ExecuteRScriptOutputs:
    """Run an R script on up to two datasets.

    The script defines `azureml_main(dataframe1, dataframe2)`, which returns a data frame or a list of up to two.
    Scripts written for Azure Machine Learning run unchanged. Printed text is shown in the log, and plots are stored as
    pictures. Whole numbers arrive as integers where R has room for them, categories as factors, moments as POSIXct in
    UTC; columns that keep their names keep their roles.

    R and its packages come from the system: on Debian `apt install r-base-core r-cran-nanoarrow`, and for example
    `r-cran-dplyr` or `r-cran-ggplot2` for packages. A script has no network and cannot install any.

    A script bundle is a zip file of your own. Its files are in the folder "Script Bundle": `source("Script
    Bundle/functions.R")`.

    A secret that the module lists is in the environment while the script runs: `Sys.getenv("API_KEY")`.
    """
    inputs = [dataset1, dataset2]
    if script_bundle is not None:
        unpack_bundle(script_bundle, Path.cwd())
    with tempfile.TemporaryDirectory(prefix="r-") as made:
        folder = Path(made)
        (folder / "script.R").write_text(r_script, encoding="utf-8")
        for number, dataset in enumerate(inputs, start=1):
            if dataset is not None:
                _write_table(dataset.frame, folder, number)
        with secrets_in_environment(secrets):
            _run_driver(folder, random_seed)
        return ExecuteRScriptOutputs(*(restore_roles(_read_table(folder, number, inputs), inputs) for number in (1, 2)))


def _run_driver(folder: Path, seed: int | None) -> None:
    """Run the driver; its output goes where ours goes. Error 85 has the script's line."""
    environment = {**os.environ, "TZ": "UTC", "R_LIBS_SITE": ":".join(LIBRARIES)}
    command = ["Rscript", "--vanilla", str(DRIVER_SCRIPT), str(folder), "NA" if seed is None else str(seed)]
    try:
        ended = subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        message = "R is not installed where this step runs. Install r-base-core there."
        raise ModuleError(85, message, parameter="r_script") from None
    if (folder / "error.txt").exists():
        line, _, message = (folder / "error.txt").read_text(encoding="utf-8", errors="replace").partition("\n")
        place = int(line) if line.isdecimal() else None
        raise ModuleError(85, _format_r_message(message), parameter="r_script", line=place)
    if not (folder / "done").exists():
        message = f"R ended with status {ended.returncode} before azureml_main returned. The log has its last output."
        raise ModuleError(85, message, parameter="r_script")


def _format_r_message(message: str) -> str:
    text = to_sentence(message.strip() or "The script stopped without a message")
    if text.startswith("there is no package called"):
        return f"{text[0].upper()}{text[1:]} Install it where Designery runs, on Debian as r-cran-NAME."
    return text


def _write_table(frame: pd.DataFrame, folder: Path, number: int) -> None:
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


def _read_table(folder: Path, number: int, inputs: Iterable[Dataset | None]) -> pd.DataFrame:
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
        if dataset is not None
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

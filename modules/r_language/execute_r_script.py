"""Execute R Script: the user's own R function over up to two tables, in a process of R of its own."""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, File, Tool, code, module
from modules.kit.r_process import LIBRARIES, read_r_table, run_r_driver, write_r_table
from modules.kit.script_bundles import unpack_bundle
from modules.kit.script_execution import restore_roles
from modules.kit.script_secrets import SecretNames, secrets_in_environment

R_TEMPLATE = """\
# The script must define a function named transform, or azureml_main.
# dataframe1 and dataframe2 are what is connected to the two input ports, NULL where nothing is.
transform <- function(dataframe1, dataframe2) {
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
        Field(description="Defines transform, which gets up to two data frames and returns up to two."),
        code("r"),
    ] = R_TEMPLATE,
    random_seed: Annotated[
        int | None,
        Field(ge=0, le=2_147_483_647, description="The seed for set.seed. Empty: R draws a new one on each run."),
    ] = 0,
    secrets: SecretNames = (),
) -> ExecuteRScriptOutputs:
    """Run an R script on up to two datasets.

    The script defines `transform(dataframe1, dataframe2)`, which returns a data frame or a list of up to two. The name
    `azureml_main` does as well, and comes first. Scripts written for Azure Machine Learning run unchanged. Printed text
    is shown in the log, and plots are stored as pictures. Whole numbers arrive as integers where R has room for them,
    categories as factors, moments as POSIXct in UTC; columns that keep their names keep their roles.

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
                write_r_table(dataset.frame, folder, number)
        with secrets_in_environment(secrets):
            run_r_driver(folder, random_seed, function="azureml_main", parameter="r_script")
        return ExecuteRScriptOutputs(
            *(restore_roles(read_r_table(folder, number, inputs), inputs) for number in (1, 2))
        )

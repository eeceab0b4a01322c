"""Environments of packages: a step names one, and its script runs in the Python of that folder instead of ours.

Nothing of ours is imported there. Tables cross as Arrow files, so another pandas is no matter.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import Field

from modules.kit.errors import ModuleError, to_sentence
from modules.kit.parameters import FormHint, titled
from modules.kit.ports import Dataset
from modules.kit.serialization import load_value, save_value

#: What the parameter is called, in the catalog and in modules that users write.
ENVIRONMENT_PARAMETER = "environment"
NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}(:[1-9][0-9]{0,8})?$"
DRIVER_FILE = Path(__file__).with_name("environment_driver.py")
#: What of our variables an interpreter elsewhere would stumble over.
OWN_VARIABLES = ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")

EnvironmentName = Annotated[
    str,
    Field(pattern=NAME_PATTERN, description="The packages for the script. Empty: those of the server."),
    FormHint("environment_reference", True),
    titled("Environment"),
]

_folders: ContextVar[Mapping[str, str] | None] = ContextVar("environment_folders", default=None)


@contextmanager
def expose_environments(folders: Mapping[str, str]) -> Iterator[None]:
    """Within this block, scripts may run in these environments: {name: folder}."""
    token = _folders.set(folders)
    try:
        yield
    finally:
        _folders.reset(token)


def get_environment_python(name: str) -> Path:
    """The interpreter of an environment. Raises error 160 where the step was not given it."""
    folder = (_folders.get() or {}).get(name)
    if folder is None:
        message = f"This step did not get the environment '{name}'. Run the design that names it."
        raise ModuleError(162, message, parameter=ENVIRONMENT_PARAMETER)
    return Path(folder, "bin", "python")


def build_environment_variables() -> dict[str, str]:
    """The variables for a program of the environment: those of this process, without what is for our own Python."""
    return {name: value for name, value in os.environ.items() if name not in OWN_VARIABLES}


def run_function_elsewhere(
    environment: str,
    source: str,
    function: str,
    tables: Sequence[Dataset | Sequence[Dataset] | None],
    *,
    parameters: Mapping[str, object] | None = None,
    bundle: Path | None = None,
    cut_arguments: bool = False,
    provides_names: bool = False,
    parameter: str = "python_script",
) -> list[pd.DataFrame | None]:
    """Run a function of a script in an environment, and return its tables.

    With `cut_arguments` it gets as many tables as it takes. What goes wrong is error 85, with the script's line.
    """
    with tempfile.TemporaryDirectory(prefix="environment-") as made:
        folder = Path(made)
        job = {
            "call": "function",
            "source": source,
            "function": function,
            "tables": [save_table(value, folder, f"table{place}") for place, value in enumerate(tables)],
            "parameters": dict(parameters or {}),
            "bundle": str(bundle) if bundle else None,
            "cut": cut_arguments,
            "provided": provides_names,
        }
        return run_driver(environment, job, folder, function, parameter)


def run_driver(
    environment: str, job: Mapping[str, object], folder: Path, what: str, parameter: str
) -> list[pd.DataFrame | None]:
    """Have the driver do a job on what lies in the folder, and return its tables; `what` is called in the script."""
    python = get_environment_python(environment)
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    command = [str(python), "-X", "utf8", str(DRIVER_FILE), str(folder)]
    ended = subprocess.run(command, check=False, env=build_environment_variables(), stdin=subprocess.DEVNULL)
    _raise_error(folder, environment, parameter)
    if not (folder / "done").exists():
        message = f"Python ended with status {ended.returncode} before {what} returned. See the log."
        raise ModuleError(85, message, parameter=parameter)
    count = json.loads((folder / "done").read_text(encoding="utf-8"))["count"]
    return [_load_table(folder / f"result{number}.arrow") for number in range(count)]


def save_table(value: Dataset | Sequence[Dataset] | None, folder: Path, name: str) -> str | list[str] | None:
    """Write what the driver reads as Arrow files, and return their names."""
    if value is None:
        return None
    if isinstance(value, Dataset):
        return save_value(value, folder, name).path.name
    return [save_value(one, folder, f"{name}-{place}").path.name for place, one in enumerate(value)]


def _load_table(path: Path) -> pd.DataFrame | None:
    if not path.exists():
        return None
    # A copy, since the file goes with its folder.
    dataset: Dataset = load_value(path, "dataset")
    return dataset.frame.copy(deep=True)


def _raise_error(folder: Path, environment: str, parameter: str) -> None:
    path = folder / "error.json"
    if not path.exists():
        return
    error = json.loads(path.read_text(encoding="utf-8"))
    if error["kind"] == "missing":
        reason = to_sentence(error["message"])
        message = f"Scripts get tables by pandas and pyarrow, and '{environment}' can't import them: {reason}"
        raise ModuleError(162, message, parameter=ENVIRONMENT_PARAMETER)
    raise ModuleError(85, to_sentence(error["message"]), parameter=parameter, line=error["line"])

"""Run Command: a program of the user's own files, in an environment, with tables as files and a folder for what it
makes."""

import logging
import os
import re
import shlex
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
from pydantic import Field

from modules.kit import Call, Dataset, File, ModuleError, module, multiline
from modules.kit.environments import EnvironmentName, build_environment_variables, get_environment_python
from modules.kit.file_trees import pack_tree
from modules.kit.live_metrics import report_metrics
from modules.kit.script_bundles import unpack_bundle
from modules.kit.script_secrets import SecretNames, secrets_in_environment
from modules.kit.serialization import to_arrow_table
from modules.python_language.metric_files import MetricFiles, is_drawable

#: What a command may import besides its packages.
LIBRARY = Path(__file__).parent.parent / "kit" / "job_library"
#: What the folder that it works in begins with, below the folder for temporary files; and what is kept of its files.
WORK_PREFIX, OUTPUTS_FOLDER = "command-", "outputs"
SECONDS_BETWEEN_LOOKS = 0.25
PARAMETER_LINE = re.compile(r"^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$")
PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")

log = logging.getLogger(__name__)


class RunCommandOutputs(NamedTuple):
    outputs: File
    metrics: Dataset


def _build_example() -> Call:
    path = Path(tempfile.mkdtemp(prefix="run-command-"), "code.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("train.py", "import designery, sys\ndesignery.log(loss=float(sys.argv[1]))\n")
    return Call.of(File(path, path.name), command="python train.py {rate}", values_by_name="rate = 0.5")


@module(
    "Run Command",
    category="Python Language",
    icon="terminal",
    role="command",
    trusted=False,
    example=_build_example,
    keywords=("job", "training script", "shell", "entry script", "MLflow", "Azure job", "code"),
)
def run_command(
    code: File,
    data: Dataset | None = None,
    data2: Dataset | None = None,
    data3: Dataset | None = None,
    files: File | None = None,
    *,
    command: Annotated[
        str,
        Field(min_length=1, max_length=10_000, description="What to run in the folder of the code."),
        multiline,
    ] = "python train.py --data {data}",
    values_by_name: Annotated[
        str, Field(description="One a line, as rate = 0.05. The command has {rate} where the value goes."), multiline
    ] = "",
    data_format: Annotated[
        Literal["Parquet", "CSV"], Field(description="The files that the datasets become.")
    ] = "Parquet",
    environment: Annotated[
        EnvironmentName | None,
        Field(description="The Python packages that the command needs. Empty: those of the server."),
    ] = None,
    minutes: Annotated[
        float | None,
        Field(gt=0, le=100_000, description="The time limit of the command. Empty: that of the server."),
    ] = None,
    secrets: SecretNames = (),
) -> RunCommandOutputs:
    """Run a program of your own, such as a training script, on up to three datasets.

    `code` is a zip file of your folder. The command runs in that folder, and `{data}`, `{data2}` and `{data3}` in it
    become the paths of the connected datasets, as Parquet or CSV files. `{files}` is the folder of a connected zip
    file, `{outputs}` the folder for results, and each parameter goes where its name stands in braces.

    What the command writes to `outputs` is kept, also if it fails or is cancelled. Printed text is shown in the log.
    Metrics show as charts while it runs: log them with `import designery; designery.log(rmse=734.2, step=167)`, or
    with MLflow, whose clients and autologging work unchanged.

    With an environment, `python` is the Python of that environment. A command has no network and can't install
    packages.
    """
    place = Path(tempfile.mkdtemp(prefix=WORK_PREFIX))
    work = place / "job"
    outputs = work / OUTPUTS_FOLDER
    unpack_bundle(code, place, target=work, port="code")
    outputs.mkdir(parents=True, exist_ok=True)
    values = {"outputs": OUTPUTS_FOLDER, **_parse_parameters(values_by_name)}
    for name, dataset in {"data": data, "data2": data2, "data3": data3}.items():
        if dataset is not None:
            values[name] = str(_write_input(dataset, name, data_format, place / "inputs"))
    if files is not None:
        target = place / "inputs" / "files"
        unpack_bundle(files, place, target=target, port="files")
        values["files"] = str(target)
    line = _fill_placeholders(command, values)
    metrics = MetricFiles(place / "metrics.jsonl", outputs / "mlruns")
    python = Path(sys.executable) if environment is None else get_environment_python(environment)
    with secrets_in_environment(secrets):
        _run_line(line, work, python.parent, metrics, minutes)
    packed = place / "packed.zip"
    pack_tree(outputs, packed)
    return RunCommandOutputs(File(packed, "outputs.zip"), _build_metric_table(metrics))


def _parse_parameters(text: str) -> dict[str, str]:
    values = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = PARAMETER_LINE.match(line)
        if match is None:
            message = f"Line {number} of the parameters is not NAME = VALUE. It is '{line.strip()[:80]}'."
            raise ModuleError(29, message, parameter="values_by_name")
        values[match[1]] = match[2]
    return values


def _write_input(dataset: Dataset, name: str, data_format: str, folder: Path) -> Path:
    """The dataset as a file beside the folder of the code."""
    folder.mkdir(exist_ok=True)
    if data_format == "CSV":
        path = folder / f"{name}.csv"
        dataset.frame.to_csv(path, index=False)
    else:
        path = folder / f"{name}.parquet"
        pa.parquet.write_table(to_arrow_table(dataset), path)
    return path


def _fill_placeholders(command: str, values: Mapping[str, str]) -> str:
    """The command with values for the names in braces, each as one word for the shell."""
    missing = [name for name in PLACEHOLDER.findall(command) if name not in values]
    if missing:
        hint = (
            "Connect a dataset"
            if missing[0].startswith("data")
            else f"Add a line '{missing[0]} = ...' to the parameters"
        )
        message = f"The command has {{{missing[0]}}}, and nothing has that name. {hint}, or remove it."
        raise ModuleError(29, message, parameter="command")
    filled = PLACEHOLDER.sub(lambda found: shlex.quote(values[found[1]]), command)
    return re.sub(r"\\?\n\s*", " ", filled.strip())


def _run_line(line: str, work: Path, programs: Path, metrics: MetricFiles, minutes: float | None) -> None:
    """Run the command and pass on what it measures meanwhile. Raises error 161 where it fails."""
    log.info("$ %s", line.replace(f"{work.parent}/", ""))
    variables = {
        **build_environment_variables(),
        "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(LIBRARY),
        "PYTHONUNBUFFERED": "1",
        "DESIGNERY_METRICS": str(work.parent / "metrics.jsonl"),
        "DESIGNERY_OUTPUTS": str(work / OUTPUTS_FOLDER),
        "MLFLOW_TRACKING_URI": (work / OUTPUTS_FOLDER / "mlruns").as_uri(),
        "MLFLOW_ALLOW_FILE_STORE": "true",
        "GIT_PYTHON_REFRESH": "quiet",
    }
    ends_at = None if minutes is None else time.monotonic() + minutes * 60
    with subprocess.Popen(
        ["/bin/sh", "-c", line], cwd=work, env=variables, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        errors = _ErrorReader(process)
        while process.poll() is None:
            report_metrics([point for point in metrics.read_new() if is_drawable(point)])
            if ends_at is not None and time.monotonic() > ends_at:
                process.kill()
                raise ModuleError(161, f"The command ran longer than {minutes:g} minutes.", parameter="minutes")
            time.sleep(SECONDS_BETWEEN_LOOKS)
        last = errors.finish()
    report_metrics([point for point in metrics.read_new() if is_drawable(point)])
    if process.returncode != 0:
        reason = f" Its last line was: {last}" if last else " The log has its last output."
        raise ModuleError(161, f"The command ended with status {process.returncode}.{reason}", parameter="command")


class _ErrorReader:
    """Passes on what a command writes about errors, and remembers the last line."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._last = ""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def finish(self) -> str:
        """The last line, once there are no more. What the command left running in the background is not waited for."""
        self._thread.join(timeout=2)
        return self._last[:500]

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            os.write(2, line)
            self._last = line.decode(errors="replace").strip() or self._last


def _build_metric_table(metrics: MetricFiles) -> Dataset:
    frame = pd.DataFrame(metrics.points, columns=["metric", "step", "value"])
    return Dataset(frame.astype({"metric": "str", "step": "int64", "value": "float64"}))

"""A training script with MLflow's own client and its autologging, in an environment that is built here, unchanged."""

import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from server.runs.environments.environment_installer import EnvironmentInstaller
from server.runs.environments.package_index import PackageIndex, get_own_python
from server.runs.environments.specification import PackageRequirements
from server.runs.sandbox.inside.sandbox_messages import LogChunk, StepSucceeded
from server.runs.sandbox.inside.sandbox_requests import MIB, InputFile, StepLimits
from tests.nightly.nightly_figures import save_figures
from tests.server.runs.conftest import StepBench, anyio_backend, bench, launch_server, read_arrow_rows

__all__ = ["anyio_backend", "bench", "launch_server"]
pytestmark = [pytest.mark.anyio, pytest.mark.nightly]

LIMITS = StepLimits(memory_bytes=2048 * MIB, seconds=900, output_bytes=256 * MIB, processes=60)
SCRIPT = """
import mlflow
import pandas as pd
from sklearn.linear_model import LogisticRegression

mlflow.sklearn.autolog()
frame = pd.DataFrame({"x": [float(n) for n in range(100)], "y": [n % 2 for n in range(100)]})
with mlflow.start_run():
    LogisticRegression().fit(frame[["x"]], frame["y"])
    for step in range(3):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_dict({"a": 1}, "about.json")
found = mlflow.search_runs()
print("mlflow", mlflow.__version__, "has", len(found), "run with", found.iloc[0]["params.C"])
"""


async def test_a_script_that_logs_to_mlflow_runs_unchanged(bench: StepBench, tmp_path: Path) -> None:
    index = PackageIndex(os.environ.get("DESIGNERY_PACKAGE_INDEX", ""))
    installer = EnvironmentInstaller(tmp_path / "environments", index)
    wanted = PackageRequirements(("mlflow-skinny", "scikit-learn", "pandas"))
    lock = await installer.solve(wanted, get_own_python(), print)
    folder = bench.sandbox.folder / "environment"  # where steps may read
    shutil.copytree(await installer.install(lock, get_own_python(), print), folder, symlinks=True)
    code = bench.sandbox.folder / "code.zip"
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("train.py", SCRIPT)
    code.chmod(0o644)
    request = bench.make_request(
        "run_command", trusted=False, limits=LIMITS, inputs={"code": (InputFile(code, "file"),)},
        command="python train.py", environment="mlflow",
    )  # fmt: skip
    outcome = await bench.run(replace(request, environments={"mlflow": folder}))
    log = "".join(event.text for event in bench.events if isinstance(event, LogChunk))
    assert isinstance(outcome, StepSucceeded), (outcome, log)
    outputs = {output.port: output.path for output in outcome.outputs}
    metrics = {row["metric"] for row in read_arrow_rows(outputs["metrics"])}
    save_figures("test_a_script_that_logs_to_mlflow_runs_unchanged", metrics=len(metrics))
    assert {"loss", "training_score", "training_roc_auc"} <= metrics
    names = zipfile.ZipFile(outputs["outputs"]).namelist()
    assert any(name.endswith("MLmodel") for name in names)
    assert any(name.endswith("about.json") for name in names)
    assert "has 1 run with 1.0" in log

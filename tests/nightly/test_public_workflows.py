"""Workflows of KNIME that others published run here, and reach the accuracy that KNIME's scorers wrote down.

They are fetched for the test and not kept: github.com/vitalii-kaplan/knime2py, or the clone that KNIME2PY_FOLDER names.
"""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from server.importers.design_files import convert_design_file
from server.importers.imported_design import ConversionKind
from tests.live_server import ROOT
from tests.nightly.nightly_figures import save_figures
from tests.server.importers.workflow_files import write_zip

ADDRESS = "https://github.com/vitalii-kaplan/knime2py"
#: How far below the accuracy of KNIME one may be.
TOLERANCE = 0.02
SALES = {"sales_data_2022_csv": "Payment Prediction/Sales_data_2022.csv"}
#: {workflow: {the Dataset card: its file}}
WORKFLOWS: Mapping[str, Mapping[str, str]] = {
    "HW_Churn_test": {"one2manyencoded_csv": "HW_Churn_test/One2ManyEncoded.csv"},
    "ISU_Master_test": {"isu_master_normalized_csv": "ISU_Master_test/ISU_Master_Normalized.csv"},
    "KNIME_CP_10FCV_GBT": {
        "cutomerchurndata_info_csv": "Churn_prediction/CutomerChurnData_Info.csv",
        "cutomerchurndata_target_xlsx": "Churn_prediction/CutomerChurnData_Target.xlsx",
    },
    "KNIME_PP_2022_DT": SALES,
    "KNIME_PP_2022_Ensemble": SALES,
    "KNIME_PP_2022_LR": SALES,
}
pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def workflows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the workflows and their data."""
    given = os.environ.get("KNIME2PY_FOLDER")
    folder = Path(given) if given else tmp_path_factory.mktemp("public") / "knime2py"
    if not given:
        command = ["git", "clone", "--quiet", "--depth", "1", ADDRESS, str(folder)]
        if subprocess.run(command, env={**os.environ, "GIT_TERMINAL_PROMPT": "0"}, timeout=300).returncode:
            pytest.skip(f"{ADDRESS} can't be reached")
    return folder / "tests" / "data"


def pack_workflow(folder: Path) -> bytes:
    """A workflow as KNIME exports it, without what it computed."""
    kept = (path for path in sorted(folder.rglob("*")) if path.suffix in (".xml", ".knime"))
    return write_zip({path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in kept})


def read_accuracies(folder: Path) -> list[float]:
    """What the scorers of KNIME measured, as far as they were run: it stays in their settings, after a first 0."""
    found = []
    for settings in sorted(folder.glob("Scorer (*/settings.xml")):
        written = re.findall(r'value="Accuracy"/>.*?type="xdouble" value="([\d.]+)"', settings.read_text(), re.DOTALL)
        found += [float(value) for value in written[-1:] if float(value)]
    return found


def read_counts(path: Path) -> float:
    """The accuracy in a table that a scorer wrote: classes by classes."""
    rows = [[int(cell) for cell in row] for row in list(csv.reader(path.read_text().splitlines()))[1:]]
    return sum(row[at] for at, row in enumerate(rows)) / sum(map(sum, rows))


def test_nearly_all_nodes_of_public_workflows_convert(workflows: Path) -> None:
    names = sorted(path.parent.name for path in workflows.glob("KNIME_*/workflow.knime"))
    names += sorted(path.parent.name for path in workflows.glob("*_test*/workflow.knime"))
    made = [convert_design_file(f"{name}.knwf", pack_workflow(workflows / name)) for name in names]
    kinds: tuple[ConversionKind, ...] = ("converted", "approximated", "placeholder")
    counts = {str(kind): sum(one.count(kind) for one in made) for kind in kinds}
    save_figures("test_nearly_all_nodes_of_public_workflows_convert", workflows=len(names), **counts)
    assert len(names) == 12
    assert counts["placeholder"] <= 0.02 * sum(counts.values()), counts


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_public_workflow_reaches_its_accuracy(name: str, workflows: Path, tmp_path: Path) -> None:
    made = convert_design_file(f"{name}.knwf", pack_workflow(workflows / name))
    assert made.count("placeholder") == 0
    design = tmp_path / "design.json"
    design.write_text(json.dumps(made.build_document()))
    data = [f"--dataset={node}={workflows / 'data' / file}" for node, file in WORKFLOWS[name].items()]
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", "run", str(design), "--out", str(tmp_path / "out"), *data],
        cwd=ROOT,
        env={**os.environ, "DESIGNERY_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2_000:]
    metrics: dict[str, Any] = json.loads((tmp_path / "out" / "metrics.json").read_text())
    ours = sorted(held["Accuracy"] for node, held in metrics.items() if node.startswith("scorer"))
    theirs = sorted(read_accuracies(workflows / name))
    if name == "KNIME_CP_10FCV_GBT":
        # Its scorer was not run; the workflow that its learner was taken from has it.
        theirs = [read_counts(workflows / "data" / "HW_Churn_test" / "85_output.csv")]
    save_figures(f"test_a_public_workflow_reaches_its_accuracy[{name}]", ours=ours, theirs=theirs)
    assert len(ours) == len(theirs)
    assert all(mine >= original - TOLERANCE for mine, original in zip(ours, theirs, strict=True)), (ours, theirs)

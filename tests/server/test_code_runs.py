"""What is exported as code measures what the modules measure, in a fresh process without our package."""

import gzip
import json
import math
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from modules.kit import Dataset, Evaluation, File, catalog
from server.graph.code import notebook, script, written
from server.graph.document import Design, in_order, read
from server.graph.own import with_own
from server.samples.data import FOLDER, SAMPLES
from server.samples.gallery import gallery

#: Samples whose measures no script can hold: their networks, factors and clusters are not written yet.
NOT_MEASURED = {
    "adult_tuning",
    "bike_own_module",
    "borrowers",
    "digits_images",
    "film_features",
    "film_ratings",
    "penguin_clusters",
    "penguin_differences",
    "sms_topics",
}

#: Runs a file with our own packages made impossible to import.
CLEAN = "import runpy, sys; sys.modules.update(modules=None, server=None); runpy.run_path(sys.argv[1], run_name='main')"


@pytest.mark.parametrize("name", sorted(set(gallery()) - NOT_MEASURED))
def test_the_script_of_a_sample_measures_what_the_designer_measures(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    design = read(gallery()[name].document)
    results = _run(design, tmp_path)
    known = {reference: value.schema for reference, value in results.items() if isinstance(value, Dataset)}
    code = written(design, catalog(), known)
    for file in code.files:
        results[f"{file.node}.{file.port}"].frame.to_csv(tmp_path / file.name, index=False)
    (tmp_path / "script.py").write_text(script(code), encoding="utf-8")
    _run_clean(tmp_path)
    found = json.loads((tmp_path / "metrics.json").read_text())
    wanted = {name: value for name, value in results.items() if isinstance(value, Evaluation)}
    assert set(found) == {reference.partition(".")[0] for reference in wanted}
    for reference, evaluation in wanted.items():
        rows = found[reference.partition(".")[0]]
        for row, metrics in zip(rows if isinstance(rows, list) else [rows], evaluation.metrics, strict=True):
            _agree({name: value for name, value in row.items() if name != "model"}, metrics)


@pytest.mark.parametrize("name", sorted(gallery()))
def test_the_cells_of_a_notebook_are_the_script(name: str) -> None:
    code = written(read(gallery()[name].document), catalog(), {})
    cells = [cell["source"] for cell in json.loads(notebook(code))["cells"] if cell["cell_type"] == "code"]
    assert _lines("\n".join(cells)) == _lines(script(code))


def _lines(text: str) -> list[str]:
    """The lines that do something."""
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _agree(found: Mapping[str, float], wanted: Mapping[str, float]) -> None:
    assert set(found) == set(wanted)
    apart = {name: (found[name], value) for name, value in wanted.items() if not _close(found[name], value)}
    assert apart == {}


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6) or (math.isnan(one) and math.isnan(other))


def _run(design: Design, folder: Path) -> dict[str, Any]:
    """The value at every port, by the modules themselves."""
    results: dict[str, Any] = {}
    for name in in_order(design):
        node = design.nodes[name]
        module = with_own(design, catalog())[node.module]
        if module.source:
            results[f"{name}.dataset"] = _sample(str(node.parameters["dataset"]), folder)
            continue
        inputs = {port: results[str(reference)] for port, reference in node.inputs.items()}
        results |= {f"{name}.{port}": value for port, value in module.run(inputs, node.parameters).items()}
    return results


def _sample(reference: str, folder: Path) -> Dataset:
    sample = SAMPLES[reference]
    path = folder / sample.file.removesuffix(".gz")
    path.write_bytes(gzip.decompress((FOLDER / sample.file).read_bytes()))
    table: Dataset = catalog()["read_table"].run({"file": File(path, path.name)}, {"file_name": path.name})[
        "results_dataset"
    ]
    return table


def _run_clean(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLEAN, "script.py"], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]

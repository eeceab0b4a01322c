"""What is exported as code gives the same metrics as the designer, in a fresh process without our package."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from server.samples.gallery import gallery
from tests.serving import Client

#: Samples that no script can hold: networks for images are trained in the designer.
NOT_WRITTEN = {"digits_images"}

#: Runs a file with our own packages made impossible to import.
CLEAN = "import runpy, sys; sys.modules.update(modules=None, server=None); runpy.run_path(sys.argv[1], run_name='main')"


def _exported(client: Client, design: str, form: str, folder: Path) -> dict[str, Any]:
    """The code of a design, beside the tables that it reads."""
    code: dict[str, Any] = client.checked("GET", f"/api/designs/{design}/code?form={form}")
    for file in code["files"]:
        answer = client.request("GET", f"/api/artifacts/{file['artifact']}/download?format=csv")
        (folder / file["name"]).write_bytes(answer.content)
    (folder / code["file_name"]).write_text(code["text"], encoding="utf-8")
    return code


def _run(folder: Path, file: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLEAN, file], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def _same(found: Any, wanted: Any) -> None:
    assert set(found) == set(wanted)
    for name, value in wanted.items():
        if isinstance(value, int | float):
            assert math.isclose(found[name], value, rel_tol=1e-6, abs_tol=1e-6), (name, found[name], value)


@pytest.mark.parametrize("name", sorted(set(gallery()) - NOT_WRITTEN))
def test_the_script_of_a_sample_measures_what_the_designer_measures(client: Client, tmp_path: Path, name: str) -> None:
    design = client.checked("POST", "/api/designs", json={"sample": name})["id"]
    run = client.run(design)
    code = _exported(client, design, "script", tmp_path)
    _run(tmp_path, code["file_name"])
    found = json.loads((tmp_path / "metrics.json").read_text())
    wanted = _measured(client, run)
    assert set(found) == set(wanted)
    for node, rows in wanted.items():
        listed = found[node] if isinstance(found[node], list) else [found[node]]
        assert len(listed) == len(rows)
        for one, row in zip(listed, rows, strict=True):
            _same({key: value for key, value in one.items() if key != "model"}, row)


def _measured(client: Client, run: dict[str, Any]) -> dict[str, list[dict[str, float]]]:
    """{node: a row of metrics for each model} of the run's evaluations."""
    found = {}
    for step in run["steps"]:
        for output in step["outputs"].values():
            if output["type"] == "evaluation":
                view = client.checked("GET", f"/api/artifacts/{output['artifact']}/view")
                found[step["node"]] = [dict(row) for row in view["metrics"]]
    return found

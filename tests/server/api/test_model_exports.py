"""Registered models as files that work without Designery: written in the sandbox, used by a Python without our tree."""

import io
import json
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live_server import Client
from tests.server.api.test_models import register
from tests.server.serving.service_designs import make_service_nodes, upload_houses

Json = dict[str, Any]
FEATURES = ("rooms", "size", "town", "garden")

#: Site packages without their .pth files, by which this source tree would be found.
START = """
import json, sys
sys.path[:] = [{folder!r}, *(one for one in sys.path if one), {packages!r}]
import pandas as pd
frame = pd.DataFrame(json.loads(sys.stdin.read()))
"""
PICKLE = """
sys.path.insert(0, "code")
from designery_model import load_model
scores = load_model("model.pickle").predict(frame)
print(json.dumps([scores["Scored Labels"].tolist(), scores["Scored Probabilities"].tolist()]))
"""
MLFLOW = """
flavor = json.load(open("MLmodel"))["flavors"]["python_function"]
sys.path.insert(0, flavor["code"])
loader = __import__(flavor["loader_module"])
scores = loader._load_pyfunc(flavor["data"]).predict(frame)
print(json.dumps([scores["Scored Labels"].tolist(), scores["Scored Probabilities"].tolist()]))
"""
SKOPS = """
sys.modules["torch"] = None  # skops imports it for nothing where it is, for seconds
import skops.io
pipeline = skops.io.load("model.skops", trusted=skops.io.get_untrusted_types(file="model.skops"))
frame = frame.astype({"town": object, "garden": float})
print(json.dumps([pipeline.predict(frame).tolist(), pipeline.predict_proba(frame)[:, 1].tolist()]))
"""
ONNX = """
import onnxruntime
feed = {name: frame[[name]].to_numpy(dtype=object if name == "town" else "float32") for name in frame}
labels, probabilities = onnxruntime.InferenceSession("model.onnx").run(None, feed)
print(json.dumps([labels.tolist(), probabilities[:, 1].tolist()]))
"""


def train(client: Client, learner: str, name: str, label: str = "dear") -> tuple[Json, list[Json]]:
    """A registered model, and rows with what Score Model says of them."""
    nodes = make_service_nodes(upload_houses(client), learner, label)
    run = client.run(client.create_design(nodes, name))
    assert run["state"] == "succeeded", run
    outputs = {step["node"]: step["outputs"] for step in run["steps"]}
    artifact = outputs["score"]["scored_dataset"]["artifact"]
    window = client.request_json("GET", f"/api/artifacts/{artifact}/rows", params={"limit": 20})
    names = [column["name"] if isinstance(column, dict) else column for column in window["columns"]]
    return register(client, run, name), [dict(zip(names, row, strict=True)) for row in window["rows"]]


@pytest.fixture(scope="module")
def model(client: Client) -> Iterator[tuple[Json, list[Json]]]:
    version, rows = train(client, "two_class_logistic_regression", "taken")
    yield version, rows
    client.delete(f"/api/models/{version['model_id']}")


def get_path(version: Json) -> str:
    return f"/api/models/{version['model_id']}/versions/{version['version']}"


@pytest.mark.parametrize(
    ("form", "program"), [("pickle", PICKLE), ("mlflow", MLFLOW), ("skops", SKOPS), ("onnx", ONNX)]
)
def test_a_model_predicts_the_same_without_designery(
    client: Client, model: tuple[Json, list[Json]], tmp_path: Path, form: str, program: str
) -> None:
    version, rows = model
    answer = client.post(f"{get_path(version)}/export", json={"format": form}, timeout=300)
    assert answer.status_code == 200, answer.text
    assert f'"taken-1-{form}.zip"' in answer.headers["content-disposition"]
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    sent = [{name: row[name] for name in FEATURES} for row in rows]
    start = START.format(folder=str(tmp_path), packages=sysconfig.get_path("purelib"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start + program],
        input=json.dumps(sent),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    labels, probabilities = json.loads(done.stdout)
    assert labels == [row["Scored Labels"] for row in rows]
    expected = [row["Scored Probabilities"] for row in rows]
    assert probabilities == pytest.approx(expected, abs=1e-5 if form == "onnx" else 1e-12)


def test_a_model_that_does_not_convert_says_which_part_does_not(client: Client) -> None:
    version, _ = train(client, "fast_forest_quantile_regression", "quantiles", "price")
    refused = client.post(f"{get_path(version)}/export", json={"format": "onnx"}, timeout=300)
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("Fast Forest Quantile Regression can't be exported as ONNX: ")
    assert refused.json()["detail"].endswith("Export it as an MLflow model or a pickle.")
    client.delete(f"/api/models/{version['model_id']}")


def test_the_script_of_a_version_trains_its_model(client: Client, model: tuple[Json, list[Json]]) -> None:
    answer = client.get(f"{get_path(model[0])}/script")
    assert answer.headers["content-disposition"] == 'attachment; filename="taken-1.py"'
    compile(answer.text, "taken-1.py", "exec")
    assert "LogisticRegression(" in answer.text

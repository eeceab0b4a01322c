"""A registered model, downloaded as a folder of MLflow, in the MLflow of PyPI: it loads, and predicts the same."""

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.benchmarks.serving_peers import build_environment
from tests.live_server import Client
from tests.server.api.test_model_exports import FEATURES, get_path, train

pytestmark = pytest.mark.nightly

PROGRAM = """
import json, sys
import mlflow.pyfunc
import pandas as pd
frame = pd.DataFrame(json.load(sys.stdin))
model = mlflow.pyfunc.load_model(".")
scores = model.predict(frame)
print(json.dumps([model.metadata.get_input_schema() is not None, scores.to_dict(orient="list")], default=str))
"""


@pytest.mark.parametrize("learner", ["two_class_logistic_regression", "two_class_boosted_decision_tree"])
def test_mlflow_loads_the_folder_and_predicts_the_same(client: Client, tmp_path: Path, learner: str) -> None:
    version, rows = train(client, learner, f"mlflow-{learner}")
    answer = client.post(f"{get_path(version)}/export", json={"format": "mlflow"}, timeout=300)
    assert answer.status_code == 200, answer.text
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    done = subprocess.run(
        [build_environment("mlflow"), "-c", PROGRAM],
        input=json.dumps([{name: row[name] for name in FEATURES} for row in rows]),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    has_schema, scores = json.loads(done.stdout.splitlines()[-1])
    assert has_schema
    assert scores["Scored Labels"] == [row["Scored Labels"] for row in rows]
    assert scores["Scored Probabilities"] == pytest.approx([row["Scored Probabilities"] for row in rows], abs=1e-12)
    client.delete(f"/api/models/{version['model_id']}")

"""What endpoints are measured beside: the same pipeline served by others, each in an environment of its own.

Run as a program, it is one of them: `python serving_peers.py NAME PORT CSV [MODEL]`. So it imports nothing of ours.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

#: {name: what its environment has besides this one's scikit-learn}; those without are run by our own Python.
PEERS: dict[str, tuple[str, ...]] = {
    "bare": (),
    "onnx": (),
    "mlflow": ("mlflow",),
    "bentoml": ("bentoml",),
}
LABEL = "dear"
FEATURES = ["rooms", "size", "town", "garden"]

BENTO_SERVICE = """
import bentoml, joblib, pandas as pd

@bentoml.service(workers=1)
class Houses:
    def __init__(self):
        self.pipeline = joblib.load({pipeline!r})

    @bentoml.api
    def score(self, rows: list[dict]) -> list[str]:
        return self.pipeline.predict(pd.DataFrame(rows)).tolist()
"""


def build_environment(name: str) -> Path:
    """The Python of a peer: an environment that is made once, and kept. Raises CalledProcessError."""
    packages = PEERS[name]
    if not packages:
        return Path(sys.executable)
    import importlib.metadata

    import uv

    folder = Path(tempfile.gettempdir()) / "designery-benchmark-peers" / name
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        same = f"scikit-learn=={importlib.metadata.version('scikit-learn')}"
        tool = uv.find_uv_bin()
        subprocess.run([tool, "venv", "-q", "--clear", "--python", sys.executable, folder], check=True)
        subprocess.run([tool, "pip", "install", "-q", "--python", python, *packages, "pandas", same], check=True)
        (folder / "ready").touch()
    return python


def fit_pipeline(csv: str) -> Any:
    """What a careful person writes for these columns."""
    import pandas as pd
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    frame = pd.read_csv(csv)
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    columns = ColumnTransformer(
        [
            ("numbers", numbers, ["rooms", "size", "garden"]),
            ("town", OneHotEncoder(handle_unknown="ignore"), ["town"]),
        ],
        sparse_threshold=0,
    )
    return make_pipeline(columns, LogisticRegression()).fit(frame[FEATURES], frame[LABEL])


def serve_bare(csv: str, port: int, _model: str) -> None:
    """Typed rows in, predictions out, by FastAPI and scikit-learn: ten lines that anybody could write."""
    import pandas as pd
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    class House(BaseModel):
        rooms: int
        size: float | None
        town: str
        garden: bool

    pipeline, app = fit_pipeline(csv), FastAPI()

    @app.post("/score")
    def score(rows: list[House]) -> list[str]:
        sent = pd.DataFrame([row.model_dump() for row in rows])
        predicted: list[str] = pipeline.predict(sent).tolist()
        return predicted

    uvicorn.run(app, port=port, log_level="warning")


def serve_onnx(_csv: str, port: int, model: str) -> None:
    """The same before a model that Designery exported as ONNX."""
    import numpy as np
    import onnxruntime
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    class House(BaseModel):
        rooms: float
        size: float | None
        town: str
        garden: float

    session, app = onnxruntime.InferenceSession(model), FastAPI()

    @app.post("/score")
    def score(rows: list[House]) -> list[str]:
        feed = {
            name: np.array([[getattr(row, name)] for row in rows], dtype=object if name == "town" else "float32")
            for name in FEATURES
        }
        predicted: list[str] = session.run(None, feed)[0].tolist()
        return predicted

    uvicorn.run(app, port=port, log_level="warning")


def serve_mlflow(csv: str, port: int, _model: str) -> None:
    """The scoring server of MLflow, with the pipeline as MLflow saves it."""
    import mlflow.sklearn  # type: ignore[import-not-found]
    import pandas as pd

    folder = Path(tempfile.mkdtemp()) / "model"
    example = pd.read_csv(csv)[FEATURES].head(1)
    mlflow.sklearn.save_model(
        fit_pipeline(csv), folder, input_example=example, serialization_format="cloudpickle", pip_requirements=[]
    )
    program = Path(sys.executable).with_name("mlflow")
    served = ["models", "serve", "-m", str(folder), "-p", str(port), "--env-manager", "local", "-w", "1"]
    os.environ["PATH"] = f"{program.parent}:{os.environ['PATH']}"
    os.execv(program, [str(program), *served])


def serve_bentoml(csv: str, port: int, _model: str) -> None:
    """A service of BentoML with one worker."""
    import joblib

    folder = Path(tempfile.mkdtemp())
    joblib.dump(fit_pipeline(csv), folder / "pipeline.joblib")
    (folder / "service.py").write_text(BENTO_SERVICE.format(pipeline=str(folder / "pipeline.joblib")))
    os.chdir(folder)
    os.environ["BENTOML_DO_NOT_TRACK"] = "1"
    os.execv(sys.executable, [sys.executable, "-m", "bentoml", "serve", "service:Houses", "-p", str(port)])


SERVERS = {"bare": serve_bare, "onnx": serve_onnx, "mlflow": serve_mlflow, "bentoml": serve_bentoml}


def main() -> None:
    """Be one of the peers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=SERVERS)
    parser.add_argument("port", type=int)
    parser.add_argument("csv")
    parser.add_argument("model", nargs="?", default="")
    asked = parser.parse_args()
    SERVERS[asked.name](asked.csv, asked.port, asked.model)


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    main()

"""Models whose class runs in an environment: made, trained and asked there. Here they are bytes that nobody loads."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from modules.kit.environments import run_driver, save_table
from modules.kit.ports import Dataset
from modules.kit.script_execution import SCRIPT_PARAMETER

MODEL_FILE, LABEL = "model", "label"


@dataclass(frozen=True)
class EnvironmentModel:
    """A script's class with train and predict, under one of some names, in the Python of an environment.

    What goes wrong there is error 85, with the script's line.
    """

    environment: str
    source: str
    classes: Sequence[str]

    def check(self) -> None:
        """Define the class and make an object of it."""
        with tempfile.TemporaryDirectory(prefix="environment-") as made:
            self._call("check", Path(made), {})

    def train(self, frame: pd.DataFrame, target: object) -> bytes:
        """The trained object, as its Python writes it."""
        with tempfile.TemporaryDirectory(prefix="environment-") as made:
            tables = {"features": frame, LABEL: pd.DataFrame({LABEL: pd.Series(target)})}
            self._call("train", Path(made), tables)
            return Path(made, MODEL_FILE).read_bytes()

    def predict(self, state: bytes, frame: pd.DataFrame) -> pd.DataFrame:
        """What the trained object predicts, as a table."""
        with tempfile.TemporaryDirectory(prefix="environment-") as made:
            Path(made, MODEL_FILE).write_bytes(state)
            [predicted] = self._call("predict", Path(made), {"features": frame})
            return pd.DataFrame() if predicted is None else predicted

    def _call(self, what: str, folder: Path, frames: dict[str, pd.DataFrame]) -> list[pd.DataFrame | None]:
        saved = {
            name: save_table(Dataset(frame.reset_index(drop=True)), folder, name) for name, frame in frames.items()
        }
        job = {"call": what, "source": self.source, "classes": list(self.classes), **saved}
        return run_driver(self.environment, job, folder, "the class", SCRIPT_PARAMETER)

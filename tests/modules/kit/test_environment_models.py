"""A learner's class runs in the Python of its environment; what it trained there is never loaded here."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from modules.kit import ModuleError
from modules.kit.environments import expose_environments
from modules.learning.script_estimator import ScriptEstimator, check_script_model

SCRIPT = """
import os
import pandas as pd


class DesigneryModel:
    def train(self, df_train, df_label):
        if df_train["a"].isna().any():
            raise ValueError("no a")
        self.largest, self.process = df_label.max(), os.environ["DESIGNERY_ELSEWHERE"]

    def predict(self, df):
        return pd.DataFrame({"Scored Labels": [self.largest] * len(df), "trained in": self.process})
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment with the packages of this one, which can be told from it by a variable."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nDESIGNERY_ELSEWHERE=environment exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return {"other": str(tmp_path)}


def test_a_class_is_trained_and_asked_in_its_environment(environment: dict[str, str]) -> None:
    frame, target = pd.DataFrame({"a": [1.0, 2.0], "t": ["x", None]}, index=[7, 3]), np.array(["no", "yes"])
    before = set(sys.modules)  # other tests of this process may have run scripts in it
    with expose_environments(environment):
        trained = ScriptEstimator(SCRIPT, True, environment="other").fit(frame, target)
        predicted = trained.predict(frame)
    assert predicted.to_dict("list") == {"Scored Labels": ["yes", "yes"], "trained in": ["environment"] * 2}
    assert not any(name.startswith("script_") for name in set(sys.modules) - before)


def test_what_goes_wrong_there_is_said_with_the_line_of_the_script(environment: dict[str, str]) -> None:
    with expose_environments(environment):
        with pytest.raises(ModuleError, match="must define a class named DesigneryModel"):
            check_script_model("class Other: pass", environment="other")
        with pytest.raises(ModuleError, match="ValueError: no a") as failed:
            ScriptEstimator(SCRIPT, False, environment="other").fit(pd.DataFrame({"a": [None]}), np.array([1.0]))
        assert failed.value.line == 9
    with pytest.raises(ModuleError, match="did not get the environment 'other'"):
        check_script_model(SCRIPT, environment="other")

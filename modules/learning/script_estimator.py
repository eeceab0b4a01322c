"""A learner whose training and prediction are a user's class: scikit-learn's estimator around a script.

Its file holds the script as text and the user's object as bytes, so that loading it runs nothing; fitting and
predicting do. Both are for the sandbox only, in a process that does this and nothing else.
"""

import hashlib
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from modules.kit import ModuleError
from modules.kit.environment_models import EnvironmentModel
from modules.kit.script_execution import SCRIPT_PARAMETER, compile_script, save_plots, script_errors
from modules.kit.script_secrets import secrets_in_environment

MODEL_CLASSES = ("DesigneryModel", "AzureMLModel")
MODEL_METHODS = ("train", "predict")


class ScriptEstimator(BaseEstimator):  # type: ignore[misc]
    """Trains and predicts by the class that the script defines; it gets the tables as they are."""

    takes_frames = True

    def __init__(
        self, script: str, classifies: bool, secrets: Sequence[str] = (), environment: str | None = None
    ) -> None:
        self.script = script
        self.classifies = classifies
        self.secrets = secrets
        self.environment = environment

    @property
    def _elsewhere(self) -> EnvironmentModel | None:
        """The class in the environment that it runs in, if it does not run here."""
        # A model of an earlier version has none.
        environment = getattr(self, "environment", None)
        return EnvironmentModel(environment, self.script, MODEL_CLASSES) if environment else None

    @contextmanager
    def _run_script(self) -> Iterator[ModuleType]:
        """The script as a module, with the secrets that it asks for."""
        # A model of an earlier version has none.
        with secrets_in_environment(getattr(self, "secrets", ())), _load_script(self.script) as module:
            yield module

    def fit(self, frame: pd.DataFrame, target: Any) -> "ScriptEstimator":
        """Make an object of the user's class and have it trained."""
        if self.classifies:
            self.classes_ = np.unique(target)
        if (elsewhere := self._elsewhere) is not None:
            with secrets_in_environment(self.secrets):
                self._state = elsewhere.train(frame, target)
            return self
        with self._run_script() as module, script_errors("train"):
            model = create_script_model(module)
            model.train(frame.copy(), pd.Series(target, name="label"))
            save_plots()
        self._store_model(model)
        return self

    def predict(self, frame: pd.DataFrame) -> pd.DataFrame:
        """What the user's object predicts, as a table with a row for each row of `frame`."""
        if (elsewhere := self._elsewhere) is not None:
            with secrets_in_environment(self.secrets):
                return _to_table(elsewhere.predict(self._state, frame), len(frame))
        with self._run_script(), script_errors("predict"):
            returned = pickle.loads(self._state).predict(frame.copy())  # nosec B301
            save_plots()
        return _to_table(returned, len(frame))

    def _store_model(self, model: Any) -> None:
        """Hold the trained object as bytes: only a process that uses it makes an object of them again."""
        with self._run_script(), script_errors("train"):
            try:
                self._state = pickle.dumps(model, protocol=5)
            except (pickle.PicklingError, TypeError, AttributeError) as error:
                message = f"The trained model can't be stored ({error}). Don't keep lambdas, files or locks in self."
                raise ModuleError(85, message, parameter=SCRIPT_PARAMETER) from None

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.estimator_type = "classifier" if self.classifies else "regressor"
        tags.input_tags.allow_nan = True
        return tags


def create_script_model(module: ModuleType) -> Any:
    """An object of the class that the script defines; raises error 85 where there is none, or a method is missing."""
    kind = next((found for name in MODEL_CLASSES if isinstance(found := module.__dict__.get(name), type)), None)
    if kind is None:
        message = (
            f"The script must define a class named {MODEL_CLASSES[0]}, or {MODEL_CLASSES[1]}, with train and predict."
        )
        raise ModuleError(85, message, parameter=SCRIPT_PARAMETER)
    for method in MODEL_METHODS:
        if not callable(getattr(kind, method, None)):
            raise ModuleError(85, f"The class {kind.__name__} has no method {method}.", parameter=SCRIPT_PARAMETER)
    return kind()


def check_script_model(script: str, secrets: Sequence[str] = (), environment: str | None = None) -> None:
    """Define the class and make an object of it, so that what is wrong with either shows before the training."""
    if environment is not None:
        with secrets_in_environment(secrets):
            EnvironmentModel(environment, script, MODEL_CLASSES).check()
        return
    with secrets_in_environment(secrets), _load_script(script) as module, script_errors("__init__"):
        create_script_model(module)


@contextmanager
def _load_script(script: str) -> Iterator[ModuleType]:
    """The script as a module under a name of its own, where pickle finds the classes that it defines."""
    name = f"script_{hashlib.sha256(script.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
    module = sys.modules.get(name)
    if module is None:
        module = ModuleType(name)
        sys.modules[name] = module
        try:
            with script_errors("the script"):
                exec(compile_script(script), module.__dict__)
        except BaseException:
            del sys.modules[name]
            raise
    yield module


def _to_table(returned: object, rows: int) -> pd.DataFrame:
    """The returned predictions as a table without an index of its own."""
    if isinstance(returned, np.ndarray | list) and not isinstance(returned, str):
        returned = pd.DataFrame({"Scored Labels": list(returned)}) if np.ndim(returned) == 1 else pd.DataFrame(returned)
    if isinstance(returned, pd.Series):
        returned = returned.to_frame(name="Scored Labels")
    if not isinstance(returned, pd.DataFrame) or not len(returned.columns):
        raise _prediction_error(f"a DataFrame of predictions. Got {type(returned).__name__}")
    if len(returned) != rows:
        raise _prediction_error(f"one row for each of the {rows:,} rows. Got {len(returned):,}")
    frame = returned.reset_index(drop=True)
    return frame.set_axis([str(name) for name in frame.columns], axis="columns")


def _prediction_error(what: str) -> ModuleError:
    return ModuleError(85, f"predict must return {what}.", parameter=SCRIPT_PARAMETER)

"""A model from an ONNX file: an estimator that ONNX Runtime computes. Its fields are saved with models."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator

from modules.learning.onnx_sessions import OnnxInput, open_session


class OnnxEstimator(BaseEstimator):  # type: ignore[misc]
    """Predicts by an ONNX model. The model is held as bytes: only a process that scores opens it."""

    def __init__(
        self,
        content: bytes,
        inputs: Sequence[OnnxInput],
        columns: Sequence[str],
        classes: Sequence[object] | None = None,
    ) -> None:
        self.content = content
        self.inputs = tuple(inputs)
        self.columns = tuple(columns)
        self.classes = classes
        if classes is not None:
            self.classes_ = np.asarray(classes)

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_session"}

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def fit(self, _frame: pd.DataFrame, _target: object = None) -> "OnnxEstimator":
        """It was trained elsewhere."""
        return self

    def predict(self, frame: pd.DataFrame) -> npt.NDArray[np.generic]:
        """The numbers, or the classes."""
        if self.classes is not None:
            return np.asarray(self.classes_[self.predict_proba(frame).argmax(axis=1)])
        return np.asarray(self._run(frame)[0], dtype="float64").ravel()

    def predict_proba(self, frame: pd.DataFrame) -> npt.NDArray[np.float64]:
        """The probability of each class; of a model that gives the class alone, 1 for it."""
        labels, *others = self._run(frame)
        if not others:
            found = np.asarray(labels).ravel().astype(str)
            return np.asarray([[float(one == str(name)) for name in self.classes_] for one in found])
        if isinstance(others[0], list):
            return np.asarray([[row[name] for name in self.classes_.tolist()] for row in others[0]], dtype="float64")
        table = np.asarray(others[0], dtype="float64").reshape(len(frame), -1)
        # Some models give the probability of the second of two classes alone.
        return np.hstack([1 - table, table]) if table.shape[1] == 1 and len(self.classes_) == 2 else table

    def _run(self, frame: pd.DataFrame) -> list[object]:
        if not hasattr(self, "_session"):
            self._session = open_session(self.content)
        feed, taken = {}, 0
        for held in self.inputs:
            names = self.columns[taken : taken + (held.width or len(self.columns) - taken)]
            taken += len(names)
            feed[held.name] = _build_block(frame, names, held)
        found: list[object] = self._session.run(None, feed)
        return found

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.estimator_type = "regressor" if self.classes is None else "classifier"
        # A missing value is NaN or an empty text; whole numbers have none.
        tags.input_tags.allow_nan = all(held.numbers in ("float32", "float64", "object") for held in self.inputs)
        return tags


def _build_block(frame: pd.DataFrame, names: Sequence[str], held: OnnxInput) -> npt.NDArray[np.generic]:
    columns = []
    for name in names:
        values = frame[name]
        if held.numbers == "object":
            columns.append(values.astype("object").where(values.notna(), "").astype(str).to_numpy(dtype=object))
        elif held.numbers in ("float32", "float64"):
            columns.append(values.to_numpy(dtype=held.numbers, na_value=np.nan))
        else:
            columns.append(values.to_numpy(dtype=held.numbers))
    return np.column_stack(columns)

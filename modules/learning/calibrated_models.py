"""A trained classifier with probabilities that are put right on rows that it has not seen."""

from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, TrainedModel
from modules.learning.averaged_models import FramePassing
from modules.learning.features import refuse_other_columns
from modules.learning.fitting import accepts_missing
from modules.learning.labels import drop_missing_labels, extract_target
from modules.learning.preprocessing import PreparedEncoder
from modules.learning.row_roles import read_weights

CalibrationMethod = Literal["Platt Scaling", "Isotonic Regression"]
SKLEARN_METHODS = {"Platt Scaling": "sigmoid", "Isotonic Regression": "isotonic"}
#: Scikit-learn looks through the rows in folds, though a fitted model predicts the same in each.
FOLDS = 5


class RecalibratedModel:
    """What scikit-learn made of a pipeline and its calibration, with what it asks of an estimator."""

    def __init__(self, calibrated: Any, columns: list[str], takes_missing: bool) -> None:
        self.calibrated = calibrated
        self.columns = columns
        self.takes_missing = takes_missing
        self.classes_ = calibrated.classes_

    def fit(self, _rows: pd.DataFrame, _target: object = None) -> "RecalibratedModel":
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict_proba(self, rows: pd.DataFrame) -> Any:
        return self.calibrated.predict_proba(rows[self.columns])

    def predict(self, rows: pd.DataFrame) -> Any:
        return self.classes_[self.predict_proba(rows).argmax(axis=1)]

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {"calibrated": self.calibrated, "columns": self.columns, "takes_missing": self.takes_missing}

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import InputTags, Tags, TargetTags

        inputs = InputTags(allow_nan=self.takes_missing)
        return Tags(estimator_type="classifier", target_tags=TargetTags(required=True), input_tags=inputs)


def calibrate_trained_model(
    model: TrainedModel, dataset: Dataset, method: CalibrationMethod, *, port: str
) -> TrainedModel:
    """The model behind a curve that is fitted to these rows."""
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.frozen import FrozenEstimator
    from sklearn.pipeline import Pipeline

    label = _require_classifier(model)
    labeled = drop_missing_labels(dataset, label, port=port)
    refuse_other_columns(labeled, model.features, port=port)
    target = extract_target(labeled.frame[label], model.task, model.learner, port=port)
    folds = _count_folds(model, target, label, port)
    weights = read_weights(labeled, label, port=port)
    calibrated = CalibratedClassifierCV(FrozenEstimator(model.pipeline), method=SKLEARN_METHODS[method], cv=folds)
    names = model.features.names
    try:
        calibrated.fit(labeled.frame[names], target, sample_weight=weights)
    except ValueError as error:
        raise ModuleError(83, f"{model.learner} could not be calibrated: {error}.", port=port) from error
    takes_missing = accepts_missing(model.pipeline[-1]) or isinstance(model.pipeline[0], PreparedEncoder)
    estimator = RecalibratedModel(calibrated, names, takes_missing)
    return replace(
        model,
        learner=f"{model.learner}, calibrated",
        pipeline=Pipeline([("encoder", FramePassing()), ("estimator", estimator)]),
        feature_names=tuple(names),
        parameters={**model.parameters, "calibration": method},
        intervals={},
        details=None,
    )


def _require_classifier(model: TrainedModel) -> str:
    if model.label is None or not model.classes or not hasattr(model.pipeline[-1], "predict_proba"):
        message = f"{model.learner} gives no probabilities of classes, so there is nothing to calibrate."
        raise ModuleError(13, message, port="trained_model")
    return model.label.name


def _count_folds(model: TrainedModel, target: Any, label: str, port: str) -> int:
    """As many folds as the smallest class has rows; each class of the model must be there."""
    names, sizes = np.unique(np.asarray(target).astype(str), return_counts=True)
    if set(names) != set(model.classes):
        there, wanted = ", ".join(names[:6]), ", ".join(model.classes[:6])
        message = f"The label '{label}' must have each class of the model ({wanted}). It has: {there}."
        raise ModuleError(23, message, port=port, column=label)
    if sizes.min() < 2:
        message = f"Class '{names[sizes.argmin()]}' has 1 row at '{port}', and at least 2 are needed to calibrate."
        raise ModuleError(21, message, port=port, column=label)
    return int(min(FOLDS, sizes.min()))

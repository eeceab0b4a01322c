"""A trained model as one pipeline of scikit-learn alone, which needs nothing of Designery where it is loaded."""

import copy
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, TrainedModel
from modules.learning.class_weighted_classifier import ClassWeightedClassifier
from modules.learning.encoding import TEXT_TYPES
from modules.learning.predicting import encode_model_rows, predict_probabilities, score_dataset
from modules.learning.preprocessing import get_preprocessing

#: The tasks whose predictions are one label, or one number, for each row.
PLAIN_TASKS = frozenset({"regression", "two-class", "multiclass"})
#: What scikit-learn and libraries of its kind bring is plain; all else is code of ours or of a user.
PLAIN_PACKAGES = frozenset({"sklearn", "lightgbm", "xgboost"})


class NoPlainForm(ModuleError):
    """A model has a part without another form; `reason` is a sentence about that part."""

    def __init__(self, model: TrainedModel, part: str, form: str) -> None:
        message = f"{model.learner} can't be exported as {form}: {part} Export it as an MLflow model or a pickle."
        super().__init__(13, message, port="trained_model")
        self.reason = f"{part[:1].upper()}{part[1:]}"


def refuse_part(model: TrainedModel, part: str, form: str) -> ModuleError:
    """The refusal that names the part of a model that has no other form."""
    return NoPlainForm(model, part, form)


def build_plain_pipeline(model: TrainedModel, form: str) -> Any:
    """A pipeline of scikit-learn from the model's columns to its predictions. Raises ModuleError where it has none."""
    from sklearn.pipeline import Pipeline

    if model.task not in PLAIN_TASKS:
        raise refuse_part(model, f"it is a model for {model.task}, not for classes or a number.", form)
    steps = list(getattr(model.pipeline, "steps", ()))
    if get_preprocessing(model) is not None:
        raise refuse_part(model, "its own preprocessing of the rows has no such form.", form)
    encoder = steps[0][1] if steps else None
    if not hasattr(encoder, "transformers_"):
        raise refuse_part(model, "it is a model of a script.", form)
    for column in model.features:
        if column.type in ("datetime", "vector"):
            kind = "time" if column.type == "datetime" else "vector"
            raise refuse_part(model, f"the column '{column.name}' is a {kind}, which has no such form.", form)
    estimator = steps[-1][1]
    if isinstance(estimator, ClassWeightedClassifier):
        estimator = estimator.estimator  # weights of classes are for training alone
    if type(estimator).__module__.partition(".")[0] not in PLAIN_PACKAGES:
        raise refuse_part(model, f"its {type(estimator).__name__} is not a part of scikit-learn.", form)
    return Pipeline([("encoder", _strip_conversions(encoder)), ("estimator", estimator)])


def _strip_conversions(encoder: Any) -> Any:
    """The encoder without the functions of ours in front of each group of columns, which only change types."""
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import FunctionTransformer

    def strip(pipeline: Any, columns: list[str]) -> Any:
        name, first = next(iter(pipeline.steps[1:]), ("values", FunctionTransformer()))
        named = copy.copy(first)
        named.feature_names_in_ = np.array(columns, dtype=object)  # it was given an array, and now gets a table
        return Pipeline([(name, named), *pipeline.steps[2:]])

    plain = copy.copy(encoder)
    plain.transformers_ = [
        (group, strip(pipeline, columns), columns) for group, pipeline, columns in encoder.transformers_
    ]
    plain.transformers = plain.transformers_
    return plain


def convert_rows(model: TrainedModel, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of the model as a plain pipeline takes them: texts as objects, all else as 64-bit floats."""
    columns: dict[str, Any] = {}
    for column in model.features:
        values = frame[column.name]
        if column.type in TEXT_TYPES:
            texts = values.astype("object")
            columns[column.name] = texts.where(values.notna(), np.nan)
        else:
            columns[column.name] = values.to_numpy(dtype="float64", na_value=np.nan)
    return pd.DataFrame(columns, index=frame.index)


def get_sample(model: TrainedModel, form: str) -> pd.DataFrame:
    """The training rows that the model keeps; without any, nothing can be verified."""
    if model.sample is None or not len(model.sample):
        raise refuse_part(model, "it keeps no rows that the export could be verified on.", form)
    return model.sample


def predict_expected(model: TrainedModel, frame: pd.DataFrame) -> tuple[Any, Any]:
    """What Score Model says of these rows: labels or numbers, and the probabilities of all classes."""
    predictions = score_dataset(model, Dataset(frame)).columns
    if model.task == "regression":
        return predictions.iloc[:, 0].to_numpy(dtype="float64"), None
    encoded = encode_model_rows(model, Dataset(frame), port="dataset")
    return predictions.iloc[:, 0].astype(str).to_numpy(), predict_probabilities(model.pipeline[-1], encoded)

"""A trained model and data become score columns: labels, and for classes their probabilities."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Column, Dataset, ModelSchema, ModuleError, Schema, Scores, Task, TrainedModel
from modules.kit.thread_limits import limit_library_threads
from modules.learning.anomaly import ANOMALY, NORMAL, AnomalyModel, predict_anomalies
from modules.learning.cluster_labels import find_label
from modules.learning.compatible_modules import get_scorer_title
from modules.learning.encoding import encode_rows
from modules.learning.estimators import limit_threads
from modules.learning.features import refuse_infinite, refuse_missing, refuse_other_columns
from modules.learning.fitting import accepts_missing
from modules.learning.labels import sort_class_names, to_class_names, to_label_column
from modules.learning.learners import resolve_task
from modules.learning.preprocessing import PreparedEncoder

LABELS = "Scored Labels"
PROBABILITIES = "Scored Probabilities"
QUANTILES = "Scored Quantiles"
FEW_SCORES = 8
#: What scripts call the probability of the positive class.
PROBABILITY_NAMES = ("scored probabilities", "probabilities", "probability")


@dataclass(frozen=True)
class Predictions:
    """The score columns of some rows, and what each of them means."""

    columns: pd.DataFrame
    scores: Scores


def is_score_column(name: str) -> bool:
    """Whether Score Model makes columns of this name."""
    return name in (LABELS, PROBABILITIES) or name.startswith((f"{PROBABILITIES}_", f"{QUANTILES}_"))


def score_dataset(
    model: TrainedModel, dataset: Dataset, *, port: str = "dataset", threshold: float | None = None
) -> Predictions:
    """Score every row. Raises ModuleError where a column of the training data is missing or of another kind.

    With a threshold the positive class of two is called where its probability is at least that.
    """
    if threshold is not None and model.task != "two-class":
        message = f"'threshold' is for two classes, and this model is for {model.task}. Leave it empty."
        raise ModuleError(13, message, port="trained_model", parameter="threshold")
    if isinstance(model, AnomalyModel):
        return _predict_anomalies(model, dataset, port=port)
    scorer = get_scorer_title(model)
    if scorer != "Score Model":
        message = f"{model.learner} is scored by another module. Use {scorer} instead."
        raise ModuleError(13, message, port="trained_model")
    if dataset.rows == 0:
        raise ModuleError(21, f"The data at '{port}' has no rows.", port=port)
    encoded = encode_model_rows(model, dataset, port=port)
    if getattr(model.pipeline[-1], "takes_frames", False):
        return _read_script_predictions(model, model.pipeline[-1].predict(encoded))
    with limit_library_threads(limit_threads(encoded)):
        predictions = _predict_rows(model, encoded, threshold)
    if model.training_metrics is None:
        return predictions
    return replace(predictions, scores=replace(predictions.scores, training_metrics=model.training_metrics))


def _predict_rows(model: TrainedModel, encoded: Any, threshold: float | None) -> Predictions:
    if model.task == "regression":
        return _predict_regression(model, encoded)
    if model.task == "quantile":
        return _predict_quantiles(model, encoded)
    return _predict_classes(model, encoded, threshold)


def encode_model_rows(model: TrainedModel, dataset: Dataset, *, port: str) -> Any:
    """The features as the model's estimator takes them, prepared by the model's own preprocessing."""
    refuse_other_columns(dataset, model.features, port=port)
    frame, features, encoder = dataset.frame, model.features, model.pipeline[0]
    if isinstance(encoder, PreparedEncoder) or not hasattr(encoder, "transformers_"):
        frame = frame[features.names]  # all else picks its columns by their names
    if isinstance(encoder, PreparedEncoder):
        frame = encoder.preprocessing.apply(frame, port=port).frame[encoder.features.names]
        features, encoder = encoder.features, encoder.encoder
    refuse_infinite(frame, features, port=port)
    if not accepts_missing(model.pipeline[-1]):
        refuse_missing(frame, features, model.learner, number=18, port=port)
    return encode_rows(encoder, frame)


def _predict_regression(model: TrainedModel, encoded: Any) -> Predictions:
    predicted = np.asarray(model.pipeline[-1].predict(encoded), dtype="float64")
    scores = Scores("regression", _get_label_name(model), LABELS, learner=model.learner)
    return Predictions(pd.DataFrame({LABELS: predicted}), scores)


def _predict_quantiles(model: TrainedModel, encoded: Any) -> Predictions:
    """A column for each quantile; the one nearest to the median is what the model predicts."""
    estimator = model.pipeline[-1]
    quantiles = list(estimator.default_quantiles)
    predicted = np.asarray(estimator.predict(encoded), dtype="float64").reshape(len(encoded), len(quantiles))
    names = {f"{quantile:g}": f"{QUANTILES}_{quantile:g}" for quantile in quantiles}
    middle = names[f"{min(quantiles, key=lambda quantile: abs(quantile - 0.5)):g}"]
    scores = Scores("quantile", _get_label_name(model), middle, learner=model.learner, quantiles=names)
    return Predictions(pd.DataFrame(predicted, columns=list(names.values())), scores)


def _predict_classes(model: TrainedModel, encoded: Any, threshold: float | None) -> Predictions:
    estimator = model.pipeline[-1]
    probabilities = predict_probabilities(estimator, encoded)
    called = probabilities.argmax(axis=1) if threshold is None else (probabilities[:, 1] >= threshold).astype(int)
    predicted = estimator.classes_[called]
    named = name_probability_columns(model)
    columns = {LABELS: to_label_column(predicted, model.label)} | {
        column: probabilities[:, model.classes.index(name)] for name, column in named.items()
    }
    scores = Scores(
        task=model.task,
        label=_get_label_name(model),
        predicted=LABELS,
        classes=model.classes,
        positive=model.classes[1] if model.task == "two-class" else None,
        probabilities=named,
        learner=model.learner,
        threshold=threshold,
    )
    return Predictions(pd.DataFrame(columns), scores)


def _read_script_predictions(model: TrainedModel, returned: pd.DataFrame) -> Predictions:
    """What a script's model returned: its labels first, then the probabilities among its columns, then the rest."""
    first = LABELS if LABELS in returned else str(returned.columns[0])
    columns = {LABELS: _convert_predictions(model, returned[first])}
    rest = {str(name): values for name, values in returned.items() if name != first}
    probabilities: dict[str, str] = {}
    if model.task == "two-class":
        given = next((name for name in rest if name.casefold() in PROBABILITY_NAMES), None)
        if given is not None:
            columns[PROBABILITIES] = rest.pop(given)
            probabilities = {model.classes[1]: PROBABILITIES}
    elif model.task == "multiclass":
        named = {name: f"{PROBABILITIES}_{name}" for name in model.classes}
        probabilities = named if set(named.values()) <= set(rest) else {}
    scores = Scores(
        task=model.task,
        label=_get_label_name(model),
        predicted=LABELS,
        classes=model.classes,
        positive=model.classes[1] if model.task == "two-class" else None,
        probabilities=probabilities,
        learner=model.learner,
    )
    return Predictions(pd.DataFrame(columns | rest), scores)


def _convert_predictions(model: TrainedModel, values: "pd.Series[Any]") -> Any:
    if model.task == "regression":
        try:
            return values.astype("float64")
        except (TypeError, ValueError):
            message = f"predict must return numbers in its first column. Got {values.dtype}."
            raise ModuleError(85, message, port="trained_model") from None
    strange = sorted({str(name) for name in to_class_names(values)} - set(model.classes))
    if strange:
        message = f"predict returned '{strange[0]}', which is not one of the classes ({', '.join(model.classes[:8])})."
        raise ModuleError(85, message, port="trained_model")
    return to_label_column(values.to_numpy(), model.label)


def _predict_anomalies(model: AnomalyModel, dataset: Dataset, *, port: str) -> Predictions:
    labels, anomaly_scores = predict_anomalies(model, dataset, port=port)
    scores = Scores(
        task="anomaly",
        label=find_label(dataset.schema),
        predicted=LABELS,
        classes=(str(NORMAL), str(ANOMALY)),
        positive=str(ANOMALY),
        probabilities={str(ANOMALY): PROBABILITIES},
        learner=model.learner,
    )
    return Predictions(pd.DataFrame({LABELS: labels, PROBABILITIES: anomaly_scores}), scores)


def predict_probabilities(estimator: Any, encoded: Any) -> Any:
    """The probability of each class. One-vs-one knows votes only, whose shares are taken for it."""
    if hasattr(estimator, "predict_proba"):
        return estimator.predict_proba(encoded)
    if len(estimator.classes_) == 2:
        return estimator.estimators_[0].predict_proba(encoded)
    # The confidence that decides between equal votes is above -1/3 and below 1/3.
    votes = estimator.decision_function(encoded) + 1 / 3
    return votes / votes.sum(axis=1, keepdims=True)


def name_probability_columns(model: TrainedModel) -> dict[str, str]:
    """The column for each class whose probability is written: the positive one of two, or all of more."""
    if model.task == "two-class":
        return {model.classes[1]: PROBABILITIES}
    return {name: f"{PROBABILITIES}_{name}" for name in model.classes}


def _get_label_name(model: TrainedModel) -> str | None:
    return model.label.name if model.label else None


def add_scores(dataset: Dataset, predictions: Predictions, *, append: bool = True) -> Dataset:
    """The dataset and its score columns, which take the place of earlier ones; or the scores, label and weights alone.

    These are what it takes to measure the scores.
    """
    label = predictions.scores.label
    measuring = {label, *(name for name, role in dataset.roles.items() if role == "weight")}
    kept = [name for name in dataset.frame.columns if not is_score_column(name) and (append or name in measuring)]
    frame = (dataset.frame if len(kept) == dataset.frame.shape[1] else dataset.frame[kept]).reset_index(drop=True)
    scored = Dataset(_join_columns(frame, predictions.columns), dataset.roles, predictions.scores)
    scored = scored.with_role("score", *predictions.columns.columns)
    return scored.with_role("label", label) if label is not None and label in frame.columns else scored


def _join_columns(frame: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Both side by side; a few columns are added one by one, which is quicker for a few rows."""
    if frame.shape[1] == 0:
        return scores
    if scores.shape[1] > FEW_SCORES:
        return pd.concat([frame, scores], axis=1)
    return frame.assign(**{str(name): values for name, values in scores.items()})


def infer_scored_schema(model: ModelSchema, dataset: Schema, *, append: bool = True) -> Schema | None:
    """The columns that `add_scores` makes, or None where the classes are not known before a run."""
    columns = _infer_score_columns(model)
    label = model.label.name if model.label else find_label(dataset)
    if columns is None:
        return None
    measuring = {label, *dataset.names_with_role("weight")}
    kept = [name for name in dataset.names if not is_score_column(name) and (append or name in measuring)]
    schema = dataset.select(kept)
    if label is not None and label in schema:
        schema = schema.with_column(label, role="label")
    return schema.add_columns(*columns)


def _infer_score_columns(model: ModelSchema) -> list[Column] | None:
    label = model.label
    if model.task == "anomaly":
        return [Column(LABELS, "integer", "score"), Column(PROBABILITIES, "real", "score")]
    if label is None:
        return None
    if model.task == "regression":
        return [Column(LABELS, "real", "score")]
    kind = "text" if label.type in ("other", "datetime") else label.type
    predicted = Column(LABELS, kind, "score", label.levels if kind == "category" else None)
    task = _infer_task(model.task, label)
    if task == "two-class":
        return [predicted, Column(PROBABILITIES, "real", "score")]
    if task != "multiclass" or label.levels is None:
        return None
    names = sort_class_names(label.levels)
    return [predicted, *(Column(f"{PROBABILITIES}_{name}", "real", "score") for name in names)]


def _infer_task(task: Task, label: Column) -> Task:
    """A classification learner is a two-class one for yes and no, and for a category of two levels."""
    if task != "classification":
        return task
    classes = 2 if label.type == "boolean" else len(label.levels or ())
    return resolve_task(task, classes) if classes >= 2 else task

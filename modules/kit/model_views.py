"""The views and glances of models and evaluations.

Estimators are read by the attributes that scikit-learn gives them, so that the kit needs no learning library.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from modules.kit.artifact_views import build_thumbnail, build_view
from modules.kit.model_trees import extract_trees
from modules.kit.partial_dependence import compute_partial_dependence
from modules.kit.ports import Evaluation, TrainedModel, UntrainedModel
from modules.kit.schema import Schema
from modules.kit.serialization import to_json_value
from modules.kit.sweeps import Sweep
from modules.kit.unsupervised_views import build_details_thumbnail
from modules.kit.views.evaluation_view import (
    EvaluatedModel,
    EvaluationView,
    MulticlassDetails,
    NoDetails,
    PredictedNumbers,
    QuantileDetails,
    RankingDetails,
    TwoClassDetails,
)
from modules.kit.views.model_view import (
    CoefficientsView,
    FeatureColumn,
    FeatureImportance,
    FeatureWeight,
    HistorySeries,
    ModelParameter,
    ModelPreprocessing,
    ModelView,
    TrainingFigure,
)
from modules.kit.views.thumbnail_kinds import (
    CurveThumbnail,
    HistogramsThumbnail,
    HistoryThumbnail,
    ImportancesThumbnail,
    MatrixThumbnail,
    ScatterThumbnail,
    Thumbnail,
    ThumbnailColumn,
    WeightsThumbnail,
)
from modules.kit.views.transformation_view import TransformationView
from modules.kit.views.view_model import Point, ValueRange

Numbers = npt.NDArray[np.float64]

MAX_THUMBNAIL_WEIGHTS = 9
MAX_CURVE_POINTS = 40
MAX_SCATTER_POINTS = 120
MAX_FEATURES = 1000
MAX_STEP_RECORDS = 100


@build_view.register
def build_untrained_model_view(model: UntrainedModel) -> ModelView:
    return ModelView(
        kind="untrained_model",
        task=model.task,
        learner=model.learner,
        parameters=_list_parameters(model, model.swept),
        preprocessing=[ModelPreprocessing(title=step.title) for step in model.preprocessing] or None,
    )


@build_view.register
def build_trained_model_view(model: TrainedModel) -> ModelView:
    importances = extract_importances(model)
    return ModelView(
        kind="trained_model",
        task=model.task,
        learner=model.learner,
        label=model.label.name if model.label else None,
        rows=model.rows,
        classes=list(model.classes),
        parameters=_list_parameters(model, {}),
        coefficients=extract_coefficients(model),
        importances=importances,
        trees=extract_trees(model, _get_estimator(model)),
        dependence=compute_partial_dependence(model, [item.feature for item in importances or ()]),
        history=extract_history(model),
        features=_list_features(model.features),
        preprocessing=_list_preprocessing(model) or None,
        details=model.details,
    )


def _list_parameters(model: UntrainedModel | TrainedModel, swept: Mapping[str, Sweep]) -> list[ModelParameter]:
    return [
        ModelParameter(
            name=name.replace("_", " ").capitalize(), value=str(swept[name]) if name in swept else to_json_value(value)
        )
        for name, value in model.parameters.items()
    ]


def _list_preprocessing(model: TrainedModel) -> list[ModelPreprocessing]:
    """The steps that a model was trained behind, and what they learned; those of most models are none."""
    pipeline_steps = getattr(model.pipeline, "steps", None)
    preprocessing = getattr(pipeline_steps[0][1], "preprocessing", None) if pipeline_steps else None
    views = [build_view(step) for step in getattr(preprocessing, "steps", ())]
    return [
        ModelPreprocessing(title=view.title, records=view.records[:MAX_STEP_RECORDS])
        for view in views
        if isinstance(view, TransformationView)
    ]


def _list_features(schema: Schema) -> list[FeatureColumn]:
    return [
        FeatureColumn(
            name=column.name,
            type=column.type,
            role=column.role,
            levels=None if column.levels is None else list(column.levels),
        )
        for column in schema
    ]


def extract_coefficients(model: TrainedModel) -> list[CoefficientsView] | None:
    """The weights of a linear model, largest first; one list per class, of two classes that of the positive one.

    They are those of the encoded features: where numbers were scaled first, a weight belongs to the scaled number.
    """
    estimator = _find_linear_model(_get_estimator(model))
    if estimator is None:
        return None
    weights = np.atleast_2d(estimator.coef_)
    intercepts = np.broadcast_to(np.atleast_1d(estimator.intercept_), (len(weights),))
    classes = [None] if not model.classes else list(model.classes)[-1:] if len(weights) == 1 else list(model.classes)
    return [
        CoefficientsView(
            class_name=name,
            intercept=float(intercept),
            weights=[
                FeatureWeight(feature=feature, weight=value, interval=model.intervals.get(feature))
                for feature, value in _select_largest(model.feature_names, row)
            ],
        )
        for name, intercept, row in zip(classes, intercepts, weights, strict=True)
    ]


def extract_importances(model: TrainedModel) -> list[FeatureImportance] | None:
    """How much each feature helps the trees, adding up to 1, largest first.

    Forests: mean decrease of impurity. Boosted trees: the gain of all splits by the feature, as LightGBM counts it.
    """
    values = _compute_importances(_get_estimator(model), len(model.feature_names))
    if values is None:
        return None
    return [
        FeatureImportance(feature=feature, importance=value)
        for feature, value in _select_largest(model.feature_names, values)
    ]


def extract_history(model: TrainedModel) -> list[TrainingFigure] | None:
    """How training went, epoch by epoch, of an estimator that keeps a `history`: {figure: {data: values}}."""
    kept: Mapping[str, Mapping[str, Sequence[float]]] | None = getattr(_get_estimator(model), "history", None)
    if not kept:
        return None
    return [
        TrainingFigure(
            figure=figure,
            series=[
                HistorySeries(name=name, values=[float(value) if math.isfinite(value) else None for value in values])
                for name, values in of.items()
            ],
        )
        for figure, of in kept.items()
    ]


def _build_history_thumbnail(figure: TrainingFigure) -> HistoryThumbnail | None:
    """The first figure of a history on a scale of 0 to 1."""
    numbers = [value for series in figure.series for value in series.values if value is not None]
    if len(numbers) < 2:
        return None
    low, high = min(numbers), max(numbers)
    return HistoryThumbnail(
        series=[
            [
                round((value - low) / ((high - low) or 1), 4)
                for value in _thin_values(series.values)
                if value is not None
            ]
            for series in figure.series
        ]
    )


def _thin_values(values: Sequence[float | None]) -> list[float | None]:
    places = np.linspace(0, len(values) - 1, min(len(values), MAX_CURVE_POINTS)).astype(int)
    return [values[place] for place in places]


@build_thumbnail.register
def build_trained_model_thumbnail(model: TrainedModel) -> Thumbnail | None:
    """The largest weights (-1 to 1) or importances (0 to 1), how the loss fell, or what the details show."""
    if model.details:
        return build_details_thumbnail(model.details)
    estimator = _get_estimator(model)
    epochs = extract_history(model)
    if epochs is not None:
        return _build_history_thumbnail(epochs[0])
    linear = _find_linear_model(estimator)
    if linear is not None:
        return WeightsThumbnail(values=_scale_largest(np.atleast_2d(linear.coef_)[-1]))
    values = _compute_importances(estimator, len(model.feature_names))
    return None if values is None else ImportancesThumbnail(values=_scale_largest(values))


def _get_estimator(model: TrainedModel) -> Any:
    steps = getattr(model.pipeline, "steps", None)
    return steps[-1][1] if steps else model.pipeline


def _find_linear_model(estimator: object) -> Any | None:
    """The linear model itself, also from within the calibration of its probabilities."""
    calibrated = getattr(estimator, "calibrated_classifiers_", None)
    inner = calibrated[0].estimator if calibrated else estimator
    return inner if hasattr(inner, "coef_") and hasattr(inner, "intercept_") else None


def _compute_importances(estimator: Any, count: int) -> Numbers | None:
    if hasattr(estimator, "_predictors"):
        gains = np.zeros(count)
        for tree in (tree for stage in estimator._predictors for tree in stage):
            splits = tree.nodes[tree.nodes["is_leaf"] == 0]
            np.add.at(gains, splits["feature_idx"], splits["gain"])
        return gains / gains.sum() if gains.sum() > 0 else gains
    values: Numbers | None = getattr(estimator, "feature_importances_", None)
    # LightGBM gives the gain itself, not the share of it.
    return values if values is None or not values.sum() else values / values.sum()


def _select_largest(names: tuple[str, ...], values: Numbers) -> list[tuple[str, float]]:
    order = np.argsort(-np.abs(values), kind="stable")[:MAX_FEATURES]
    return [(names[index], float(values[index])) for index in order]


def _scale_largest(values: Numbers) -> list[float]:
    largest = values[np.argsort(-np.abs(values), kind="stable")[:MAX_THUMBNAIL_WEIGHTS]]
    top = float(np.abs(largest[0])) if len(largest) else 0.0
    return [round(float(value) / top, 4) if top else 0.0 for value in largest]


@build_view.register
def build_evaluation_view(evaluation: Evaluation) -> EvaluationView:
    """Metrics and details of each model; metrics that are undefined are left out, since JSON has no NaN."""
    return EvaluationView(
        task=evaluation.task,
        models=[
            EvaluatedModel(
                name=name,
                metrics=_drop_infinite(metrics),
                details=evaluation.details.get(name) or NoDetails(),
                training_metrics=dict(evaluation.training_metrics.get(name, {})) or None,
            )
            for name, metrics in zip(evaluation.models, evaluation.metrics, strict=True)
        ],
        comparison=evaluation.comparison,
        explanation=evaluation.explanation,
    )


@build_thumbnail.register
def build_evaluation_thumbnail(evaluation: Evaluation) -> Thumbnail | None:
    """ROC curves, or of the first model what was predicted against true, the confusion matrix or the clusters."""
    details = [evaluation.details[name] for name in evaluation.models if name in evaluation.details]
    match details:
        case [TwoClassDetails(), *_]:
            curves = [_build_roc_points(model) for model in details if isinstance(model, TwoClassDetails)]
            return CurveThumbnail(series=curves)
        case [MulticlassDetails() as first, *_]:
            return MatrixThumbnail(cells=_normalize_rows(first.matrix))
        case [PredictedNumbers() as first, *_]:
            return ScatterThumbnail(points=_build_scatter_points(first.points, first.range))
        case [QuantileDetails() as first, *_]:
            rows = np.array(first.intervals)
            points = rows[:, [0, (rows.shape[1] + 1) // 2]]
            return ScatterThumbnail(points=_build_scatter_points(points, first.range))
        case [RankingDetails() as first, *_]:
            return _build_ranking_thumbnail(first)
        case [first, *_]:
            return build_details_thumbnail(first)
    return None


def _build_ranking_thumbnail(details: RankingDetails) -> HistogramsThumbnail:
    """How many users have their items in how good an order."""
    counts = np.array(details.by_user.counts).reshape(-1, 2).sum(axis=1)
    bars = (counts / max(1, counts.max())).tolist()
    return HistogramsThumbnail(columns=[ThumbnailColumn(name="NDCG", bars=bars)])


def _build_roc_points(details: TwoClassDetails) -> list[Point]:
    """The curve from (0, 0) to (1, 1) in evenly spread points."""
    positives = max(details.positives, 1)
    negatives = max(details.rows - details.positives, 1)
    x = np.append(0.0, np.array(details.false_positives) / negatives)
    y = np.append(0.0, np.array(details.true_positives) / positives)
    kept = _spread_indices(x + y, MAX_CURVE_POINTS)
    return _round_points(np.column_stack([x[kept], y[kept]]))


def _spread_indices(path: Numbers, max_count: int) -> npt.NDArray[np.int64]:
    """Indexes of at most `max_count` points, evenly far apart along a rising path."""
    if len(path) <= max_count:
        return np.arange(len(path))
    targets = np.linspace(path[0], path[-1], max_count)
    return np.unique(np.minimum(np.searchsorted(path, targets), len(path) - 1))


def _normalize_rows(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    cells = np.array(matrix, dtype="float64")
    shares = cells / np.maximum(cells.sum(axis=1, keepdims=True), 1)
    return [[round(value, 4) for value in row] for row in shares.tolist()]


def _build_scatter_points(pairs: Sequence[Point] | Numbers, scale: ValueRange) -> list[Point]:
    """[true, predicted] of evenly chosen rows, scaled to the range of both."""
    points = np.asarray(pairs, dtype="float64")
    kept = points[np.linspace(0, len(points) - 1, min(len(points), MAX_SCATTER_POINTS)).astype(int)]
    return _round_points((kept - scale.min) / ((scale.max - scale.min) or 1))


def _round_points(table: Numbers) -> list[Point]:
    return [(round(x, 4), round(y, 4)) for x, y in table.tolist()]


def _drop_infinite(metrics: Mapping[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in metrics.items() if math.isfinite(value)}

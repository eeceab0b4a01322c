"""What guests of a share link may see of results, by how much the link shows. What is not listed stays behind."""

from typing import Literal

from modules.kit.views.artifact_view import ArtifactView, FileView, SharedView
from modules.kit.views.chart_view import ChartView
from modules.kit.views.dataset_view import ColumnProfile, ColumnSummary, DatasetView, SchemaView
from modules.kit.views.evaluation_view import EvaluatedModel, EvaluationView, NoDetails
from modules.kit.views.image_directory_view import ImageDirectoryView
from modules.kit.views.model_view import FeatureColumn, ModelView
from modules.kit.views.thumbnail_kinds import Thumbnail
from server.runs.run_schemas import OutputRead

#: Each shows what the one before it shows, and more.
VisibilityLevel = Literal["graph", "metrics", "statistics", "rows"]
VISIBILITY_ORDER: tuple[VisibilityLevel, ...] = ("graph", "metrics", "statistics", "rows")

#: Thumbnails that are drawn from counts and metrics alone.
AGGREGATE_THUMBNAILS = frozenset({"curve", "matrix", "history"})
#: Details of evaluations that speak of classes and counts and of no single row.
AGGREGATE_TASKS = frozenset({"two-class", "multiclass"})

#: What a table is shown as that holds values of single rows.
KINDS_WITH_ROWS = frozenset({"explanation", "many_models"})


def has_visibility(level: str, required: VisibilityLevel) -> bool:
    return level in VISIBILITY_ORDER and VISIBILITY_ORDER.index(level) >= VISIBILITY_ORDER.index(required)


def redact_output(output: OutputRead, level: str) -> OutputRead | None:
    """The output as guests see it; None where they see none."""
    if not has_visibility(level, "metrics"):
        return None
    return output.model_copy(update={"bytes": 0, "glance": _redact_thumbnail(output, level)})


def _redact_thumbnail(output: OutputRead, level: str) -> Thumbnail | None:
    glance = output.glance
    # A table may be drawn as lines, too, which are no metrics.
    is_aggregate = glance is not None and glance.kind in AGGREGATE_THUMBNAILS and output.type != "dataset"
    if glance is None or has_visibility(level, "rows") or is_aggregate:
        return glance
    return glance if has_visibility(level, "statistics") and glance.kind != "images" else None


def redact_view(view: ArtifactView | None, level: str) -> SharedView | None:
    """The view as guests see it; None where there is none for them."""
    if view is None or not has_visibility(level, "metrics") or isinstance(view, ImageDirectoryView | FileView):
        return None
    if not has_visibility(level, "statistics"):
        return _reduce_view(view)
    return view if has_visibility(level, "rows") else _hide_rows(view)


def _hide_rows(view: SharedView) -> SharedView:
    """Without what shows single rows of a table."""
    if not isinstance(view, DatasetView) or view.shown_as is None:
        return view
    points = isinstance(view.shown_as, ChartView) and view.shown_as.single_rows
    return view.model_copy(update={"shown_as": None}) if points or view.shown_as.kind in KINDS_WITH_ROWS else view


def _reduce_view(view: SharedView) -> SharedView | None:
    """Without statistics: columns, metrics and parameters."""
    if isinstance(view, DatasetView):
        return SchemaView(rows=view.rows, columns=[_reduce_column(column) for column in view.columns])
    if isinstance(view, ModelView):
        return _reduce_model(view)
    return _reduce_evaluation(view) if isinstance(view, EvaluationView) else None


def _reduce_column(column: ColumnProfile) -> ColumnSummary:
    return ColumnSummary(name=column.name, type=column.type, role=column.role)


def _reduce_model(view: ModelView) -> ModelView:
    return ModelView(
        kind=view.kind,
        task=view.task,
        learner=view.learner,
        label=view.label,
        rows=view.rows,
        parameters=view.parameters,
        features=[FeatureColumn(name=one.name, type=one.type, role=one.role) for one in view.features],
    )


def _reduce_evaluation(view: EvaluationView) -> EvaluationView:
    is_aggregate = view.task in AGGREGATE_TASKS
    return EvaluationView(
        task=view.task,
        models=[
            EvaluatedModel(
                name=model.name,
                metrics=model.metrics,
                details=model.details if is_aggregate else NoDetails(),
                training_metrics=model.training_metrics,
            )
            for model in view.models
        ],
    )

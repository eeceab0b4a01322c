"""What evaluations say, for a reader: the finding in a sentence, the metrics side by side, and the charts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from modules.kit.metrics import find_metric
from modules.kit.views.cluster_view import ClusteringDetails
from modules.kit.views.evaluation_view import (
    EvaluatedModel,
    EvaluationView,
    MulticlassDetails,
    NoDetails,
    RegressionDetails,
    SourceColumns,
    TwoClassDetails,
)
from server.formatting import format_fixed, format_metric, format_number, format_percent, format_short
from server.graph.evaluated_models import merge_model_titles
from server.report.charts.painter import DrawnChart
from server.report.cluster_sections import describe_clustering
from server.report.comparison_sections import describe_comparison, is_clearly_apart
from server.report.evaluation_figures import choose_charts, draw_figures
from server.report.judged_models import JudgedModel, rank_models, select_models, select_pair

ScoredModel = JudgedModel[TwoClassDetails] | JudgedModel[MulticlassDetails] | JudgedModel[RegressionDetails]

#: From so much area under the curve on, a ranking is called so.
RANKING_WORDS = (
    (0.9, "very well"),
    (0.8, "well"),
    (0.7, "fairly well"),
    (0.6, "weakly"),
    (0.5, "hardly better than guessing"),
    (0.0, "worse than guessing"),
)
MAX_CHARTED_MODELS = 6


@dataclass(frozen=True)
class MetricTableRow:
    """A row of the table: the values of all models as text, and which of them is the best."""

    title: str
    hint: str
    definition: str
    better: str | None
    values: tuple[str, ...]
    best: int | None


@dataclass(frozen=True)
class ClassTable:
    """Precision, recall and F1 of each class, for one model."""

    model: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class EvaluationSection:
    """One evaluation."""

    node: str
    title: str
    headline: str
    detail: str
    models: tuple[str, ...]
    metrics: tuple[MetricTableRow, ...]
    figures: tuple[DrawnChart, ...]
    #: How the figures stand: in pairs or wide.
    layout: str
    classes: tuple[ClassTable, ...] = ()


def build_evaluation_section(
    node: str, title: str, view: EvaluationView, titles: Sequence[str] = ()
) -> EvaluationSection:
    """The finding in the view of an evaluation. `titles` are those that its models were given."""
    names = merge_model_titles([model.name for model in view.models], titles)
    models = [model.model_copy(update={"name": name}) for model, name in zip(view.models, names, strict=True)]
    headline, detail = _describe_evaluation(models, is_clearly_apart(view.comparison))
    detail = " ".join(filter(None, (detail, describe_comparison(view.comparison, names))))
    weight = _find_weight(models)
    if weight is not None:
        detail = f"{detail} Weighted by '{weight}': counts are sums of weights, scaled to the number of rows."
    detailed = [model for model in models if not isinstance(model.details, NoDetails)][:MAX_CHARTED_MODELS]
    charted = [model.model_dump(mode="json") for model in detailed]
    choice = choose_charts(charted)
    return EvaluationSection(
        node=node,
        title=title,
        headline=headline,
        detail=detail,
        models=tuple(model.name for model in models),
        metrics=tuple(_build_metric_rows(models)),
        figures=tuple(draw_figures(charted, choice)),
        layout=choice.layout,
        classes=tuple(map(_build_class_table, select_models(detailed, MulticlassDetails))),
    )


def _find_weight(models: Sequence[EvaluatedModel]) -> str | None:
    """The column that says how much each row counts."""
    columns = getattr(models[0].details, "columns", None) if models else None
    return columns.weight if isinstance(columns, SourceColumns) else None


def _build_metric_rows(models: Sequence[EvaluatedModel]) -> list[MetricTableRow]:
    names = list(dict.fromkeys(name for model in models for name in model.metrics))
    return [_build_metric_row(name, [model.metrics.get(name) for model in models]) for name in names]


def _build_metric_row(name: str, values: Sequence[float | None]) -> MetricTableRow:
    metric = find_metric(name)
    present = [value for value in values if value is not None]
    has_best = metric.better is not None and len(present) > 1 and len(set(present)) > 1
    best = values.index(max(present) if metric.better == "higher" else min(present)) if has_best else None
    texts = tuple(format_metric(metric, value) for value in values)
    return MetricTableRow(metric.title, metric.hint, metric.definition, metric.better, texts, best)


def _describe_evaluation(models: Sequence[EvaluatedModel], clear: bool | None) -> tuple[str, str]:
    """The finding, hedged to what was measured, and the numbers behind it. Two models are compared."""
    headline, detail = _describe_pair(rank_models(models)[:2], clear)
    return headline, f"The best two of {len(models)} models. {detail}" if len(models) > 2 and detail else detail


def _describe_pair(models: Sequence[EvaluatedModel], clear: bool | None) -> tuple[str, str]:
    match models[0].details if models else None:
        case None:
            return "Nothing was evaluated", ""
        case TwoClassDetails():
            return _describe_two_class(*select_pair(models, TwoClassDetails), clear)
        case MulticlassDetails():
            return _describe_multiclass(*select_pair(models, MulticlassDetails), clear)
        case RegressionDetails():
            return _describe_regression(*select_pair(models, RegressionDetails), clear)
        case ClusteringDetails():
            return describe_clustering(*select_pair(models, ClusteringDetails))
    return models[0].name, ""


def _describe_two_class(
    first: JudgedModel[TwoClassDetails], second: JudgedModel[TwoClassDetails] | None, clear: bool | None
) -> tuple[str, str]:
    details = first.details
    positives = f"{format_number(details.positives)} of them are {details.positive}."
    area = details.auc
    if area is None:
        headline = f"{first.name} was scored on rows of one class only"
        return headline, f"There is no ROC area, {_format_scored_rows(first)}. {positives}"
    other = second.details.auc if second else None
    if second is None or other is None:
        how = next(words for least, words in RANKING_WORDS if area >= least)
        detail_text = f"Area under the ROC curve {format_fixed(area, 3)}, {_format_scored_rows(first)}. {positives}"
        return f"{first.name} ranks the rows {how}", detail_text
    noise = 2 * math.hypot(_compute_auc_error(details, area), _compute_auc_error(second.details, other))
    better, worse = (first, second) if area >= other else (second, first)
    alike = abs(area - other) <= noise if clear is None else not clear
    headline = (
        f"{first.name} and {second.name} rank about equally well"
        if alike
        else f"{better.name} ranks better than {worse.name}"
    )
    areas = f"{format_fixed(max(area, other), 3)} against {format_fixed(min(area, other), 3)}"
    detail = f"Area under the ROC curve {areas}, {_format_scored_rows(better, worse)}."
    same = details.rows == second.details.rows
    return headline, f"{detail} {positives}" if same else detail


def _format_scored_rows(first: ScoredModel, second: ScoredModel | None = None) -> str:
    """How many rows one model or two were measured on, and that these differ where they do."""
    rows, other = (model.details.rows for model in (first, second or first))
    if rows == other:
        return f"on the {format_number(rows)} rows that were scored"
    return f"on {format_number(rows)} and {format_number(other)} scored rows, which differ"


def _compute_auc_error(details: TwoClassDetails, area: float) -> float:
    """The standard error of the area under the curve: Hanley and McNeil, Radiology 143 (1982), page 31."""
    positives = details.positives
    negatives = details.rows - positives
    if not positives or not negatives:
        return 0.0
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (positives - 1) * (q1 - area**2) + (negatives - 1) * (q2 - area**2)
    return math.sqrt(max(0.0, spread) / (positives * negatives))


def _describe_regression(
    first: JudgedModel[RegressionDetails], second: JudgedModel[RegressionDetails] | None, clear: bool | None
) -> tuple[str, str]:
    details, metrics = first.details, first.metrics
    label, true = details.label, details.true_range
    spread = f"True {label} runs from {format_short(true.min)} to {format_short(true.max)}."
    error = metrics.get("Root_Mean_Squared_Error")
    other = second.metrics.get("Root_Mean_Squared_Error") if second else None
    if second is not None and error is not None and other is not None:
        better, worse = (first, second) if error <= other else (second, first)
        alike = abs(error - other) < 0.02 * max(error, other) if clear is None else not clear
        headline = (
            f"{first.name} and {second.name} miss by about as much"
            if alike
            else f"{better.name} misses by less than {worse.name}"
        )
        errors = f"{format_short(min(error, other))} against {format_short(max(error, other))}"
        return headline, f"Root mean squared error {errors}, {_format_scored_rows(better, worse)}. {spread}"
    explained = metrics.get("Coefficient_of_Determination")
    typical = metrics.get("Mean_Absolute_Error")
    detail = (
        f"It misses by {format_short(typical)} on average, {_format_scored_rows(first)}. {spread}"
        if typical is not None
        else spread
    )
    if explained is None:
        return f"{first.name} was measured", detail
    if explained <= 0:
        return f"{first.name} does worse than always predicting the mean {label}", detail
    # Nearly all is not all.
    share = format_percent(explained, 1 if explained > 0.99 else 0)
    return f"{first.name} explains {share} of the variance of {label}", detail


def _describe_multiclass(
    first: JudgedModel[MulticlassDetails], second: JudgedModel[MulticlassDetails] | None, clear: bool | None
) -> tuple[str, str]:
    details = first.details
    rows = max(1, details.rows)
    right = _compute_accuracy(details)
    most = max((sum(row) for row in details.matrix), default=0) / rows
    commonest = f"Always predicting the most common class would be right about {format_percent(most)}."
    if second is None:
        return (
            f"{first.name} is right about {format_percent(right)} of the {format_number(rows)} scored rows",
            commonest,
        )
    other = _compute_accuracy(second.details)
    noise = 2 * math.sqrt(right * (1 - right) / rows + other * (1 - other) / max(1, second.details.rows))
    better, worse = (first, second) if right >= other else (second, first)
    headline = (
        f"{first.name} and {second.name} are right about equally often"
        if (abs(right - other) <= noise if clear is None else not clear)
        else f"{better.name} is right more often than {worse.name}"
    )
    shares = f"{format_percent(max(right, other))} against {format_percent(min(right, other))}"
    return headline, f"Accuracy {shares}, {_format_scored_rows(better, worse)}. {commonest}"


def _compute_accuracy(details: MulticlassDetails) -> float:
    hits: float = sum(row[place] for place, row in enumerate(details.matrix))
    return hits / max(1, int(details.rows))


def _build_class_table(model: JudgedModel[MulticlassDetails]) -> ClassTable:
    rows = [
        (
            entry.class_name,
            *(format_fixed(value, 3) for value in (entry.precision, entry.recall, entry.f1)),
            format_number(entry.rows),
        )
        for entry in model.details.per_class
    ]
    return ClassTable(model.name, tuple(rows))

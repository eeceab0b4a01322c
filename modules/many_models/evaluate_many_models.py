"""Evaluate Many Models: how good the predictions of each group are, the worst first."""

from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, Evaluation, ModuleError, Schema, Scores, columns_of, module
from modules.kit.codegen.expressions import ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.small_multiples import ValueScale, build_scale, count_points, encode_points
from modules.kit.views.many_models_view import GroupResult, ManyModelsView, MeasuredGroup
from modules.learning.evaluating import build_evaluation, measure_dataset
from modules.learning.group_keys import Key, Positions, group_rows, require_keys
from modules.learning.labels import to_class_names
from modules.learning.learner_codegen import write_metrics
from modules.learning.row_roles import find_listed_role, find_role_column
from modules.learning.scored_datasets import find_scores, to_floats
from modules.many_models.exported_group_errors import measure_groups_of_rows
from modules.many_models.group_errors import (
    ErrorMetric,
    Floats,
    MeasuredRows,
    compare_with_global,
    measure_all,
    measure_groups,
)
from modules.many_models.group_examples import make_scored_sales
from modules.many_models.scored_by import GLOBAL_LABELS, OWN_MODEL, SCORED_BY

MAX_SHOWN = 10_000
ERROR, GLOBAL_ERROR, LEAD, RESULT = "Error", "Global Error", "Ahead of Global", "Result"
RESULTS: dict[GroupResult, str] = {
    "better": "Better than global",
    "level": "Level with global",
    "worse": "Worse than global",
    "fallback": "No model of its own",
    "unknown": "Not compared",
}
Metric = Literal["Automatic", "Mean absolute error", "Root mean squared error", "Absolute error as a share"]


class EvaluateManyModelsOutputs(NamedTuple):
    groups: Dataset
    evaluation_results: Evaluation


@dataclass(frozen=True)
class MeasuredGroups:
    """What is known of each group, in the order in which they first occur."""

    keys: list[Key]
    positions: list[Positions]
    scored: MeasuredRows
    error: Floats
    general_error: Floats
    results: list[GroupResult]
    sources: list[str]
    reasons: list[str]


def _predict_schemas(group_by: tuple[str, ...]) -> tuple[Schema, None]:
    keys = [Column(name, "text", "none") for name in group_by]
    numbers = [Column(name, "real") for name in (ERROR, GLOBAL_ERROR, LEAD)]
    texts = [Column(name, "text") for name in (RESULT, SCORED_BY, "Reason")]
    return Schema((*keys, Column("Rows", "integer"), *numbers, *texts)), None


def _emit_code(step: StepCode) -> None:
    scored = step.get_input("scored_dataset")
    label = scored.facts.get("label") or find_listed_role(scored.roles.items(), "label")
    if label is None or scored.facts.get("task", "regression") != "regression" or step.find_input("trained_groups"):
        raise CannotGenerateCode("Only predicted numbers are measured by group in a script.")
    out = step.add_table("groups", "groups_by_error")
    step.assign(out, step.use(measure_groups_of_rows).call(scored, list(step.group_by), label, step.metric))
    if "task" in scored.facts:
        whole = step.reserve_name(step.title)
        step.assign(whole, write_metrics(step, scored))
        step.assign(expr("metrics[{node}]", node=step.node), whole)
        step.outputs["evaluation_results"] = ScriptVariable(
            whole, facts={"table": expr("pd.DataFrame([{o}])", o=whole)}
        )


@module(
    "Evaluate Many Models",
    category="Many Models",
    icon="chart-grid-dots",
    at_inference="drop",
    schema=_predict_schemas,
    emit_code=_emit_code,
    example=lambda: Call.of(make_scored_sales(), group_by=("shop",)),
    keywords=("metrics per group", "error by group", "worst groups", "small multiples", "segments", "many models"),
)
def evaluate_many_models(
    scored_dataset: Dataset,
    trained_groups: Dataset | None = None,
    *,
    group_by: Annotated[
        tuple[str, ...], columns_of("scored_dataset"), Field(description="The columns that name the groups.")
    ],
    metric: Annotated[
        Metric,
        Field(
            description="For numbers. Automatic: the absolute error as a share of the label, or the mean absolute "
            "error where the label is negative somewhere. Classes are measured by the share of errors."
        ),
    ] = "Automatic",
) -> EvaluateManyModelsOutputs:
    """Measure the predictions of each group, and show where a model of its own is worse than one model of all rows.

    The first output has a row for each group, the largest error first, and a picture of each group. "Better than
    global" and "Worse than global" are differences that chance alone would explain in fewer than one case in 20, by a
    paired t-test of the rows; with many groups some of them are chance. The second output measures all rows together.

    Connect the groups of Train Many Models, and groups without a model of their own say why. The pictures are in the
    order of the column with the role time, else in the order of the rows.
    """
    require_keys(scored_dataset, group_by, port="scored_dataset")
    scores = find_scores(scored_dataset, port="scored_dataset")
    if scores.task not in ("regression", "two-class", "multiclass"):
        raise ModuleError(13, f"Scores of {scores.task} can't be measured by group.", port="scored_dataset")
    rows = _select_rows(scored_dataset, scores)
    chosen = _choose_metric(rows.frame, scores, metric)
    measured = _measure(rows, scores, group_by, chosen, trained_groups)
    order = np.argsort(-np.nan_to_num(measured.error, nan=-np.inf), kind="stable")
    view = _build_view(measured, order, scores, group_by, chosen)
    table = _tabulate(measured, order, group_by)
    return EvaluateManyModelsOutputs(
        Dataset(table, dict.fromkeys(group_by, "none"), shown_as=view), _evaluate_all(rows, scores)
    )


def _select_rows(dataset: Dataset, scores: Scores) -> Dataset:
    """The rows with a label and a score, in the order of time where there is one."""
    frame = dataset.frame.dropna(subset=[scores.label or "", scores.predicted])
    if frame.empty:
        message = "No row at 'scored_dataset' has both a label and a score."
        raise ModuleError(134, message, port="scored_dataset", column=scores.label)
    time = find_role_column(dataset.schema, "time", port="scored_dataset")
    if time is not None:
        frame = frame.sort_values(time, kind="stable")
    return dataset.with_frame(frame.reset_index(drop=True))


def _choose_metric(frame: pd.DataFrame, scores: Scores, metric: Metric) -> ErrorMetric:
    if scores.task != "regression":
        return "Share of errors"
    if metric != "Automatic":
        return metric
    truth = to_floats(frame[scores.label or ""], "scored_dataset")
    return "Absolute error as a share" if truth.min() >= 0 and truth.max() > 0 else "Mean absolute error"


def _measure(
    rows: Dataset, scores: Scores, group_by: tuple[str, ...], metric: ErrorMetric, trained: Dataset | None
) -> MeasuredGroups:
    groups = group_rows(rows.frame, group_by)
    positions = groups.list_positions()
    general = GLOBAL_LABELS if GLOBAL_LABELS in rows.frame else None
    truth, predicted, compared = _read_numbers(rows.frame, scores, general)
    scored = MeasuredRows(groups.codes, len(groups.keys), truth, predicted, compared)
    error = measure_groups(scored, predicted, metric)
    beside = np.full(len(error), np.nan) if compared is None else measure_groups(scored, compared, metric)
    sources = _find_sources(rows.frame, positions)
    results: list[GroupResult] = [
        "fallback" if source not in ("", OWN_MODEL) else result
        for source, result in zip(sources, compare_with_global(scored), strict=True)
    ]
    reasons = _find_reasons(trained, group_by)
    return MeasuredGroups(
        groups.keys, positions, scored, error, beside, results, sources, [reasons.get(key, "") for key in groups.keys]
    )


def _read_numbers(frame: pd.DataFrame, scores: Scores, general: str | None) -> tuple[Floats, Floats, Floats | None]:
    """Truth and predictions as numbers; of classes the truth is 0, and a wrong prediction 1."""
    label = frame[scores.label or ""]
    if scores.task == "regression":
        compared = None if general is None else to_floats(frame[general], "scored_dataset")
        return to_floats(label, "scored_dataset"), to_floats(frame[scores.predicted], "scored_dataset"), compared
    names = to_class_names(label)

    def find_errors(column: str) -> Floats:
        return np.asarray(to_class_names(frame[column]) != names, dtype="float64")

    return np.zeros(len(frame)), find_errors(scores.predicted), None if general is None else find_errors(general)


def _find_sources(frame: pd.DataFrame, positions: list[Positions]) -> list[str]:
    """What scored most rows of each group; nothing where the data do not say."""
    if SCORED_BY not in frame:
        return [""] * len(positions)
    codes, names = pd.factorize(frame[SCORED_BY].astype("str"))
    return [str(names[np.bincount(codes[rows]).argmax()]) for rows in positions]


def _find_reasons(trained: Dataset | None, group_by: tuple[str, ...]) -> dict[Key, str]:
    if trained is None:
        return {}
    require_keys(trained, group_by, port="trained_groups")
    if "Reason" not in trained.frame:
        message = "The data at 'trained_groups' has no column 'Reason'. Connect the groups of Train Many Models."
        raise ModuleError(1, message, port="trained_groups", column="Reason")
    groups = group_rows(trained.frame, group_by)
    firsts = [rows[0] for rows in groups.list_positions()]
    said = trained.frame["Reason"].fillna("").astype("str").to_numpy()
    return {key: str(said[row]) for key, row in zip(groups.keys, firsts, strict=True)}


def _tabulate(measured: MeasuredGroups, order: Positions, group_by: tuple[str, ...]) -> pd.DataFrame:
    keys = {name: [measured.keys[at][place] for at in order] for place, name in enumerate(group_by)}
    frame = pd.DataFrame(
        {
            **keys,
            "Rows": measured.scored.rows[order].astype("int64"),
            ERROR: measured.error[order],
            GLOBAL_ERROR: measured.general_error[order],
            LEAD: (measured.general_error - measured.error)[order],
            RESULT: [RESULTS[measured.results[at]] for at in order],
            SCORED_BY: [measured.sources[at] for at in order],
            "Reason": [measured.reasons[at] for at in order],
        }
    )
    return frame.astype(dict.fromkeys([*group_by, RESULT, SCORED_BY, "Reason"], "str"))


def _evaluate_all(rows: Dataset, scores: Scores) -> Evaluation:
    """The metrics of all rows, by the models of the groups and by the global one."""
    models = [measure_dataset(rows, port="scored_dataset")]
    names = ["Models of groups"]
    if GLOBAL_LABELS in rows.frame and scores.task == "regression":
        general = Scores("regression", scores.label, GLOBAL_LABELS, learner="Global model")
        models.append(measure_dataset(Dataset(rows.frame, rows.roles, general), port="scored_dataset"))
        names.append("Global model")
    return build_evaluation(models, names)


def _build_view(
    measured: MeasuredGroups, order: Positions, scores: Scores, group_by: tuple[str, ...], metric: ErrorMetric
) -> ManyModelsView:
    rows = measured.scored
    shown = order[:MAX_SHOWN]
    points = count_points(len(shown)) if scores.task == "regression" else 0
    overall = None if rows.general is None else measure_all(rows, rows.general, metric)
    return ManyModelsView(
        learner=scores.learner,
        label=scores.label or "",
        keys=list(group_by),
        metric=metric,
        percent=metric in ("Absolute error as a share", "Share of errors"),
        rows=len(rows.truth),
        count=len(measured.keys),
        error=_to_number(measure_all(rows, rows.predicted, metric)),
        general_error=None if overall is None else _to_number(overall),
        groups=[_describe_group(measured, int(at), points) for at in shown],
    )


def _describe_group(measured: MeasuredGroups, at: int, points: int) -> MeasuredGroup:
    rows, places = measured.scored, measured.positions[at]
    last = places[len(places) - points :] if points and len(places) > points else places
    lines = [rows.truth[last], rows.predicted[last]] + ([rows.general[last]] if rows.general is not None else [])
    scale = build_scale(lines) if points else ValueScale(0.0, 0.0)
    texts = [encode_points(line, scale) if points else "" for line in lines]
    return MeasuredGroup(
        key=list(measured.keys[at]),
        rows=len(places),
        error=_to_number(measured.error[at]),
        general_error=_to_number(measured.general_error[at]),
        result=measured.results[at],
        source=measured.sources[at],
        reason=measured.reasons[at],
        bias=_to_number(float(np.mean(rows.predicted[places] - rows.truth[places]))) if points else None,
        low=scale.low,
        high=scale.high,
        actual=texts[0],
        predicted=texts[1],
        general=texts[2] if len(texts) > 2 else "",
    )


def _to_number(value: float) -> float | None:
    return float(f"{value:.6g}") if np.isfinite(value) else None

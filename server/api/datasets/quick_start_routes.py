"""From a table to a first design: the columns that may be predicted, and the nodes that predict one."""

from pathlib import Path
from typing import Annotated, Literal

from fastapi import HTTPException, Query
from pydantic import BaseModel
from sqlmodel import Session

from modules.kit import Schema
from modules.kit.views.dataset_view import DatasetView
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.api.core.router import Router
from server.graph.builders.forecast_start import ForecastEvidence, build_forecast_start
from server.graph.builders.quick_start import (
    OmissionReason,
    QuickStart,
    RowEvidence,
    SeriesEvidence,
    build_quick_start,
    build_search_start,
)
from server.graph.builders.target_candidates import (
    QuickStartTask,
    TargetCandidate,
    find_target_candidates,
    suggest_target,
)
from server.graph.column_statistics import ColumnStatistics, read_view_statistics
from server.graph.json_shapes import NodeJson
from server.graph.linter.lone_predictors import describe_lone_predictor
from server.storage.orm.core_tables import DatasetRow
from server.storage.stores import dataset_store, run_store
from server.storage.table_data import arrow_io, leakage_statistics, series_evidence, table_evidence

router = Router(prefix="/api/datasets", tags=["datasets"])

FORECAST_ADVICE = "To predict future times, choose Forecast."


class TargetCandidateRead(BaseModel):
    """A column as something to predict: the tasks that it allows, the likeliest first, or why there is none."""

    name: str
    type: str
    tasks: list[QuickStartTask]
    refusal: str
    missing: float
    distinct: int | None
    minimum: float | int | str | bool | None
    maximum: float | int | str | bool | None
    #: The commonest values with their number of rows.
    top: list[tuple[str, int]]


class TargetCandidatesRead(BaseModel):
    """The columns of a table, and the one that is most likely meant."""

    rows: int
    proposed: str | None
    columns: list[TargetCandidateRead]


class OmittedColumn(BaseModel):
    """A column that the design excludes from training."""

    name: str
    reason: OmissionReason


class AskedColumn(BaseModel):
    """A column that alone predicts far better than the others: it is left out unless it is known in time."""

    name: str
    message: str


class ForecastOffer(BaseModel):
    """Series whose later values can be forecast: why, in which steps, and how many of them are proposed."""

    time: str
    series: str | None
    frequency: str
    step: str
    horizon: int
    longest_horizon: int
    reason: str


class QuickStartRead(BaseModel):
    """The nodes of a first design, and what it keeps out of training."""

    target: str
    task: Literal["regression", "two-class", "multiclass"]
    nodes: dict[str, NodeJson]
    left_out: list[OmittedColumn]
    asked: AskedColumn | None
    #: Why the rows are taken for a time series, and what follows from it; empty where they are none.
    series: str
    #: Null where the rows are no series, or the column holds no numbers.
    forecast: ForecastOffer | None


@router.get("/{dataset_id}/target-candidates", needs="viewer")
def list_target_candidates(dataset_id: str, session: ReadSessionDep, context: ContextDep) -> TargetCandidatesRead:
    """Which columns of a table may be predicted, and how."""
    _, artifact, schema, statistics = _load_column_statistics(dataset_id, session, context)
    candidates = find_target_candidates(schema, statistics)
    best = suggest_target(candidates)
    rows = run_store.get_artifact_rows(session, [artifact])[artifact].rows or 0
    return TargetCandidatesRead(
        rows=rows,
        proposed=best.column.name if best else None,
        columns=[_to_target_candidate(target) for target in candidates],
    )


@router.get("/{dataset_id}/quick-start", needs="viewer")
def read_quick_start(
    dataset_id: str,
    target: Annotated[str, Query(description="The column to predict.")],
    session: ReadSessionDep,
    context: ContextDep,
    task: Annotated[QuickStartTask | None, Query(description="What kind of prediction. Empty: the likeliest.")] = None,
    known: Annotated[
        str | None, Query(max_length=1_000, description="The asked column, if it is known before each prediction.")
    ] = None,
    thorough: Annotated[bool, Query(description="A search for the best model, instead of two models.")] = False,
    forecast: Annotated[bool, Query(description="A forecast of later times, instead of models of rows.")] = False,
    horizon: Annotated[
        int | None, Query(ge=1, le=10_000, description="So many steps ahead. Empty: as is usual for the frequency.")
    ] = None,
) -> QuickStartRead:
    """A first design that predicts a column of the table. It is returned and not saved."""
    row, artifact, schema, statistics = _load_column_statistics(dataset_id, session, context)
    if target not in schema:
        near = schema.find_nearest(target)
        hint = f" Did you mean '{near}'?" if near else ""
        raise HTTPException(422, f"Column '{target}' is not in the data.{hint}")
    chosen_task = _choose_task(schema, statistics, target, task)
    path = context.store.get_readable_path(artifact, "dataset")
    evidence = load_row_evidence(path, schema, target, known)
    series = load_forecast_evidence(path, schema, target)
    if forecast:
        quick_start = _build_forecast(context, row, target, series, horizon)
    else:
        build = build_search_start if thorough else build_quick_start
        quick_start = build(context.catalog, row.id, row.name, schema, statistics, target, chosen_task, evidence)
    return QuickStartRead(
        target=target,
        task=chosen_task,
        nodes={name: node.model_dump(mode="json") for name, node in quick_start.nodes.items()},
        left_out=[OmittedColumn(name=name, reason=reason) for name, reason in quick_start.omissions.items()],
        asked=_find_asked_column(path, target, evidence),
        series=_describe_series(evidence, series),
        forecast=_offer_forecast(series),
    )


def _describe_series(evidence: RowEvidence, series: ForecastEvidence | None) -> str:
    if evidence.series is None:
        return ""
    return f"{evidence.series.describe()} {FORECAST_ADVICE}" if series else evidence.series.describe()


def _offer_forecast(series: ForecastEvidence | None) -> ForecastOffer | None:
    if series is None:
        return None
    return ForecastOffer(
        time=series.time,
        series=series.by,
        frequency=series.frequency,
        step=series.step,
        horizon=series.propose_horizon(),
        longest_horizon=series.times // 2,
        reason=series.describe(),
    )


def _build_forecast(
    context: AppContext, row: DatasetRow, target: str, series: ForecastEvidence | None, horizon: int | None
) -> QuickStart:
    if series is None:
        message = (
            f"'{target}' can't be forecast from these rows. A forecast needs numbers, and a column with a date for "
            f"each row, or for each row of a series, at regular distances, {series_evidence.MIN_TIMES} at least."
        )
        raise HTTPException(422, message)
    if horizon is not None and horizon > series.times // 2:
        message = (
            f"The rows have {series.times:,} times, so at most {series.times // 2:,} can be held out. Got {horizon:,}."
        )
        raise HTTPException(422, message)
    steps = horizon or series.propose_horizon()
    return build_forecast_start(context.catalog, row.id, row.name, target, series, steps)


def _choose_task(
    schema: Schema, statistics: dict[str, ColumnStatistics], target: str, task: QuickStartTask | None
) -> QuickStartTask:
    """The task that is wanted, or the likeliest; HTTPException where the column does not allow it."""
    chosen = next(found for found in find_target_candidates(schema, statistics) if found.column.name == target)
    if not chosen.tasks:
        raise HTTPException(422, f"'{target}' cannot be predicted. {chosen.refusal}")
    if task is not None and task not in chosen.tasks:
        raise HTTPException(422, f"'{target}' allows {' or '.join(chosen.tasks)}. Got {task}.")
    return task or chosen.tasks[0]


def _find_asked_column(path: Path, target: str, evidence: RowEvidence) -> AskedColumn | None:
    lone = table_evidence.find_lone_predictor(path, target)
    if lone is None or lone.name in evidence.leaking:
        return None
    return AskedColumn(name=lone.name, message=describe_lone_predictor(lone.name, target, *lone[1:]))


def load_row_evidence(path: Path, schema: Schema, target: str, known: str | None = None) -> RowEvidence:
    """What the stored rows show of a column to predict."""
    times = [column.name for column in schema if column.type == "datetime"]
    dates = {name: found for name, found in table_evidence.find_text_dates(path).items() if name != target}
    ordered = {name for name in times if leakage_statistics.is_monotonic(path, name)}
    lone = table_evidence.find_lone_predictor(path, target)
    series = series_evidence.find_series(path, target)
    return RowEvidence(
        leaking=leakage_statistics.find_leaking_columns(path, target),
        ordered=frozenset(ordered | {name for name, found in dates.items() if found.is_ascending}),
        text_dates={name: found.order for name, found in dates.items()},
        repeated_rows=table_evidence.count_repeated_rows(path)[0],
        lone=lone.name if lone else None,
        lone_is_known=lone is not None and lone.name == known,
        series=SeriesEvidence(*series) if series else None,
    )


def load_forecast_evidence(path: Path, schema: Schema, target: str) -> ForecastEvidence | None:
    """The series that the stored rows are, where the column to predict holds numbers."""
    found = series_evidence.find_continued_series(path, target) if schema[target].is_numeric else None
    if found is None:
        return None
    return ForecastEvidence(
        time=found.time,
        by=found.series,
        count=found.number,
        frequency=found.frequency,
        times=found.times,
        order=found.order,
        has_gaps=found.has_gaps,
        repeated_rows=table_evidence.count_repeated_rows(path)[0],
    )


def _load_column_statistics(
    dataset_id: str, session: Session, context: AppContext
) -> tuple[DatasetRow, str, Schema, dict[str, ColumnStatistics]]:
    """The dataset, its newest artifact, and its columns with what was seen of them."""
    row = dataset_store.get_dataset(session, dataset_id)
    artifact = dataset_store.list_dataset_versions(session, row.id)[0].artifact
    view = context.store.read_view(artifact)
    if not isinstance(view, DatasetView):
        raise HTTPException(422, f"'{row.name}' is not a table, so it has no column to predict.")
    return (
        row,
        artifact,
        arrow_io.read_schema(context.store.get_readable_path(artifact, "dataset")),
        read_view_statistics(view),
    )


def _to_target_candidate(target: TargetCandidate) -> TargetCandidateRead:
    statistics = target.statistics
    return TargetCandidateRead(
        name=target.column.name,
        type=target.column.type,
        tasks=list(target.tasks),
        refusal=target.refusal,
        missing=(statistics.missing if statistics else None) or 0.0,
        distinct=statistics.distinct if statistics else None,
        minimum=statistics.minimum if statistics else None,
        maximum=statistics.maximum if statistics else None,
        top=list(statistics.top[:5]) if statistics else [],
    )

"""What a report says of one run, as values: its state in sentences, data, models, tables and steps."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlmodel import Session, col, select

from modules.kit import Module
from modules.kit.module_roles import get_module
from modules.kit.views.cluster_view import ClusterDetails
from modules.kit.views.dataset_view import ColumnProfile, DatasetView
from modules.kit.views.model_view import AnomalyDetails, ModelView, TrainingFigure
from server.formatting import (
    TYPE_GLYPHS,
    format_count,
    format_duration,
    format_extreme,
    format_number,
    format_percent,
    format_short,
    format_table_size,
    join_items,
)
from server.graph.document import Design
from server.graph.evaluated_models import find_learner_title
from server.report.charts.painter import draw_chart
from server.report.graph_svg import STATE_ICONS, STATE_NAMES
from server.report.timeline_svg import draw_timeline
from server.runs.run_schemas import RunRead, StepRead
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.core_tables import DatasetRow, DatasetVersionRow
from server.storage.stores.run_store import SUCCESSFUL_STATES

COLUMN_SIZE = (104, 22)
MAX_CHART_BARS = 12
MAX_CLASSES_DRAWN = 4
MAX_COLUMNS_LISTED = 80


@dataclass(frozen=True)
class ReportSource:
    """A dataset that went in."""

    name: str
    file_name: str
    version: int
    size: str
    attribution: str | None


@dataclass(frozen=True)
class BarFigure:
    """The largest weights or importances of a model, and what is left out."""

    title: str
    note: str
    drawing: Markup


@dataclass(frozen=True)
class TrainedModelSection:
    """A trained model."""

    title: str
    learner: str
    summary: str
    parameters: tuple[tuple[str, str], ...]
    bars: tuple[BarFigure, ...]


@dataclass(frozen=True)
class TableColumnRow:
    """A column of a table that came out."""

    name: str
    glyph: str
    type: str
    role: str
    missing: str
    distinct: str
    range: str
    mean: str
    drawing: Markup


@dataclass(frozen=True)
class TableSection:
    """A dataset that no other node takes."""

    title: str
    size: str
    summary: str
    columns: tuple[TableColumnRow, ...]


@dataclass(frozen=True)
class StepTableRow:
    """A row of the table of steps."""

    title: str
    module: str
    state: str
    word: str
    icon: str
    note: str
    started: str
    took: str
    sizes: str
    drawing: Markup | None


def find_outputs(run: RunRead, kind: str) -> Iterator[tuple[StepRead, str, Any]]:
    """(step, port, output) of this port type, in the order of the steps."""
    for step in run.steps:
        for port, output in step.outputs.items():
            if output.type == kind:
                yield step, port, output


def describe_outcome(run: RunRead, catalog: Mapping[str, Module]) -> list[str]:
    """How the run went, and what is missing because of it, in sentences."""
    good = sum(step.state in SUCCESSFUL_STATES for step in run.steps)
    whole = format_count(len(run.steps), "step")
    if run.state == "succeeded":
        return []
    if run.state in ("queued", "running"):
        begun = "has not started" if run.state == "queued" else "is still running"
        return [f"This run {begun}: {good} of {whole} are done. Reload the page for the rest."]
    sentences = [f"{good} of {whole} succeeded. These are their results."]
    for state, word in (("failed", "failed"), ("skipped", "did not run"), ("cancelled", "was cancelled")):
        names = [step.title for step in run.steps if step.state == state]
        plural = word.replace("was", "were") if len(names) > 1 else word
        sentences += [f"{join_items(names, 6)} {plural}."] if names else []
    evaluator = get_module(catalog, "evaluator").name
    missing = [step.title for step in run.steps if step.module == evaluator and step.state not in SUCCESSFUL_STATES]
    if missing:
        sentences.append(f"Nothing was measured by {join_items(missing, 4)}.")
    return sentences


def describe_pending_views(run: RunRead, store: ArtifactStore) -> list[str]:
    """A sentence where results are there whose pictures are still being made."""
    types = ("evaluation", "trained_model")
    titles = [
        step.title
        for kind in types
        for step, _, output in find_outputs(run, kind)
        if store.read_view_json(output.artifact) is None
    ]
    return (
        [f"The results of {join_items(titles, 6)} are still being drawn. Reload the page to see them."]
        if titles
        else []
    )


def load_sources(session: Session, run: RunRead, catalog: Mapping[str, Module], design: Design) -> list[ReportSource]:
    """The stored datasets that the run read, in the version that it read."""
    found = []
    for step, _, output in find_outputs(run, "dataset"):
        if step.module not in catalog or not catalog[step.module].source:
            continue
        reference = str(design.nodes[step.node].parameters.get("dataset"))
        query = select(DatasetVersionRow).where(
            DatasetVersionRow.dataset_id == reference, DatasetVersionRow.artifact == output.artifact
        )
        version = session.exec(query.order_by(col(DatasetVersionRow.version).desc())).first()
        dataset = session.get(DatasetRow, reference)
        if version is not None and dataset is not None:
            size = format_table_size(output.rows or 0, output.columns or 0)
            found.append(ReportSource(dataset.name, version.file_name, version.version, size, dataset.attribution))
    return found


def load_trained_models(run: RunRead, store: ArtifactStore) -> list[TrainedModelSection]:
    """The models that the run trained."""
    found = []
    for step, _, output in find_outputs(run, "trained_model"):
        view = store.read_view(output.artifact)
        if isinstance(view, ModelView):
            found.append(_build_model_section(step.title, view))
    return found


def _build_model_section(title: str, view: ModelView) -> TrainedModelSection:
    rows = f" on {format_count(view.rows, 'row')}" if view.rows is not None else ""
    label = f" to predict {view.label}" if view.label else ""
    summary = f"Trained{rows} and {format_count(len(view.features), 'column')}{label}."
    parameters = tuple((entry.name, _format_value(entry.value)) for entry in view.parameters)
    return TrainedModelSection(title, view.learner, summary, parameters, tuple(_draw_bar_figures(view)))


def _format_value(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "not set"}[value]
    return format_short(value) if isinstance(value, float) else str(value)


def _draw_bar_figures(view: ModelView) -> Iterator[BarFigure]:
    details = view.details
    if isinstance(details, ClusterDetails) and details.clusters:
        sizes = [(f"Cluster {entry.cluster}", float(entry.rows)) for entry in details.clusters]
        noise = f"{format_number(details.noise)} rows belong to no cluster." if details.noise else ""
        yield _draw_bar_figure("Sizes of the clusters", noise, sizes, format_number)
    if isinstance(details, AnomalyDetails):
        text = f"{format_number(details.anomalies)} of {format_number(details.rows)} rows are above the threshold."
        yield BarFigure("Anomaly scores", text, _draw("anomaly_scores", details.model_dump(mode="json")))
    if view.importances:
        values = [(entry.feature, entry.importance) for entry in view.importances]
        note = "Each feature's share of the improvement in training."
        yield _draw_bar_figure("Feature importances", note, values, format_percent)
    yield from _draw_history(view.history or [])
    models = view.coefficients or []
    for model in models[:MAX_CLASSES_DRAWN]:
        values = [(entry.feature, entry.weight) for entry in model.weights]
        for_class = f" for {model.class_name}" if model.class_name is not None else ""
        yield _draw_bar_figure(
            f"Coefficients{for_class}", f"Intercept {format_short(model.intercept)}.", values, format_short
        )
    if len(models) > MAX_CLASSES_DRAWN:
        yield BarFigure(
            "More classes", f"Of {len(models)} classes the first {MAX_CLASSES_DRAWN} are drawn.", Markup("")
        )


def _draw_history(history: Sequence[TrainingFigure]) -> Iterator[BarFigure]:
    """How training went, a chart for each figure, with the epoch whose weights were kept."""
    best = _find_kept_epoch(history[0]) if history else None
    for figure in history:
        drawn = draw_chart("training_history", {**figure.model_dump(mode="json"), "best": best})
        if drawn:
            yield BarFigure(drawn.title, f"{drawn.caption}.", drawn.drawing)


def _find_kept_epoch(figure: TrainingFigure) -> int | None:
    """The epoch of the least loss on the validation data."""
    watched = next((one.values for one in figure.series if one.name == "Validation"), [])
    known = [value for value in watched if value is not None]
    return watched.index(min(known)) + 1 if known else None


def _draw_bar_figure(
    title: str, note: str, values: Sequence[tuple[str, float]], format_value: Callable[[float], str]
) -> BarFigure:
    rest = f" The {MAX_CHART_BARS} largest of {format_number(len(values))}." if len(values) > MAX_CHART_BARS else ""
    weights = [{"name": name, "value": value, "text": format_value(value)} for name, value in values]
    return BarFigure(title, note + rest, _draw("feature_weights", {"title": title, "weights": weights}))


def load_final_tables(
    run: RunRead, design: Design, catalog: Mapping[str, Module], store: ArtifactStore
) -> list[TableSection]:
    """The datasets that no other node takes."""
    taken = {edge.reference for node in design.nodes.values() for edge in node.edges()}
    found = []
    for step, port, output in find_outputs(run, "dataset"):
        if f"{step.node}.{port}" in taken:
            continue
        view = store.read_view(output.artifact)
        # Scripts have two outputs, and most fill one.
        if isinstance(view, DatasetView) and view.columns:
            found.append(_build_table(_get_port_title(step, port, catalog), view))
    return found


def _get_port_title(step: StepRead, port: str, catalog: Mapping[str, Module]) -> str:
    module = catalog.get(step.module)
    declared = module.find_output(port) if module else None
    several = module is not None and sum(one.type == "dataset" for one in module.outputs) > 1
    return f"{step.title}, {declared.title.lower()}" if declared and several else step.title


def _build_table(title: str, view: DatasetView) -> TableSection:
    rows, columns = view.rows, view.columns
    cells = sum(column.missing for column in columns)
    summary = "none missing" if cells == 0 else f"{format_count(cells, 'cell')} missing"
    if len(columns) > MAX_COLUMNS_LISTED:
        summary += f"; the first {MAX_COLUMNS_LISTED} columns are listed"
    shown = tuple(_build_column(column, rows) for column in columns[:MAX_COLUMNS_LISTED])
    return TableSection(title, format_table_size(rows, len(columns)), summary, shown)


def _build_column(column: ColumnProfile, rows: int) -> TableColumnRow:
    missing = column.missing
    return TableColumnRow(
        name=column.name,
        glyph=TYPE_GLYPHS.get(column.type, TYPE_GLYPHS["other"]),
        type=column.type,
        role=column.role if column.role != "feature" else "",
        missing=f"{format_number(missing)} ({format_percent(missing / rows)})" if missing and rows else "0",
        distinct=format_number(column.distinct) if column.distinct is not None else "many",
        range=_format_range(column, rows),
        mean=format_short(column.mean) if column.mean is not None and column.type != "boolean" else "",
        drawing=_draw_column(column, rows),
    )


def _draw(chart: str, data: Mapping[str, object], width: float | None = None, height: float | None = None) -> Markup:
    drawn = draw_chart(chart, data, width, height)
    return drawn.drawing if drawn else Markup("")


def _draw_column(column: ColumnProfile, rows: int) -> Markup:
    return _draw("column_values", {**column.model_dump(mode="json"), "rows": rows}, *COLUMN_SIZE)


def _format_range(column: ColumnProfile, rows: int) -> str:
    """ "5,118 to 45,400", or the commonest value with its share."""
    if column.type in ("integer", "real", "datetime"):
        low, high = (format_extreme(end, column.type) for end in (column.min, column.max))
        return f"{low} to {high}" if low and low != high else low
    top = column.top or []
    present = max(1, rows - column.missing)
    return f"{format_extreme(top[0].value, 'text')} {format_percent(top[0].count / present, 0)}" if top else ""


def build_step_rows(run: RunRead, design: Design, catalog: Mapping[str, Module]) -> list[StepTableRow]:
    """The steps in the order of the plan, with when they ran; those of the same name with the learner of each."""
    run_seconds = _compute_elapsed(run.started_at, run.finished_at or _find_last_end(run)) or 0.0
    counts = Counter(step.title for step in run.steps)
    rows = []
    for step in run.steps:
        kind = catalog[step.module].title if step.module in catalog else step.module
        if counts[step.title] > 1:
            kind = find_learner_title(design, catalog, step.node) or kind
        rows.append(_build_step_row(step, run, kind, run_seconds))
    return rows


def _build_step_row(step: StepRead, run: RunRead, kind: str, run_seconds: float) -> StepTableRow:
    begun = _compute_elapsed(run.started_at, step.started_at)
    seconds = step.seconds if step.state != "reused" else None
    tables = [output for output in step.outputs.values() if output.rows is not None]
    drawn = begun is not None and seconds is not None
    return StepTableRow(
        title=step.title,
        module=kind if kind != step.title else "",
        state=step.state,
        word=STATE_NAMES[step.state],
        icon=STATE_ICONS[step.state],
        note=_describe_step(step),
        started=f"+{format_duration(begun)}" if begun is not None else "",
        took=format_duration(seconds) if seconds is not None else "",
        sizes=join_items([format_table_size(table.rows or 0, table.columns or 0) for table in tables]),
        drawing=draw_timeline(begun or 0, seconds or 0, run_seconds, step.state) if drawn else None,
    )


def _describe_step(step: StepRead) -> str:
    if step.state == "reused" and step.reused_from is not None:
        return f"from run {step.reused_from}"
    if step.error is not None and step.error.line is not None:
        return f"line {step.error.line}"
    return step.reason or ""


def _compute_elapsed(start: datetime | None, end: datetime | None) -> float | None:
    return max(0.0, (end - start).total_seconds()) if start and end else None


def _find_last_end(run: RunRead) -> datetime | None:
    return max((step.finished_at for step in run.steps if step.finished_at), default=None)
